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
