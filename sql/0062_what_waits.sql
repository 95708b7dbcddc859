-- What waits for an authority, hits to decide, duties to do and alerts, is counted by an index.

-- The hits of an authority's checks, each with what a finding about it is bound to, so that those
-- that nobody has decided are found without opening a check, however many were decided before.
create table check_hit (
  authority  text        not null,
  check_id   uuid        not null,
  place      smallint    not null,  -- among the hits that the check's answer shows, from 0
  checked_at timestamptz not null,
  entry      uuid,                  -- null: of a check from before its entries were kept
  pair       bytea       not null check (length(pair) = 32),  -- keyed hash: which two people
  -- Decided by a finding that was made when the hit was there. A hit of a later check about the
  -- same two people waits for none, and is false: who reads looks at the findings.
  is_settled boolean     not null default false,
  primary key (authority, check_id, place)
);
create index check_hit_waiting on check_hit (authority, check_id, place) where not is_settled;
create index check_hit_by_pair on check_hit (pair);
create index check_hit_by_entry on check_hit (entry);

alter table check_hit enable row level security;
alter table check_hit force row level security;
create policy owned on check_hit to bw_owner using (true) with check (true);
create policy record on check_hit for insert to bw_record with check (true);
grant insert on check_hit to bw_record;

-- False of a check from before this migration, and of a daemon from before it: who looks for what
-- waits opens these first.
alter table check_record add column hits_noted boolean not null default false;
create index check_record_unnoted on check_record (authority, id)
  where pairs is not null and not hits_noted;

-- The hits of own checks that were opened; of each check once, and of none that was erased meanwhile.
create function note_check_hits(checks uuid[], places smallint[], entries uuid[], pairs bytea[])
  returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  code text := nullif(current_setting('badgewatch.authority', true), '');
begin
  -- In one order, so that two who note the same wait for each other.
  perform from check_record as c
  where c.authority = code and c.id = any (note_check_hits.checks)
  order by c.id for no key update;
  with noted as (
    update check_record as c set hits_noted = true
    where c.authority = code and c.id = any (note_check_hits.checks) and c.pairs is not null
      and not c.hits_noted
    returning c.id, c.checked_at
  )
  insert into check_hit (authority, check_id, place, checked_at, entry, pair)
  select code, n.id, h.place, n.checked_at, h.entry, h.pair
  from noted as n
  join unnest(note_check_hits.checks, note_check_hits.places, note_check_hits.entries,
              note_check_hits.pairs) as h(check_id, place, entry, pair) on h.check_id = n.id
  on conflict do nothing;
end
$$;

-- Whose findings an authority reads: its own, and those of former ones whose rest it has.
create function findings_read_by(code text) returns text[]
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select array(select findings_read_by.code
               union
               select s.former from succession as s
               where s.is_rest and s.holder = findings_read_by.code)
$$;

-- A finding settles all hits about its two people, of whoever reads it, and one that is taken back
-- unsettles them. Of two that come at once the second waits for the first, so that it sees what that saw.
create function settle_hits() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtext('check_hit'), hashtext(encode(new.pair, 'hex')));
  update check_hit as h set is_settled = r.is_settled
  from (select t.authority,
               (select f.finding <> 'undecided' from finding as f
                where f.authority = any (findings_read_by(t.authority)) and f.pair = new.pair
                order by f.number desc limit 1) as is_settled
        from (select distinct c.authority from check_hit as c where c.pair = new.pair) as t) as r
  where h.authority = r.authority and h.pair = new.pair and h.is_settled <> r.is_settled;
  return null;
end
$$;
create trigger settles after insert on finding for each row execute function settle_hits();

-- Hits of own checks that nobody has decided and that can be decided: their entries are on the
-- register and not removed. In the order of the checks, behind `after`.
create function waiting_hits(after uuid, most bigint)
  returns table (check_id uuid, place smallint, checked_at timestamptz)
  language plpgsql stable security definer set search_path = badgewatch, pg_temp
as $$
declare
  code    text := nullif(current_setting('badgewatch.authority', true), '');
  house text[] := findings_read_by(code);
