-- What was erased at the end of its period. A restore from a backup replays these first.

create table erasure (
  authority text        not null,
  record_id uuid        not null,
  kind      text        not null check (kind in ('decision', 'check')),
  erased_at timestamptz not null,
  primary key (authority, record_id)
);

alter table erasure enable row level security;
alter table erasure force row level security;
create policy owned on erasure to bw_owner using (true) with check (true);
create policy own on erasure for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
create policy audit on erasure for select to bw_audit using (true);
grant select on erasure to bw_app, bw_audit;

create trigger only_added_to before update or delete or truncate on erasure
  for each statement execute function refuse_change();
