-- Sign-ins at identity providers that were brought to their end, until they are refused by their own
-- age: each is used once, whichever daemon the browser comes back to.

create table used_sign_in (
  state_hash bytea       not null primary key check (length(state_hash) = 32),  -- SHA-256
  kept_until timestamptz not null
);

create index used_sign_in_by_age on used_sign_in (kept_until);

alter table used_sign_in enable row level security;
alter table used_sign_in force row level security;
create policy owned on used_sign_in to bw_owner using (true) with check (true);
create policy access on used_sign_in to bw_access using (true) with check (true);
-- Updates nothing, but whoever forgets old ones locks them first.
grant select, insert, update (kept_until), delete on used_sign_in to bw_access;
