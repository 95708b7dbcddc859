-- Entries through their life: appeal, lifting, correction, removal by two people, reinstatement; and
-- who is told of it.

-- Whether a suspension was lifted before its end, and whether an appeal is open, whatever else is
-- proposed or done: where an entry stands again once a proposal is withdrawn or it is reinstated.
alter table decision
  add column lifted   boolean not null default false,
  add column appealed boolean not null default false;
grant update (lifted, appealed, decided_on, effective_on) on decision to bw_app;

alter table decision drop constraint decision_kind_check;
alter table decision add constraint decision_kind_check
  check (kind in ('refusal', 'refusal_to_renew', 'suspension', 'revocation', 'interim_suspension',
                  'out_of_area_suspension', 'surrendered_under_investigation'));

-- Why, and who stands up for it by name, are sealed. The first row of each entry, and those from
-- before, have none.
alter table decision_change
  add column id          uuid,
  add column state       text,
  add column is_proposal boolean not null default false,
  add column is_told     boolean not null default true,
  add column key_version smallint,
  add column data_key    bytea,
  add column content     bytea;
alter table decision_change alter column content set storage external;

-- What one person has proposed: a removal, or a correction of whom the entry is about. It waits for
-- another one, and goes with its entry.
create table decision_proposal (
  authority   text     not null,
  decision    uuid     not null,
  version     bigint   not null,  -- of the entry, that proposing it made
  change      text     not null check (change in ('remove', 'amend')),
  key_version smallint not null,
  data_key    bytea    not null,
  content     bytea    not null,
  primary key (authority, decision),
  foreign key (authority, decision) references decision (authority, id) on delete cascade
);

alter table decision_proposal alter column content set storage external;

alter table decision_proposal enable row level security;
alter table decision_proposal force row level security;
create policy owned on decision_proposal to bw_owner using (true) with check (true);
create policy own on decision_proposal to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select, insert, delete on decision_proposal to bw_app;

-- Who was given a hit on which entry of another authority: whoever was is told of its changes.
create table hit_given (
  authority text   not null,
  entry     uuid   not null,
  version   bigint not null,  -- of the entry, as it was first given
  primary key (authority, entry)
);

create index hit_given_by_entry on hit_given (entry);

-- Those of before, as far as somebody has decided about the hit; the others stand in sealed answers.
insert into hit_given (authority, entry, version)
select distinct f.authority, f.entry, 1::bigint from finding as f
where f.authority <> f.recording_authority;

alter table hit_given enable row level security;
alter table hit_given force row level security;
create policy owned on hit_given to bw_owner using (true) with check (true);
create policy own on hit_given for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select on hit_given to bw_app;

-- Of a change: about no licence where the authority was given a hit alone, and about no comparison.
alter table alert
  alter column licence drop not null,
  alter column band drop not null,
  alter column probability drop not null,
  add column check_id      uuid,
  add column entry_version bigint,
  add column change        text,
  add column changed_on    date;

create unique index alert_of_change on alert (authority, entry, entry_version, licence)
  where kind = 'entry_changed' and licence is not null;
create unique index alert_of_change_to_asker on alert (authority, entry, entry_version)
  where kind = 'entry_changed' and licence is null;
create index alert_of_entry on alert (entry, authority);
create unique index alert_of_check on alert (authority, entry, check_id)
  where kind = 'earlier_check_contradicted';

-- Raises `entry_changed` for the change that made this version: to each authority that was given a
-- hit or an alert on the entry, once for each of its licences concerned, or once where it is none.
-- Numbers are taken under each authority's lock, in the order of their codes as the watch takes them,
-- so that they are dense and nobody waits in a circle: once in a transaction. Who was told already is
-- not told again.
create function tell_of_change(recorded_by text, changed uuid, changed_version bigint) returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  its      decision_change;
  told     text;
  head     authority_event_head;
  about    record;
  new_id   uuid;
