-- People who sign in, what proves that it is them, and their sessions. One role alone has to do with
-- all of it: who serves records sees no password and no session.

create table officer (
  authority        text        not null,  -- empty: the register's own, its operators and auditors
  id               uuid        not null,
  roles            text        not null,  -- parted by blanks
  username_index   bytea       check (length(username_index) = 32),  -- keyed hash; null: no local account
  identity_index   bytea       check (length(identity_index) = 32),  -- keyed hash of issuer and subject
  created_at       timestamptz not null,
  disabled_at      timestamptz,
  last_sign_in_at  timestamptz,
  key_version      smallint    not null,
  data_key         bytea       not null,
  content          bytea       not null,  -- sealed: name, username, issuer, subject
  password         bytea,                 -- sealed: its argon2id hash
  totp             bytea,                 -- sealed: the secret
  totp_used        bigint[]    not null default '{}',  -- time steps whose code was taken, of late
  next_password    bytea,                 -- as the two above, until a code confirms them
  next_totp        bytea,
  invitation_hash  bytea       check (length(invitation_hash) = 32),  -- SHA-256 of 256 random bits
  invitation_until timestamptz,
  primary key (authority, id)
);

-- Under its authority's name, so that a clash tells nothing of another's officers.
create unique index officer_of_username on officer (authority, username_index);
create unique index officer_of_identity on officer (authority, identity_index);
create index officer_by_username on officer (username_index);
create index officer_by_invitation on officer (invitation_hash);

create table officer_recovery_code (
  authority text        not null,
  officer   uuid        not null,
  code_hash bytea       not null check (length(code_hash) = 32),  -- keyed hash
  used_at   timestamptz,
  primary key (authority, officer, code_hash),
  foreign key (authority, officer) references officer (authority, id)
);

-- From where an officer signed in: devices by the cookie that they were given, and networks. Who
-- tries passwords from elsewhere does not lock these out.
create table officer_place (
  authority   text        not null,
  officer     uuid        not null,
  place_index bytea       not null check (length(place_index) = 32),  -- keyed hash
  seen_at     timestamptz not null,
  primary key (authority, officer, place_index),
  foreign key (authority, officer) references officer (authority, id)
);

-- One that is ended is gone; that it was stays in the log.
create table officer_session (
  authority        text        not null,
  id               uuid        not null,
  officer          uuid        not null,
  token_hash       bytea       not null check (length(token_hash) = 32),  -- SHA-256 of 256 random bits
  method           text        not null,  -- how they signed in
  began_at         timestamptz not null,
  seen_at          timestamptz not null,  -- to the minute or so
  ends_at          timestamptz not null,  -- at the latest
  second_factor_at timestamptz,           -- when one was last shown
  key_version      smallint    not null,
  data_key         bytea       not null,
  content          bytea       not null,  -- sealed: from which address, with which program
  primary key (authority, id),
  unique (authority, token_hash),
  foreign key (authority, officer) references officer (authority, id)
);

create index officer_session_by_token on officer_session (token_hash);
create index officer_session_by_officer on officer_session (authority, officer);

-- How often somebody may still try to sign in: one instant for each whom and from where, when its
-- budget is full again. Unlogged: after a crash all are full.
create unlogged table sign_in_pace (
  key     bytea       not null primary key,  -- keyed hash
  full_at timestamptz not null
) with (fillfactor = 50);

create index sign_in_pace_by_age on sign_in_pace (full_at);

do $$
declare
  its text;
begin
  -- Whose rows: the setting is "of:" and the authority, so that none at all is nobody's and not the
  -- register's own.
  foreach its in array array['officer', 'officer_recovery_code', 'officer_place', 'officer_session']
  loop
    execute format('alter table %I enable row level security', its);
    execute format('alter table %I force row level security', its);
    execute format('create policy owned on %I to bw_owner using (true) with check (true)', its);
    execute format(
      'create policy own on %I to bw_access'
      ' using (''of:'' || authority = current_setting(''badgewatch.officers'', true))'
      ' with check (''of:'' || authority = current_setting(''badgewatch.officers'', true))', its);
    execute format('grant select, insert on %I to bw_access', its);
  end loop;
end
$$;

