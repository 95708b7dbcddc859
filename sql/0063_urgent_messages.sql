-- A message to a webhook that says that somebody has a second licence does not stand before one about an
-- entry: a council's upload makes many of the first at once. What is due goes out by its time, which nobody
-- has given to a message that is new: the urgent ones are due for ever, the others since 1970.
create function first_due(type text, data text) returns timestamptz
  language sql immutable parallel safe set search_path = badgewatch, pg_temp
as $$
  select case when type = 'alert.raised'
                and data::json ->> 'kind' in ('dual_licence', 'applicant_pending_elsewhere')
              then timestamptz 'epoch' else timestamptz '-infinity' end
$$;

revoke execute on function first_due from public;

create or replace function queue_for_webhooks() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  insert into webhook_delivery (authority, webhook, message, seq, type, at, state, next_at)
  select e.authority, w.id, e.message, e.seq, e.type, e.at, 'pending', first_due(e.type, e.data)
  from new_rows as e
  join webhook as w on w.authority = e.authority and w.disabled_at is null;
  return null;
end
$$;
