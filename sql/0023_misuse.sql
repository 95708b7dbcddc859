-- Patterns of searches that a supervisor should ask about; what a random sample of searches came to;
-- and who was shown each entry.
--
-- A check brings two columns and no statement of its own. One daemon at a time follows the log's
-- numbers, copies what the rules want to see into tables of their own, and moves its place, in one
-- transaction: each search is judged once, whoever dies.

-- Keyed hashes of what was asked for (lib/app/search_traits.hpp), and the entries that the answer
-- showed. Both go with the check's key.
alter table check_record
  add column traits  bytea,
  add column entries uuid[];

create policy misuse on check_record for select to bw_misuse using (true);
create policy misuse on log_leaf for select to bw_misuse using (true);
create policy misuse on log_number for select to bw_misuse using (true);
grant select (authority, id, checked_at, purpose, outcome, traits, entries)
  on check_record to bw_misuse;
grant select (authority, id, kind, actor, subject, at) on log_leaf to bw_misuse;
grant select (number, authority, leaf) on log_number to bw_misuse;

-- Up to where the log's leaves have been taken; begins with what comes from now on.
create table misuse_position (
  one    boolean     not null primary key default true check (one),
  number bigint      not null,  -- of the next leaf
  since  timestamptz not null
);
insert into misuse_position (number, since)
select coalesce((select max(number) + 1 from log_number), 0), clock_timestamp();

create table search (
  authority      text        not null,
  check_id       uuid        not null,
  actor          text        not null,
  at             timestamptz not null,
  day            date        not null,  -- in the UK
  hour           smallint    not null check (hour between 0 and 23),
  purpose        text        not null,
  was_hit        boolean     not null,
  marks          smallint    not null,  -- 1: a well-known name, 2: the officer's own, 4: by an officer
  person         bigint      not null,  -- keyed hashes; 0: not given
  particulars    bigint      not null,
  name           bigint      not null,
  postcode       bigint      not null,
  household      bigint      not null,
  case_reference bigint      not null,
  primary key (authority, check_id)
);
create index search_by_actor on search (authority, actor, at);
create index search_by_person on search (person, day) where person <> 0;
create index search_by_day on search (authority, day);

create table misuse_flag (
  authority   text        not null,  -- empty: for the operator
  id          uuid        not null,
  number      bigint      not null generated always as identity,
  raised_at   timestamptz not null,
  day         date        not null,
  pattern     text        not null,
  actor       text        not null,
  sentence    text        not null,
  checks      uuid[]      not null,
  outcome     text        check (outcome in ('explained', 'misuse', 'referred')),
  reviewed_at timestamptz,
  reviewed_by text,
  key_version smallint,
  data_key    bytea,
  reason      bytea,  -- sealed
  primary key (authority, id),
  unique (authority, pattern, actor, day)
);
alter table misuse_flag alter column reason set storage external;
create index misuse_flag_by_number on misuse_flag (authority, number);

create table sample_review (
  authority   text        not null,
  check_id    uuid        not null,
  outcome     text        not null check (outcome in ('explained', 'misuse', 'referred')),
  reviewed_at timestamptz not null,
  reviewed_by text        not null,
  key_version smallint    not null,
  data_key    bytea       not null,
  reason      bytea       not null,  -- sealed
  primary key (authority, check_id)
);
alter table sample_review alter column reason set storage external;

-- Who was shown an entry: with the hit of a check, or by reading. It goes with the entry.
create table entry_sight (
  recording_authority text        not null,
  entry               uuid        not null,
  authority           text        not null,
  leaf                uuid        not null,
  kind                text        not null,  -- of the log's leaf
  subject             uuid        not null,  -- the check, or the entry itself
  actor               text        not null,
  at                  timestamptz not null,
  primary key (recording_authority, entry, authority, leaf),
  foreign key (recording_authority, entry) references decision (authority, id) on delete cascade
);
create index entry_sight_by_check on entry_sight (authority, subject);

create policy misuse on decision for select to bw_misuse using (true);
grant select (authority, id) on decision to bw_misuse;

do $$
declare
  its text;
