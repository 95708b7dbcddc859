-- API keys of councils' systems, and the answers kept under an Idempotency-Key.

create table api_key (
  authority    text        not null,
  id           uuid        not null,
  name         text        not null,
  prefix       text        not null,
  scopes       text        not null,  -- parted by blanks
  key_hash     bytea       not null,  -- SHA-256 of the whole key, which is 256 random bits
  created_at   timestamptz not null,
  revoked_at   timestamptz,
  import_until timestamptz,
  last_used_at timestamptz,
  primary key (authority, id),
  unique (key_hash)
);

alter table api_key enable row level security;
alter table api_key force row level security;
create policy owned on api_key to bw_owner using (true) with check (true);
create policy own on api_key to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant insert on api_key to bw_app;
grant select (authority, id, name, prefix, scopes, created_at, revoked_at, import_until,
              last_used_at)
  on api_key to bw_app;

-- Whoever shows a key is known by it alone, before there is an authority to act for.
create function find_api_key(wanted bytea)
  returns table (
    id           uuid,
    authority    text,
    name         text,
    prefix       text,
    scopes       text,
    created_at   timestamptz,
    revoked_at   timestamptz,
    import_until timestamptz,
    last_used_at timestamptz
  )
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select k.id, k.authority, k.name, k.prefix, k.scopes, k.created_at, k.revoked_at, k.import_until,
         k.last_used_at
  from api_key as k
  where k.key_hash = wanted
$$;

create function note_api_key_use(used uuid, used_at timestamptz) returns void
  language sql security definer set search_path = badgewatch, pg_temp
as $$
  update api_key
  set last_used_at = used_at
  where id = used and (last_used_at is null or last_used_at < used_at)
$$;

-- True when there is such a key. One revoked before keeps its first time.
create function revoke_api_key(revoked uuid, at timestamptz) returns boolean
  language sql security definer set search_path = badgewatch, pg_temp
as $$
  with found as (
    update api_key set revoked_at = coalesce(revoked_at, at) where id = revoked returning 1
  )
  select exists (select from found)
$$;

revoke execute on function find_api_key, note_api_key_use, revoke_api_key from public;
grant execute on function find_api_key, note_api_key_use, revoke_api_key to bw_app;

create index api_key_by_id on api_key (id);

create table idempotency_answer (
  authority   text        not null,
  key_index   bytea       not null,  -- keyed hash of the Idempotency-Key
  fingerprint bytea       not null,  -- keyed hash of the request's fingerprint
  answered_at timestamptz not null,
  key_version smallint    not null,
  data_key    bytea       not null,
  answer      bytea       not null,  -- sealed: status, headers and body
  primary key (authority, key_index)
);

create index idempotency_answer_by_age on idempotency_answer (answered_at);

alter table idempotency_answer enable row level security;
alter table idempotency_answer force row level security;
create policy owned on idempotency_answer to bw_owner using (true) with check (true);
create policy own on idempotency_answer to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select, insert on idempotency_answer to bw_app;
grant update (fingerprint, answered_at, key_version, data_key, answer)
  on idempotency_answer to bw_app;
