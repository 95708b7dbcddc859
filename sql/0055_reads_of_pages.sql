-- What the officers' pages read again and again is read in one step.

-- A live session and whose it is, in one look for each request; nothing of one that ended or of an
-- officer who was disabled. Takes the place of use_officer_session.
create function session_in_use(wanted bytea, at timestamptz, idle interval, noted_every interval)
  returns table (its officer_session, who officer)
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  update officer_session as s set seen_at = at
  from officer as o
  where s.token_hash = wanted and o.authority = s.authority and o.id = s.officer
    and o.disabled_at is null and at < s.ends_at and at < s.seen_at + idle
    and at >= s.seen_at + noted_every;
  return query
    select s, o
    from officer_session as s
    join officer as o on o.authority = s.authority and o.id = s.officer
    where s.token_hash = wanted and o.disabled_at is null and at < s.ends_at
      and at < s.seen_at + idle;
end
$$;
revoke execute on function session_in_use from public;
grant execute on function session_in_use to bw_access;

-- Done duties grow with the years; those that wait are what is asked for each day.
create index duty_waiting on duty (authority, due_on, id) where state in ('open', 'paused');
