-- The day on which a licence began stands in the clear too, so that the report of grants finds what
-- began in its days without opening a roster.
alter table licence
  add column began_on date,    -- as the record states it; null: none stated
  add column began_of bigint;  -- the version of the record for which began_on was written
grant update (began_on, began_of) on licence to bw_app;

-- A row is unread while began_of is another version than the record's: of a daemon from before this
-- migration, which writes neither. Who reports on grants reads it first.
create index licence_unread on licence (authority, id) where began_of is distinct from version;
create index licence_by_first_day on licence (authority, began_on desc, id) include (number_index)
  where began_on is not null and began_of = version and status not in ('applied', 'refused');

-- A search, or a grant, of before a day says nothing about what began long after it.
create index case_outcome_by_later_day
  on case_outcome (authority, greatest(searched_on, decided_on))
  include (number_index, id, searched_on, decided_on)
  where result in ('granted', 'renewed') and number_index is not null;
-- What the report counts and lists of outcomes is rare among them.
create index case_outcome_to_look_at on case_outcome (authority, decided_on)
  where result in ('granted', 'renewed') and (undecided > 0 or number_index is null);

-- The report goes through a year's licences. A policy is asked for each row, which takes longer than
-- reading it: what follows asks once, where all that stands under the transaction's code is in hand, as
-- the policy `in_hand` says it.
create function is_all_in_hand() returns boolean
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select coalesce(current_setting('badgewatch.acting', true), '') = ''
         and not exists (select from succession as s
                         where s.former = current_setting('badgewatch.authority', true)
                           and not s.is_rest)
$$;

create function count_licences_begun(first_day date, last_day date) returns bigint
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select count(*) from licence as l
  where l.authority = nullif(current_setting('badgewatch.authority', true), '')
    and l.began_on between first_day and last_day
    and l.began_of = l.version and l.status not in ('applied', 'refused')
    and ((select is_all_in_hand()) or is_in_hand(l.id))
$$;

-- The latest first; behind the id `after` on the last day.
create function licences_begun(first_day date, last_day date, after uuid, most bigint)
  returns table (id uuid, began_on date)
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select l.id, l.began_on from licence as l
  where l.authority = nullif(current_setting('badgewatch.authority', true), '')
    and l.began_on between first_day and last_day
    and (l.began_on < last_day or l.id > licences_begun.after)
    and l.began_of = l.version and l.status not in ('applied', 'refused')
    and ((select is_all_in_hand()) or is_in_hand(l.id))
  order by l.began_on desc, l.id limit licences_begun.most
$$;

-- Of these licences, with the grants that are recorded for their numbers and stand: searched, or
-- decided, on that day or later.
create function searches_of_licences_begun(first_day date, last_day date, since date)
  returns table (id uuid, began_on date, searched_on date, decided_on date)
  language sql stable security definer set search_path = badgewatch, pg_temp
  set enable_nestloop = off
as $$
  select l.id, l.began_on, o.searched_on, o.decided_on
  from licence as l
  join case_outcome as o on o.authority = l.authority and o.number_index = l.number_index
  where l.authority = nullif(current_setting('badgewatch.authority', true), '')
    and l.began_on between first_day and last_day
    and l.began_of = l.version and l.status not in ('applied', 'refused')
    and ((select is_all_in_hand()) or is_in_hand(l.id))
    and o.authority = nullif(current_setting('badgewatch.authority', true), '')
    and greatest(o.searched_on, o.decided_on) >= searches_of_licences_begun.since
    and o.result in ('granted', 'renewed')
    and ((select is_all_in_hand()) or (select is_in_hand(null)))
    and not exists (select from case_outcome as c
                    where c.authority = o.authority and c.corrects = o.id)
$$;

revoke execute on function is_all_in_hand, count_licences_begun, licences_begun,
                           searches_of_licences_begun from public;
grant execute on function count_licences_begun, licences_begun, searches_of_licences_begun to bw_app;
