-- Licence records, as each authority pushes its own. Number and holder are sealed in `content`
-- under the row's own data key, which is itself sealed under the register's master key.

create table licence (
  authority      text        not null,
  id             uuid        not null,
  number_index   bytea       not null,  -- keyed hash of the licence number
  version        bigint      not null,
  class          text        not null
                 check (class in ('hackney_carriage', 'private_hire', 'dual')),
  status         text        not null
                 check (status in ('applied', 'current', 'suspended', 'revoked', 'refused',
                                   'expired', 'surrendered')),
  changed_at     timestamptz not null,
  content_digest bytea       not null,  -- keyed hash of the content, under the data key
  key_version    smallint    not null,  -- of the master key
  data_key       bytea       not null,
  content        bytea       not null,
  primary key (authority, id),
  unique (authority, number_index)
);

alter table licence alter column content set storage external;  -- sealed bytes do not compress

-- What a licence was, for replaying old checks.
create table licence_version (
  authority      text        not null,
  id             uuid        not null,
  version        bigint      not null,
  class          text        not null,
  status         text        not null,
  changed_at     timestamptz not null,
  content_digest bytea       not null,
  key_version    smallint    not null,
  data_key       bytea,                 -- null: erased
  content        bytea,
  primary key (authority, id, version)
);

alter table licence_version alter column content set storage external;

alter table licence enable row level security;
alter table licence force row level security;
create policy owned on licence to bw_owner using (true) with check (true);
create policy own on licence to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
create policy follow on licence for select to bw_follow, bw_report using (true);
grant select, insert on licence to bw_app;
grant update (version, class, status, changed_at, content_digest, key_version, data_key, content)
  on licence to bw_app;
-- ctid, so that several sessions read each a part of the table.
grant select (ctid, authority, id, version, status, key_version, data_key, content)
  on licence to bw_follow;
grant select (authority, class, status, changed_at) on licence to bw_report;

alter table licence_version enable row level security;
alter table licence_version force row level security;
create policy owned on licence_version to bw_owner using (true) with check (true);
create policy own on licence_version for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select on licence_version to bw_app;

-- A change of a row makes its own feed event: there is no way to change one without the other.
create function licence_inserted() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  if exists (select from new_rows where version <> 1) then
    raise exception 'a licence begins with version 1' using errcode = 'BW001';
  end if;
  perform append_feed(1::smallint, array_agg(authority), array_agg(id), array_agg(0::bigint),
                      array_agg(version), array_agg(content_digest))
  from (select * from new_rows order by id) as inserted;
  return null;
end
$$;

-- The transition tables have no statistics: a nested loop over a thousand rows would be a million
-- steps.
create function licence_updated() returns trigger
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
                               key_version, data_key, content)
  select o.authority, o.id, o.version, o.class, o.status, o.changed_at, o.content_digest,
         o.key_version, o.data_key, o.content
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

create function licence_deleted() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  perform append_feed(1::smallint, array_agg(authority), array_agg(id), array_agg(version),
                      array_agg(0::bigint), array_agg(content_digest))
  from (select * from old_rows order by id) as deleted;
  return null;
end
$$;

create trigger follow_insert after insert on licence
  referencing new table as new_rows for each statement execute function licence_inserted();
create trigger follow_update after update on licence
  referencing old table as old_rows new table as new_rows
  for each statement execute function licence_updated();
create trigger follow_delete after delete on licence
  referencing old table as old_rows for each statement execute function licence_deleted();
create trigger follow_truncate before truncate on licence
  for each statement execute function refuse_truncate();

revoke execute on function licence_inserted, licence_updated, licence_deleted from public;
