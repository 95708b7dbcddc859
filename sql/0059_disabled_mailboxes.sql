-- That nothing more is sent to a mailbox is an alert of a kind of its own, and not that of a webhook.
create or replace function tell_mail_address_disabled(told text, disabled uuid, told_at timestamptz)
  returns void
  language sql security definer set search_path = badgewatch, pg_temp
as $$
  select tell_one(told, told_at, 'mail_address_disabled', 'mail_address', disabled, told, null, null,
                  null)
$$;
