-- A council's whole roster against its records: what is missing, extra, different or stale.

create table roster (
  authority     text        not null,
  id            uuid        not null,
  as_of         date        not null,  -- the day on which it stood
  state         text        not null check (state in ('open', 'compared', 'applied')),
  made_at       timestamptz not null,
  hashed        boolean     not null,  -- its rows are numbers and hashes
  rows          bigint      not null default 0,
  same          bigint      not null default 0,
  different     bigint      not null default 0,
  missing       bigint      not null default 0,
  stale         bigint      not null default 0,
  extra         bigint      not null default 0,
  extra_becomes text,
  primary key (authority, id)
);

create index roster_by_age on roster (made_at);

-- What applying it would put is sealed; it goes with the applying, or after 7 days.
create table roster_row (
  authority    text     not null,
  roster       uuid     not null,
  row          bigint   not null,
  number_index bytea    not null,  -- keyed hash of the licence number
  verdict      text     not null check (verdict in ('same', 'different', 'missing', 'stale')),
  key_version  smallint,
  data_key     bytea,
  content      bytea,
  primary key (authority, roster, row),
  unique (authority, roster, number_index),
  foreign key (authority, roster) references roster (authority, id) on delete cascade
);

alter table roster_row alter column content set storage external;

do $$
declare
  its text;
begin
  foreach its in array array['roster', 'roster_row']
  loop
    execute format('alter table %I enable row level security', its);
    execute format('alter table %I force row level security', its);
    execute format('create policy owned on %I to bw_owner using (true) with check (true)', its);
    execute format('create policy own on %I to bw_app'
                   ' using (authority = nullif(current_setting(''badgewatch.authority'', true), ''''))'
                   ' with check (authority = nullif(current_setting(''badgewatch.authority'', true),'
                   '                                ''''))', its);
  end loop;
end
$$;

grant select, insert, delete on roster, roster_row to bw_app;
grant update (state, rows, same, different, missing, stale, extra, extra_becomes) on roster
  to bw_app;

create trigger closed_key_insert after insert on roster_row
  referencing new table as new_rows
  for each statement execute function refuse_closed_key();
create trigger closed_key_update after update on roster_row
  referencing old table as old_rows new table as new_rows
  for each statement execute function refuse_closed_key();
