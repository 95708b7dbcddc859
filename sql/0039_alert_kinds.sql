-- Alerts that no entry of another authority makes: a licence that ended as only an entry should end it,
-- a person licensed twice, and data that cannot be.

-- Licences pushed as revoked or refused whose authority has to have an entry about the holder in time.
-- A row goes when that was looked at, or when the licence is given back.
create table awaited_entry (
  authority text   not null,
  licence   uuid   not null,
  version   bigint not null,  -- of the licence that said so
  since     date   not null,
  due_on    date,             -- the last day; null: nobody has reckoned it yet
  primary key (authority, licence)
);

create index awaited_entry_due on awaited_entry (due_on);

alter table awaited_entry enable row level security;
alter table awaited_entry force row level security;
create policy owned on awaited_entry to bw_owner using (true) with check (true);
create policy watch on awaited_entry to bw_watch using (true) with check (true);
grant select on awaited_entry to bw_watch;
grant update (due_on) on awaited_entry to bw_watch;

create function await_entries() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  insert into awaited_entry (authority, licence, version, since)
  select n.authority, n.id, n.version, (n.changed_at at time zone 'Europe/London')::date
  from new_rows as n where n.status in ('revoked', 'refused')
  on conflict do nothing;
  return null;
end
$$;

-- An end that is only pushed again, or changes from one of the two words to the other, is the same end.
create function await_entries_of_changed() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
  set enable_nestloop = off
as $$
begin
  insert into awaited_entry (authority, licence, version, since)
  select n.authority, n.id, n.version, (n.changed_at at time zone 'Europe/London')::date
  from new_rows as n
  join old_rows as o on o.authority = n.authority and o.id = n.id
  where n.status in ('revoked', 'refused') and o.status not in ('revoked', 'refused')
  on conflict do nothing;

  delete from awaited_entry as a using new_rows as n
  where a.authority = n.authority and a.licence = n.id and n.status not in ('revoked', 'refused');
  return null;
end
$$;

create function awaited_entries_go() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  delete from awaited_entry as a using old_rows as o
  where a.authority = o.authority and a.licence = o.id;
  return null;
end
$$;

create trigger awaited_entries_go after delete on licence
  referencing old table as old_rows for each statement execute function awaited_entries_go();
create trigger await_entries_insert after insert on licence
  referencing new table as new_rows for each statement execute function await_entries();
create trigger await_entries_update after update on licence
  referencing old table as old_rows new table as new_rows
  for each statement execute function await_entries_of_changed();

-- Nobody waits any more for the entry about this licence; its authority is told where there is none.
-- False, and nobody is told, where another has said so already or the licence was given back.
create function conclude_awaited_entry(owed_by text, its_licence uuid, its_version bigint,
                                       is_missing boolean, at timestamptz)
  returns boolean
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  delete from awaited_entry
  where authority = owed_by and licence = its_licence and version = its_version;
  if not found then
    return false;
  end if;
  if is_missing then
    perform tell_one(owed_by, at, 'revoked_without_entry', 'licence', its_licence, owed_by,
                     its_licence, null, null);
  end if;
  return true;
end
$$;

-- How far the feed's licences were looked for among all others, by which rules. Whoever looks on holds
-- the row, so that one does.
create table dual_licence_place (
  one   boolean not null primary key default true check (one),
  epoch uuid,
  seq   bigint  not null default 0,
  chain bytea,
  rules text    not null default ''
);
insert into dual_licence_place default values;

alter table dual_licence_place enable row level security;
alter table dual_licence_place force row level security;
create policy owned on dual_licence_place to bw_owner using (true) with check (true);
create policy watch on dual_licence_place to bw_watch using (true) with check (true);
grant select, update (epoch, seq, chain, rules) on dual_licence_place to bw_watch;

create policy watch on licence for select to bw_watch using (true);
grant select (authority, id, status, changed_at) on licence to bw_watch;

-- Tells each authority of which this run counted more under one of these names than the last run that
-- counted any: by the run's end, and so once. Under each authority's lock, in the order of their codes.
create function tell_of_data_quality(its_run uuid, names text[], at timestamptz) returns bigint
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  told     text;
  last_run uuid;
  n_told   bigint := 0;
begin
  select r.id into last_run from reconciliation as r
  where r.state = 'done' and r.id <> its_run
    and exists (select from reconciliation_count as c
                 where c.run = r.id and c.name = 'quality.licences')
  order by r.finished_at desc limit 1;

  for told in
    select distinct c.authority collate "C" as a from reconciliation_count as c
    left join reconciliation_count as l
      on l.run = last_run and l.authority = c.authority and l.name = c.name
    where c.run = its_run and c.name = any(names) and c.value > coalesce(l.value, 0)
    order by 1
  loop
    perform tell_one(told, at, 'data_quality', 'reconciliation', its_run, told, null, null, null);
    n_told := n_told + 1;
  end loop;
  return n_told;
