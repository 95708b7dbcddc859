-- A mapping is for files of licences, as all were, or for files of decisions.
alter table column_mapping
  add column kind text not null default 'licences' check (kind in ('licences', 'decisions'));

-- The daemon of before takes each for one of licences, and cannot read the others: it sees none of
-- them. A later migration drops this, and with it the setting.
create policy of_licences on column_mapping as restrictive to bw_app
  using (kind = 'licences' or current_setting('badgewatch.mappings', true) = 'all')
  with check (kind = 'licences' or current_setting('badgewatch.mappings', true) = 'all');
