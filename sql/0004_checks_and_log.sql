-- Checks, and the log of everything that was done.

-- Who was asked about, and the answer, are sealed. The key goes when the watch of the check ends.
create table check_record (
  authority     text        not null,
  id            uuid        not null,
  actor         text        not null,
  checked_at    timestamptz not null,
  watched_until date        not null,
  purpose       text        not null,
  outcome       text        not null
                check (outcome in ('no_match', 'possible_match', 'match', 'indeterminate')),
  key_version   smallint    not null,
  data_key      bytea,                 -- null: erased
  request       bytea,
  answer        bytea,
  primary key (authority, id)
);

alter table check_record alter column request set storage external;
alter table check_record alter column answer set storage external;

-- Finds what is to be erased without growing with what was erased.
create index check_record_by_last_day on check_record (watched_until) where data_key is not null;

alter table check_record enable row level security;
alter table check_record force row level security;
create policy owned on check_record to bw_owner using (true) with check (true);
create policy own on check_record for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
create policy record on check_record for insert to bw_record with check (true);
create policy report on check_record for select to bw_report using (true);
grant select on check_record to bw_app;
grant insert on check_record to bw_record;
grant select (authority, checked_at, purpose, outcome) on check_record to bw_report;

-- One leaf for each event, in the transaction that it records, in no order and under no shared
-- lock. Whoever numbers the leaves keeps the numbers in a table of its own and reads by
-- `recorded_in`, behind which no late commit can hide.
create table log_leaf (
  authority   text        not null,  -- empty: the register's operator
  id          uuid        not null,
  recorded_in xid8        not null default pg_current_xact_id(),
  at          timestamptz not null,
  kind        text        not null,
  actor       text        not null,
  subject     uuid        not null,
  detail      text        not null,
  salt        bytea       not null check (length(salt) = 32),
  commitment  bytea       not null check (length(commitment) = 32),
  primary key (authority, id)
);

alter table log_leaf enable row level security;
alter table log_leaf force row level security;
create policy owned on log_leaf to bw_owner using (true) with check (true);
create policy own on log_leaf for insert to bw_app
  with check (authority in ('', nullif(current_setting('badgewatch.authority', true), '')));
create policy record on log_leaf for insert to bw_record with check (true);
create policy audit on log_leaf for select to bw_audit using (true);
grant insert on log_leaf to bw_app, bw_record;
grant select on log_leaf to bw_audit;

-- The log is only ever added to, whoever asks.
create function refuse_change() returns trigger
  language plpgsql
as $$
begin
  raise exception '% is only added to', tg_table_name using errcode = 'BW002';
end
$$;

create trigger only_added_to before update or delete or truncate on log_leaf
  for each statement execute function refuse_change();
create trigger only_added_to before update or delete or truncate on feed
  for each statement execute function refuse_change();

revoke execute on function refuse_change from public;
