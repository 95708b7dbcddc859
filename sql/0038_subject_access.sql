-- Whoever asks what is held about them is told what their licence record was before, too: an authority
-- reads earlier versions of its own.

create policy own on licence_version for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select (authority, id, version, changed_at, key_version, data_key, content)
  on licence_version to bw_app;
