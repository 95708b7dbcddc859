-- What became of the application that a check was made for (section 3 of the 2022 Act): recorded once,
-- and corrected by a further record. Reason, licence number and name are sealed; a keyed hash of the
-- number leads to the licence.

create table case_outcome (
  authority    text        not null,
  id           uuid        not null,
  number       bigint      not null generated always as identity,
  check_id     uuid        not null,
  searched_on  date        not null,  -- the day of the check
  result       text        not null check (result in ('granted', 'renewed', 'refused', 'withdrawn')),
  decided_on   date        not null,
  undecided    bigint      not null check (undecided >= 0),  -- hits that nobody had decided by then
  number_index bytea       check (length(number_index) = 32),  -- as of the licence; null: not said
  corrects     uuid,                  -- the one that it takes the place of
  actor        text        not null,
  recorded_at  timestamptz not null,
  kept_until   date        not null,
  key_version  smallint    not null,
  data_key     bytea       not null,
  content      bytea       not null,
  primary key (authority, id),
  foreign key (authority, check_id) references check_record (authority, id)
);

alter table case_outcome alter column content set storage external;

-- One that begins, and of each one correction: so one stands.
create unique index case_outcome_first on case_outcome (authority, check_id) where corrects is null;
create unique index case_outcome_correction on case_outcome (authority, corrects)
  where corrects is not null;
create index case_outcome_of_check on case_outcome (authority, check_id, number);
create index case_outcome_by_day on case_outcome (authority, decided_on);
create index case_outcome_of_licence on case_outcome (authority, number_index)
  where number_index is not null;
create index case_outcome_by_last_day on case_outcome (kept_until);

alter table case_outcome enable row level security;
alter table case_outcome force row level security;
create policy owned on case_outcome to bw_owner using (true) with check (true);
create policy own_read on case_outcome for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));
create policy own_add on case_outcome for insert to bw_app
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
create policy report on case_outcome for select to bw_report using (true);
grant select on case_outcome to bw_app;
grant insert (authority, id, check_id, searched_on, result, decided_on, undecided, number_index,
              corrects, actor, recorded_at, kept_until, key_version, data_key, content)
  on case_outcome to bw_app;
grant select (authority, searched_on, result, decided_on, undecided, corrects) on case_outcome
  to bw_report;

create trigger only_added_to before truncate on case_outcome
  for each statement execute function refuse_change();
create trigger closed_key_insert after insert on case_outcome
  referencing new table as new_rows
  for each statement execute function refuse_closed_key();
create trigger closed_key_update after update on case_outcome
  referencing old table as old_rows new table as new_rows
  for each statement execute function refuse_closed_key();

-- What became of the case of a check, as an alert says it.
create function case_of_check(its_authority text, its_check uuid) returns text
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select coalesce((select case when o.result in ('granted', 'renewed') then 'already_granted'
                               else o.result end
                   from case_outcome as o
                   where o.authority = its_authority and o.check_id = its_check
                   order by o.number desc limit 1), 'undecided')
$$;

-- Raises `earlier_check_contradicted`, once for each entry and check; how many were new. Its event says
-- what had become of the check's case.
create or replace function tell_contradicted(
  at                    timestamptz,
  authorities           text[],
  checks                uuid[],
  entries               uuid[],
  recording_authorities text[],
  bands                 text[],
  probabilities         float8[]
) returns bigint
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  told   text;
  head   authority_event_head;
  one    record;
  new_id uuid;
  n_new  bigint := 0;
begin
  for told in select distinct a collate "C" as a from unnest(authorities) as a order by 1 loop
    insert into authority_event_head (authority, seq, alerts) values (told, 0, 0)
    on conflict do nothing;
    select * into strict head from authority_event_head where authority = told for update;
    for one in
      select f.*,
             case when exists (select from concern as c where c.id = f.entry)
                  then 'concern' else 'decision' end as entry_type
      from unnest(authorities, checks, entries, recording_authorities, bands, probabilities)
           as f(authority, check_id, entry, recording_authority, band, probability)
      where f.authority = told
        and (exists (select from decision as d where d.id = f.entry and d.state <> 'removed')
             or exists (select from concern as c where c.id = f.entry))
        and not exists (select from alert as a
                         where a.authority = told and a.entry = f.entry
                           and a.check_id = f.check_id and a.kind = 'earlier_check_contradicted')
      order by f.entry, f.check_id
    loop
      head.seq := head.seq + 1;
      head.alerts := head.alerts + 1;
      n_new := n_new + 1;
      new_id := gen_random_uuid();
      insert into authority_event (authority, seq, type, at, data)
      values (told, head.seq, 'alert.raised', tell_contradicted.at,
              json_build_object('alert', new_id, 'number', head.alerts,
                                'kind', 'earlier_check_contradicted',
                                'entry', json_build_object('type', one.entry_type, 'id', one.entry,
                                                           'recording_authority',
                                                           one.recording_authority),
                                'licence', null, 'band', one.band, 'check', one.check_id,
                                'case', case_of_check(told, one.check_id))::text);
      insert into alert (authority, id, number, raised_at, kind, state, entry_type, entry,
                         recording_authority, band, probability, check_id)
      values (told, new_id, head.alerts, tell_contradicted.at, 'earlier_check_contradicted',
              'raised', one.entry_type, one.entry, one.recording_authority, one.band, one.probability,
              one.check_id);
    end loop;
    update authority_event_head set seq = head.seq, alerts = head.alerts where authority = told;
  end loop;
  return n_new;
end
$$;

revoke execute on function case_of_check from public;
