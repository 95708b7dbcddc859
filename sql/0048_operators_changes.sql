-- Where an operator changes an entry in a driver's stead, the authority that recorded it is told as
-- others are: `entry_changed`, once for each change. By the owner alone.
create function tell_recorder_of_change(recorded_by text, changed uuid, changed_version bigint)
  returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  its    decision_change;
  head   authority_event_head;
  new_id uuid := gen_random_uuid();
begin
  select * into strict its from decision_change
  where authority = recorded_by and decision = changed and version = changed_version;
  insert into authority_event_head (authority, seq, alerts) values (recorded_by, 0, 0)
  on conflict do nothing;
  update authority_event_head set seq = seq + 1, alerts = alerts + 1 where authority = recorded_by
  returning * into strict head;
  insert into authority_event (authority, seq, type, at, data)
  values (recorded_by, head.seq, 'alert.raised', its.recorded_at,
          json_build_object('alert', new_id, 'number', head.alerts, 'kind', 'entry_changed',
                            'entry', json_build_object('type', 'decision', 'id', changed,
                                                       'recording_authority', recorded_by),
                            'licence', null, 'band', null)::text);
  insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                     recording_authority, entry_version, change, changed_on)
  values (recorded_by, new_id, head.alerts, its.recorded_at, 'entry_changed', 'raised', 'decision',
          changed, recorded_by, changed_version, its.change, its.happened_on);
end
$$;

revoke execute on function tell_recorder_of_change from public;