end
$$;

revoke execute on function await_entries, await_entries_of_changed, awaited_entries_go,
                           conclude_awaited_entry, tell_of_data_quality from public;
grant execute on function conclude_awaited_entry, tell_of_data_quality to bw_watch;

-- As before, but that an issuer which knows already that two concerns were joined gets neither back for
-- that: all concerns are compared anew when the rules change.
create or replace function note_concern_match(
  reported_by text, its_concern uuid, cause text, cause_id uuid, cause_authority text,
  its_band text, its_probability float8, at timestamptz, today date, by_day date,
  is_shared boolean, review_due date, review_reckoning text, review_remind date,
  review_escalate date, review_role text, out told bigint, out is_new boolean
)
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  party  record;
begin
  told := 0;
  is_new := false;
  if not exists (select from concern where authority = reported_by and id = its_concern) then
    return;
  end if;
  if cause = 'licence' and cause_authority <> reported_by then
    is_new := route_concern(reported_by, its_concern, cause_authority, 'found', cause_id, its_band,
                            its_probability, at, today, by_day, true);
    told := told + is_new::int;
  end if;

  -- What an authority knows by itself, or knew before it closed the concern, is nothing new to it.
  if cause <> 'licence' or is_new then
    for party in
      select i.authority from concern_issuer as i
      where i.reporter = reported_by and i.concern = its_concern and i.state = 'considered'
        and i.outcome = 'no_action' and (cause = 'concern' or i.authority <> cause_authority)
        and not exists (select from concern_step as s
                         where s.authority = i.authority and s.reporter = reported_by
                           and s.concern = its_concern and s.step = 'came_back'
                           and s.detail = cause || ' ' || cause_id)
        and not (cause = 'concern' and exists
                  (select from concern_step as s
                    where s.authority = i.authority and s.reporter = reported_by
                      and s.concern = its_concern and s.step = 'joined'
                      and s.detail = cause_authority || ' ' || cause_id))
      order by i.authority collate "C"
      for update
    loop
      update concern_issuer set state = 'to_review'
      where authority = party.authority and concern = its_concern;
      insert into concern_step (authority, id, concern, reporter, step, happened_on, recorded_at,
                                actor, detail)
      values (party.authority, gen_random_uuid(), its_concern, reported_by, 'came_back', today, at,
              '', cause || ' ' || cause_id);
      if review_due is not null then
        perform open_duty(party.authority, gen_random_uuid(), 'review_concern', 'concern',
                          its_concern, cause_id::text, today, review_due, review_reckoning,
                          review_remind, review_escalate, review_role, 'open', '', '', at);
      end if;
      perform tell_one(party.authority, at, 'concern_came_back', 'concern', its_concern,
                       reported_by, null, its_band, its_probability);
      told := told + 1;
    end loop;
  end if;

  if cause = 'concern' and cause_authority <> reported_by then
    for party in
      select p.authority, p.of, p.reporter, p.other, p.other_reporter
      from (
        select x.authority, its_concern as of, reported_by as reporter, cause_id as other,
               cause_authority as other_reporter
        from (select reported_by as authority
              union select i.authority from concern_issuer as i
                     where i.reporter = reported_by and i.concern = its_concern) as x
        union
        select x.authority, cause_id, cause_authority, its_concern, reported_by
        from (select cause_authority as authority
              union select i.authority from concern_issuer as i
                     where i.reporter = cause_authority and i.concern = cause_id) as x
      ) as p
      where (is_shared or p.authority = p.other_reporter
             or exists (select from concern_issuer as i
                         where i.authority = p.authority and i.reporter = p.other_reporter
                           and i.concern = p.other))
        and not exists (select from concern_step as s
                         where s.authority = p.authority and s.reporter = p.reporter
                           and s.concern = p.of and s.step = 'joined'
                           and s.detail = p.other_reporter || ' ' || p.other)
      order by p.authority collate "C", p.of
    loop
      insert into concern_step (authority, id, concern, reporter, step, happened_on, recorded_at,
                                actor, detail)
      values (party.authority, gen_random_uuid(), party.of, party.reporter, 'joined', today, at, '',
              party.other_reporter || ' ' || party.other);
      perform tell_one(party.authority, at, 'concerns_joined', 'concern', party.of, party.reporter,
                       null, its_band, its_probability);
      told := told + 1;
    end loop;
  end if;
end
$$;

-- A reminder that would come with the thing itself says nothing: those that were not sent are not.
update duty set remind_on = due_on + 1
where state = 'open' and reminded_at is null and remind_on <= opened_on and opened_on < due_on;
