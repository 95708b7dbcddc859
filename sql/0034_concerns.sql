-- Concerns: sections 5 and 6 of the 2022 Act. Whom one is about is sealed in `content`; what was seen,
-- where and by whom it was told, in `particulars`, which nobody reads who compares people.

create table concern (
  authority       text        not null,  -- that reported it
  id              uuid        not null,
  version         bigint      not null,  -- 1: whom it is about never changes
  categories      text        not null,  -- letters of section 1, parted by blanks
  routing         text        not null check (routing in ('pending', 'routed', 'no_issuer_found')),
  became_aware_on date        not null,
  share_by        date,                  -- null: no such duty
  entered_at      timestamptz not null,
  retained_until  date        not null,  -- the last day kept
  content_digest  bytea       not null,
  key_version     smallint    not null,
  data_key        bytea       not null,
  content         bytea       not null,
  particulars     bytea       not null,
  primary key (authority, id)
);

alter table concern alter column content set storage external;
alter table concern alter column particulars set storage external;
create index concern_by_id on concern (id);
create index concern_by_last_day on concern (retained_until);

-- Who licenses the person, and what became of it there.
create table concern_issuer (
  authority      text        not null,  -- the issuer
  concern        uuid        not null,
  reporter       text        not null,
  how            text        not null check (how in ('named', 'found', 'transferred')),
  licence        uuid,                  -- of those that were found
  band           text,
  routed_at      timestamptz not null,
  received_on    date        not null,
  consider_by    date,                  -- null: no such duty
  state          text        not null
                 check (state in ('to_consider', 'considered', 'to_review', 'transferred')),
  outcome        text,
  considered_on  date,
  transferred_to text,
  primary key (authority, concern),
  foreign key (reporter, concern) references concern (authority, id) on delete cascade
);

create index concern_issuer_of_concern on concern_issuer (reporter, concern);

-- What happened to a concern, step by step; reasons and names are sealed.
create table concern_step (
  authority   text        not null,  -- who did it; of what the register did: whom it was done to
  id          uuid        not null,
  concern     uuid        not null,
  reporter    text        not null,
  step        text        not null,
  happened_on date        not null,
  recorded_at timestamptz not null,
  actor       text        not null,  -- empty: the register
  detail      text        not null,  -- an outcome, a code; nothing personal
  key_version smallint,
  data_key    bytea,
  content     bytea,
  primary key (authority, id),
  foreign key (reporter, concern) references concern (authority, id) on delete cascade
);

alter table concern_step alter column content set storage external;
create index concern_step_of_concern on concern_step (reporter, concern, recorded_at);

-- Answers of the census about people in concerns about child sexual exploitation: counts alone, which
-- lead to no concern and no person.
create table concern_trait_count (
  authority text    not null,
  year      bigint  not null,
  trait     text    not null check (trait in ('ethnicity', 'nationality')),
  code      text    not null,
  people    bigint  not null check (people > 0),
  primary key (authority, year, trait, code)
);

do $$
declare
  its text;
begin
  foreach its in array array['concern', 'concern_issuer', 'concern_step', 'concern_trait_count']
  loop
    execute format('alter table %I enable row level security', its);
    execute format('alter table %I force row level security', its);
    execute format('create policy owned on %I to bw_owner using (true) with check (true)', its);
    execute format('create policy own on %I to bw_app'
                   ' using (authority = nullif(current_setting(''badgewatch.authority'', true), ''''))'
                   ' with check (authority = nullif(current_setting(''badgewatch.authority'', true),'
                   '                                ''''))', its);
  end loop;
  foreach its in array array['concern', 'concern_step']
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

-- A reporter reads what its issuers made of it.
create policy reported on concern_issuer for select to bw_app
  using (reporter = nullif(current_setting('badgewatch.authority', true), '')
         or (authority = nullif(current_setting('badgewatch.authority', true), '')));
create policy reported on concern_step for select to bw_app
  using (reporter = nullif(current_setting('badgewatch.authority', true), '')
         or (authority = nullif(current_setting('badgewatch.authority', true), '')));
-- An issuer reads what it was told.
create policy routed on concern for select to bw_app
  using ((authority = nullif(current_setting('badgewatch.authority', true), ''))
         or exists (select from concern_issuer as i
                     where i.authority = nullif(current_setting('badgewatch.authority', true), '')
                       and i.concern = concern.id and i.reporter = concern.authority));