begin
  if not is_in_hand(null) then
    return;
  end if;
  return query
    select h.check_id, h.place, h.checked_at
    from check_hit as h
    where h.authority = code and not h.is_settled and h.check_id > waiting_hits.after
      and coalesce((select f.finding from finding as f
                    where f.authority = any (house) and f.pair = h.pair
                    order by f.number desc limit 1), 'undecided') = 'undecided'
      and (h.entry is null
           or coalesce((select d.state <> 'removed' from decision as d where d.id = h.entry limit 1),
                       (select true from concern as c where c.id = h.entry limit 1), false))
    order by h.check_id, h.place
    limit waiting_hits.most;
end
$$;

-- Duties that wait, the most urgent first, in the index's own order, of an authority or of one for
-- which it acts, as the policies `own`, `taken_over` and `in_hand` say. Where these are asked for each
-- row the planner takes it that next to none passes, and sorts all that wait for the first few.
create function waiting_duties(code text, its_kind text, its_state text, today date,
                               after_day date, after_id uuid, most bigint)
  returns setof uuid
  language plpgsql stable security definer set search_path = badgewatch, pg_temp
  set enable_sort = off set enable_bitmapscan = off
as $$
declare
  own    text := nullif(current_setting('badgewatch.authority', true), '');
  is_own boolean := coalesce(code = own, false);
  is_all boolean := is_own and is_all_in_hand();
begin
  return query
    select d.id from duty as d
    where d.authority = code and d.state in ('open', 'paused')
      and (its_kind is null or d.kind = its_kind)
      and (its_state is null
           or its_state = case when d.state = 'open' and d.due_on < today then 'overdue'
                               else d.state end)
      and (d.due_on, d.id) > (coalesce(after_day, '-infinity'),
                              coalesce(after_id, '00000000-0000-0000-0000-000000000000'))
      and (is_all or case when is_own then is_in_hand(record_of(code, d.about))
                          else holder_of(code, record_of(code, d.about)) = own end)
    order by d.due_on, d.id limit most;
end
$$;

-- How many of the first `most` there are, and how many of these are overdue.
create function count_waiting_duties(code text, today date, most bigint)
  returns table (waiting bigint, overdue bigint)
  language plpgsql stable security definer set search_path = badgewatch, pg_temp
  set enable_sort = off set enable_bitmapscan = off
as $$
declare
  own    text := nullif(current_setting('badgewatch.authority', true), '');
  is_own boolean := coalesce(code = own, false);
  is_all boolean := is_own and is_all_in_hand();
begin
  return query
    select count(*), count(*) filter (where f.state = 'open' and f.due_on < today)
    from (select d.state, d.due_on from duty as d
          where d.authority = code and d.state in ('open', 'paused')
            and (is_all or case when is_own then is_in_hand(record_of(code, d.about))
                                else holder_of(code, record_of(code, d.about)) = own end)
          order by d.due_on, d.id limit most) as f;
end
$$;

-- An authority's alerts by kind and state, out of the index alone where all of them are in hand: a
-- policy that is asked for each needs its row.
create function alert_counts()
  returns table (kind text, state text, alerts bigint, oldest_raised_at timestamptz)
  language plpgsql stable security definer set search_path = badgewatch, pg_temp
  set enable_bitmapscan = off
as $$
declare
  own text := nullif(current_setting('badgewatch.authority', true), '');
begin
  if is_all_in_hand() then
    return query
      select a.kind, a.state, count(*), min(a.raised_at) from alert as a
      where a.authority = own group by a.kind, a.state;
  else
    return query
      select a.kind, a.state, count(*), min(a.raised_at) from alert as a
      where a.authority = own and is_in_hand(record_of(own, a.id)) group by a.kind, a.state;
  end if;
end
$$;

revoke execute on function note_check_hits, findings_read_by, settle_hits, waiting_hits,
                           waiting_duties, count_waiting_duties, alert_counts from public;
grant execute on function note_check_hits, waiting_hits, waiting_duties, count_waiting_duties,
                          alert_counts to bw_app;

-- The daemon of before still uses check_record_hit and standing_of; a later migration drops them.
