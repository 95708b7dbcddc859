-- The answer to a person's request may take two further months (UK GDPR article 12(3)), once, where the
-- person was told why within the first: the last day moves, and what was said is kept, sealed.

alter table rectification_request
  add column extended_on date,
  add column told_on     date,   -- when the person was told
  add column extension   bytea,  -- why, and who recorded it
  add check ((extended_on is null) = (told_on is null) and (extended_on is null) = (extension is null));
alter table rectification_request alter column extension set storage external;
grant update (extended_on, told_on, extension) on rectification_request to bw_app;
create policy extend on rectification_request for update to bw_app
  using (recorded_by = nullif(current_setting('badgewatch.authority', true), '') and state = 'open')
  with check (recorded_by = nullif(current_setting('badgewatch.authority', true), '')
              and state = 'open');

create function refuse_second_extension() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  raise exception 'it was extended once' using errcode = 'BW002';
end
$$;

create trigger extended_once before update of extended_on, told_on, extension on rectification_request
  for each row when (old.extended_on is not null) execute function refuse_second_extension();

-- Both sides read that it takes longer; the day stands in the request.
create function tell_of_extension(about uuid, at timestamptz) returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  me      text := nullif(current_setting('badgewatch.authority', true), '');
  its     rectification_request;
  told    text;
  new_seq bigint;
begin
  select * into its from rectification_request
  where id = about and recorded_by = me and extended_on is not null;
  if not found then
    raise exception 'who extends a request tells of it' using errcode = 'BW001';
  end if;
  for told in
    select distinct p collate "C" as p from unnest(array[its.received_by, its.recorded_by]) as p
    order by 1
  loop
    insert into authority_event_head (authority, seq, alerts) values (told, 0, 0)
    on conflict do nothing;
    update authority_event_head set seq = seq + 1 where authority = told
    returning seq into strict new_seq;
    insert into authority_event (authority, seq, type, at, data)
    values (told, new_seq, 'rectification.extended', tell_of_extension.at,
            json_build_object('request', its.id, 'state', its.state,
                              'entry', json_build_object('type', 'decision', 'id', its.entry,
                                                         'recording_authority', its.recorded_by),
                              'received_by', its.received_by)::text);
  end loop;
end
$$;

revoke execute on function tell_of_extension, refuse_second_extension from public;
grant execute on function tell_of_extension to bw_app;
