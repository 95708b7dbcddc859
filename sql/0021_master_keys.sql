-- The master key can be changed while the register runs: what is wrapped by the one is wrapped anew by
-- the other, row by row, and `key_version` says by which of them each row's key is wrapped.

alter table master_key drop constraint master_key_pkey;
alter table master_key
  drop column one,
  add column generation smallint    not null default 1 check (generation > 0),
  add column added_at   timestamptz not null default clock_timestamp(),
  add column closed_at  timestamptz,  -- from then on nothing new is wrapped by it
  add column retired_at timestamptz,  -- from then on nothing is
  add primary key (generation),
  add unique (mark);

-- What records are looked up by is hashed under a key of its own, which stays when the master key
-- changes. Wrapped as the data keys of records are.
create table lookup_key (
  one         boolean  not null primary key default true check (one),
  key_version smallint not null,
  data_key    bytea    not null
);

alter table lookup_key enable row level security;
alter table lookup_key force row level security;
create policy owned on lookup_key to bw_owner using (true) with check (true);

-- The daemons that serve, and which master keys each of them has: by their marks.
create table master_key_holder (
  daemon      uuid        not null primary key,
  name        text        not null,
  marks       bytea[]     not null,
  wraps_by    smallint    not null,
  wraps_since timestamptz not null,
  seen_at     timestamptz not null
);

alter table master_key_holder enable row level security;
alter table master_key_holder force row level security;
create policy owned on master_key_holder to bw_owner using (true) with check (true);

-- A daemon that was asleep does not know that a key is not used any more; the database does.
create function refuse_closed_key() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
  set enable_nestloop = off
as $$
declare
  closed smallint[];
begin
  select array_agg(generation) into closed from master_key where closed_at is not null;
  if closed is null then
    return null;
  end if;
  if tg_op = 'INSERT' then
    if exists (select from new_rows where key_version = any (closed) and data_key is not null) then
      raise exception 'a row of % is wrapped by an old master key', tg_table_name
        using errcode = 'BW003';
    end if;
  elsif exists (
    select
    from new_rows as n
    where n.key_version = any (closed) and n.data_key is not null
      and not exists (select from old_rows as o where o.data_key = n.data_key)
  ) then
    raise exception 'a row of % is wrapped by an old master key', tg_table_name
      using errcode = 'BW003';
  end if;
  return null;
end
$$;

revoke execute on function refuse_closed_key from public;

-- Of earlier versions the rows are copies, made by triggers: they stay as they were wrapped.
do $$
declare
  its text;
begin
  foreach its in array array['licence', 'decision', 'check_record', 'finding', 'idempotency_answer',
                             'frequency_table']
  loop
    execute format('create trigger closed_key_insert after insert on %I'
                   ' referencing new table as new_rows'
                   ' for each statement execute function refuse_closed_key()', its);
    execute format('create trigger closed_key_update after update on %I'
                   ' referencing old table as old_rows new table as new_rows'
                   ' for each statement execute function refuse_closed_key()', its);
  end loop;
end
$$;

-- As before, but a key may be wrapped anew.
create or replace function refuse_other_frequencies() returns trigger
  language plpgsql
as $$
begin
  if (new.version, new.id, new.learnt_at, new.people, new.words, new.fingerprint,
      new.content_digest)
     is distinct from
     (old.version, old.id, old.learnt_at, old.people, old.words, old.fingerprint,
      old.content_digest)
     or (new.content is not null and new.content is distinct from old.content)
     or (new.content is null and new.superseded_at is null) then
    raise exception 'a published table of frequencies is not changed' using errcode = 'BW001';
  end if;
  return new;
end
$$;

drop trigger only_added_to on finding;
create trigger only_added_to
  before update of authority, id, number, pair, check_id, hit, recording_authority, entry, finding,
                   actor, found_at, content
  or truncate on finding
  for each statement execute function refuse_change();
