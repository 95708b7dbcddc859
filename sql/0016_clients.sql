-- From where an API key may be used; and councils' systems that prove who they are by a private key
-- of their own (OAuth clients), with the access tokens that they get for it.

alter table api_key add column networks text not null default '';  -- CIDR, parted by blanks
grant select (networks) on api_key to bw_app;

-- As find_api_key, which a daemon of the previous version goes on asking.
create function find_key(wanted bytea)
  returns table (
    id           uuid,
    authority    text,
    name         text,
    prefix       text,
    scopes       text,
    created_at   timestamptz,
    revoked_at   timestamptz,
    import_until timestamptz,
    last_used_at timestamptz,
    networks     text
  )
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select k.id, k.authority, k.name, k.prefix, k.scopes, k.created_at, k.revoked_at, k.import_until,
         k.last_used_at, k.networks
  from api_key as k
  where k.key_hash = wanted
$$;

-- Made and ended by the owner alone, as keys are.
create table client (
  authority    text        not null,
  id           uuid        not null,
  name         text        not null,
  scopes       text        not null,  -- parted by blanks
  networks     text        not null,  -- CIDR, parted by blanks
  jwks         text        not null,  -- its public keys
  key_prints   bytea[]     not null,  -- their thumbprints (RFC 7638, SHA-256)
  created_at   timestamptz not null,
  revoked_at   timestamptz,
  last_used_at timestamptz,
  primary key (authority, id)
);

create unique index client_in_force on client (authority, name) where revoked_at is null;
create index client_by_id on client (id);

alter table client enable row level security;
alter table client force row level security;
create policy owned on client to bw_owner using (true) with check (true);
create policy own on client to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select, update (last_used_at) on client to bw_app;

create table access_token (
  authority  text        not null,
  token_hash bytea       not null check (length(token_hash) = 32),  -- SHA-256 of 256 random bits
  client     uuid        not null,
  scopes     text        not null,
  key_print  bytea       not null,  -- of the key that signed for it
  issued_at  timestamptz not null,
  expires_at timestamptz not null,
  primary key (authority, token_hash),
  foreign key (authority, client) references client (authority, id)
);

create index access_token_by_hash on access_token (token_hash);
create index access_token_by_age on access_token (authority, client, expires_at);

alter table access_token enable row level security;
alter table access_token force row level security;
create policy owned on access_token to bw_owner using (true) with check (true);
create policy own on access_token to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select (authority, client, expires_at), insert, delete on access_token to bw_app;

-- Assertions that were used, until they are refused by their own expiry.
create table used_assertion (
  authority  text        not null,
  client     uuid        not null,
  id_hash    bytea       not null check (length(id_hash) = 32),  -- SHA-256 of its jti
  kept_until timestamptz not null,
  primary key (authority, client, id_hash),
  foreign key (authority, client) references client (authority, id)
);

create index used_assertion_by_age on used_assertion (authority, client, kept_until);

alter table used_assertion enable row level security;
alter table used_assertion force row level security;
create policy owned on used_assertion to bw_owner using (true) with check (true);
create policy own on used_assertion to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select (authority, client, kept_until), insert, delete on used_assertion to bw_app;

-- Whoever shows an id or a token is known by it alone, before there is an authority to act for.
create function find_client(wanted uuid) returns setof client
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select * from client where id = wanted
$$;

create function find_access_token(wanted bytea)
  returns table (
    client     uuid,
    authority  text,
    scopes     text,
    networks   text,
    key_print  bytea,
    issued_at  timestamptz,
    expires_at timestamptz,
    name       text  -- of the client
  )
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select t.client, t.authority, t.scopes, c.networks, t.key_print, t.issued_at, t.expires_at,
         c.name
  from access_token as t
  join client as c on c.authority = t.authority and c.id = t.client
  where t.token_hash = wanted and c.revoked_at is null and t.key_print = any (c.key_prints)
$$;

revoke execute on function find_key, find_client, find_access_token from public;
grant execute on function find_key, find_client, find_access_token to bw_app;
