-- Who put each version of a licence, by the key's or officer's id. Not known of versions from before.

alter table licence add column changed_by text;
alter table licence_version add column changed_by text;
grant update (changed_by) on licence to bw_app;
grant select (changed_by) on licence_version to bw_app;

create or replace function licence_updated() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
  set enable_nestloop = off
as $$
begin
  if exists (
    select
    from old_rows as o
    left join new_rows as n on n.authority = o.authority and n.id = o.id
    where n.id is null
       or n.number_index <> o.number_index
       or not (n.version = o.version + 1
               or (n.version = o.version and n.content_digest = o.content_digest
                   and n.class = o.class and n.status = o.status))
  ) then
    raise exception 'a changed licence has the next version' using errcode = 'BW001';
  end if;

  insert into licence_version (authority, id, version, class, status, changed_at, content_digest,
                               key_version, data_key, content, superseded_at, changed_by)
  select o.authority, o.id, o.version, o.class, o.status, o.changed_at, o.content_digest,
         o.key_version, o.data_key, o.content, n.changed_at, o.changed_by
  from old_rows as o
  join new_rows as n on n.authority = o.authority and n.id = o.id
  where n.version <> o.version;

  perform append_feed(1::smallint, array_agg(authority), array_agg(id), array_agg(version - 1),
                      array_agg(version), array_agg(content_digest))
  from (
    select n.*
    from old_rows as o
    join new_rows as n on n.authority = o.authority and n.id = o.id
    where n.version <> o.version
    order by n.id
  ) as updated;
  return null;
end
$$;
