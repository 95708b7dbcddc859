-- What is late, and what waits, is said once, for one authority and for all. Functions that PostgreSQL
-- puts into what asks them, so that each is planned as if its text stood there.

-- Decisions are their own duty: `late` says how it was done, and of imported history nothing.
create function lateness_of_decisions(first_day date, last_day date)
  returns table (authority text, decision uuid, is_late boolean, days_late int)
  language sql stable parallel safe
as $$
  select d.authority, d.id, d.late, (d.entered_at at time zone 'Europe/London')::date - d.enter_by
  from decision as d
  where d.late is not null and d.notified_on between first_day and last_day
$$;

create function lateness_of_duties(first_day date, last_day date, today date)
  returns table (authority text, about uuid, kind text, is_done boolean, is_late boolean,
                 days_late int, waits boolean, is_overdue boolean)
  language sql stable parallel safe
as $$
  select d.authority, d.about, d.kind, d.state = 'done', d.state = 'done' and d.done_on > d.due_on,
         d.done_on - d.due_on, d.state in ('open', 'paused'), d.state = 'open' and d.due_on < today
  from duty as d
  where d.state <> 'transferred' and d.opened_on between first_day and last_day
$$;

create or replace function own_lateness(first_day date, last_day date, today date)
  returns table (authority text, kind text, done bigint, late bigint, open bigint, overdue bigint,
                 most bigint)
  language plpgsql stable security definer set search_path = badgewatch, pg_temp
  set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
#variable_conflict use_column
declare
  own    text := nullif(current_setting('badgewatch.authority', true), '');
  is_all boolean := is_all_in_hand();
begin
  return query
    select own, 'enter_decision'::text, count(*), count(*) filter (where d.is_late), 0::bigint,
           0::bigint, coalesce(max(d.days_late) filter (where d.is_late), 0)::bigint
    from lateness_of_decisions(first_day, last_day) as d
    where d.authority = own and (is_all or is_in_hand(d.decision))
    having count(*) > 0;
  return query
    select own, d.kind, count(*) filter (where d.is_done), count(*) filter (where d.is_late),
           count(*) filter (where d.waits), count(*) filter (where d.is_overdue),
           coalesce(max(d.days_late) filter (where d.is_late), 0)::bigint
    from lateness_of_duties(first_day, last_day, own_lateness.today) as d
    where d.authority = own and (is_all or is_in_hand(record_of(own, d.about)))
    group by d.kind;
end
$$;

-- Duties of a code that wait and that `own` sees, as the policies `own`, `taken_over` and `in_hand` say:
-- its own, or those of an authority for which it acts. With `is_all` no row is asked for that.
create function duties_that_wait(code text, own text, is_all boolean)
  returns table (id uuid, kind text, state text, due_on date)
  language sql stable
as $$
  select d.id, d.kind, d.state, d.due_on from duty as d
  where d.authority = code and d.state in ('open', 'paused')
    and (is_all or case when code = own then is_in_hand(record_of(code, d.about))
                        else holder_of(code, record_of(code, d.about)) = own end)
$$;

create or replace function waiting_duties(code text, its_kind text, its_state text, today date,
                                          after_day date, after_id uuid, most bigint)
  returns setof uuid
  language plpgsql stable security definer set search_path = badgewatch, pg_temp
  set enable_sort = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan
as $$
declare
  own    text := nullif(current_setting('badgewatch.authority', true), '');
  is_all boolean := coalesce(code = own, false) and is_all_in_hand();
begin
  return query
    select d.id from duties_that_wait(code, own, is_all) as d
    where (its_kind is null or d.kind = its_kind)
      and (its_state is null
           or its_state = case when d.state = 'open' and d.due_on < today then 'overdue'
                               else d.state end)
      and (d.due_on, d.id) > (coalesce(after_day, '-infinity'),
                              coalesce(after_id, '00000000-0000-0000-0000-000000000000'))
    order by d.due_on, d.id limit most;
end
$$;

-- Out of the index alone where all of them are in hand: a text of its own, which asks for nothing else.
create or replace function count_waiting_duties(code text, today date, most bigint)
  returns table (waiting bigint, overdue bigint)
  language plpgsql stable security definer set search_path = badgewatch, pg_temp
  set enable_sort = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan
as $$
declare
  own text := nullif(current_setting('badgewatch.authority', true), '');
begin
  if code = own and is_all_in_hand() then
    return query
      select count(*), count(*) filter (where f.state = 'open' and f.due_on < today)
      from (select d.state, d.due_on from duties_that_wait(code, own, true) as d
            order by d.due_on, d.id limit most) as f;
  else
    return query
      select count(*), count(*) filter (where f.state = 'open' and f.due_on < today)
      from (select d.state, d.due_on from duties_that_wait(code, own, false) as d
            order by d.due_on, d.id limit most) as f;
  end if;
end
$$;

revoke execute on function lateness_of_decisions, lateness_of_duties, duties_that_wait from public;
