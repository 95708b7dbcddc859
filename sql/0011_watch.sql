-- The watch stands on the feed that it compared, passes on when its holder hangs, and is told how far
-- each authority's numbers go.

-- A number alone does not tell a restored database from the right one. A place without epoch and
-- chain is on no feed: everything is compared again, and nothing is raised twice.
alter table watch_position
  add column epoch uuid,
  add column chain bytea check (length(chain) = 32);
grant update (epoch, chain) on watch_position to bw_watch;

create policy watch on feed for select to bw_watch using (true);
grant select (seq, chain) on feed to bw_watch;

-- Up to where everything has been compared: 0 where that place is not on this feed.
create function watched_place(out epoch uuid, out seq bigint, out chain bytea)
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select h.epoch,
         case when f.seq is null then 0 else w.seq end,
         case when f.seq is null then decode(repeat('00', 32), 'hex') else w.chain end
  from feed_head as h
  cross join watch_position as w
  left join feed as f on f.seq = w.seq and f.chain = w.chain and w.epoch = h.epoch
$$;
revoke all on function watched_place() from public;
grant execute on function watched_place() to bw_app, bw_watch, bw_audit;

-- Who may raise alerts, and until when by this database's clock. Whoever takes it over counts the
-- fence up: one who held it before, and does not know that he lost it, is told apart by that.
create table watch_lease (
  one     boolean     not null primary key default true check (one),
  holder  uuid,
  fence   bigint      not null,
  ends_at timestamptz not null
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

insert into watch_lease (fence, ends_at) values (0, clock_timestamp());

alter table watch_lease enable row level security;
alter table watch_lease force row level security;
create policy owned on watch_lease to bw_owner using (true) with check (true);
create policy watch on watch_lease to bw_watch using (true) with check (true);
create policy audit on watch_lease for select to bw_audit using (true);
grant select on watch_lease to bw_watch, bw_audit;
grant update (holder, fence, ends_at) on watch_lease to bw_watch;

-- An authority may be told that a cursor is none that it was given.
create policy own on authority_event_head for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select on authority_event_head to bw_app;

-- A row to be written when nothing else is, so that the log is known to take what comes.
create table log_probe (
  one boolean     not null primary key default true check (one),
  at  timestamptz not null
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

insert into log_probe (at) values (clock_timestamp());

alter table log_probe enable row level security;
alter table log_probe force row level security;
create policy owned on log_probe to bw_owner using (true) with check (true);
create policy record on log_probe to bw_record using (true) with check (true);
grant select, update on log_probe to bw_record;
