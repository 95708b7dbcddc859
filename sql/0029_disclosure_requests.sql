-- Disclosure requests (section 3 of the 2022 Act): who was given a hit asks the recording authority in
-- writing, which answers; messages and small files go to and fro; the asker says that it had regard.
-- Two authorities share each: both see it, and each does its own part.

create table disclosure_request (
  asked_by    text        not null,
  id          uuid        not null,
  number      bigint      not null generated always as identity,
  asked_of    text        not null check (asked_of <> asked_by),
  entry_type  text        not null check (entry_type in ('decision')),
  entry       uuid        not null,
  check_id    uuid        not null,
  state       text        not null check (state in ('open', 'answered', 'closed', 'withdrawn')),
  received_at timestamptz not null,
  answer_by   date        not null,
  answered_at timestamptz,
  ended_at    timestamptz,           -- closed or withdrawn
  decision    uuid generated always as (case when entry_type = 'decision' then entry end) stored,
  primary key (asked_by, id),
  -- It goes with the entry, and its texts with it.
  foreign key (asked_of, decision) references decision (authority, id) on delete cascade
);

create index disclosure_request_by_id on disclosure_request (id);
create index disclosure_request_to_answer on disclosure_request (asked_of, number);
create index disclosure_request_asked on disclosure_request (asked_by, number);
create index disclosure_request_by_entry on disclosure_request (asked_of, decision);
-- One at a time about one hit.
create unique index disclosure_request_under_way on disclosure_request (asked_by, check_id, entry)
  where state in ('open', 'answered');

-- What was said in it, in order: texts, and files as they came. Sealed each under its own key.
create table disclosure_item (
  asked_by    text        not null,
  request     uuid        not null,
  id          uuid        not null,
  number      bigint      not null generated always as identity,
  kind        text        not null
              check (kind in ('question', 'message', 'answer', 'had_regard', 'withdrawal', 'attachment')),
  said_by     text        not null,  -- the authority
  actor       text        not null,
  said_at     timestamptz not null,
  key_version smallint    not null,
  data_key    bytea       not null,
  content     bytea       not null,
  file        bytea,                 -- of an attachment
  primary key (asked_by, id),
  foreign key (asked_by, request) references disclosure_request (asked_by, id) on delete cascade
);

alter table disclosure_item alter column content set storage external;
alter table disclosure_item alter column file set storage external;
create index disclosure_item_of_request on disclosure_item (asked_by, request, number);

alter table disclosure_request enable row level security;
alter table disclosure_request force row level security;
create policy owned on disclosure_request to bw_owner using (true) with check (true);
create policy party on disclosure_request for select to bw_app
  using (nullif(current_setting('badgewatch.authority', true), '') in (asked_by, asked_of));
create policy ask on disclosure_request for insert to bw_app
  with check (asked_by = nullif(current_setting('badgewatch.authority', true), '') and state = 'open');
create policy answer on disclosure_request for update to bw_app
  using (asked_of = nullif(current_setting('badgewatch.authority', true), ''))
  with check (asked_of = nullif(current_setting('badgewatch.authority', true), '')
              and state = 'answered');
create policy finish on disclosure_request for update to bw_app
  using (asked_by = nullif(current_setting('badgewatch.authority', true), ''))
  with check (asked_by = nullif(current_setting('badgewatch.authority', true), '')
              and state in ('closed', 'withdrawn'));
grant select on disclosure_request to bw_app;
grant insert (asked_by, id, asked_of, entry_type, entry, check_id, state, received_at, answer_by)
  on disclosure_request to bw_app;
grant update (state, answered_at, ended_at) on disclosure_request to bw_app;
create policy report on disclosure_request for select to bw_report using (true);
grant select (asked_by, asked_of, state, received_at, answer_by, answered_at, ended_at)
  on disclosure_request to bw_report;

alter table disclosure_item enable row level security;
alter table disclosure_item force row level security;
create policy owned on disclosure_item to bw_owner using (true) with check (true);
-- Whoever sees the request sees what was said in it.
create policy party on disclosure_item for select to bw_app
  using (exists (select from disclosure_request as r
                  where r.asked_by = disclosure_item.asked_by and r.id = disclosure_item.request));
create policy say on disclosure_item for insert to bw_app
  with check (said_by = nullif(current_setting('badgewatch.authority', true), '')
              and case kind
                    when 'answer' then said_by <> asked_by
                    when 'question' then said_by = asked_by
                    when 'had_regard' then said_by = asked_by
                    when 'withdrawal' then said_by = asked_by
                    else true
                  end
              and exists (select from disclosure_request as r
                           where r.asked_by = disclosure_item.asked_by
                             and r.id = disclosure_item.request));
