-- E-mail: an authority's alerts are told to mailboxes that it names, by a relay that the operator names.
-- Claimed, sent and kept as webhooks are (0028): the same columns, so that the same statements do it.

-- A mailbox. Its address, and until it is confirmed the code, are sealed.
create table mail_address (
  authority        text        not null,
  id               uuid        not null,
  created_at       timestamptz not null,
  mode             text        not null check (mode in ('each', 'digest')),
  kinds            text        not null,            -- of alerts, parted by blanks; empty: all
  key_version      smallint    not null,
  data_key         bytea       not null,
  content          bytea       not null,
  confirmed_at     timestamptz,                     -- no alert is told before
  guesses          smallint    not null default 0,  -- of the code
  digest_on        date,                            -- the day of its last digest
  disabled_at      timestamptz,
  disabled_because text        check (disabled_because in ('owner', 'refused')),
  failing_since    timestamptz,                     -- the first failure behind the last success
  failures         bigint      not null default 0,  -- in a row
  not_before       timestamptz not null default '-infinity',
  attempts         bigint      not null default 0,  -- numbers the log of deliveries
  fence            bigint      not null default 0,  -- counted up by whoever claims it
  lease_until      timestamptz,                     -- by this database's clock
  primary key (authority, id)
) with (fillfactor = 50);

alter table mail_address alter column content set storage external;

-- A letter. Its id is in its Message-ID, so that a repetition is known.
create table mail_address_delivery (
  authority    text        not null,
  mail_address uuid        not null,
  message      uuid        not null,
  seq          bigint,                    -- the least number of an event in it; null: it holds a code
  type         text        not null check (type in ('mail.code', 'mail.alerts')),
  at           timestamptz not null,
  state        text        not null check (state in ('pending', 'delivered', 'failed', 'refused')),
  attempts     integer     not null default 0,
  next_at      timestamptz not null default '-infinity',
  ended_at     timestamptz,
  primary key (authority, mail_address, message),
  foreign key (authority, mail_address) references mail_address (authority, id) on delete cascade
);

create index mail_address_delivery_due on mail_address_delivery (authority, mail_address, next_at)
  where state = 'pending';
create index mail_address_delivery_refused
  on mail_address_delivery (authority, mail_address, ended_at) where state = 'refused';
create index mail_address_delivery_ended on mail_address_delivery (ended_at)
  where ended_at is not null;

create table mail_address_attempt (
  authority    text        not null,
  mail_address uuid        not null,
  number       bigint      not null,
  message      uuid        not null,
  at           timestamptz not null,
  took_ms      bigint      not null,
  status       integer,              -- null: no reply came
  result       text        not null, -- what was made of it, without anything that the relay sent
  primary key (authority, mail_address, number),
  foreign key (authority, mail_address) references mail_address (authority, id) on delete cascade
);

create index mail_address_attempt_by_age on mail_address_attempt (at);

-- An alert that is to be told to a mailbox, and the letter that tells it.
create table mail_address_item (
  authority    text        not null,
  mail_address uuid        not null,
  seq          bigint      not null,  -- of its event
  alert        uuid        not null,
  kind         text        not null,
  at           timestamptz not null,
  due_on       date,                  -- the last day of what is to be done, as the letter says it
  message      uuid,                  -- null: it waits
  primary key (authority, mail_address, seq),
  foreign key (authority, mail_address) references mail_address (authority, id) on delete cascade,
  foreign key (authority, mail_address, message)
    references mail_address_delivery (authority, mail_address, message) on delete cascade
);

create index mail_address_item_waiting on mail_address_item (authority, mail_address, at)
  where message is null;
create index mail_address_item_of_letter on mail_address_item (authority, mail_address, message);

do $$
declare
  its text;
begin
  foreach its in array array['mail_address', 'mail_address_delivery', 'mail_address_attempt',
                             'mail_address_item']
  loop
    execute format('alter table %I enable row level security', its);
    execute format('alter table %I force row level security', its);
    execute format('create policy owned on %I to bw_owner using (true) with check (true)', its);
    execute format('create policy send on %I to bw_webhook using (true) with check (true)', its);
  end loop;
  foreach its in array array['mail_address', 'mail_address_delivery', 'mail_address_attempt']
  loop
    execute format('create policy own on %I to bw_app'
                   ' using (authority = nullif(current_setting(''badgewatch.authority'', true), ''''))'
                   ' with check (authority = nullif(current_setting(''badgewatch.authority'', true),'
                   '                                ''''))', its);
  end loop;
end
$$;

grant select, insert, delete on mail_address to bw_app;
grant update (mode, kinds, key_version, data_key, content, confirmed_at, guesses, disabled_at,
              disabled_because, failing_since, failures, not_before) on mail_address to bw_app;
grant select, insert, delete on mail_address_delivery to bw_app;
grant select on mail_address_attempt to bw_app;

grant select, delete on mail_address to bw_webhook;
grant update (disabled_at, disabled_because, failing_since, failures, not_before, attempts, fence,
              lease_until) on mail_address to bw_webhook;
grant select, delete on mail_address_delivery, mail_address_item to bw_webhook;
grant update (state, attempts, next_at, ended_at) on mail_address_delivery to bw_webhook;
grant select, insert, delete on mail_address_attempt to bw_webhook;

