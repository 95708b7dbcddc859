-- An authority that ends is divided among several successors: one of them, its heir, has the rest, and
-- each other one what is named for it. A merger is a division with an heir alone. No row is moved, as
-- ever: under the former one's code everybody sees of what hangs on a person what went to who acts, and
-- the heir alone what hangs on the authority.

alter table succession drop constraint succession_pkey;
alter table succession
  add column is_rest boolean not null default true,  -- false: it has what is named for it
  add primary key (former, successor);
create unique index succession_of_rest on succession (former) where is_rest;

-- What is named: licences, entries, concerns, requests that the former one made, and officers. What
-- hangs on one of these goes with it, whenever it came.
create table succession_share (
  former    text not null,
  record    uuid not null,
  successor text not null,
  primary key (former, record),
  foreign key (former, successor) references succession (former, successor)
);

alter table succession_share enable row level security;
alter table succession_share force row level security;
create policy owned on succession_share to bw_owner using (true) with check (true);

-- Who has that record of a former authority by now; of null, who has the rest.
create function holder_of(code text, record uuid) returns text
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select coalesce(
    (select s.holder from succession_share as h
     join succession as s on s.former = h.former and s.successor = h.successor
     where h.former = holder_of.code and h.record = holder_of.record),
    (select s.holder from succession as s where s.former = holder_of.code and s.is_rest))
$$;

-- The named record with which a matter of that authority goes: an alert with its concern or licence, a
-- concern with the licence that was found, a request with the entry that it asks about, a duty with its
-- matter. The matter itself where none is named.
create function record_of(code text, matter uuid) returns uuid
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  with recursive goes (id, depth, place) as (
    select record_of.matter, 0, 0::bigint
    union all
    select p.id, g.depth + 1, p.place
    from goes as g
    cross join lateral (
      select u.id, u.place
      from alert as a
      cross join unnest(array[case when a.entry_type <> 'decision' then a.entry end,
                              a.licence, a.request, a.entry])
           with ordinality as u(id, place)
      where a.authority = record_of.code and a.id = g.id
      union all
      select d.about, 1 from duty as d where d.authority = record_of.code and d.id = g.id
      union all
      select r.entry, 1 from disclosure_request as r
      where r.asked_of = record_of.code and r.id = g.id
      union all
      select r.entry, 1 from rectification_request as r
      where r.recorded_by = record_of.code and r.id = g.id
      union all
      select i.licence, 1 from concern_issuer as i
      where i.authority = record_of.code and i.concern = g.id
    ) as p
    where p.id is not null and g.depth < 4
  )
  select coalesce((select g.id from goes as g
                   join succession_share as s on s.former = record_of.code and s.record = g.id
                   order by g.depth, g.place limit 1),
                  record_of.matter)
$$;

-- Whether a record that stands under the transaction's code went to who acts. The former authority's
-- own systems are the heir's.
create function is_in_hand(record uuid) returns boolean
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select holder_of(t.code, is_in_hand.record)
         is not distinct from coalesce(nullif(current_setting('badgewatch.acting', true), ''),
                                       holder_of(t.code, null))
  from (select nullif(current_setting('badgewatch.authority', true), '') as code) as t
$$;

revoke execute on function holder_of, record_of, is_in_hand from public;
grant execute on function holder_of, record_of, is_in_hand to bw_app;

-- Asked once a query: whether all that stands under the code is in hand, as it is for every authority
-- that has not ended. Who acts for another is held up until the take-over is noted.
do $$
declare
  one record;
