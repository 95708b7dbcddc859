-- Adverse decisions: the entries of section 2 of the 2022 Act. Whom an entry is about, and the
-- authority's own reference, are sealed in `content`.

create table decision (
  authority         text        not null,
  id                uuid        not null,
  reference_index   bytea,                 -- keyed hash of the authority's own reference
  version           bigint      not null,
  kind              text        not null
                    check (kind in ('refusal', 'refusal_to_renew', 'suspension', 'revocation')),
  state             text        not null
                    check (state in ('active', 'under_appeal', 'removal_proposed', 'ended',
                                     'removed')),
  decided_on        date        not null,
  effective_on      date        not null,
  notified_on       date        not null,
  suspension_ends_on date,
  enter_by          date        not null,
  late              boolean,               -- null: imported history
  retained_until    date        not null,  -- the last day kept
  entered_at        timestamptz not null,
  changed_at        timestamptz not null,
  content_digest    bytea       not null,
  key_version       smallint    not null,
  data_key          bytea       not null,
  content           bytea       not null,
  primary key (authority, id),
  unique (authority, reference_index)
);

alter table decision alter column content set storage external;

create index decision_by_id on decision (id);
create index decision_by_last_day on decision (retained_until);

create table decision_version (
  authority          text        not null,
  id                 uuid        not null,
  version            bigint      not null,
  state              text        not null,
  suspension_ends_on date,
  changed_at         timestamptz not null,
  content_digest     bytea       not null,
  key_version        smallint    not null,
  data_key           bytea,                 -- null: erased
  content            bytea,
  primary key (authority, id, version)
);

alter table decision_version alter column content set storage external;

-- The history of an entry: what happened to it, when, and who did it.
create table decision_change (
  authority   text        not null,
  decision    uuid        not null,
  version     bigint      not null,  -- that the change made
  change      text        not null,  -- 'entered', 'imported', ...
  happened_on date        not null,
  recorded_at timestamptz not null,
  actor       text        not null,
  primary key (authority, decision, version)
);

alter table decision enable row level security;
alter table decision force row level security;
create policy owned on decision to bw_owner using (true) with check (true);
create policy own on decision to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
create policy read on decision for select to bw_match, bw_follow, bw_report using (true);
grant select, insert on decision to bw_app;
grant update (version, state, suspension_ends_on, changed_at, content_digest, key_version, data_key,
              content)
  on decision to bw_app;
grant select (authority, id, version, kind, state, decided_on, effective_on, suspension_ends_on,
              key_version, data_key, content)
  on decision to bw_match;
grant select (ctid, authority, id, version, state, key_version, data_key, content)
  on decision to bw_follow;
grant select (authority, kind, state, decided_on, notified_on, enter_by, late, entered_at)
  on decision to bw_report;

alter table decision_version enable row level security;
alter table decision_version force row level security;
create policy owned on decision_version to bw_owner using (true) with check (true);
create policy own on decision_version for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select on decision_version to bw_app;

alter table decision_change enable row level security;
alter table decision_change force row level security;
create policy owned on decision_change to bw_owner using (true) with check (true);
create policy own on decision_change to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select, insert on decision_change to bw_app;

create function decision_inserted() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  if exists (select from new_rows where version <> 1) then
    raise exception 'a decision begins with version 1' using errcode = 'BW001';
  end if;
  perform append_feed(2::smallint, array_agg(authority), array_agg(id), array_agg(0::bigint),
                      array_agg(version), array_agg(content_digest))
  from (select * from new_rows order by id) as inserted;
  return null;
end
$$;

create function decision_updated() returns trigger
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
                                content_digest, key_version, data_key, content)
  select o.authority, o.id, o.version, o.state, o.suspension_ends_on, o.changed_at,
         o.content_digest, o.key_version, o.data_key, o.content
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

create function decision_deleted() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  perform append_feed(2::smallint, array_agg(authority), array_agg(id), array_agg(version),
                      array_agg(0::bigint), array_agg(content_digest))
  from (select * from old_rows order by id) as deleted;
  return null;
end
$$;

create trigger follow_insert after insert on decision
  referencing new table as new_rows for each statement execute function decision_inserted();
create trigger follow_update after update on decision
  referencing old table as old_rows new table as new_rows
  for each statement execute function decision_updated();
create trigger follow_delete after delete on decision
  referencing old table as old_rows for each statement execute function decision_deleted();
create trigger follow_truncate before truncate on decision
  for each statement execute function refuse_truncate();

revoke execute on function decision_inserted, decision_updated, decision_deleted from public;
