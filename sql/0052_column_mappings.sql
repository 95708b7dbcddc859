-- How a council's own files name their columns and words, beside the files of config/mappings: nobody's
-- data. Whoever names one in an upload is an authority that made it.

create table column_mapping (
  authority  text        not null,
  name       text        not null check (length(name) between 1 and 60),
  id         uuid        not null,  -- which leaves of the log are about it
  version    uuid        not null,  -- another one with each change
  content    text        not null check (octet_length(content) <= 32768),  -- as a file of config/mappings
  changed_at timestamptz not null,
  changed_by text        not null,  -- the officer's or key's id
  primary key (authority, name)
);

alter table column_mapping enable row level security;
alter table column_mapping force row level security;
create policy owned on column_mapping to bw_owner using (true) with check (true);
create policy own on column_mapping to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select, insert, delete on column_mapping to bw_app;
grant update (version, content, changed_at, changed_by) on column_mapping to bw_app;
