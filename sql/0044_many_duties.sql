-- Opens many duties in one statement, each for whoever owes it, which may be another authority than the
-- one that acts: beside a load thousands of alerts begin their clocks. How many were not open already.
create function open_duties(
  owed_by text[], new_id uuid[], its_kind text[], its_about_type text[], its_about uuid[],
  its_occasion text[], its_opened_on date[], its_due_on date[], its_reckoning text[],
  its_remind_on date[], its_escalate_on date[], its_escalates_to text[], its_state text[],
  its_pauses text[], its_transferred_from text[], at timestamptz
) returns bigint
  language sql security definer set search_path = badgewatch, pg_temp
as $$
  with opened as (
    insert into duty (authority, id, kind, about_type, about, occasion, opened_by, opened_at,
                      opened_on, due_on, reckoning, remind_on, escalate_on, escalates_to, state,
                      pauses, transferred_from)
    select d.authority, d.id, d.kind, d.about_type, d.about, d.occasion,
           coalesce(current_setting('badgewatch.authority', true), ''), at, d.opened_on, d.due_on,
           d.reckoning, d.remind_on, d.escalate_on, d.escalates_to, d.state, d.pauses,
           d.transferred_from
    from unnest(owed_by, new_id, its_kind, its_about_type, its_about, its_occasion, its_opened_on,
                its_due_on, its_reckoning, its_remind_on, its_escalate_on, its_escalates_to,
                its_state, its_pauses, its_transferred_from)
         as d(authority, id, kind, about_type, about, occasion, opened_on, due_on, reckoning,
              remind_on, escalate_on, escalates_to, state, pauses, transferred_from)
    on conflict (authority, kind, about_type, about, occasion) do nothing
    returning 1
  )
  select count(*) from opened
$$;

revoke execute on function open_duties from public;
grant execute on function open_duties to bw_app, bw_watch;