grant update (roles, identity_index, disabled_at, last_sign_in_at, content, password, totp,
              totp_used, next_password, next_totp, invitation_hash, invitation_until)
  on officer to bw_access;
grant update (used_at), delete on officer_recovery_code to bw_access;
grant update (seen_at), delete on officer_place to bw_access;
grant update (seen_at, second_factor_at), delete on officer_session to bw_access;

alter table sign_in_pace enable row level security;
alter table sign_in_pace force row level security;
create policy owned on sign_in_pace to bw_owner using (true) with check (true);
create policy access on sign_in_pace to bw_access using (true) with check (true);
grant select, insert, update, delete on sign_in_pace to bw_access;

-- Whoever shows a username, an invitation or a session is known by it alone, before there is an
-- authority to act for.
create function find_officer_of_username(wanted bytea) returns setof officer
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select * from officer where username_index = wanted
$$;

create function find_officer_of_invitation(wanted bytea) returns setof officer
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select * from officer where invitation_hash = wanted
$$;

-- The authority and id of a session that has not ended, whose officer is not disabled; its use is
-- noted, at most once in `noted_every`.
create function use_officer_session(wanted bytea, at timestamptz, idle interval,
                                    noted_every interval)
  returns table (authority text, id uuid)
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  seen timestamptz;
begin
  select s.authority, s.id, s.seen_at into authority, id, seen
  from officer_session as s
  join officer as o on o.authority = s.authority and o.id = s.officer
  where s.token_hash = wanted and o.disabled_at is null and at < s.ends_at and at < s.seen_at + idle;
  if not found then
    return;
  end if;
  if at >= seen + noted_every then
    update officer_session as s set seen_at = at
    where s.authority = use_officer_session.authority and s.id = use_officer_session.id
      and s.seen_at < at;
  end if;
  return next;
end
$$;

-- Spends one try of each budget, or of none: then how long until there is one in each.
create function take_sign_in(keys bytea[], each_seconds float8[], bursts float8[], at timestamptz)
  returns bigint
  language plpgsql
as $$
declare
  place   bigint;
  kept    timestamptz;
  missing float8[];  -- seconds until each is full
  wait    float8 := 0;
begin
  -- In the order of the keys, so that two daemons cannot wait for each other.
  for place in
    select k.n from unnest(keys) with ordinality as k(key, n) order by k.key
  loop
    insert into sign_in_pace (key, full_at) values (keys[place], at) on conflict (key) do nothing;
    select p.full_at into kept from sign_in_pace as p where p.key = keys[place] for update;
    missing[place] := greatest(extract(epoch from kept - at)::float8, 0);
    -- Written by a clock that has been put right since.
    if missing[place] > bursts[place] * each_seconds[place] + 3600 then
      missing[place] := 0;
    end if;
    wait := greatest(wait, missing[place] - (bursts[place] - 1) * each_seconds[place]);
  end loop;
  if wait > 0.001 then
    return ceil(wait * 1e6)::bigint;
  end if;
  for place in 1 .. cardinality(keys) loop
    update sign_in_pace as p
    set full_at = at + (missing[place] + each_seconds[place]) * interval '1 second'
    where p.key = keys[place];
  end loop;
  return 0;
end
$$;

revoke execute on function find_officer_of_username, find_officer_of_invitation,
                           use_officer_session, take_sign_in
  from public;
grant execute on function find_officer_of_username, find_officer_of_invitation,
                          use_officer_session, take_sign_in
  to bw_access;

-- What officers did is logged as done by their id. The register's own have no authority; nobody else
-- writes a leaf that has none, and nothing but the owner one in the name of who runs the machine.
create function is_officer_of_the_register(actor text) returns boolean
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select exists (select from officer as o where o.authority = '' and o.id::text = actor)
$$;

revoke execute on function is_officer_of_the_register from public;
grant execute on function is_officer_of_the_register, is_operators_name to bw_access, bw_record;

alter policy record on log_leaf
  with check (not is_operators_name(actor)
              and (authority <> '' or is_officer_of_the_register(actor)));
create policy access on log_leaf for insert to bw_access
  with check (not is_operators_name(actor)
              and (authority <> '' or is_officer_of_the_register(actor)));
grant insert on log_leaf to bw_access;
