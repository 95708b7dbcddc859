-- What a divided authority held of an earlier one is divided with it. The earlier one's rows stay under
-- its code, as ever, so that each of those who have a part of them by now acts for that code too.

-- Of an earlier one: the authority that was divided, where this part of it went another way.
alter table succession add column through text;

-- On which way a record that stands under a code went, its own first: to whom a share names it, else
-- to whoever has the rest, and so on from there.
create function way_of(code text, record uuid)
  returns table (taker text, by_share boolean, depth integer)
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  with recursive way (taker, by_share, depth) as (
    select way_of.code, false, 0
    union all
    select next.taker, next.by_share, w.depth + 1
    from way as w
    cross join lateral (
      select t.taker, t.by_share
      from (select h.successor, true from succession_share as h
             where h.former = w.taker and h.record = way_of.record
            union all
            select s.successor, false from succession as s
             where s.former = w.taker and s.is_rest) as t(taker, by_share)
      order by t.by_share desc limit 1) as next
    where w.depth < 20
  )
  select w.taker, w.by_share, w.depth from way as w
$$;

-- By which of a former authority's successions it went: by that of the last share on its way, else by
-- that of the rest.
create function taken_by(code text, record uuid, out successor text, out holder text)
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select s.successor, s.holder
  from succession as s
  left join way_of(taken_by.code, taken_by.record) as w on w.taker = s.successor and w.by_share
  where s.former = taken_by.code and (w.depth is not null or s.is_rest)
  order by w.depth desc nulls last
  limit 1
$$;
revoke execute on function way_of, taken_by from public;

create or replace function holder_of(code text, record uuid) returns text
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select t.holder from taken_by(holder_of.code, holder_of.record) as t
$$;

-- The codes to which what an authority recorded may have gone, and those from which it may have come;
-- its own with them.
create function codes_behind(code text) returns setof text
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  with recursive r (code) as (select codes_behind.code
                              union
                              select s.successor from r join succession as s on s.former = r.code)
  select r.code from r
$$;
create function codes_before(code text) returns setof text
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  with recursive r (code) as (select codes_before.code
                              union
                              select s.former from r join succession as s on s.successor = r.code)
  select r.code from r
$$;
revoke execute on function codes_behind, codes_before from public;

-- As before, with what is named on its way: of an earlier one, where that was divided into which it
-- went; of one that is divided, also what stands under the codes of earlier ones.
create or replace function record_of(code text, matter uuid) returns uuid
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  with recursive goes (id, depth, place) as (
    select record_of.matter, 0, 0::bigint
    union all
    select p.id, g.depth + 1, p.place
    from goes as g
    cross join (select array(select codes_before(record_of.code))) as c(codes)
    cross join lateral (
      select u.id, u.place
      from alert as a
      cross join unnest(array[case when a.entry_type <> 'decision' then a.entry end,
                              a.licence, a.request, a.entry])
           with ordinality as u(id, place)
      where a.authority = record_of.code and a.id = g.id
      union all
      select d.about, 1 from duty as d where d.authority = any (c.codes) and d.id = g.id
      union all
      select r.entry, 1 from disclosure_request as r
      where r.asked_of = any (c.codes) and r.id = g.id
      union all
      select r.entry, 1 from rectification_request as r
      where r.recorded_by = any (c.codes) and r.id = g.id
      union all
      select i.licence, 1 from concern_issuer as i
      where i.authority = any (c.codes) and i.concern = g.id
    ) as p
    where p.id is not null and g.depth < 4
  )
  select coalesce((select g.id from goes as g
                   join succession_share as s on s.record = g.id
                   where s.former in (select codes_behind(record_of.code))
                   order by g.depth, g.place limit 1),
                  record_of.matter)
$$;

-- Whether an authority has or had what is named under a code: it is its own, or came to it. Before the
-- first take-over nothing is known yet of what came to whom.
create function is_held(code text, matter uuid, by text) returns boolean
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select not exists (select from succession as s where s.former = is_held.code)
         or exists (select from way_of(is_held.code, record_of(is_held.code, is_held.matter)) as w
                     where w.taker = is_held.by)
$$;
revoke execute on function is_held from public;

-- As before, and with it by which division a part of an earlier one goes to whom. `ways`: as
-- succession.through.
drop function take_over(text[], text[], text[], date[], timestamptz, boolean[], text[], uuid[], text[]);
create function take_over(formers text[], successors text[], holders text[], days date[],
                          at timestamptz, rests boolean[] default null,
                          shared_by text[] default '{}', shared uuid[] default '{}',
                          shared_to text[] default '{}', ways text[] default null)
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
    select u.former, u.successor, u.holder, u.since, coalesce(u.is_rest, true) as is_rest,
           nullif(u.through, '') as through
    from unnest(formers, successors, holders, days, rests, ways)
         as u(former, successor, holder, since, is_rest, through)
    order by nullif(u.through, '') is not null, u.holder collate "C", u.former collate "C",
             u.successor collate "C"
  loop
    -- What happened is not rewritten: one has the rest, and all of it on one day. What went through
    -- another one is handed on from where that stood.
    insert into succession (former, successor, holder, since, taken_at, began_at, seq, is_rest, through)
    select one.former, one.successor, one.holder, one.since, at, f.began_at, f.seq, one.is_rest,
           one.through
    from (select coalesce((select h.seq from authority_event_head as h where h.authority = one.former), 0),
                 0
           where one.through is null
          union all
          select max(greatest(s.began_at, s.seq)), min(s.seq) from succession as s
           where s.former = one.former and s.through is null and one.through is not null
          having count(*) > 0) as f(began_at, seq)
    where one.through is not null
       or not exists (select from succession as s
                       where s.former = one.former and s.through is null
                         and (one.is_rest and s.is_rest or s.since <> one.since))
    on conflict do nothing;
    if not found then
      update succession as s set holder = one.holder
      where s.former = one.former and s.successor = one.successor and s.since = one.since
        and s.holder <> one.holder;
      continue;
    end if;
    continue when one.through is not null;
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

-- As before; a matter goes by the succession that has it (taken_by).
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
      continue when is_divided
                    and (select t.successor
                         from taken_by(one.former,
                                       record_of(one.former,
                                                 coalesce(told ->> 'alert', told ->> 'request',
                                                          told -> 'entry' ->> 'id')::uuid)) as t)
                        is distinct from one.successor;
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
