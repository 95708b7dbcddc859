-- The report of grants counts a year's licences, and looks for the search before each. Both are kept by
-- the day on which the licences began, and counted anew where a day's licences or outcomes have changed.

create table grant_day (
  authority      text   not null,
  began_on       date   not null,
  searched_since date   not null,  -- from which day on a search was one for it when this was counted
  granted        bigint not null,
  searched       bigint not null,  -- of these, with a search before
  unsearched     uuid[] not null,  -- the others, in order
  primary key (authority, began_on)
);

-- What may have come since the days were counted: of licences that began on these days, or of the
-- licence of this number. Only added to by who writes, in the transaction that changes it, so that
-- writers wait for nobody; taken away by who counts.
create table grant_day_change (
  authority    text   not null,
  number       bigint not null generated always as identity,
  first_day    date,
  last_day     date,
  number_index bytea check (length(number_index) = 32),
  primary key (authority, number),
  check (case when number_index is null then first_day <= last_day
              else first_day is null and last_day is null end)
);

alter table grant_day enable row level security;
alter table grant_day force row level security;
create policy owned on grant_day to bw_owner using (true) with check (true);
alter table grant_day_change enable row level security;
alter table grant_day_change force row level security;
create policy owned on grant_day_change to bw_owner using (true) with check (true);

-- The day on which a licence is counted; null: on none.
create function counted_on(began_on date, began_of bigint, version bigint, status text) returns date
  language sql immutable
as $$
  select case when began_of = version and status not in ('applied', 'refused') then began_on end
$$;

-- Many days of one statement, as an upload has them, are noted as one span.
create function note_licences_begun() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  if tg_op = 'INSERT' then
    with touched as (
      select distinct n.authority, counted_on(n.began_on, n.began_of, n.version, n.status) as day
      from new_rows as n
    ), sized as (
      select t.*, count(*) over (partition by t.authority) > 32 as is_many
      from touched as t where t.day is not null
    )
    insert into grant_day_change (authority, first_day, last_day)
    select s.authority, min(s.day), max(s.day) from sized as s
    group by s.authority, case when not s.is_many then s.day end;
  else
    with changed as (
      select n.authority, counted_on(o.began_on, o.began_of, o.version, o.status) as was,
             counted_on(n.began_on, n.began_of, n.version, n.status) as day,
             o.number_index <> n.number_index as is_renumbered
      from old_rows as o
      join new_rows as n on n.authority = o.authority and n.id = o.id
    ), touched as (
      select distinct c.authority, d.day
      from changed as c cross join lateral (values (c.was), (c.day)) as d(day)
      where c.was is distinct from c.day or c.is_renumbered
    ), sized as (
      select t.*, count(*) over (partition by t.authority) > 32 as is_many
      from touched as t where t.day is not null
    )
    insert into grant_day_change (authority, first_day, last_day)
    select s.authority, min(s.day), max(s.day) from sized as s
    group by s.authority, case when not s.is_many then s.day end;
  end if;
  return null;
end
$$;
create trigger begun_inserted after insert on licence
  referencing new table as new_rows
  for each statement execute function note_licences_begun();
create trigger begun_updated after update on licence
  referencing old table as old_rows new table as new_rows
  for each statement execute function note_licences_begun();

-- Noted by number: who looks for the licence here does not see one that another writes meanwhile. What
-- an outcome corrects stands no more, and stands again when the correction goes.
create function note_outcomes() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  insert into grant_day_change (authority, number_index)
  select r.authority, r.number_index from its_rows as r
  where r.number_index is not null and r.result in ('granted', 'renewed')
  union
  select o.authority, o.number_index
  from its_rows as r
  join case_outcome as o on o.authority = r.authority and o.id = r.corrects
  where o.number_index is not null and o.result in ('granted', 'renewed');
  return null;
end
$$;
create trigger outcome_inserted after insert on case_outcome
  referencing new table as its_rows
  for each statement execute function note_outcomes();
create trigger outcome_deleted after delete on case_outcome
  referencing old table as its_rows
  for each statement execute function note_outcomes();