begin
  select * into its from decision_change
  where authority = recorded_by and decision = changed and version = changed_version;
  if not found or not its.is_told or its.version = 1 then
    return;
  end if;

  for told in
    select w.authority from (
      select h.authority from hit_given as h where h.entry = changed
      union
      select a.authority from alert as a
      where a.entry = changed and a.kind in ('licensee_matched', 'earlier_check_contradicted')) as w
    where w.authority <> recorded_by
    order by w.authority collate "C"
  loop
    insert into authority_event_head (authority, seq, alerts) values (told, 0, 0)
    on conflict do nothing;
    select * into strict head from authority_event_head where authority = told for update;
    for about in
      with shown as (
        select a.licence, max(a.band) as band, max(a.probability) as probability
        from alert as a
        where a.authority = told and a.entry = changed and a.licence is not null
          and a.kind in ('licensee_matched', 'earlier_check_contradicted')
        group by a.licence
      ), wanted as (
        select * from shown
        union all
        select null, null, null where not exists (select from shown)
      )
      select w.* from wanted as w
      where not exists (select from alert as a
                         where a.authority = told and a.entry = changed
                           and a.kind = 'entry_changed' and a.entry_version = changed_version
                           and a.licence is not distinct from w.licence)
      order by w.licence
    loop
      head.seq := head.seq + 1;
      head.alerts := head.alerts + 1;
      new_id := gen_random_uuid();
      insert into authority_event (authority, seq, type, at, data)
      values (told, head.seq, 'alert.raised', its.recorded_at,
              json_build_object('alert', new_id, 'number', head.alerts, 'kind', 'entry_changed',
                                'entry', json_build_object('type', 'decision', 'id', changed,
                                                           'recording_authority', recorded_by),
                                'licence', about.licence, 'band', about.band)::text);
      insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                         recording_authority, licence, band, probability, entry_version, change,
                         changed_on)
      values (told, new_id, head.alerts, its.recorded_at, 'entry_changed', 'raised', 'decision',
              changed, recorded_by, about.licence, about.band, about.probability, changed_version,
              its.change, its.happened_on);
    end loop;
    update authority_event_head set seq = head.seq, alerts = head.alerts where authority = told;
  end loop;
end
$$;

-- Notes who was given which entry at which version. Gives those that have a newer one by now: who was
-- shown an entry as it was before a change is to be told of it. A change that is under way does not
-- see what is noted here, so its end is waited for, a moment. One that hangs holds no check up.
create function note_hits_given(authorities text[], entries uuid[], versions bigint[])
  returns table (recorded_by text, entry uuid, version bigint)
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
#variable_conflict use_column
declare
  fresh uuid[];
  there bigint;
  held  bigint;
begin
  select array_agg(distinct g.entry) into fresh
  from unnest(authorities, entries) as g(authority, entry)
  where not exists (select from hit_given as h
                     where h.authority = g.authority and h.entry = g.entry);
  if fresh is null then
    return;
  end if;

  select count(*) into there from decision where id = any(fresh);
  for i in 1..20 loop
    select count(*) into held
    from (select 1 from decision where id = any(fresh) for share skip locked) as locked;
    exit when held >= there;
    perform pg_sleep(0.005);
  end loop;

  insert into hit_given (authority, entry, version)
  select g.authority, g.entry, min(g.version)
  from unnest(authorities, entries, versions) as g(authority, entry, version)
  where exists (select from decision as d where d.id = g.entry)
  group by g.authority, g.entry
  order by g.authority, g.entry
  on conflict do nothing;

  return query
  select distinct d.authority, d.id, d.version
  from unnest(entries, versions) as g(entry, version)
  join decision as d on d.id = g.entry and d.version > g.version
  where d.id = any(fresh);
end
$$;

-- Up to where in the feed every entry has been looked for among the checks that were clear.
create table clear_check_position (
  one   boolean not null primary key default true check (one),
  epoch uuid,
  seq   bigint  not null,
  chain bytea   check (length(chain) = 32)
);