create trigger closed_key_insert after insert on mail_address
  referencing new table as new_rows
  for each statement execute function refuse_closed_key();
create trigger closed_key_update after update on mail_address
  referencing old table as old_rows new table as new_rows
  for each statement execute function refuse_closed_key();

-- Whoever writes an event of an alert writes to which mailboxes it is to be told, in the same
-- transaction.
create function queue_for_mail() returns trigger
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
begin
  -- Read where there is a mailbox alone ("offset 0"): most authorities have none.
  insert into mail_address_item (authority, mail_address, seq, alert, kind, at)
  select t.authority, t.id, t.seq, (t.data ->> 'alert')::uuid, t.data ->> 'kind', t.at
  from (select e.authority, m.id, m.kinds, e.seq, e.data::json as data, e.at
        from new_rows as e
        join mail_address as m
          on m.authority = e.authority and m.confirmed_at is not null and m.disabled_at is null
        where e.type = 'alert.raised' offset 0) as t
  where t.data ->> 'alert' is not null
    and (t.kinds = '' or t.data ->> 'kind' = any (string_to_array(t.kinds, ' ')));
  return null;
end
$$;

create trigger queue_for_mail after insert on authority_event
  referencing new table as new_rows
  for each statement execute function queue_for_mail();

-- One letter for those alerts that wait for a mailbox, whose clocks have begun: for all of them, or for
-- the one with that number.
create function make_letter(told text, its_address uuid, its_seq bigint, made_at timestamptz)
  returns void
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  letter uuid := gen_random_uuid();
begin
  insert into mail_address_delivery (authority, mail_address, message, seq, type, at, state)
  select told, its_address, letter, min(i.seq), 'mail.alerts', made_at, 'pending'
  from mail_address_item as i
  join alert as a on a.authority = i.authority and a.id = i.alert and a.has_clock
  where i.authority = told and i.mail_address = its_address and i.message is null
    and (its_seq is null or i.seq = its_seq);

  update mail_address_item as i
  set message = letter,
      due_on = case when a.kind = 'duty_due' then a.changed_on else
        (select min(d.due_on) from duty as d
          where d.authority = told and d.state = 'open'
            and ((d.kind = 'acknowledge_alert' and d.about_type = 'alert' and d.about = a.id)
                 or (d.kind in ('consider_concern', 'review_concern', 'answer_disclosure', 'rectify')
                     and d.about_type = a.entry_type and d.about = a.entry))) end
  from alert as a
  where i.authority = told and i.mail_address = its_address and i.message is null
    and (its_seq is null or i.seq = its_seq)
    and a.authority = told and a.id = i.alert and a.has_clock;

  -- They went in that very moment.
  if not found then
    delete from mail_address_delivery
    where authority = told and mail_address = its_address and message = letter;
  end if;
end
$$;

-- Letters for mailboxes of that mode: one for each alert, or one for all where more than `most_single`
-- wait; digests once for each day. Each mailbox in turn is this transaction's: whoever else looks leaves
-- it out. How many mailboxes were seen to.
create function make_letters(its_mode text, day date, made_at timestamptz, most_single bigint)
  returns bigint
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  its     record;
  one     bigint;
  waiting bigint[];
  seen_to bigint := 0;
begin
  for its in
    select m.authority, m.id from mail_address as m
    where m.mode = its_mode and m.confirmed_at is not null and m.disabled_at is null
      and case when its_mode = 'digest' then m.digest_on is null or m.digest_on < day
               else exists (select from mail_address_item as i
                            join alert as a on a.authority = i.authority and a.id = i.alert
                            where i.authority = m.authority and i.mail_address = m.id
                              and i.message is null and a.has_clock) end
    order by m.authority collate "C", m.id limit 100
    for update of m skip locked
  loop
    seen_to := seen_to + 1;
    if its_mode = 'digest' then
      update mail_address set digest_on = day where authority = its.authority and id = its.id;
    end if;
    -- Of an alert that is gone by now there is nothing to tell.
    delete from mail_address_item as i
    where i.authority = its.authority and i.mail_address = its.id and i.message is null
      and not exists (select from alert as a where a.authority = i.authority and a.id = i.alert);
    select array_agg(i.seq order by i.seq) into waiting from mail_address_item as i
    join alert as a on a.authority = i.authority and a.id = i.alert and a.has_clock
    where i.authority = its.authority and i.mail_address = its.id and i.message is null;
    continue when waiting is null;
    if its_mode = 'each' and cardinality(waiting) <= most_single then
      foreach one in array waiting loop
        perform make_letter(its.authority, its.id, one, made_at);
      end loop;
    else
      perform make_letter(its.authority, its.id, null, made_at);
    end if;
  end loop;
  return seen_to;
end
$$;

-- The alert to an authority that nothing more is sent to one of its mailboxes: of the kind that tells it of a
-- webhook, about an entry of another type.
create function tell_mail_address_disabled(told text, disabled uuid, told_at timestamptz)
  returns void
  language sql security definer set search_path = badgewatch, pg_temp
as $$
  select tell_one(told, told_at, 'webhook_disabled', 'mail_address', disabled, told, null, null,
                  null)
$$;

revoke execute on function queue_for_mail, make_letter, make_letters, tell_mail_address_disabled
  from public;
grant execute on function make_letters, tell_mail_address_disabled to bw_webhook;
