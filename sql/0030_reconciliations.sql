-- The whole nation compared anew: who asked for it, how far it has come, and what came of it. No
-- personal data: ids, and counts.

-- The ledger of runs. Whoever works on one holds it by a lease and counts its fence up; each step is
-- one transaction with the place that it leads to, so whoever goes on where another stopped comes to
-- the same end.
create table reconciliation (
  id          uuid        not null primary key,
  asked_by    text        not null,  -- an authority; empty: the operator, or the night
  actor       text        not null,
  cause       text        not null check (cause in ('asked', 'nightly')),
  turn        date        unique,    -- of the night
  state       text        not null check (state in ('waiting', 'running', 'done')),
  asked_at    timestamptz not null,
  begun_at    timestamptz,
  finished_at timestamptz,
  holder      uuid,
  fence       bigint      not null default 0,
  ends_at     timestamptz not null default clock_timestamp(),
  phase       text        not null default 'waiting'
              check (phase in ('waiting', 'reading', 'entries', 'licences', 'integrity', 'done')),
  entry       uuid,                  -- compared up to this one, in the order of their ids
  done        bigint      not null default 0,
  total       bigint      not null default 0,
  epoch       uuid,
  seq         bigint,                -- the feed's place that it began to read at
  rules       text        not null default '',
  compares    boolean                -- false: the policy of the watch is off
) with (fillfactor = 50);

-- One at a time: who asks for another meanwhile is given the one that there is.
create unique index reconciliation_open on reconciliation ((true))
  where state in ('waiting', 'running');
create index reconciliation_by_time on reconciliation (asked_at);

-- Where an authority's alerts are not what was found, and why.
create table reconciliation_difference (
  authority           text    not null,  -- whose alert it is, or ought to be
  run                 uuid    not null references reconciliation (id) on delete cascade,
  entry               uuid    not null,
  recording_authority text    not null,
  licence             uuid    not null,
  explanation         text    not null
                      check (explanation in ('decided', 'held', 'not_yet_compared', 'lost',
                                             'licence_ended', 'entry_ended', 'details_changed',
                                             'rules_changed')),
  healed              boolean not null,
  primary key (authority, run, entry, licence)
);

create index reconciliation_difference_by_run on reconciliation_difference (run);

create table reconciliation_count (
  authority text   not null,
  run       uuid   not null references reconciliation (id) on delete cascade,
  name      text   not null,
  value     bigint not null,
  primary key (authority, run, name)
);

create index reconciliation_count_by_run on reconciliation_count (run);

-- Sums over all authorities. Null: of too few to be told to others.
create table reconciliation_national (
  run   uuid   not null references reconciliation (id) on delete cascade,
  name  text   not null,
  value bigint,
  primary key (run, name)
);

-- What must be so of the tables themselves, and how often it was not.
create table reconciliation_check (
  run     uuid   not null references reconciliation (id) on delete cascade,
  place   bigint not null,
  name    text   not null,
  checked bigint not null,
  wrong   bigint not null,
  first   text   not null,  -- ids of the first that were wrong, parted by blanks
  primary key (run, place)
);

do $$
declare
  its text;
begin
  foreach its in array array['reconciliation', 'reconciliation_difference', 'reconciliation_count',
                             'reconciliation_check', 'reconciliation_national']
  loop
    execute format('alter table %I enable row level security', its);
    execute format('alter table %I force row level security', its);
    execute format('create policy owned on %I to bw_owner using (true) with check (true)', its);
    execute format('create policy watch on %I to bw_watch using (true) with check (true)', its);
  end loop;
  foreach its in array array['reconciliation_difference', 'reconciliation_count']
  loop
    execute format('create policy own on %I for select to bw_app'
                   ' using (authority = nullif(current_setting(''badgewatch.authority'', true), ''''))',
                   its);
    execute format('grant select on %I to bw_app', its);
  end loop;
end
$$;

-- That there are runs, and how far they are, is everybody's to know; who asked for one is not.
create policy read on reconciliation for select to bw_app using (true);
grant select (id, asked_by, cause, state, asked_at, begun_at, finished_at, phase, done, total, seq,
              rules, compares)
  on reconciliation to bw_app;
create policy read on reconciliation_check for select to bw_app using (true);
grant select (run, place, name, checked, wrong) on reconciliation_check to bw_app;

create policy read on reconciliation_national for select to bw_app using (true);
grant select on reconciliation_national to bw_app;

grant select, insert on reconciliation, reconciliation_difference, reconciliation_count,
                        reconciliation_check, reconciliation_national
  to bw_watch;
grant update (state, begun_at, finished_at, holder, fence, ends_at, phase, entry, done, total,
              epoch, seq, rules, compares)
  on reconciliation to bw_watch;
grant update (value) on reconciliation_count to bw_watch;
grant delete on reconciliation_difference, reconciliation_count to bw_watch;

-- A run's end is in the log, in the transaction that ends it.
create policy reconcile on log_leaf for insert to bw_watch
  with check (authority = '' and kind = 'reconciliation_finished');
grant insert on log_leaf to bw_watch;
