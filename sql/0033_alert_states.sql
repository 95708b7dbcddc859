-- What people do about an alert: seen, acknowledged, acted on, dismissed; who, when, and why.

create table alert_change (
  authority   text        not null,
  alert       uuid        not null,
  number      bigint      not null,  -- 1, 2, ... of each alert
  change      text        not null,
  state       text        not null,  -- that it led to
  at          timestamptz not null,
  actor       text        not null,
  key_version smallint    not null,
  data_key    bytea,                 -- null with the content: erased with the entry
  content     bytea,                 -- who, by name, and what was done or why
  primary key (authority, alert, number),
  foreign key (authority, alert) references alert (authority, id) on delete cascade
);

alter table alert_change alter column content set storage external;

alter table alert_change enable row level security;
alter table alert_change force row level security;
create policy owned on alert_change to bw_owner using (true) with check (true);
create policy own on alert_change to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select, insert on alert_change to bw_app;

create trigger closed_key_insert after insert on alert_change
  referencing new table as new_rows
  for each statement execute function refuse_closed_key();
create trigger closed_key_update after update on alert_change
  referencing old table as old_rows new table as new_rows
  for each statement execute function refuse_closed_key();

create index alert_by_state on alert (authority, state, number);

-- The event that an alert of the authority for which this transaction acts has another state.
create function tell_alert_changed(changed uuid, its_change text, its_state text, told_at timestamptz)
  returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  told       text := nullif(current_setting('badgewatch.authority', true), '');
  its_number bigint;
  new_seq    bigint;
begin
  select number into strict its_number from alert where authority = told and id = changed;
  update authority_event_head set seq = seq + 1 where authority = told returning seq into strict new_seq;
  insert into authority_event (authority, seq, type, at, data)
  values (told, new_seq, 'alert.changed', told_at,
          json_build_object('alert', changed, 'number', its_number, 'change', its_change,
                            'state', its_state)::text);
end
$$;

revoke execute on function tell_alert_changed from public;
grant execute on function tell_alert_changed to bw_app;

-- Whether the clock runs within which somebody acknowledges it. Of those from before none is begun.
alter table alert add column has_clock boolean not null default true;
alter table alert alter column has_clock set default false;
create index alert_without_clock on alert (raised_at) where not has_clock;
create policy watch_clock on alert for update to bw_watch using (true) with check (true);
grant select (id, state, has_clock), update (has_clock) on alert to bw_watch;
