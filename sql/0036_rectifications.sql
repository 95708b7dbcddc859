-- The driver's own say: that an entry is disputed, which readers see, and rectification requests (UK
-- GDPR article 16), which any authority receives and the one that recorded the entry answers.

-- Since when; null: not, or not any more. What the driver says stands in the change that marked it.
alter table decision add column disputed_on date;
grant update (disputed_on) on decision to bw_app;
grant select (disputed_on) on decision to bw_match;

create table rectification_request (
  received_by text        not null,
  id          uuid        not null,
  number      bigint      not null generated always as identity,
  recorded_by text        not null,  -- it may be the same
  entry       uuid        not null,
  received_on date        not null,
  taken_at    timestamptz not null,
  answer_by   date        not null,
  state       text        not null check (state in ('open', 'corrected', 'refused', 'withdrawn')),
  ended_at    timestamptz,
  actor       text        not null,
  key_version smallint    not null,
  data_key    bytea       not null,
  content     bytea       not null,  -- what is wrong, and who took it
  answer      bytea,                 -- the reasons of whoever ended it, and who
  primary key (received_by, id),
  -- It goes with the entry.
  foreign key (recorded_by, entry) references decision (authority, id) on delete cascade
);

alter table rectification_request alter column content set storage external;
alter table rectification_request alter column answer set storage external;
create index rectification_by_id on rectification_request (id);
create index rectification_received on rectification_request (received_by, number);
create index rectification_recorded on rectification_request (recorded_by, number);
create index rectification_by_entry on rectification_request (recorded_by, entry);

alter table rectification_request enable row level security;
alter table rectification_request force row level security;
create policy owned on rectification_request to bw_owner using (true) with check (true);
create policy party on rectification_request for select to bw_app
  using (nullif(current_setting('badgewatch.authority', true), '') in (received_by, recorded_by));
create policy receive on rectification_request for insert to bw_app
  with check (received_by = nullif(current_setting('badgewatch.authority', true), '')
              and state = 'open');
create policy answer on rectification_request for update to bw_app
  using (recorded_by = nullif(current_setting('badgewatch.authority', true), ''))
  with check (recorded_by = nullif(current_setting('badgewatch.authority', true), '')
              and state in ('corrected', 'refused'));
create policy withdraw on rectification_request for update to bw_app
  using (received_by = nullif(current_setting('badgewatch.authority', true), ''))
  with check (received_by = nullif(current_setting('badgewatch.authority', true), '')
              and state = 'withdrawn');
create policy report on rectification_request for select to bw_report using (true);
grant select on rectification_request to bw_app;
grant insert (received_by, id, recorded_by, entry, received_on, taken_at, answer_by, state, actor,
              key_version, data_key, content)
  on rectification_request to bw_app;
grant update (state, ended_at, answer) on rectification_request to bw_app;
grant select (received_by, recorded_by, received_on, answer_by, state, ended_at)
  on rectification_request to bw_report;

-- An end is an end.
create trigger stays_ended before update of state on rectification_request
  for each row when (old.state <> 'open' and new.state <> old.state) execute function refuse_change();
create trigger only_added_to before truncate on rectification_request
  for each statement execute function refuse_change();
create trigger closed_key_insert after insert on rectification_request
  referencing new table as new_rows
  for each statement execute function refuse_closed_key();
create trigger closed_key_update after update on rectification_request
  referencing old table as old_rows new table as new_rows
  for each statement execute function refuse_closed_key();

-- Tells both sides what happened, and raises an alert of that kind to the one that did not do it.
create function tell_of_rectification(about uuid, what text, alert_kind text, at timestamptz)
  returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  me     text := nullif(current_setting('badgewatch.authority', true), '');
  its    rectification_request;
  told   text;
  head   authority_event_head;
  new_id uuid;
  entry  json;
begin
  select * into its from rectification_request where id = about and me in (received_by, recorded_by);
  if not found then
    raise exception 'a request is told of by its parties' using errcode = 'BW001';
  end if;
  entry := json_build_object('type', 'decision', 'id', its.entry,
                             'recording_authority', its.recorded_by);

  for told in
    select distinct p collate "C" as p from unnest(array[its.received_by, its.recorded_by]) as p
    order by 1
  loop
    insert into authority_event_head (authority, seq, alerts) values (told, 0, 0)
    on conflict do nothing;
    select * into strict head from authority_event_head where authority = told for update;
    head.seq := head.seq + 1;
    insert into authority_event (authority, seq, type, at, data)
    values (told, head.seq, 'rectification.' || what, tell_of_rectification.at,
            json_build_object('request', its.id, 'state', its.state, 'entry', entry,
                              'received_by', its.received_by)::text);
    if told <> me then
      head.seq := head.seq + 1;
      head.alerts := head.alerts + 1;
      new_id := gen_random_uuid();
      insert into authority_event (authority, seq, type, at, data)
      values (told, head.seq, 'alert.raised', tell_of_rectification.at,
              json_build_object('alert', new_id, 'number', head.alerts, 'kind', alert_kind,
                                'entry', entry, 'licence', null, 'band', null,
                                'request', its.id)::text);
      insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                         recording_authority, request)
      values (told, new_id, head.alerts, tell_of_rectification.at, alert_kind, 'raised', 'decision',
              its.entry, its.recorded_by, its.id);
    end if;
    update authority_event_head set seq = head.seq, alerts = head.alerts where authority = told;
  end loop;
end
$$;

-- Nobody owes an answer about what is gone.
create function close_duties_of_rectifications() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  update duty as d
  set state = 'done', done_on = (transaction_timestamp() at time zone 'Europe/London')::date
  from old_rows as o
  where d.authority = o.recorded_by and d.kind = 'rectify' and d.about_type = 'rectification_request'
    and d.about = o.id and d.state in ('open', 'paused');
  return null;
end
$$;

create trigger closes_duties after delete on rectification_request
  referencing old table as old_rows
  for each statement execute function close_duties_of_rectifications();

-- A clock that stood still ends later, for whoever waits for the answer too.
create function move_rectification_day() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  update rectification_request set answer_by = new.due_on
  where recorded_by = new.authority and id = new.about;
  return null;
end
$$;

create trigger moves_rectification after update of due_on on duty
  for each row when (new.kind = 'rectify' and new.due_on <> old.due_on)
  execute function move_rectification_day();

revoke execute on function tell_of_rectification, move_rectification_day, close_duties_of_rectifications from public;
grant execute on function tell_of_rectification to bw_app;
