-- What the replay of an old check needs: how long superseded versions are kept, and where the index
-- stood that a check was answered from.

-- Of a check with hits: the place, the rules, and the version of each entry that it shows. Sealed
-- under the check's key. Null where nothing was hit (the proof says it all), and for checks from
-- before.
alter table check_record add column basis bytea;
alter table check_record alter column basis set storage external;

-- Since when a version is not the newest any more, by the register's clock.
alter table licence_version add column superseded_at timestamptz;
alter table decision_version add column superseded_at timestamptz;

update licence_version as v
set superseded_at = coalesce(
  (select n.changed_at from licence_version as n
   where n.authority = v.authority and n.id = v.id and n.version = v.version + 1),
  (select l.changed_at from licence as l where l.authority = v.authority and l.id = v.id),
  v.changed_at);
update decision_version as v
set superseded_at = coalesce(
  (select n.changed_at from decision_version as n
   where n.authority = v.authority and n.id = v.id and n.version = v.version + 1),
  (select d.changed_at from decision as d where d.authority = v.authority and d.id = v.id),
  v.changed_at);

-- What is past the replay window is found without growing with what went before it. Versions come in
-- the order of time, so an entry of the index is added at its end.
create index licence_version_by_end on licence_version (superseded_at) where content is not null;
create index decision_version_by_end on decision_version (superseded_at) where content is not null;

create or replace function licence_updated() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
  set enable_nestloop = off
as $$
begin
  if exists (
    select
    from old_rows as o
    left join new_rows as n on n.authority = o.authority and n.id = o.id
    where n.id is null
       or n.number_index <> o.number_index
       or not (n.version = o.version + 1
               or (n.version = o.version and n.content_digest = o.content_digest
                   and n.class = o.class and n.status = o.status))
  ) then
    raise exception 'a changed licence has the next version' using errcode = 'BW001';
  end if;

  insert into licence_version (authority, id, version, class, status, changed_at, content_digest,
                               key_version, data_key, content, superseded_at)
  select o.authority, o.id, o.version, o.class, o.status, o.changed_at, o.content_digest,
         o.key_version, o.data_key, o.content, n.changed_at
  from old_rows as o
  join new_rows as n on n.authority = o.authority and n.id = o.id
  where n.version <> o.version;

  perform append_feed(1::smallint, array_agg(authority), array_agg(id), array_agg(version - 1),
                      array_agg(version), array_agg(content_digest))
  from (
    select n.*
    from old_rows as o
    join new_rows as n on n.authority = o.authority and n.id = o.id
    where n.version <> o.version
    order by n.id
  ) as updated;
  return null;
end
$$;

create or replace function decision_updated() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
  set enable_nestloop = off
as $$
begin
  if exists (
    select
    from old_rows as o
    left join new_rows as n on n.authority = o.authority and n.id = o.id
    where n.id is null
       or n.retained_until <> o.retained_until  -- the first clock stays: section 2(3)
       or not (n.version = o.version + 1
               or (n.version = o.version and n.content_digest = o.content_digest
                   and n.state = o.state and n.kind = o.kind
                   and n.suspension_ends_on is not distinct from o.suspension_ends_on))
  ) then
    raise exception 'a changed decision has the next version' using errcode = 'BW001';
  end if;

  insert into decision_version (authority, id, version, state, suspension_ends_on, changed_at,
                                content_digest, key_version, data_key, content, superseded_at)
  select o.authority, o.id, o.version, o.state, o.suspension_ends_on, o.changed_at,
         o.content_digest, o.key_version, o.data_key, o.content, n.changed_at
  from old_rows as o
  join new_rows as n on n.authority = o.authority and n.id = o.id
  where n.version <> o.version;

  perform append_feed(2::smallint, array_agg(authority), array_agg(id), array_agg(version - 1),
                      array_agg(version), array_agg(content_digest))
  from (
    select n.*
    from old_rows as o
    join new_rows as n on n.authority = o.authority and n.id = o.id
    where n.version <> o.version
    order by n.id
  ) as updated;
  return null;
end
$$;

-- Entries that wait for a second person before other authorities are told of them. They are hit by
-- checks all the same.

-- How many entries each authority made on each UK day, without imported history: what is usual for it.
create table posted_day (
  authority text   not null,
  day       date   not null,
  entries   bigint not null check (entries >= 0),
  primary key (authority, day)
);

