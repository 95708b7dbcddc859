-- As with what else is done for each change of licences: the transition tables have no statistics, and a
-- nested loop over a thousand rows would be a million steps.
alter function note_licences_begun() set enable_nestloop = off;
