-- What home and the lists of what waits ask is planned once in a session and not again at each call, which
-- takes as long as reading: what they are called with changes nothing in how it is read.
alter function waiting_hits(uuid, bigint) set plan_cache_mode = force_generic_plan;
alter function waiting_duties(text, text, text, date, date, uuid, bigint)
  set plan_cache_mode = force_generic_plan;

-- Duties that wait are counted out of the index alone, where all of them are in hand.
create index duty_waiting_by_state on duty (authority, due_on, id) include (state)
  where state in ('open', 'paused');
drop index duty_waiting;

create or replace function count_waiting_duties(code text, today date, most bigint)
  returns table (waiting bigint, overdue bigint)
  language plpgsql stable security definer set search_path = badgewatch, pg_temp
  set enable_sort = off set enable_bitmapscan = off set plan_cache_mode = force_generic_plan
as $$
declare
  own    text := nullif(current_setting('badgewatch.authority', true), '');
  is_own boolean := coalesce(code = own, false);
begin
  if is_own and is_all_in_hand() then
    return query
      select count(*), count(*) filter (where f.state = 'open' and f.due_on < today)
      from (select d.state, d.due_on from duty as d
            where d.authority = code and d.state in ('open', 'paused')
            order by d.due_on, d.id limit most) as f;
  else
    return query
      select count(*), count(*) filter (where f.state = 'open' and f.due_on < today)
      from (select d.state, d.due_on from duty as d
            where d.authority = code and d.state in ('open', 'paused')
              and case when is_own then is_in_hand(record_of(code, d.about))
                       else holder_of(code, record_of(code, d.about)) = own end
            order by d.due_on, d.id limit most) as f;
  end if;
end
$$;

-- Whether an authority has a check whose hits a daemon from before has not noted, whoever has it in hand.
create function has_unnoted_checks() returns boolean
  language plpgsql stable security definer set search_path = badgewatch, pg_temp
as $$
declare
  code text := nullif(current_setting('badgewatch.authority', true), '');
begin
  return exists (select from check_record as c
                 where c.authority = code and c.pairs is not null and not c.hits_noted);
end
$$;
revoke execute on function has_unnoted_checks from public;
grant execute on function has_unnoted_checks to bw_app;