alter table posted_day enable row level security;
alter table posted_day force row level security;
create policy owned on posted_day to bw_owner using (true) with check (true);
create policy own on posted_day to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select, insert, update (entries) on posted_day to bw_app;

insert into posted_day (authority, day, entries)
select authority, (entered_at at time zone 'Europe/London')::date, count(*)
from decision where late is not null
group by 1, 2;

-- Of one cause an authority has at most one that is open: what comes meanwhile joins it.
create table entry_hold (
  authority   text        not null,
  id          uuid        not null,
  cause       text        not null check (cause in ('volume', 'others')),
  state       text        not null check (state in ('open', 'released')),
  begun_at    timestamptz not null,
  is_told     boolean     not null default false,  -- the authority has its alert
  is_done     boolean     not null default false,  -- released, and no alert waits any more
  released_at timestamptz,
  released_by text,
  key_version smallint,  -- of the reason, sealed
  data_key    bytea,
  reason      bytea,
  primary key (authority, id)
);

create unique index entry_hold_open on entry_hold (authority, cause) where state = 'open';
-- What the watch asks at each step.
create index entry_hold_to_do on entry_hold (authority, id)
  where not is_told or (state = 'released' and not is_done);

create table held_entry (
  authority text not null,
  entry     uuid not null,
  hold      uuid not null,
  actor     text not null,  -- who posted it
  primary key (authority, entry),
  -- It is held before it is entered, in the same transaction: behind that the feed's head is locked.
  foreign key (authority, entry) references decision (authority, id) on delete cascade
    deferrable initially deferred,
  foreign key (authority, hold) references entry_hold (authority, id)
);

create index held_entry_by_hold on held_entry (authority, hold);

-- Alerts that go out when their entry's hold is released, in this order, which is the feed's.
create table held_alert (
  authority           text             not null,  -- who is to be told
  number              bigint           not null generated always as identity,
  kind                text             not null,
  entry_type          text             not null,
  entry               uuid             not null,
  recording_authority text             not null,
  licence             uuid             not null,
  band                text             not null,
  probability         double precision not null,
  pair                bytea            not null check (length(pair) = 32),
  primary key (authority, kind, entry, licence),
  foreign key (recording_authority, entry) references held_entry (authority, entry) on delete cascade
);

create index held_alert_by_entry on held_alert (recording_authority, entry);
create index held_alert_by_number on held_alert (number);
-- How many licensees of others an authority's entries were matched with lately.
create index alert_by_recorder on alert (recording_authority, raised_at);

do $$
declare
  its text;
begin
  foreach its in array array['entry_hold', 'held_entry']
  loop
    execute format('alter table %I enable row level security', its);
    execute format('alter table %I force row level security', its);
    execute format('create policy owned on %I to bw_owner using (true) with check (true)', its);
    execute format('create policy own on %I to bw_app'
                   ' using (authority = nullif(current_setting(''badgewatch.authority'', true), ''''))'
                   ' with check (authority = nullif(current_setting(''badgewatch.authority'', true),'
                   '                                ''''))', its);
    execute format('create policy watch on %I to bw_watch using (true) with check (true)', its);
    execute format('create policy match on %I for select to bw_match using (true)', its);
  end loop;
end
$$;

grant select, insert on entry_hold, held_entry to bw_app;
grant select (authority, id, state) on entry_hold to bw_match;
grant select on held_entry to bw_match;
grant select (authority, id, cause, state, begun_at, is_told, is_done) on entry_hold to bw_watch;
grant insert (authority, id, cause, state, begun_at, is_told) on entry_hold to bw_watch;
grant update (is_told, is_done) on entry_hold to bw_watch;
grant select, insert on held_entry to bw_watch;

alter table held_alert enable row level security;
alter table held_alert force row level security;
create policy owned on held_alert to bw_owner using (true) with check (true);
create policy watch on held_alert to bw_watch using (true) with check (true);
grant select, insert, delete on held_alert to bw_watch;
grant update (band, probability, pair) on held_alert to bw_watch;

-- Which entries are new, and which were imported or removed; and who entered them.
create policy watch on decision for select to bw_watch using (true);
grant select (authority, id, state, late, entered_at) on decision to bw_watch;
create policy watch on decision_change for select to bw_watch using (true);
grant select (authority, decision, version, actor) on decision_change to bw_watch;
grant select (recording_authority, raised_at) on alert to bw_watch;
