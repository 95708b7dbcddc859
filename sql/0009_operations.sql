-- What the register's operators need: who they are, and which master key the register is sealed with.

-- A mark of the key, not the key: a wrong one is refused at the start.
create table master_key (
  one  boolean not null primary key default true check (one),
  mark bytea   not null check (length(mark) = 32)
);

alter table master_key enable row level security;
alter table master_key force row level security;
create policy owned on master_key to bw_owner using (true) with check (true);

-- People who run the register. A key of theirs names them in the log, and opens an import.
create table operator (
  id         uuid        not null primary key,
  name       text        not null unique,
  prefix     text        not null,
  key_hash   bytea       not null unique,  -- SHA-256 of the whole key
  created_at timestamptz not null,
  revoked_at timestamptz
);

alter table operator enable row level security;
alter table operator force row level security;
create policy owned on operator to bw_owner using (true) with check (true);
create policy audit on operator for select to bw_audit using (true);
grant select (id, name, prefix, created_at, revoked_at) on operator to bw_audit;
