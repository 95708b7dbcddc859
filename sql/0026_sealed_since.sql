-- What is sealed since the master key can be changed: nothing new of it is wrapped by a key that is
-- closed either.

do $$
declare
  its text;
begin
  foreach its in array array['officer', 'officer_session', 'entry_hold', 'misuse_flag',
                             'sample_review', 'decision_change', 'decision_proposal']
  loop
    execute format('create trigger closed_key_insert after insert on %I'
                   ' referencing new table as new_rows'
                   ' for each statement execute function refuse_closed_key()', its);
    execute format('create trigger closed_key_update after update on %I'
                   ' referencing old table as old_rows new table as new_rows'
                   ' for each statement execute function refuse_closed_key()', its);
  end loop;
end
$$;
