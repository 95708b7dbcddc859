-- How common each word of names is among the register's own people: what the matcher weighs names by.
-- A new table can change an answer, so it goes through the feed, as one row of kind 4 whose versions
-- follow each other.

-- The words of names are personal data, so the table is sealed. Superseded ones stay for the replay of
-- the checks that they answered; then their key and content go.
create table frequency_table (
  version        bigint      not null primary key,  -- 1, 2, ...: the feed's version
  id             uuid        not null,              -- the feed's name of the table
  learnt_at      timestamptz not null,
  people         bigint      not null,              -- counted
  words          bigint      not null,              -- with a line of their own
  fingerprint    text        not null,              -- of the words: not the words
  superseded_at  timestamptz,
  content_digest bytea       not null,
  key_version    smallint    not null,
  data_key       bytea,                             -- null: erased
  content        bytea
);

alter table frequency_table alter column content set storage external;

alter table frequency_table enable row level security;
alter table frequency_table force row level security;
create policy owned on frequency_table to bw_owner using (true) with check (true);
create policy read on frequency_table for select to bw_follow using (superseded_at is null);
create policy audit on frequency_table for select to bw_audit, bw_report using (true);
grant select (version, id, learnt_at, people, words, fingerprint, superseded_at, key_version,
              data_key, content)
  on frequency_table to bw_follow;
grant select (version, learnt_at, people, words, fingerprint, superseded_at)
  on frequency_table to bw_audit, bw_report;

-- Whose turn it was last, so that a night's learning is done once, whichever daemon does it.
create table frequency_turn (
  one  boolean not null primary key default true check (one),
  turn date
);

insert into frequency_turn default values;

alter table frequency_turn enable row level security;
alter table frequency_turn force row level security;
create policy owned on frequency_turn to bw_owner using (true) with check (true);

create function frequencies_inserted() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  if (select count(*) from new_rows) <> 1
     or exists (select from new_rows as n
                where n.version <> 1 + (select count(*) from frequency_table as t
                                        where t.version < n.version)
                   or n.superseded_at is not null) then
    raise exception 'tables of frequencies come one by one' using errcode = 'BW001';
  end if;
  perform append_feed(4::smallint, array_agg(''::text), array_agg(id), array_agg(version - 1),
                      array_agg(version), array_agg(content_digest))
  from new_rows;
  return null;
end
$$;

-- What was published stays as it was, but for its being superseded and, later, erased.
create function refuse_other_frequencies() returns trigger
  language plpgsql
as $$
begin
  if (new.version, new.id, new.learnt_at, new.people, new.words, new.fingerprint,
      new.content_digest, new.key_version)
     is distinct from
     (old.version, old.id, old.learnt_at, old.people, old.words, old.fingerprint,
      old.content_digest, old.key_version)
     or (new.content is not null and new.content is distinct from old.content)
     or (new.content is null and new.superseded_at is null) then
    raise exception 'a published table of frequencies is not changed' using errcode = 'BW001';
  end if;
  return new;
end
$$;

create trigger follow_insert after insert on frequency_table
  referencing new table as new_rows for each statement execute function frequencies_inserted();
create trigger only_superseded before update on frequency_table
  for each row execute function refuse_other_frequencies();
create trigger only_added_to before delete or truncate on frequency_table
  for each statement execute function refuse_change();

revoke execute on function frequencies_inserted, refuse_other_frequencies from public;

-- Under which rules everything up to the watch's place has been compared, or is being compared anew:
-- up to that entry, in the order of their ids.
create table watch_rules (
  one   boolean not null primary key default true check (one),
  rules text    not null,
  entry uuid,
  whole boolean not null
);

insert into watch_rules (rules, whole) values ('', false);

alter table watch_rules enable row level security;
alter table watch_rules force row level security;
create policy owned on watch_rules to bw_owner using (true) with check (true);
create policy watch on watch_rules to bw_watch using (true) with check (true);
create policy audit on watch_rules for select to bw_audit using (true);
grant select on watch_rules to bw_watch, bw_audit;
grant update (rules, entry, whole) on watch_rules to bw_watch;

-- As before; but the feed is looked up by its number, however many rows the planner expects in tables
-- that it knows nothing of yet: while a new register was loaded each step of the watch read all of it.
create or replace function watched_place(out epoch uuid, out seq bigint, out chain bytea)
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select h.epoch,
         case when f.seq is null then 0 else w.seq end,
         case when f.seq is null then decode(repeat('00', 32), 'hex') else w.chain end
  from feed_head as h
  cross join watch_position as w
  left join lateral (select f.seq, f.chain from feed as f where f.seq = w.seq limit 1) as f
    on f.chain = w.chain and w.epoch = h.epoch
$$;