begin
  foreach its in array array['misuse_position', 'search', 'misuse_flag', 'sample_review',
                             'entry_sight']
  loop
    execute format('alter table %I enable row level security', its);
    execute format('alter table %I force row level security', its);
    execute format('create policy owned on %I to bw_owner using (true) with check (true)', its);
    if its <> 'sample_review' then
      execute format('create policy misuse on %I to bw_misuse using (true) with check (true)', its);
    end if;
  end loop;
end
$$;

grant select, update (number) on misuse_position to bw_misuse;
grant select, insert on search, entry_sight to bw_misuse;
grant select (authority, pattern, actor, day, outcome, sentence, checks), insert,
      update (sentence, checks)
  on misuse_flag to bw_misuse;

create policy own on misuse_flag for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
create policy own_review on misuse_flag for update to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select, update (outcome, reviewed_at, reviewed_by, key_version, data_key, reason)
  on misuse_flag to bw_app;

create policy own on sample_review to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select, insert on sample_review to bw_app;

-- For the authority that recorded the entry: of its own people who looked and under which check, of
-- other authorities only that they were shown it, and when.
create function entry_seen_by(wanted uuid)
  returns table (authority text, kind text, at timestamptz, actor text, subject uuid)
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  with tenant as (
    select nullif(current_setting('badgewatch.authority', true), '') as code
  ), own as (
    select d.id from decision as d, tenant where d.authority = tenant.code and d.id = wanted
  )
  select s.authority, s.kind, s.at, case when s.authority = tenant.code then s.actor end,
         case when s.authority = tenant.code then s.subject end
  from entry_sight as s, tenant
  where s.recording_authority = tenant.code and s.entry = wanted
  union all
  select a.authority, 'alert', a.raised_at, null, null from alert as a, own where a.entry = own.id
$$;

-- Since when it is known who was shown what.
create function misuse_known_since() returns timestamptz
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select since from misuse_position
$$;

revoke execute on function entry_seen_by, misuse_known_since from public;
grant execute on function entry_seen_by, misuse_known_since to bw_app;

-- How many different people each actor may still search, kept as request_budget is, but for good: a
-- crash gives nobody a new budget.
create table people_budget (
  key     bytea       not null primary key,
  full_at timestamptz not null
) with (fillfactor = 50);

alter table people_budget enable row level security;
alter table people_budget force row level security;
create policy owned on people_budget to bw_owner using (true) with check (true);

create function take_people_budgets(keys bytea[], per_second float8[], bursts float8[],
                                    wished bigint[])
  returns table (place bigint, granted bigint, remaining bigint, wait_micros bigint)
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  kept    timestamptz;
  at      timestamptz;
  each    float8;  -- seconds for one
  missing float8;  -- seconds until it is full
  there   bigint;
begin
  for place in
    select k.n from unnest(keys) with ordinality as k(key, n) order by k.key
  loop
    insert into people_budget (key, full_at) values (keys[place], clock_timestamp())
      on conflict (key) do nothing;
    select b.full_at into kept from people_budget as b where b.key = keys[place] for update;
    at := clock_timestamp();
    each := 1 / per_second[place];
    missing := greatest(extract(epoch from kept - at)::float8, 0);
    there := greatest(floor(bursts[place] - missing / each + 0.001)::bigint, 0);
    granted := least(there, greatest(wished[place], 0));
    remaining := there - granted;
    wait_micros := 0;
    if granted > 0 then
      update people_budget as b
      set full_at = at + (missing + each * granted) * interval '1 second'
      where b.key = keys[place];
    else
      wait_micros := greatest(ceil((missing - (bursts[place] - 1) * each) * 1e6)::bigint, 0);
    end if;
    return next;
  end loop;
end
$$;

create function forget_full_people_budgets() returns void
  language sql security definer set search_path = badgewatch, pg_temp
as $$
  delete from people_budget where full_at < clock_timestamp()
$$;

revoke execute on function take_people_budgets, forget_full_people_budgets from public;
grant execute on function take_people_budgets, forget_full_people_budgets to bw_app;
