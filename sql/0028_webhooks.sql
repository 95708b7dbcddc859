-- Webhooks: an authority's events are sent to addresses that it names (Standard Webhooks 1.0.0).

-- The same at each endpoint and in each repetition: `webhook-id`. A number would come again after a
-- restore for another event, and be dropped as a repetition.
alter table authority_event add column message uuid not null default gen_random_uuid();

-- An endpoint. The address, which may hold a token of the receiver's, and the signing keys are sealed.
create table webhook (
  authority        text        not null,
  id               uuid        not null,
  description      text        not null,
  created_at       timestamptz not null,
  scheme           text        not null check (scheme in ('v1a', 'v1')),
  key_version      smallint    not null,
  data_key         bytea       not null,
  content          bytea       not null,
  disabled_at      timestamptz,
  disabled_because text        check (disabled_because in ('owner', 'gone', 'failing')),
  failing_since    timestamptz,                     -- the first failure behind the last success
  failures         bigint      not null default 0,  -- in a row
  not_before       timestamptz not null default '-infinity',  -- the receiver asked for peace, or is away
  attempts         bigint      not null default 0,  -- numbers the log of deliveries
  fence            bigint      not null default 0,  -- counted up by whoever claims it
  lease_until      timestamptz,                     -- by this database's clock
  primary key (authority, id)
) with (fillfactor = 50);

alter table webhook alter column content set storage external;

-- What is to be sent and was sent. Without a number it is a test, and no event.
create table webhook_delivery (
  authority text        not null,
  webhook   uuid        not null,
  message   uuid        not null,
  seq       bigint,
  type      text        not null,
  at        timestamptz not null,
  state     text        not null check (state in ('pending', 'delivered', 'failed')),
  attempts  integer     not null default 0,
  next_at   timestamptz not null default '-infinity',
  ended_at  timestamptz,
  primary key (authority, webhook, message),
  foreign key (authority, webhook) references webhook (authority, id) on delete cascade
);

create index webhook_delivery_due on webhook_delivery (authority, webhook, next_at)
  where state = 'pending';
create index webhook_delivery_by_seq on webhook_delivery (authority, webhook, seq);
create index webhook_delivery_ended on webhook_delivery (ended_at) where ended_at is not null;

create table webhook_attempt (
  authority text        not null,
  webhook   uuid        not null,
  number    bigint      not null,
  message   uuid        not null,
  at        timestamptz not null,
  took_ms   bigint      not null,
  status    integer,              -- null: no whole answer came
  result    text        not null, -- what was made of it, without anything that the receiver sent
  primary key (authority, webhook, number),
  foreign key (authority, webhook) references webhook (authority, id) on delete cascade
);

create index webhook_attempt_by_age on webhook_attempt (at);

do $$
declare
  its text;
begin
  foreach its in array array['webhook', 'webhook_delivery', 'webhook_attempt']
  loop
    execute format('alter table %I enable row level security', its);
    execute format('alter table %I force row level security', its);
    execute format('create policy owned on %I to bw_owner using (true) with check (true)', its);
    execute format('create policy own on %I to bw_app'
                   ' using (authority = nullif(current_setting(''badgewatch.authority'', true), ''''))'
                   ' with check (authority = nullif(current_setting(''badgewatch.authority'', true),'
                   '                                ''''))', its);
    execute format('create policy send on %I to bw_webhook using (true) with check (true)', its);
  end loop;
end
$$;

grant select, insert, delete on webhook to bw_app;
grant update (key_version, data_key, content, disabled_at, disabled_because, failing_since, failures,
              not_before) on webhook to bw_app;
grant select, insert on webhook_delivery to bw_app;
grant update (state, attempts, next_at, ended_at) on webhook_delivery to bw_app;
grant select on webhook_attempt to bw_app;

grant select on webhook, webhook_delivery, webhook_attempt to bw_webhook;
grant update (disabled_at, disabled_because, failing_since, failures, not_before, attempts, fence,
              lease_until) on webhook to bw_webhook;
grant update (state, attempts, next_at, ended_at), delete on webhook_delivery to bw_webhook;
grant insert, delete on webhook_attempt to bw_webhook;

-- Which master keys there are, so that a sender of its own knows those at hand; the marks say nothing
-- about the keys.
create policy send on master_key for select to bw_webhook using (true);
grant select on master_key to bw_webhook;

create trigger closed_key_insert after insert on webhook
  referencing new table as new_rows
  for each statement execute function refuse_closed_key();
create trigger closed_key_update after update on webhook
  referencing old table as old_rows new table as new_rows
  for each statement execute function refuse_closed_key();

-- Whoever writes an event writes what is to be sent of it, in the same transaction.
create function queue_for_webhooks() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  insert into webhook_delivery (authority, webhook, message, seq, type, at, state)
  select e.authority, w.id, e.message, e.seq, e.type, e.at, 'pending'
  from new_rows as e
  join webhook as w on w.authority = e.authority and w.disabled_at is null;
  return null;
end
$$;

create trigger queue_for_webhooks after insert on authority_event
  referencing new table as new_rows
  for each statement execute function queue_for_webhooks();

-- The alert to an authority that nothing more is sent to one of its endpoints.
create function tell_webhook_disabled(told text, disabled uuid, told_at timestamptz) returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  head   authority_event_head;
  new_id uuid := gen_random_uuid();
begin
  insert into authority_event_head (authority, seq, alerts) values (told, 0, 0)
  on conflict do nothing;
  update authority_event_head set seq = seq + 1, alerts = alerts + 1 where authority = told
  returning * into strict head;
  insert into authority_event (authority, seq, type, at, data)
  values (told, head.seq, 'alert.raised', told_at,
          json_build_object('alert', new_id, 'number', head.alerts, 'kind', 'webhook_disabled',
                            'entry', json_build_object('type', 'webhook', 'id', disabled,
                                                       'recording_authority', told))::text);
  insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                     recording_authority)
  values (told, new_id, head.alerts, told_at, 'webhook_disabled', 'raised', 'webhook', disabled, told);
end
$$;

revoke execute on function queue_for_webhooks, tell_webhook_disabled from public;
grant execute on function tell_webhook_disabled to bw_webhook;