insert into clear_check_position (seq) values (0);

alter table clear_check_position enable row level security;
alter table clear_check_position force row level security;
create policy owned on clear_check_position to bw_owner using (true) with check (true);
create policy watch on clear_check_position to bw_watch using (true) with check (true);
grant select on clear_check_position to bw_watch;
grant update (epoch, seq, chain) on clear_check_position to bw_watch;

-- As watched_place(), but that a place of an earlier epoch which is still on the feed counts: what a
-- restore brings back has its alerts with it.
create function clear_check_place(out epoch uuid, out seq bigint, out chain bytea)
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select h.epoch,
         case when f.seq is null then 0 else p.seq end,
         case when f.seq is null then decode(repeat('00', 32), 'hex') else p.chain end
  from feed_head as h
  cross join clear_check_position as p
  left join lateral (select f.seq, f.chain from feed as f where f.seq = p.seq limit 1) as f
    on f.chain = p.chain
$$;

-- Whoever looks for entries among clear checks opens what was asked, and nothing else of them.
create policy watch on check_record for select to bw_watch using (outcome = 'no_match');
grant select (authority, id, outcome, key_version, data_key, request) on check_record to bw_watch;
create index check_record_clear on check_record (authority, id)
  where outcome = 'no_match' and data_key is not null;

-- Raises `earlier_check_contradicted`, once for each entry and check; how many were new.
create function tell_contradicted(
  at                    timestamptz,
  authorities           text[],
  checks                uuid[],
  entries               uuid[],
  recording_authorities text[],
  bands                 text[],
  probabilities         float8[]
) returns bigint
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  told   text;
  head   authority_event_head;
  one    record;
  new_id uuid;
  n_new  bigint := 0;
begin
  for told in select distinct a collate "C" as a from unnest(authorities) as a order by 1 loop
    insert into authority_event_head (authority, seq, alerts) values (told, 0, 0)
    on conflict do nothing;
    select * into strict head from authority_event_head where authority = told for update;
    for one in
      select f.*
      from unnest(authorities, checks, entries, recording_authorities, bands, probabilities)
           as f(authority, check_id, entry, recording_authority, band, probability)
      where f.authority = told
        and exists (select from decision as d where d.id = f.entry and d.state <> 'removed')
        and not exists (select from alert as a
                         where a.authority = told and a.entry = f.entry
                           and a.check_id = f.check_id and a.kind = 'earlier_check_contradicted')
      order by f.entry, f.check_id
    loop
      head.seq := head.seq + 1;
      head.alerts := head.alerts + 1;
      n_new := n_new + 1;
      new_id := gen_random_uuid();
      insert into authority_event (authority, seq, type, at, data)
      values (told, head.seq, 'alert.raised', tell_contradicted.at,
              json_build_object('alert', new_id, 'number', head.alerts,
                                'kind', 'earlier_check_contradicted',
                                'entry', json_build_object('type', 'decision', 'id', one.entry,
                                                           'recording_authority',
                                                           one.recording_authority),
                                'licence', null, 'band', one.band, 'check', one.check_id)::text);
      insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                         recording_authority, band, probability, check_id)
      values (told, new_id, head.alerts, tell_contradicted.at, 'earlier_check_contradicted',
              'raised', 'decision', one.entry, one.recording_authority, one.band, one.probability,
              one.check_id);
    end loop;
    update authority_event_head set seq = head.seq, alerts = head.alerts where authority = told;
  end loop;
  return n_new;
end
$$;

revoke execute on function tell_of_change, note_hits_given, tell_contradicted, clear_check_place
  from public;
grant execute on function tell_contradicted, clear_check_place to bw_watch;
grant execute on function tell_of_change to bw_app, bw_record, bw_watch;
grant execute on function note_hits_given to bw_record;
