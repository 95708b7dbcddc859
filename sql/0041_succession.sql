-- Authorities end and others take over: the reference data say who and when. Nothing that a former
-- authority recorded is moved or written anew; what is kept here is who acts for it, from which day,
-- and how far what it was told has been handed on.

create table succession (
  former    text        not null primary key,
  successor text        not null,  -- who took over on that day
  holder    text        not null,  -- who acts for it by now: the successor, or its own
  since     date        not null,
  taken_at  timestamptz not null,
  began_at  bigint      not null,            -- the former one's last event of before
  seq       bigint      not null default 0,  -- up to which its events have been handed on
  check (former not in (successor, holder))
);

create index succession_by_holder on succession (holder);

alter table succession enable row level security;
alter table succession force row level security;
create policy owned on succession to bw_owner using (true) with check (true);
create policy read on succession for select to bw_app using (true);
grant select on succession to bw_app;

-- The codes that stand for one authority: its own, and those for which it acts.
create function acts_for(code text) returns text[]
  language sql stable set search_path = badgewatch, pg_temp
as $$
  select array_agg(c.code) from (select acts_for.code
                                 union all
                                 select s.former from succession as s where s.holder = acts_for.code) as c
$$;

-- Of what a former authority owes and licensed, who acts for it sees this: its duties in one list with
-- its own, and in alerts the numbers of licences and what became of a check's case. All else is read
-- under the code that recorded it.
create policy taken_over on duty for select to bw_app
  using (authority in (select s.former from succession as s
                        where s.holder = nullif(current_setting('badgewatch.authority', true), '')));
create policy taken_over on licence for select to bw_app
  using (authority in (select s.former from succession as s
                        where s.holder = nullif(current_setting('badgewatch.authority', true), '')));
create policy taken_over on case_outcome for select to bw_app
  using (authority in (select s.former from succession as s
                        where s.holder = nullif(current_setting('badgewatch.authority', true), '')));

-- The authority that was told first, where this one acts for it.
alter table alert add column former text;
grant select (former) on alert to bw_watch;

-- What stands under one authority's code.
create function holdings_of(code text,
                            out entries bigint, out licences bigint, out concerns bigint,
                            out requests bigint, out duties bigint, out alerts bigint,
                            out officers bigint, out keys bigint, out clients bigint,
                            out webhooks bigint)
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select (select count(*) from decision where authority = code),
         (select count(*) from licence where authority = code),
         (select count(*) from concern where authority = code)
           + (select count(*) from concern_issuer where authority = code),
         (select count(*) from disclosure_request
           where code in (asked_by, asked_of) and state in ('open', 'answered'))
           + (select count(*) from rectification_request
               where code in (received_by, recorded_by) and state = 'open'),
         (select count(*) from duty where authority = code and state in ('open', 'paused')),
         (select count(*) from alert
           where authority = code and state in ('raised', 'seen', 'acknowledged')),
         (select count(*) from officer where authority = code and disabled_at is null),
         (select count(*) from api_key where authority = code and revoked_at is null),
         (select count(*) from client where authority = code and revoked_at is null),
         (select count(*) from webhook where authority = code and disabled_at is null)
$$;

-- From now on `holders` act for `formers`; how many are new. What was taken over stays so, but for
-- its holder, who may end too. The holder is told, where there is anything.
create function take_over(formers text[], successors text[], holders text[], days date[],
                          at timestamptz)
  returns bigint
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  one     record;
  its     record;
  new_seq bigint;
  n_new   bigint := 0;
begin
  for one in
    select u.* from unnest(formers, successors, holders, days) as u(former, successor, holder, since)
    order by u.holder collate "C", u.former collate "C"
  loop
    insert into succession (former, successor, holder, since, taken_at, began_at)
    values (one.former, one.successor, one.holder, one.since, at,
            coalesce((select h.seq from authority_event_head as h where h.authority = one.former), 0))
    on conflict do nothing;
    if not found then
      update succession as s set holder = one.holder
      where s.former = one.former and s.successor = one.successor and s.since = one.since
        and s.holder <> one.holder;
      continue;
    end if;
    n_new := n_new + 1;
    -- Whom to ask is said by the holder from now on.
    update duty set state = 'done', done_on = one.since
    where authority = one.former and kind = 'contact_review' and state in ('open', 'paused');
    select * into strict its from holdings_of(one.former);
    continue when its.entries + its.licences + its.concerns + its.requests + its.duties + its.alerts
                  + its.officers + its.keys + its.clients + its.webhooks = 0;
    insert into authority_event_head (authority, seq, alerts) values (one.holder, 0, 0)
    on conflict do nothing;
    update authority_event_head set seq = seq + 1 where authority = one.holder
    returning seq into strict new_seq;
    insert into authority_event (authority, seq, type, at, data)
    values (one.holder, new_seq, 'authority.taken_over', take_over.at,
            (json_build_object('former', one.former, 'since', one.since)::jsonb
             || to_jsonb(its))::text);
  end loop;
  return n_new;
