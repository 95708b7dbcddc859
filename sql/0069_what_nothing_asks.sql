-- What the daemon of before went on asking, and nothing does now. Tables are locked in the order in which
-- a request reads them: a check's, then its outcome's.
drop function find_api_key(bytea);
drop function revoke_api_key(uuid, timestamptz);
drop function use_officer_session(bytea, timestamptz, interval, interval);
drop function standing_of(uuid[]);
drop function count_licences_begun(date, date);
drop function searches_of_licences_begun(date, date, date);
drop index check_record_hit;
drop index case_outcome_by_later_day;
drop index case_outcome_by_day;  -- case_outcome_to_look_at has what is looked for by day
drop policy of_licences on column_mapping;
