-- Legal holds: entries of which a named person has asked that they be kept beyond their last day, because
-- of a claim or an inquiry. On that day an entry leaves the register as any other does, its tombstone
-- says so, and nothing finds it any more; what was held of it lies apart until the last hold is released.

create table legal_hold (
  authority   text        not null,  -- whose entry
  id          uuid        not null,
  decision    uuid        not null,
  begun_at    timestamptz not null,
  released_at timestamptz,
  key_version smallint    not null,
  data_key    bytea       not null,
  content     bytea       not null,  -- who asked for it and why; who ended it and why
  primary key (authority, id)
);

alter table legal_hold alter column content set storage external;
create index legal_hold_in_force on legal_hold (decision) where released_at is null;

-- Sealed as it was in the register.
create table held_decision (
  authority   text        not null,
  id          uuid        not null,
  version     bigint      not null,
  kind        text        not null,
  decided_on  date        not null,
  moved_at    timestamptz not null,
  key_version smallint    not null,
  data_key    bytea       not null,
  content     bytea       not null,
  primary key (authority, id)
);

alter table held_decision alter column content set storage external;

do $$
declare
  its text;
begin
  foreach its in array array['legal_hold', 'held_decision']
  loop
    execute format('alter table %I enable row level security', its);
    execute format('alter table %I force row level security', its);
    execute format('create policy owned on %I to bw_owner using (true) with check (true)', its);
    execute format('create trigger closed_key_update after update on %I'
                   ' referencing old table as old_rows new table as new_rows'
                   ' for each statement execute function refuse_closed_key()', its);
  end loop;
end
$$;

-- What is moved apart stays wrapped as it was.
create trigger closed_key_insert after insert on legal_hold
  referencing new table as new_rows
  for each statement execute function refuse_closed_key();