grant select, insert on concern to bw_app;
grant update (routing) on concern to bw_app;
grant select on concern_issuer, concern_step to bw_app;
grant update (state, outcome, considered_on, transferred_to) on concern_issuer to bw_app;
grant insert on concern_step to bw_app;
grant select, insert on concern_trait_count to bw_app;
grant update (people) on concern_trait_count to bw_app;

create policy read on concern for select to bw_match, bw_follow, bw_report using (true);
create policy match on concern_issuer for select to bw_match using (true);
grant select (authority, id, version, entered_at, key_version, data_key, content)
  on concern to bw_match;
grant select (authority, concern, reporter, routed_at) on concern_issuer to bw_match;
grant select (ctid, authority, id, version, key_version, data_key, content) on concern to bw_follow;
grant select (authority, categories, routing, became_aware_on, share_by, entered_at)
  on concern to bw_report;
create policy read on concern_trait_count for select to bw_report using (true);
grant select on concern_trait_count to bw_report;

-- Raises one alert, by nobody but the functions below. Its number is taken under the authority's lock.
create function tell_one(told text, at timestamptz, its_kind text, its_type text, its_entry uuid,
                         recorded_by text, its_licence uuid, its_band text, its_probability float8)
  returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  head   authority_event_head;
  new_id uuid := gen_random_uuid();
begin
  insert into authority_event_head (authority, seq, alerts) values (told, 0, 0)
  on conflict do nothing;
  update authority_event_head set seq = seq + 1, alerts = alerts + 1 where authority = told
  returning * into strict head;
  insert into authority_event (authority, seq, type, at, data)
  values (told, head.seq, 'alert.raised', tell_one.at,
          json_build_object('alert', new_id, 'number', head.alerts, 'kind', its_kind,
                            'entry', json_build_object('type', its_type, 'id', its_entry,
                                                       'recording_authority', recorded_by),
                            'licence', its_licence, 'band', its_band)::text);
  insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                     recording_authority, licence, band, probability)
  values (told, new_id, head.alerts, tell_one.at, its_kind, 'raised', its_type, its_entry,
          recorded_by, its_licence, its_band, its_probability);
end
$$;

-- Gives a concern to an issuer, once; whether it was new to it. The reporter has shared it by that.
-- By its reporter, by an issuer that hands it on, or by whoever holds the watch, which tells of it
-- itself.
create function route_concern(reported_by text, its_concern uuid, issuer text, its_how text,
                              its_licence uuid, its_band text, its_probability float8,
                              at timestamptz, received date, by_day date, is_told boolean)
  returns boolean
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  me text := nullif(current_setting('badgewatch.authority', true), '');
begin
  if me is not null and me <> reported_by
     and not exists (select from concern_issuer as i
                      where i.authority = me and i.reporter = reported_by
                        and i.concern = its_concern) then
    raise exception 'a concern is routed by its parties' using errcode = 'BW004';
  end if;
  insert into concern_issuer (authority, concern, reporter, how, licence, band, routed_at,
                              received_on, consider_by, state)
  values (issuer, its_concern, reported_by, its_how, its_licence, its_band, at, received, by_day,
          'to_consider')
  on conflict do nothing;
  if not found then
    return false;
  end if;
  update concern set routing = 'routed' where authority = reported_by and id = its_concern;
  update duty as d
  set state = 'done', done_on = received
  where d.authority = reported_by and d.kind = 'share_concern' and d.about_type = 'concern'
    and d.about = its_concern and d.state = 'open';
  insert into concern_step (authority, id, concern, reporter, step, happened_on, recorded_at, actor,
                            detail)
  values (issuer, gen_random_uuid(), its_concern, reported_by, 'received', received, at, '',
          its_how);
  if is_told then
    perform tell_one(issuer, at, 'concern_about_licensee', 'concern', its_concern, reported_by,
                     its_licence, its_band, its_probability);
  end if;
  return true;
end
$$;

