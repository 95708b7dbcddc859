-- The ordered feed of everything that can change the answer of a check.
--
-- One head row says where the feed ends. It is locked last and changed once per statement, so the
-- feed is dense, is committed in its own order, and a reader that sees the head sees all before it.
-- Nobody writes these tables directly: the triggers of the followed tables do, as their owner.

create table feed_head (
  one        boolean not null primary key default true check (one),
  epoch      uuid    not null,  -- new after a restore or a forced failover
  seq        bigint  not null,
  chain      bytea   not null check (length(chain) = 32),
  n_live     bigint  not null check (n_live >= 0),
  set_digest bytea   not null check (length(set_digest) = 32)
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

insert into feed_head (epoch, seq, chain, n_live, set_digest)
values (gen_random_uuid(), 0, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'));

create table feed (
  seq       bigint      not null primary key,
  kind      smallint    not null,  -- 1 licence, 2 decision, 3 reference data
  authority text        not null,
  row_id    uuid        not null,
  payload   bytea       not null,  -- kind, row, both versions, commitment: no particulars
  chain     bytea       not null,  -- SHA-256(0x01 || previous chain || seq || payload)
  at        timestamptz not null default transaction_timestamp()
);

-- Where an entry last changed: few rows, so that licences in bulk do not pay for it.
create index feed_of_decision on feed (row_id, seq) where kind = 2;

alter table feed_head enable row level security;
alter table feed_head force row level security;
create policy owned on feed_head to bw_owner using (true) with check (true);
create policy read on feed_head for select
  to bw_app, bw_follow, bw_watch, bw_audit using (true);
grant select on feed_head to bw_app, bw_follow, bw_watch, bw_audit;

alter table feed enable row level security;
alter table feed force row level security;
create policy owned on feed to bw_owner using (true) with check (true);
create policy own on feed for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
create policy read on feed for select to bw_follow, bw_audit using (true);
grant select (seq, kind, authority, row_id) on feed to bw_app;
grant select on feed to bw_follow, bw_audit;

-- The n-th 32 bits of a hash, as an unsigned number.
create function hash_limb(hash bytea, n integer) returns bigint
  language sql immutable strict parallel safe
  return ('x' || encode(substr(hash, 1 + 4 * n, 4), 'hex'))::bit(32)::bigint;

-- `digest` with all of `added` added and all of `removed` taken away, modulo 2^256.
create function moved_digest(digest bytea, added bytea[], removed bytea[]) returns bytea
  language plpgsql immutable
as $$
declare
  limbs bigint[];
  total bigint;
  carry bigint := 0;
  result bytea := ''::bytea;
begin
  select array[
      sum(sign * hash_limb(element, 0)), sum(sign * hash_limb(element, 1)),
      sum(sign * hash_limb(element, 2)), sum(sign * hash_limb(element, 3)),
      sum(sign * hash_limb(element, 4)), sum(sign * hash_limb(element, 5)),
      sum(sign * hash_limb(element, 6)), sum(sign * hash_limb(element, 7))]::bigint[]
  into limbs
  from (
    select 1 as sign, element from unnest(added) as element
    union all
    select -1, element from unnest(removed) as element
  ) as elements;
  for n in reverse 7..0 loop
    total := hash_limb(digest, n) + coalesce(limbs[n + 1], 0) + carry;
    carry := total >> 32;  -- rounds down, so it borrows too
    result := substr(int8send(total & 4294967295), 5, 4) || result;
  end loop;
  return result;
end
$$;

-- Appends one event for each row, in the order of the arrays, and moves the head over them.
-- A version 0 before means that the row is new, a version 0 after that it is gone.
create function append_feed(
  kind         smallint,
  authorities  text[],
  row_ids      uuid[],
  old_versions bigint[],
  new_versions bigint[],
  commitments  bytea[]
) returns void
  language plpgsql
as $$
declare
  kind_byte bytea := substr(int2send(kind), 2, 1);
  head      feed_head;
  last_seq  bigint;
  payload   bytea;
  payloads  bytea[] := '{}';
  chains    bytea[] := '{}';
  added     bytea[];
  removed   bytea[];
begin
  if coalesce(cardinality(row_ids), 0) = 0 then
    return;
  end if;

  select array_agg(sha256('\x02'::bytea || kind_byte || uuid_send(row_id) || int8send(new_version)))
           filter (where new_version > 0),
         array_agg(sha256('\x02'::bytea || kind_byte || uuid_send(row_id) || int8send(old_version)))
           filter (where old_version > 0)
  into added, removed
  from unnest(row_ids, old_versions, new_versions) as change(row_id, old_version, new_version);

  select * into strict head from feed_head for update;
  last_seq := head.seq;
  for i in 1..cardinality(row_ids) loop
    head.seq := head.seq + 1;
    payload := kind_byte || uuid_send(row_ids[i]) || int8send(old_versions[i])
               || int8send(new_versions[i]) || commitments[i];
    head.chain := sha256('\x01'::bytea || head.chain || int8send(head.seq) || payload);
    payloads := payloads || payload;
    chains := chains || head.chain;
  end loop;

  insert into feed (seq, kind, authority, row_id, payload, chain)
  select last_seq + n, append_feed.kind, e.authority, e.row_id, e.payload, e.chain
  from unnest(authorities, row_ids, payloads, chains)
         with ordinality as e(authority, row_id, payload, chain, n);

  update feed_head
  set seq = head.seq,
      chain = head.chain,
      n_live = n_live + coalesce(cardinality(added), 0) - coalesce(cardinality(removed), 0),
      set_digest = moved_digest(set_digest, added, removed);
end
$$;

-- TRUNCATE would empty a followed table behind the feed's back.
create function refuse_truncate() returns trigger
  language plpgsql
as $$
begin
  raise exception 'rows of % are deleted one by one, through the feed', tg_table_name;
end
$$;

revoke execute on function append_feed, moved_digest, hash_limb, refuse_truncate from public;