grant select on disclosure_item to bw_app;
grant insert (asked_by, request, id, kind, said_by, actor, said_at, key_version, data_key, content,
              file)
  on disclosure_item to bw_app;

-- What was said was said: it goes with its request or stays.
create trigger only_added_to before truncate on disclosure_item
  for each statement execute function refuse_change();
create trigger closed_key_insert after insert on disclosure_item
  referencing new table as new_rows
  for each statement execute function refuse_closed_key();
create trigger closed_key_update after update on disclosure_item
  referencing old table as old_rows new table as new_rows
  for each statement execute function refuse_closed_key();

-- Of alerts about a request, and of `entry_changed` to whoever was answered: which one.
alter table alert add column request uuid;

-- Tells both sides what happened, and raises an alert of that kind, where one is named, to the one that
-- did not do it. Numbers are taken under each authority's lock, in the order of their codes.
create function tell_of_disclosure(about uuid, what text, alert_kind text, at timestamptz) returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  me     text := nullif(current_setting('badgewatch.authority', true), '');
  its    disclosure_request;
  told   text;
  head   authority_event_head;
  new_id uuid;
  entry  json;
begin
  select * into its from disclosure_request where id = about and me in (asked_by, asked_of);
  if not found then
    raise exception 'a request is told of by its parties' using errcode = 'BW001';
  end if;
  entry := json_build_object('type', its.entry_type, 'id', its.entry,
                             'recording_authority', its.asked_of);

  for told in select p from unnest(array[its.asked_by, its.asked_of]) as p order by p collate "C" loop
    insert into authority_event_head (authority, seq, alerts) values (told, 0, 0)
    on conflict do nothing;
    select * into strict head from authority_event_head where authority = told for update;
    head.seq := head.seq + 1;
    insert into authority_event (authority, seq, type, at, data)
    values (told, head.seq, 'disclosure.' || what, tell_of_disclosure.at,
            json_build_object('request', its.id, 'state', its.state, 'entry', entry,
                              'asked_by', its.asked_by)::text);
    if told <> me and alert_kind is not null then
      head.seq := head.seq + 1;
      head.alerts := head.alerts + 1;
      new_id := gen_random_uuid();
      insert into authority_event (authority, seq, type, at, data)
      values (told, head.seq, 'alert.raised', tell_of_disclosure.at,
              json_build_object('alert', new_id, 'number', head.alerts, 'kind', alert_kind,
                                'entry', entry, 'licence', null, 'band', null,
                                'request', its.id)::text);
      insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                         recording_authority, request)
      values (told, new_id, head.alerts, tell_of_disclosure.at, alert_kind, 'raised', its.entry_type,
              its.entry, its.asked_of, its.id);
    end if;
    update authority_event_head set seq = head.seq, alerts = head.alerts where authority = told;
  end loop;
end
$$;

-- The changes of a request's entry since it was asked, for the asker that was answered: section 3(4)
-- has it told of each, with its reason.
create function changes_since_asked(about uuid)
  returns table (authority text, decision uuid, version bigint, change text, happened_on date,
                 recorded_at timestamptz, state text, key_version smallint, data_key bytea,
                 content bytea)
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select c.authority, c.decision, c.version, c.change, c.happened_on, c.recorded_at, c.state,
         c.key_version, c.data_key, c.content
  from disclosure_request as r
  join decision_change as c on c.authority = r.asked_of and c.decision = r.decision
  where r.id = about
    and r.asked_by = nullif(current_setting('badgewatch.authority', true), '')
    and r.answered_at is not null
    and c.recorded_at > r.received_at
    and c.version > 1 and c.is_told
  order by c.version
$$;

-- The request that `entry_changed` names: the last one about the entry that was answered.
create function request_answered(told text, changed uuid) returns uuid
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select r.id from disclosure_request as r
  where r.asked_by = told and r.decision = changed and r.answered_at is not null
  order by r.number desc limit 1
$$;

create function name_request() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  new.request := request_answered(new.authority, new.entry);
  return new;
end
$$;

create trigger names_request before insert on alert
  for each row when (new.kind = 'entry_changed') execute function name_request();

-- Nobody owes an answer to what is gone with its entry.
create function close_duties_of_requests() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  update duty as d
  set state = 'done', done_on = (transaction_timestamp() at time zone 'Europe/London')::date
  from old_rows as o
  where d.authority = o.asked_of and d.kind = 'answer_disclosure' and d.about_type = 'disclosure_request'
    and d.about = o.id and d.state in ('open', 'paused');
  return null;
end
$$;

create trigger closes_duties after delete on disclosure_request
  referencing old table as old_rows for each statement execute function close_duties_of_requests();

revoke execute on function close_duties_of_requests, tell_of_disclosure, changes_since_asked, request_answered, name_request
  from public;
grant execute on function tell_of_disclosure, changes_since_asked to bw_app;
