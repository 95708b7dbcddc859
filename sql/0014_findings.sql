-- What humans found about hits. A later finding about the same two people stands beside the earlier
-- one; the last of them counts. Why, and who says so by name, are sealed.

create table finding (
  authority           text        not null,  -- whose finding it is
  id                  uuid        not null,
  number              bigint      not null generated always as identity,
  pair                bytea       not null check (length(pair) = 32),  -- keyed hash: which two people
  check_id            uuid        not null,
  hit                 uuid        not null,
  recording_authority text        not null,
  entry               uuid        not null,
  finding             text        not null
                      check (finding in ('same_person', 'different_person', 'undecided')),
  actor               text        not null,
  found_at            timestamptz not null,
  key_version         smallint    not null,
  data_key            bytea       not null,
  content             bytea       not null,
  primary key (authority, id),
  -- Whatever erases the entry erases what was found about it, key and all; and nothing is found
  -- about an entry that is being erased.
  foreign key (recording_authority, entry) references decision (authority, id) on delete cascade
);

alter table finding alter column content set storage external;

create index finding_by_pair on finding (authority, pair, number);
create index finding_by_check on finding (authority, check_id);
create index finding_by_entry on finding (recording_authority, entry);

alter table finding enable row level security;
alter table finding force row level security;
create policy owned on finding to bw_owner using (true) with check (true);
create policy own_read on finding for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
create policy own_add on finding for insert to bw_app
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
create policy watch on finding for select to bw_watch using (true);
grant select, insert on finding to bw_app;
grant select (authority, pair, number, finding) on finding to bw_watch;

-- Nobody changes one: it goes with its entry or stays.
create trigger only_added_to before update or truncate on finding
  for each statement execute function refuse_change();

-- What a finding about each hit of a check will be bound to, sealed under the check's key. Null
-- where nothing was hit, and for checks from before.
alter table check_record add column pairs bytea;
alter table check_record alter column pairs set storage external;

-- An alert remembers whom it was about: once that is decided, and the evidence has changed, the same
-- entry and licence may be told of again. Null for alerts from before and for those whose entry was
-- erased.
alter table alert add column pair bytea check (length(pair) = 32);
alter table alert drop constraint alert_authority_kind_entry_licence_key;
create unique index alert_once on alert (authority, kind, entry, licence, pair);
create index alert_by_entry on alert (entry) where pair is not null;
grant select (pair) on alert to bw_watch;
