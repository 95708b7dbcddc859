-- Alerts, and each authority's own events. One writer: whoever holds the watch.

create table authority_event_head (
  authority text   not null primary key,
  seq       bigint not null,  -- of its last event
  alerts    bigint not null   -- the number of its last alert
);

create table authority_event (
  authority text        not null,
  seq       bigint      not null,
  type      text        not null,
  at        timestamptz not null,
  data      text        not null,  -- a JSON object without personal data
  primary key (authority, seq)
);

create table alert (
  authority           text             not null,
  id                  uuid             not null,
  number              bigint           not null,
  raised_at           timestamptz      not null,
  kind                text             not null,
  state               text             not null,
  entry_type          text             not null,
  entry               uuid             not null,
  recording_authority text             not null,
  licence             uuid             not null,
  band                text             not null,
  probability         double precision not null,
  primary key (authority, id),
  unique (authority, number),
  unique (authority, kind, entry, licence)
);

-- Up to where in the feed every licence has been compared with every entry.
create table watch_position (
  one boolean not null primary key default true check (one),
  seq bigint  not null
);

insert into watch_position (seq) values (0);

alter table authority_event_head enable row level security;
alter table authority_event_head force row level security;
create policy owned on authority_event_head to bw_owner using (true) with check (true);
create policy watch on authority_event_head to bw_watch using (true) with check (true);
grant select, insert on authority_event_head to bw_watch;
grant update (seq, alerts) on authority_event_head to bw_watch;

alter table authority_event enable row level security;
alter table authority_event force row level security;
create policy owned on authority_event to bw_owner using (true) with check (true);
create policy own on authority_event for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
create policy watch on authority_event for insert to bw_watch with check (true);
create policy send on authority_event for select to bw_webhook using (true);
grant select on authority_event to bw_app, bw_webhook;
grant insert on authority_event to bw_watch;

alter table alert enable row level security;
alter table alert force row level security;
create policy owned on alert to bw_owner using (true) with check (true);
create policy own on alert to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
create policy watch_read on alert for select to bw_watch, bw_report using (true);
create policy watch_raise on alert for insert to bw_watch with check (true);
grant select on alert to bw_app;
grant update (state) on alert to bw_app;
grant insert on alert to bw_watch;
grant select (authority, kind, entry, licence) on alert to bw_watch;
grant select (authority, raised_at, kind, state, band) on alert to bw_report;

alter table watch_position enable row level security;
alter table watch_position force row level security;
create policy owned on watch_position to bw_owner using (true) with check (true);
create policy watch on watch_position to bw_watch using (true) with check (true);
create policy read on watch_position for select to bw_app, bw_audit using (true);
grant select on watch_position to bw_app, bw_watch, bw_audit;
grant update (seq) on watch_position to bw_watch;
