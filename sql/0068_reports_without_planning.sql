-- How late an authority was, of its own rows that are in hand, as the policies `own` and `in_hand` say:
-- asked once where all are, and not for each row.
create function own_lateness(first_day date, last_day date, today date)
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
    select own, 'enter_decision'::text, count(*), count(*) filter (where d.late), 0::bigint, 0::bigint,
           coalesce(max((d.entered_at at time zone 'Europe/London')::date - d.enter_by)
                      filter (where d.late), 0)::bigint
    from decision as d
    where d.authority = own and d.late is not null and d.notified_on between first_day and last_day
      and (is_all or is_in_hand(d.id))
    having count(*) > 0;
  return query
    select own, d.kind, count(*) filter (where d.state = 'done'),
           count(*) filter (where d.state = 'done' and d.done_on > d.due_on),
           count(*) filter (where d.state in ('open', 'paused')),
           count(*) filter (where d.state = 'open' and d.due_on < own_lateness.today),
           coalesce(max(d.done_on - d.due_on)
                      filter (where d.state = 'done' and d.done_on > d.due_on), 0)::bigint
    from duty as d
    where d.authority = own and d.state <> 'transferred' and d.opened_on between first_day and last_day
      and (is_all or is_in_hand(record_of(own, d.about)))
    group by d.kind;
end
$$;
revoke execute on function own_lateness from public;
grant execute on function own_lateness to bw_app;

-- As before, but planned once in a session, and whatever is known of the tables then: a day's place says
-- which search counts for it, where it was joined with the days.
create or replace function grants_of_days(days date[], since date[], most bigint)
  returns table (granted bigint, searched bigint, unsearched uuid[])
  language plpgsql security definer set search_path = badgewatch, pg_temp
  set enable_seqscan = off set plan_cache_mode = force_generic_plan
as $$
declare
  code  text := nullif(current_setting('badgewatch.authority', true), '');
  first date := days[1];
  last  date := days[cardinality(days)];
  room  int  := least(most, 1000000000);
  kept  bigint;
  its   record;
begin
  unsearched := '{}';
  if not is_all_in_hand() then
    select coalesce(sum(c.granted), 0), coalesce(sum(c.searched), 0)
    into granted, searched from counted_grants(days, since) as c;
    select coalesce((array_agg(u.id order by c.began_on desc, u.n))[1:room], '{}')
    into unsearched
    from counted_grants(days, since) as c
    cross join lateral unnest(c.unsearched) with ordinality as u(id, n);
    return next;
    return;
  end if;
  for tries in 1..2 loop
    select count(*), coalesce(sum(g.granted), 0), coalesce(sum(g.searched), 0)
    into kept, granted, searched
    from grant_day as g
    where g.authority = code and g.began_on between first and last
      and g.searched_since = grants_of_days.since[g.began_on - first + 1]
      and (tries > 1 or not exists (select from grant_day_change as c where c.authority = code));
    exit when kept = cardinality(days) or code is null;
    perform keep_grant_days(code, days, since);
  end loop;
  for its in
    select g.unsearched from grant_day as g
    where g.authority = code and g.began_on between first and last and g.granted > g.searched
    order by g.began_on desc
  loop
    exit when cardinality(unsearched) >= room;
    unsearched := unsearched || its.unsearched[1:room - cardinality(unsearched)];
  end loop;
  return next;
end
$$;
