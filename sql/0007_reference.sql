-- Reference data as loaded: authorities, bank holidays, statutory periods. A new version can change
-- an answer, so it goes through the feed like everything else.

create table reference_file (
  kind      text        not null primary key,
  id        uuid        not null,  -- the feed's name of the kind
  revision  bigint      not null,  -- 1, 2, ...: the feed's version
  version   text        not null,  -- as the file says
  text      text        not null,
  checksum  bytea       not null,  -- SHA-256 of the text
  loaded_at timestamptz not null
);

create table reference_file_version (
  kind      text        not null,
  revision  bigint      not null,
  version   text        not null,
  text      text        not null,
  checksum  bytea       not null,
  loaded_at timestamptz not null,
  primary key (kind, revision)
);

grant select on reference_file to bw_app, bw_audit, bw_report;
grant select on reference_file_version to bw_app, bw_audit;
grant select (kind, id, revision) on reference_file to bw_follow;

create function reference_inserted() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  if exists (select from new_rows where revision <> 1) then
    raise exception 'reference data begin with revision 1' using errcode = 'BW001';
  end if;
  perform append_feed(3::smallint, array_agg(''::text), array_agg(id), array_agg(0::bigint),
                      array_agg(revision), array_agg(checksum))
  from (select * from new_rows order by id) as inserted;
  return null;
end
$$;

create function reference_updated() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  if exists (
    select
    from old_rows as o
    left join new_rows as n on n.kind = o.kind and n.id = o.id
    where n.id is null or n.revision <> o.revision + 1
  ) then
    raise exception 'changed reference data have the next revision' using errcode = 'BW001';
  end if;

  insert into reference_file_version (kind, revision, version, text, checksum, loaded_at)
  select kind, revision, version, text, checksum, loaded_at from old_rows;

  perform append_feed(3::smallint, array_agg(''::text), array_agg(id), array_agg(revision - 1),
                      array_agg(revision), array_agg(checksum))
  from (select * from new_rows order by id) as updated;
  return null;
end
$$;

create function reference_deleted() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  perform append_feed(3::smallint, array_agg(''::text), array_agg(id), array_agg(revision),
                      array_agg(0::bigint), array_agg(checksum))
  from (select * from old_rows order by id) as deleted;
  return null;
end
$$;

create trigger follow_insert after insert on reference_file
  referencing new table as new_rows for each statement execute function reference_inserted();
create trigger follow_update after update on reference_file
  referencing old table as old_rows new table as new_rows
  for each statement execute function reference_updated();
create trigger follow_delete after delete on reference_file
  referencing old table as old_rows for each statement execute function reference_deleted();
create trigger follow_truncate before truncate on reference_file
  for each statement execute function refuse_truncate();

revoke execute on function reference_inserted, reference_updated, reference_deleted from public;
