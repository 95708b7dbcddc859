-- The log as a Merkle tree (RFC 6962): leaves get numbers, tiles hold the tree, checkpoints are signed.
--
-- One integrator at a time, under an advisory lock, numbers what is committed. It reads leaves in the
-- order of the transactions that inserted them, and only those behind which no transaction is open any
-- more: none that commits late is passed over. A transaction that hangs holds the numbering up, in this
-- database or another one of the server; nothing is lost by that.

create index log_leaf_by_transaction on log_leaf (recorded_in, authority, id);

create policy log on log_leaf for select to bw_log using (true);
grant select (authority, id, recorded_in, at, commitment) on log_leaf to bw_log;
-- The proof that a leaf is in the log is for the authority whose leaf it is.
create policy own_leaf on log_leaf for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select (authority, id, recorded_in, commitment) on log_leaf to bw_app;

-- Dense from 0. A number is never given twice and never taken back.
create table log_number (
  number           bigint not null primary key check (number >= 0),
  authority        text   not null,
  leaf             uuid   not null,
  commitment_start bigint not null,  -- its first 8 bytes, to find it by
  unique (authority, leaf)
);

create index log_number_by_commitment on log_number (commitment_start);

-- Full tiles: 256 hashes, as C2SP tlog-tiles numbers them. Level 0 holds the leaves' commitments, which
-- are RFC 6962's leaf hashes as they stand.
create table log_tile (
  level  smallint not null check (level between 0 and 7),
  index  bigint   not null check (index >= 0),
  hashes bytea    not null check (length(hashes) = 8192),
  primary key (level, index)
);
alter table log_tile alter column hashes set storage external;

-- The partial tile of each level at the right edge.
create table log_edge (
  level  smallint not null primary key check (level between 0 and 7),
  hashes bytea    not null check (length(hashes) < 8192 and length(hashes) % 32 = 0)
);

-- Where the tree ends, and up to where leaves have been read.
create table log_head (
  one              boolean not null primary key default true check (one),
  log_id           uuid    not null,  -- another one where a new log has begun on these leaves
  size             bigint  not null check (size >= 0),
  root             bytea   not null check (length(root) = 32),
  read_recorded_in xid8    not null,
  read_authority   text    not null,
  read_leaf        uuid    not null,
  -- Whose transaction numbers these are: a dump that is restored elsewhere meets others.
  server           text
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200);

insert into log_head (log_id, size, root, read_recorded_in, read_authority, read_leaf)
values (gen_random_uuid(), 0, sha256(''), '0', '', '00000000-0000-0000-0000-000000000000');

-- Under which name and key a log is signed: fixed with its first checkpoint.
create table log_identity (
  log_id     uuid        not null primary key,
  origin     text        not null unique,
  public_key bytea       not null check (length(public_key) = 32),
  begun_at   timestamptz not null
);

-- All that was ever signed: of each size one.
create table log_checkpoint (
  log_id    uuid        not null,
  size      bigint      not null check (size > 0),
  root      bytea       not null check (length(root) = 32),
  signed_at timestamptz not null,
  note      text        not null,
  primary key (log_id, size)
);

create index log_checkpoint_by_size on log_checkpoint (size);

do $$
declare
  its text;
begin
  foreach its in array array['log_number', 'log_tile', 'log_edge', 'log_head', 'log_identity',
                             'log_checkpoint']
  loop
    execute format('alter table %I enable row level security', its);
    execute format('alter table %I force row level security', its);
    execute format('create policy owned on %I to bw_owner using (true) with check (true)', its);
    execute format('create policy log on %I to bw_log using (true) with check (true)', its);
    execute format('create policy audit on %I for select to bw_audit using (true)', its);
    execute format('grant select on %I to bw_log, bw_audit', its);
    -- But for the numbers, in which an authority sees its own leaves, nothing here is anybody's.
    if its <> 'log_number' then
      execute format('create policy read on %I for select to bw_app using (true)', its);
      execute format('grant select on %I to bw_app', its);
    end if;
    if its not in ('log_edge', 'log_head') then
      execute format('create trigger only_added_to before update or delete or truncate on %I'
                     ' for each statement execute function refuse_change()', its);
    end if;
  end loop;
end
$$;

create policy own on log_number for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select on log_number to bw_app;

grant insert on log_number, log_tile, log_edge, log_identity, log_checkpoint to bw_log;
grant update (hashes) on log_edge to bw_log;
grant update (size, root, read_recorded_in, read_authority, read_leaf, server) on log_head to bw_log;
