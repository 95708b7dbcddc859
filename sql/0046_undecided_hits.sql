-- What a list of hits that nobody has decided yet is read by.

create index check_record_hit on check_record (authority, id) where pairs is not null;

-- Of each of these entries, in order, '1' where it is on the register and not removed, else '0'. Null
-- of null.
create function standing_of(entries uuid[]) returns text
  language sql stable strict security definer set search_path = badgewatch, pg_temp
as $$
  select coalesce(string_agg(
           case when exists (select from decision as d where d.id = e.id and d.state <> 'removed')
                  or exists (select from concern as c where c.id = e.id)
                then '1' else '0' end, '' order by e.n), '')
  from unnest(entries) with ordinality as e(id, n)
$$;
grant execute on function standing_of to bw_app;