begin
  for one in
    select * from (values
      ('licence', 'id'),
      ('licence_version', 'id'),
      ('decision', 'id'),
      ('decision_version', 'id'),
      ('decision_change', 'decision'),
      ('decision_proposal', 'decision'),
      ('concern', 'record_of(code, id)'),
      ('concern_issuer', 'record_of(code, concern)'),
      ('concern_step', 'record_of(code, concern)'),
      ('disclosure_request', 'case when asked_of = code then record_of(code, entry) else id end'),
      ('disclosure_item', 'record_of(code, request)'),
      ('rectification_request', 'case when recorded_by = code then entry else id end'),
      ('duty', 'record_of(code, about)'),
      ('alert', 'record_of(code, id)'),
      ('alert_change', 'record_of(code, alert)'),
      ('case_outcome', 'null'),
      ('check_record', 'null'),
      ('finding', 'null'),
      ('hit_given', 'null'),
      ('authority_event', 'null'),
      ('roster', 'null'),
      ('search', 'null'),
      ('misuse_flag', 'null'),
      ('sample_review', 'null'),
      ('entry_hold', 'null'),
      ('held_entry', 'null'),
      ('webhook', 'null'),
      ('mail_address', 'null')) as t(its, thing)
  loop
    execute format(
      'create policy in_hand on %I as restrictive to bw_app using ('
      '  (select case when coalesce(current_setting(''badgewatch.acting'', true), '''') = '''''
      '          then not exists (select from succession as s'
      '                            where s.former = current_setting(''badgewatch.authority'', true)'
      '                              and not s.is_rest)'
      '          else (select bool_and(s.holder = current_setting(''badgewatch.acting'', true))'
      '                from succession as s'
      '                where s.former = current_setting(''badgewatch.authority'', true)) is true'
      '          end)'
      '  or is_in_hand(%s)) with check (true)',
      one.its,
      replace(one.thing, 'code', 'nullif(current_setting(''badgewatch.authority'', true), '''')'));
  end loop;
end
$$;

-- Of what a former authority owes and licensed, each sees under its own code what went to it.
drop policy taken_over on duty;
create policy taken_over on duty for select to bw_app
  using (authority in (select s.former from succession as s
                        where s.holder = nullif(current_setting('badgewatch.authority', true), ''))
         and holder_of(authority, record_of(authority, about))
             = nullif(current_setting('badgewatch.authority', true), ''));
drop policy taken_over on licence;
create policy taken_over on licence for select to bw_app
  using (authority in (select s.former from succession as s
                        where s.holder = nullif(current_setting('badgewatch.authority', true), ''))
         and holder_of(authority, id) = nullif(current_setting('badgewatch.authority', true), ''));
drop policy taken_over on case_outcome;
create policy taken_over on case_outcome for select to bw_app
  using (authority in (select s.former from succession as s
                        where s.is_rest
                          and s.holder = nullif(current_setting('badgewatch.authority', true), '')));

-- Of these numbers, those under which the caller may write no licence with that code: another has it,
-- or the new ones are the heir's.
create function licences_elsewhere(code text, numbers bytea[]) returns setof bytea
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select n.number_index
  from unnest(licences_elsewhere.numbers) as n(number_index)
  left join licence as l
    on l.authority = licences_elsewhere.code and l.number_index = n.number_index
  where exists (select from succession as s where s.former = licences_elsewhere.code and not s.is_rest)
    and not is_in_hand(l.id)
$$;
revoke execute on function licences_elsewhere from public;
grant execute on function licences_elsewhere to bw_app;

-- As before, and with it which of a divided one's records went to whom.
drop function take_over(text[], text[], text[], date[], timestamptz);
create function take_over(formers text[], successors text[], holders text[], days date[],
                          at timestamptz, rests boolean[] default null,
                          shared_by text[] default '{}', shared uuid[] default '{}',
                          shared_to text[] default '{}')
  returns bigint
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  one     record;
  its     record;
  told    jsonb;
  new_seq bigint;
  n_named bigint;
  n_new   bigint := 0;
begin
  for one in
    select u.former, u.successor, u.holder, u.since, coalesce(u.is_rest, true) as is_rest
    from unnest(formers, successors, holders, days, rests)
         as u(former, successor, holder, since, is_rest)
    order by u.holder collate "C", u.former collate "C", u.successor collate "C"
  loop
    -- What happened is not rewritten: one has the rest, and all of it on one day.
    insert into succession (former, successor, holder, since, taken_at, began_at, is_rest)
    select one.former, one.successor, one.holder, one.since, at,
           coalesce((select h.seq from authority_event_head as h where h.authority = one.former), 0),
           one.is_rest
    where not exists (select from succession as s
                       where s.former = one.former and (one.is_rest and s.is_rest
                                                        or s.since <> one.since))
    on conflict do nothing;
    if not found then
      update succession as s set holder = one.holder
      where s.former = one.former and s.successor = one.successor and s.since = one.since
        and s.holder <> one.holder;
      continue;
    end if;
    n_new := n_new + 1;
    insert into succession_share (former, record, successor)
    select one.former, u.record, one.successor
    from unnest(shared_by, shared, shared_to) as u(former, record, successor)
    where u.former = one.former and u.successor = one.successor;
    get diagnostics n_named = row_count;
    told := json_build_object('former', one.former, 'since', one.since)::jsonb;
    if one.is_rest then
      -- Whom to ask is said by the holder from now on.
      update duty set state = 'done', done_on = one.since
      where authority = one.former and kind = 'contact_review' and state in ('open', 'paused');
      select * into strict its from holdings_of(one.former);
      continue when its.entries + its.licences + its.concerns + its.requests + its.duties + its.alerts
                    + its.officers + its.keys + its.clients + its.webhooks = 0;
      told := told || to_jsonb(its);
    else
      continue when n_named = 0;
      told := told || jsonb_build_object('named', n_named);
    end if;
    insert into authority_event_head (authority, seq, alerts) values (one.holder, 0, 0)
    on conflict do nothing;
    update authority_event_head set seq = seq + 1 where authority = one.holder
    returning seq into strict new_seq;
    insert into authority_event (authority, seq, type, at, data)
    values (one.holder, new_seq, 'authority.taken_over', take_over.at, told::text);
  end loop;
  return n_new;
end
$$;
revoke execute on function take_over from public;
grant execute on function take_over to bw_watch;

-- As before; of a divided authority's events, to each of those who act for it what went to it.
create or replace function hand_on_events(at timestamptz, most bigint) returns bigint
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  behind     record;
  one        succession;
  head       authority_event_head;
  its        authority_event;
  told       jsonb;
  is_divided boolean;
  its_share  text;
  n_done     bigint := 0;
begin
  for behind in
    select s.former, s.successor from succession as s
    join authority_event_head as h on h.authority = s.former
    where h.seq > s.seq
    order by s.holder collate "C", s.former collate "C", s.successor collate "C"
  loop
    exit when n_done >= most;
    select * into one from succession
    where former = behind.former and successor = behind.successor for update skip locked;
    continue when not found;
    is_divided := exists (select from succession as s where s.former = one.former and not s.is_rest);
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
      if is_divided then
        select s.successor into its_share
        from succession_share as s
        where s.former = one.former
          and s.record = record_of(one.former,
                                   coalesce(told ->> 'alert', told ->> 'request',
                                            told -> 'entry' ->> 'id')::uuid);
        continue when one.is_rest and found
                      or not one.is_rest and its_share is distinct from one.successor;
      end if;
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
    update succession set seq = one.seq where former = one.former and successor = one.successor;
    update authority_event_head set seq = head.seq, alerts = head.alerts
    where authority = one.holder;
  end loop;
  return n_done;
end
$$;

-- A code stands once, however many of its parts one authority has.
create or replace function acts_for(code text) returns text[]
  language sql stable set search_path = badgewatch, pg_temp
as $$
  select array_agg(c.code) from (select acts_for.code
                                 union
                                 select s.former from succession as s where s.holder = acts_for.code) as c
$$;
