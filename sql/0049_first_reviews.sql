-- How an authority is asked for more is confirmed each year, by those too that never said it.
--
-- Authorities that have people or systems, have never said how they are to be asked for more, and owe
-- no review of it yet; since when.
create function contacts_never_said() returns table (authority text, since date)
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select begun.authority, (min(begun.created_at) at time zone 'Europe/London')::date
  from (select k.authority, k.created_at from api_key as k
        union all select c.authority, c.created_at from client as c
        union all select o.authority, o.created_at from officer as o) as begun
  where begun.authority <> ''
    and not exists (select from authority_contact as c where c.authority = begun.authority)
    and not exists (select from duty as d
                     where d.authority = begun.authority and d.kind = 'contact_review')
  group by begun.authority
$$;

-- Theirs, once: it is about nothing that is there yet.
create function open_first_review(owed_by text, new_id uuid, its_opened_on date, its_due_on date,
                                  its_reckoning text, its_remind_on date, its_escalate_on date,
                                  its_escalates_to text, at timestamptz)
  returns void
  language sql security definer set search_path = badgewatch, pg_temp
as $$
  insert into duty (authority, id, kind, about_type, about, opened_by, opened_at, opened_on, due_on,
                    reckoning, remind_on, escalate_on, escalates_to, state)
  values (owed_by, new_id, 'contact_review', 'authority_contact',
          '00000000-0000-0000-0000-000000000000', '', at, its_opened_on, its_due_on, its_reckoning,
          its_remind_on, its_escalate_on, its_escalates_to, 'open')
  on conflict (authority, kind, about_type, about, occasion) do nothing
$$;

revoke execute on function contacts_never_said, open_first_review from public;
grant execute on function contacts_never_said, open_first_review to bw_watch;