-- Something new about the person of a concern: a licence, an entry, or another concern. Each says so
-- once: the concern goes to who licenses the person, comes back where it was closed with no action,
-- and its parties are told of the other one. By whoever holds the watch; how many alerts. `is_new`: it
-- was given to an issuer that had not got it.
create function note_concern_match(
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

-- An issuer has written back: its reporter is told.
create function tell_considered(reported_by text, its_concern uuid, at timestamptz) returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  if not exists (select from concern_issuer as i
                  where i.authority = nullif(current_setting('badgewatch.authority', true), '')
                    and i.reporter = reported_by and i.concern = its_concern) then
    raise exception 'an issuer writes back' using errcode = 'BW004';
  end if;
  perform tell_one(reported_by, at, 'concern_considered', 'concern', its_concern, reported_by, null,
                   null, null);
end
$$;

-- A concern makes its events in the feed: when it comes, and when it is erased.
create function concern_inserted() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  perform append_feed(5::smallint, array_agg(authority), array_agg(id), array_agg(0::bigint),
                      array_agg(version), array_agg(content_digest))
  from (select * from new_rows order by id) as inserted;
  return null;
end
$$;

create function concern_deleted() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  perform append_feed(5::smallint, array_agg(authority), array_agg(id), array_agg(version),
                      array_agg(0::bigint), array_agg(content_digest))
  from (select * from old_rows order by id) as deleted;
  return null;
end
$$;

create function concern_kept() returns trigger
  language plpgsql
as $$
begin
  if (new.authority, new.id, new.version, new.content_digest, new.content, new.particulars)
     is distinct from
     (old.authority, old.id, old.version, old.content_digest, old.content, old.particulars) then
    raise exception 'whom a concern is about never changes' using errcode = 'BW001';
  end if;
  return new;
end
$$;

create trigger follow_insert after insert on concern
  referencing new table as new_rows for each statement execute function concern_inserted();
create trigger follow_delete after delete on concern
  referencing old table as old_rows for each statement execute function concern_deleted();
create trigger follow_truncate before truncate on concern
  for each statement execute function refuse_truncate();
create trigger is_kept before update on concern
  for each row execute function concern_kept();

-- What a person found about a hit on a concern goes with the concern, as of an entry with the entry.
alter table finding drop constraint finding_recording_authority_entry_fkey;

create function finding_has_entry() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  perform from decision where authority = new.recording_authority and id = new.entry for key share;
  if found then
    return null;
  end if;
  perform from concern where authority = new.recording_authority and id = new.entry for key share;
  if found then
    return null;
  end if;
  raise exception 'the entry of a finding is gone' using errcode = '23503';
end
$$;

create function findings_go() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  delete from finding as f using old_rows as o
  where f.recording_authority = o.authority and f.entry = o.id;
  return null;
end
$$;

create trigger has_entry after insert on finding
  for each row execute function finding_has_entry();
create trigger findings_go after delete on decision
  referencing old table as old_rows for each statement execute function findings_go();
create trigger findings_go after delete on concern
  referencing old table as old_rows for each statement execute function findings_go();

-- Raises `earlier_check_contradicted`, once for each entry and check; how many were new.
create or replace function tell_contradicted(
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
      select f.*,
             case when exists (select from concern as c where c.id = f.entry)
                  then 'concern' else 'decision' end as entry_type
      from unnest(authorities, checks, entries, recording_authorities, bands, probabilities)
           as f(authority, check_id, entry, recording_authority, band, probability)
      where f.authority = told
        and (exists (select from decision as d where d.id = f.entry and d.state <> 'removed')
             or exists (select from concern as c where c.id = f.entry))
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
                                'entry', json_build_object('type', one.entry_type, 'id', one.entry,
                                                           'recording_authority',
                                                           one.recording_authority),
                                'licence', null, 'band', one.band, 'check', one.check_id)::text);
      insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                         recording_authority, band, probability, check_id)
      values (told, new_id, head.alerts, tell_contradicted.at, 'earlier_check_contradicted',
              'raised', one.entry_type, one.entry, one.recording_authority, one.band, one.probability,
              one.check_id);
    end loop;
    update authority_event_head set seq = head.seq, alerts = head.alerts where authority = told;
  end loop;
  return n_new;
end
$$;

revoke execute on function finding_has_entry, findings_go from public;
revoke execute on function tell_one, route_concern, note_concern_match, tell_considered,
                           concern_inserted, concern_deleted, concern_kept from public;
grant execute on function route_concern to bw_app, bw_watch;
grant execute on function tell_considered to bw_app;
grant execute on function note_concern_match to bw_watch;
