-- Hits that wait, in the order of the checks, behind `after`: of each check all that wait, so that there
-- may be more than `most`. That nobody has found anything about two people is asked first: of what waits
-- it holds nearly always, and needs no sorting.
create or replace function waiting_hits(after uuid, most bigint)
  returns table (check_id uuid, place smallint, checked_at timestamptz)
  language plpgsql stable security definer set search_path = badgewatch, pg_temp
  set plan_cache_mode = force_generic_plan
as $$
declare
  code    text := nullif(current_setting('badgewatch.authority', true), '');
  house text[] := findings_read_by(code);
begin
  if not (is_all_in_hand() or is_in_hand(null)) then
    return;
  end if;
  return query
    select h.check_id, h.place, h.checked_at
    from check_hit as h
    where h.authority = code and not h.is_settled and h.check_id > waiting_hits.after
      -- Not by `exists`, for which all findings are hashed.
      and ((select true from finding as f
            where f.authority = any (house) and f.pair = h.pair limit 1) is null
           or (select f.finding from finding as f
               where f.authority = any (house) and f.pair = h.pair
               order by f.number desc limit 1) = 'undecided')
      and (h.entry is null
           or coalesce((select d.state <> 'removed' from decision as d where d.id = h.entry limit 1),
                       (select true from concern as c where c.id = h.entry limit 1), false))
    order by h.check_id
    fetch first waiting_hits.most rows with ties;
end
$$;