end
$$;

-- Hands on at most `most` events of former authorities to who acts for them; how many were looked at.
-- With the event that it was raised goes the alert, under its own id and with its own day. Of what
-- came before the take-over: alerts that are not done with. Numbers are taken under each authority's
-- lock, in the order of their codes, as everywhere.
create function hand_on_events(at timestamptz, most bigint) returns bigint
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  behind text;
  one    succession;
  head   authority_event_head;
  its    authority_event;
  told   jsonb;
  n_done bigint := 0;
begin
  for behind in
    select s.former from succession as s
    join authority_event_head as h on h.authority = s.former
    where h.seq > s.seq
    order by s.holder collate "C", s.former collate "C"
  loop
    exit when n_done >= most;
    select * into one from succession where former = behind for update skip locked;
    continue when not found;
    insert into authority_event_head (authority, seq, alerts) values (one.holder, 0, 0)
    on conflict do nothing;
    select * into strict head from authority_event_head where authority = one.holder for update;
    for its in
      select * from authority_event as e
      where e.authority = one.former and e.seq > one.seq
      order by e.seq limit most - n_done
    loop
      n_done := n_done + 1;
      one.seq := its.seq;
      continue when its.type = 'alert.changed'
                    or (its.type <> 'alert.raised' and its.seq <= one.began_at);
      told := its.data::jsonb;
      told := told || jsonb_build_object('former', coalesce(told ->> 'former', one.former));
      if its.type = 'alert.raised' then
        insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                           recording_authority, licence, band, probability, pair, change, changed_on,
                           entry_version, check_id, request, has_clock, former)
        select one.holder, a.id, head.alerts + 1, a.raised_at, a.kind, a.state, a.entry_type, a.entry,
               a.recording_authority, a.licence, a.band, a.probability, a.pair, a.change, a.changed_on,
               a.entry_version, a.check_id, a.request, a.has_clock, coalesce(a.former, one.former)
        from alert as a
        where a.authority = one.former and a.id = (told ->> 'alert')::uuid
          and (its.seq > one.began_at or a.state in ('raised', 'seen', 'acknowledged'))
        on conflict do nothing;
        continue when not found;
        -- One clock, wherever it runs: one that is not begun yet begins with the holder's.
        update alert set has_clock = true
        where authority = one.former and id = (told ->> 'alert')::uuid and not has_clock;
        head.alerts := head.alerts + 1;
        told := told || jsonb_build_object('number', head.alerts);
      end if;
      head.seq := head.seq + 1;
      insert into authority_event (authority, seq, type, at, data)
      values (one.holder, head.seq, its.type, hand_on_events.at, told::text);
    end loop;
    update succession set seq = one.seq where former = one.former;
    update authority_event_head set seq = head.seq, alerts = head.alerts
    where authority = one.holder;
  end loop;
  return n_done;
end
$$;

-- Closes what the authority that acts owes itself, or one for which it acts, or what it has opened for
-- another; how many.
create or replace function close_duties(owed_by text, its_kind text, its_about_type text,
                                        its_about uuid, done date)
  returns bigint
  language sql security definer set search_path = badgewatch, pg_temp
as $$
  with closed as (
    update duty as d
    set state = 'done', done_on = done,
        pauses = d.pauses || case when d.state = 'paused' then done::text else '' end
    where d.authority = any (acts_for(owed_by)) and d.kind = its_kind
      and d.about_type = its_about_type and d.about = its_about and d.state in ('open', 'paused')
      and (nullif(current_setting('badgewatch.authority', true), '') in (d.authority, d.opened_by)
           or d.authority = any (acts_for(nullif(current_setting('badgewatch.authority', true), ''))))
    returning 1
  )
  select count(*) from closed
$$;

revoke execute on function acts_for, holdings_of, take_over, hand_on_events from public;
grant execute on function acts_for to bw_app;
grant execute on function take_over, hand_on_events to bw_watch;
