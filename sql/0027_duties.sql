-- Duties: what an authority owes, by when. No personal data: what a duty is about is an id.

create table duty (
  authority        text        not null,  -- that owes it
  id               uuid        not null,
  kind             text        not null,
  about_type       text        not null,
  about            uuid        not null,
  occasion         text        not null default '',
  opened_by        text        not null,  -- whose act made it; empty: the register
  opened_at        timestamptz not null,
  opened_on        date        not null,  -- the day that its period begins with
  due_on           date        not null,  -- the last day
  reckoning        text        not null,
  remind_on        date        not null,
  escalate_on      date        not null,
  escalates_to     text        not null,
  state            text        not null check (state in ('open', 'paused', 'done', 'transferred')),
  pauses           text        not null default '',  -- 'from/to from/', the last one while it lasts
  done_on          date,
  transferred_to   text,
  transferred_from text,
  reminded_at      timestamptz,
  overdue_at       timestamptz,
  escalated_at     timestamptz,
  primary key (authority, id),
  unique (authority, kind, about_type, about, occasion)
);

-- What an authority has to do, the most urgent first; and what the alarm looks at.
create index duty_by_last_day on duty (authority, due_on, id);
create index duty_to_tell on duty (remind_on) where state = 'open';

alter table duty enable row level security;
alter table duty force row level security;
create policy owned on duty to bw_owner using (true) with check (true);
create policy own on duty to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select on duty to bw_app;
grant update (due_on, reckoning, remind_on, escalate_on, state, pauses, done_on, transferred_to)
  on duty to bw_app;
create policy read on duty for select to bw_report using (true);
grant select (authority, kind, opened_on, due_on, state, done_on) on duty to bw_report;

-- Of `duty_due`: `entry` is the duty, `change` what is said of it, `changed_on` its last day.
create unique index alert_of_duty on alert (authority, entry, change) where kind = 'duty_due';

-- Opens one for whoever owes it, which may be another authority than the one that acts.
create function open_duty(
  owed_by text, new_id uuid, its_kind text, its_about_type text, its_about uuid,
  its_occasion text, its_opened_on date, its_due_on date, its_reckoning text, its_remind_on date,
  its_escalate_on date, its_escalates_to text, its_state text, its_pauses text,
  its_transferred_from text, at timestamptz
) returns void
  language sql security definer set search_path = badgewatch, pg_temp
as $$
  insert into duty (authority, id, kind, about_type, about, occasion, opened_by, opened_at,
                    opened_on, due_on, reckoning, remind_on, escalate_on, escalates_to, state,
                    pauses, transferred_from)
  values (owed_by, new_id, its_kind, its_about_type, its_about, its_occasion,
          coalesce(current_setting('badgewatch.authority', true), ''), at, its_opened_on,
          its_due_on, its_reckoning, its_remind_on, its_escalate_on, its_escalates_to, its_state,
          its_pauses, its_transferred_from)
  on conflict (authority, kind, about_type, about, occasion) do nothing
$$;

-- Closes what the authority that acts owes itself, or has opened for another; how many.
create function close_duties(owed_by text, its_kind text, its_about_type text, its_about uuid,
                             done date)
  returns bigint
  language sql security definer set search_path = badgewatch, pg_temp
as $$
  with closed as (
    update duty as d
    set state = 'done', done_on = done,
        pauses = d.pauses || case when d.state = 'paused' then done::text else '' end
    where d.authority = owed_by and d.kind = its_kind and d.about_type = its_about_type
      and d.about = its_about and d.state in ('open', 'paused')
      and nullif(current_setting('badgewatch.authority', true), '') in (d.authority, d.opened_by)
    returning 1
  )
  select count(*) from closed
$$;

-- Raises `duty_due` for at most `most` duties; how many alerts. Under each authority's lock, in the
-- order of their codes as the watch takes them; marks and alerts are one transaction, so that each
-- notice comes once. A duty that somebody is changing is told of the next time.
create function raise_due_duties(today date, at timestamptz, most bigint) returns bigint
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  told   text;
  head   authority_event_head;
  its    duty;
  notice text;
  new_id uuid;
  n_left bigint := most;
  n_told bigint := 0;
begin
  for told in
    select distinct d.authority collate "C" as a from duty as d
    where d.state = 'open' and d.remind_on <= today
      and ((d.reminded_at is null and today <= d.due_on)
           or (d.overdue_at is null and d.due_on < today)
           or (d.escalated_at is null and d.escalate_on <= today))
    order by 1
  loop
    exit when n_left <= 0;
    insert into authority_event_head (authority, seq, alerts) values (told, 0, 0)
    on conflict do nothing;
    select * into strict head from authority_event_head where authority = told for update;
    for its in
      select * from duty as d
      where d.authority = told and d.state = 'open' and d.remind_on <= today
        and ((d.reminded_at is null and today <= d.due_on)
             or (d.overdue_at is null and d.due_on < today)
             or (d.escalated_at is null and d.escalate_on <= today))
      order by d.due_on, d.id
      limit n_left
      for update skip locked
    loop
      n_left := n_left - 1;
      foreach notice in array array['reminder', 'overdue', 'escalation']
      loop
        continue when notice = 'reminder' and (its.reminded_at is not null or its.due_on < today);
        continue when notice = 'overdue' and (its.overdue_at is not null or today <= its.due_on);
        continue when notice = 'escalation'
          and (its.escalated_at is not null or today < its.escalate_on);
        continue when exists (select from alert as a
                               where a.authority = told and a.entry = its.id
                                 and a.kind = 'duty_due' and a.change = notice);
        head.seq := head.seq + 1;
        head.alerts := head.alerts + 1;
        n_told := n_told + 1;
        new_id := gen_random_uuid();
        insert into authority_event (authority, seq, type, at, data)
        values (told, head.seq, 'alert.raised', raise_due_duties.at,
                json_build_object('alert', new_id, 'number', head.alerts, 'kind', 'duty_due',
                                  'entry', json_build_object('type', 'duty', 'id', its.id,
                                                             'recording_authority', told),
                                  'licence', null, 'band', null,
                                  'duty', json_build_object(
                                    'kind', its.kind,
                                    'about', json_build_object('type', its.about_type,
                                                               'id', its.about),
                                    'notice', notice, 'due_on', its.due_on,
                                    'escalates_to', its.escalates_to))::text);
        insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                           recording_authority, change, changed_on)
        values (told, new_id, head.alerts, raise_due_duties.at, 'duty_due', 'raised', 'duty',
                its.id, told, notice, its.due_on);
      end loop;
      update duty as d
      set reminded_at = coalesce(d.reminded_at, case when today <= d.due_on then at end),
          overdue_at = coalesce(d.overdue_at, case when d.due_on < today then at end),
          escalated_at = coalesce(d.escalated_at, case when d.escalate_on <= today then at end)
      where d.authority = told and d.id = its.id;
    end loop;
    update authority_event_head set seq = head.seq, alerts = head.alerts where authority = told;
  end loop;
  return n_told;
end
$$;

revoke execute on function open_duty, close_duties, raise_due_duties from public;
grant execute on function open_duty to bw_app, bw_watch;
grant execute on function close_duties to bw_app;
grant execute on function raise_due_duties to bw_watch;
