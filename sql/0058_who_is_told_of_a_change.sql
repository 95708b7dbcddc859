-- Who was shown an entry as it is after a change is told of the next one, not of that.
create or replace function tell_of_change(recorded_by text, changed uuid, changed_version bigint) returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  its      decision_change;
  told     text;
  head     authority_event_head;
  about    record;
  new_id   uuid;
begin
  select * into its from decision_change
  where authority = recorded_by and decision = changed and version = changed_version;
  if not found or not its.is_told or its.version = 1 then
    return;
  end if;

  for told in
    select w.authority from (
      select h.authority from hit_given as h
      where h.entry = changed and h.version < changed_version
      union
      select a.authority from alert as a
      where a.entry = changed and a.kind in ('licensee_matched', 'earlier_check_contradicted')) as w
    where w.authority <> recorded_by
    order by w.authority collate "C"
  loop
    insert into authority_event_head (authority, seq, alerts) values (told, 0, 0)
    on conflict do nothing;
    select * into strict head from authority_event_head where authority = told for update;
    for about in
      with shown as (
        select a.licence, max(a.band) as band, max(a.probability) as probability
        from alert as a
        where a.authority = told and a.entry = changed and a.licence is not null
          and a.kind in ('licensee_matched', 'earlier_check_contradicted')
        group by a.licence
      ), wanted as (
        select * from shown
        union all
        select null, null, null where not exists (select from shown)
      )
      select w.* from wanted as w
      where not exists (select from alert as a
                         where a.authority = told and a.entry = changed
                           and a.kind = 'entry_changed' and a.entry_version = changed_version
                           and a.licence is not distinct from w.licence)
      order by w.licence
    loop
      head.seq := head.seq + 1;
      head.alerts := head.alerts + 1;
      new_id := gen_random_uuid();
      insert into authority_event (authority, seq, type, at, data)
      values (told, head.seq, 'alert.raised', its.recorded_at,
              json_build_object('alert', new_id, 'number', head.alerts, 'kind', 'entry_changed',
                                'entry', json_build_object('type', 'decision', 'id', changed,
                                                           'recording_authority', recorded_by),
                                'licence', about.licence, 'band', about.band)::text);
      insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                         recording_authority, licence, band, probability, entry_version, change,
                         changed_on)
      values (told, new_id, head.alerts, its.recorded_at, 'entry_changed', 'raised', 'decision',
              changed, recorded_by, about.licence, about.band, about.probability, changed_version,
              its.change, its.happened_on);
    end loop;
    update authority_event_head set seq = head.seq, alerts = head.alerts where authority = told;
  end loop;
end
$$;

-- The first version that an authority was given is the lowest, in whichever order checks are kept.
create or replace function note_hits_given(authorities text[], entries uuid[], versions bigint[])
  returns table (recorded_by text, entry uuid, version bigint)
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
#variable_conflict use_column
declare
  fresh uuid[];
  there bigint;
  held  bigint;
begin
  select array_agg(distinct g.entry) into fresh
  from unnest(authorities, entries, versions) as g(authority, entry, version)
  where not exists (select from hit_given as h
                     where h.authority = g.authority and h.entry = g.entry
                       and h.version <= g.version);
  if fresh is null then
    return;
  end if;

  select count(*) into there from decision where id = any(fresh);
  for i in 1..20 loop
    select count(*) into held
    from (select 1 from decision where id = any(fresh) for share skip locked) as locked;
    exit when held >= there;
    perform pg_sleep(0.005);
  end loop;

  insert into hit_given (authority, entry, version)
  select g.authority, g.entry, min(g.version)
  from unnest(authorities, entries, versions) as g(authority, entry, version)
  where exists (select from decision as d where d.id = g.entry)
  group by g.authority, g.entry
  order by g.authority, g.entry
  on conflict on constraint hit_given_pkey
  do update set version = excluded.version where hit_given.version > excluded.version;

  return query
  select distinct d.authority, d.id, d.version
  from unnest(entries, versions) as g(entry, version)
  join decision as d on d.id = g.entry and d.version > g.version
  where d.id = any(fresh);
end
$$;
