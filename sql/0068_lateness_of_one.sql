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

-- Its statements are planned once in a session.
alter function grants_of_days(date[], date[], bigint) set plan_cache_mode = force_generic_plan;
alter function grants_of_days(date[], date[], bigint) set enable_seqscan = off;
