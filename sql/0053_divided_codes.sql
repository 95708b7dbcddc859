-- What goes on under the code of a divided authority is its heir's. It is told of another successor's
-- matters neither when it sends again what it had recorded, nor by the events of before.

-- Of these references, those under which the caller may enter nothing with that code: what stands
-- there went to another successor.
create function decisions_elsewhere(code text, refs bytea[]) returns setof bytea
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select d.reference_index
  from decision as d
  where d.authority = decisions_elsewhere.code
    and d.reference_index = any (decisions_elsewhere.refs)
    and exists (select from succession as s where s.former = decisions_elsewhere.code and not s.is_rest)
    and not is_in_hand(d.id)
$$;

-- What an event is about: its alert as long as that is kept, else what it names.
create function matter_of_event(code text, data text) returns uuid
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select coalesce((select a.id from alert as a
                    where a.authority = matter_of_event.code and a.id = (t.told ->> 'alert')::uuid),
                  (t.told ->> 'licence')::uuid, (t.told ->> 'request')::uuid,
                  (t.told -> 'entry' ->> 'id')::uuid)
  from (select matter_of_event.data::jsonb as told) as t
$$;

-- Whether an event under the transaction's code is about what went to who acts.
create function is_event_in_hand(data text) returns boolean
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select is_in_hand(record_of(t.code, matter_of_event(t.code, is_event_in_hand.data)))
  from (select nullif(current_setting('badgewatch.authority', true), '') as code) as t
$$;

revoke execute on function decisions_elsewhere, matter_of_event, is_event_in_hand from public;
grant execute on function decisions_elsewhere, is_event_in_hand to bw_app;

-- As before, but for what another successor is told: by that one's mailboxes.
create or replace function queue_for_mail() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  -- Read where there is a mailbox alone ("offset 0"): most authorities have none.
  insert into mail_address_item (authority, mail_address, seq, alert, kind, at)
  select t.authority, t.id, t.seq, (t.data ->> 'alert')::uuid, t.data ->> 'kind', t.at
  from (select e.authority, m.id, m.kinds, e.seq, e.data::json as data, e.at
        from new_rows as e
        join mail_address as m
          on m.authority = e.authority and m.confirmed_at is not null and m.disabled_at is null
        where e.type = 'alert.raised' offset 0) as t
  where t.data ->> 'alert' is not null
    and (t.kinds = '' or t.data ->> 'kind' = any (string_to_array(t.kinds, ' ')))
    and (not exists (select from succession as s where s.former = t.authority and not s.is_rest)
         or holder_of(t.authority,
                      record_of(t.authority, matter_of_event(t.authority, t.data::text)))
            is not distinct from holder_of(t.authority, null));
  return null;
end
$$;