-- These days as they stand, whatever is kept of them. A grant was searched for where the search was
-- made before the licence began, and not so long before that it was for an earlier one, unless it was
-- decided later.
create function counted_grants(days date[], since date[])
  returns table (began_on date, searched_since date, granted bigint, searched bigint,
                 unsearched uuid[])
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select b.day, b.since, count(b.id), count(*) filter (where b.is_searched),
         coalesce(array_agg(b.id order by b.id) filter (where b.id is not null and not b.is_searched),
                  '{}')
  from (select d.day, d.since, l.id,
               l.id is not null
               and exists (select from case_outcome as o
                           where o.authority = l.authority and o.number_index = l.number_index
                             and o.result in ('granted', 'renewed')
                             and o.searched_on <= d.day
                             and (o.searched_on >= d.since or o.decided_on >= d.day)
                             and ((select is_all_in_hand()) or (select is_in_hand(null)))
                             and not exists (select from case_outcome as c
                                             where c.authority = o.authority
                                               and c.corrects = o.id)) as is_searched
        from unnest(counted_grants.days, counted_grants.since) as d(day, since)
        left join licence as l
          on l.authority = nullif(current_setting('badgewatch.authority', true), '')
          and l.began_on = d.day and l.began_of = l.version
          and l.status not in ('applied', 'refused')
          and ((select is_all_in_hand()) or is_in_hand(l.id))) as b
  group by b.day, b.since
$$;

-- Takes what came since into the days that are kept, and keeps these days too. One after the other:
-- what another has counted is seen before it is counted again. A change that cannot be seen yet stays,
-- for whoever counts next.
create function keep_grant_days(code text, days date[], since date[]) returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  seen bigint[];
begin
  perform pg_advisory_xact_lock(hashtext('grant_day'), hashtext(code));
  seen := array(select c.number from grant_day_change as c where c.authority = code);
  if cardinality(seen) > 0 then
    delete from grant_day as g
    using grant_day_change as c
    where g.authority = code and c.authority = code and c.number = any (seen)
      and g.began_on between c.first_day and c.last_day;
    delete from grant_day as g
    using grant_day_change as c, licence as l
    where g.authority = code and c.authority = code and c.number = any (seen)
      and l.authority = code and l.number_index = c.number_index and g.began_on = l.began_on;
    delete from grant_day_change as c where c.authority = code and c.number = any (seen);
  end if;
  insert into grant_day (authority, began_on, searched_since, granted, searched, unsearched)
  select code, n.*
  from (select array_agg(d.day) as days, array_agg(d.since) as since
        from unnest(keep_grant_days.days, keep_grant_days.since) as d(day, since)
        where not exists (select from grant_day as g
                          where g.authority = code and g.began_on = d.day
                            and g.searched_since = d.since)) as m
  cross join lateral counted_grants(m.days, m.since) as n
  on conflict (authority, began_on)
  do update set searched_since = excluded.searched_since, granted = excluded.granted,
                searched = excluded.searched, unsearched = excluded.unsearched;
end
$$;

-- Between these days all licences began, whoever has them in hand; null where there is none.
create function days_begun() returns table (first_day date, last_day date)
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select min(l.began_on), max(l.began_on) from licence as l
  where l.authority = nullif(current_setting('badgewatch.authority', true), '')
    and l.began_on is not null and l.began_of = l.version
    and l.status not in ('applied', 'refused')
$$;

-- Of licences that began on these days, in order and without a gap, each with the day from which on a
-- search counts for it: how many, how many with a search before, and of the others the latest first.
create function grants_of_days(days date[], since date[], most bigint)
  returns table (granted bigint, searched bigint, unsearched uuid[])
  language plpgsql security definer set search_path = badgewatch, pg_temp
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
    join unnest(days, since) as d(day, since) on d.day = g.began_on and d.since = g.searched_since
    where g.authority = code and g.began_on between first and last
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

-- Of whoever asks for no report, what changed is not kept for ever: the days are counted anew instead.
create function forget_grant_days(most bigint) returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  code text;
begin
  for code in
    select c.authority from grant_day_change as c
    group by c.authority having count(*) > forget_grant_days.most order by c.authority
  loop
    perform pg_advisory_xact_lock(hashtext('grant_day'), hashtext(code));
    delete from grant_day_change as c where c.authority = code;
    delete from grant_day as g where g.authority = code;
  end loop;
end
$$;

revoke execute on function counted_on, note_licences_begun, note_outcomes, counted_grants,
                           keep_grant_days, days_begun, grants_of_days, forget_grant_days
  from public;
grant execute on function days_begun, grants_of_days to bw_app;

-- The daemon of before still uses count_licences_begun, searches_of_licences_begun and
-- case_outcome_by_later_day; a later migration drops them.
