-- A letter that an administrator has sent to see whether letters come. The daemon before this one sends
-- it as a letter of no alerts.
alter table mail_address_delivery
  drop constraint mail_address_delivery_type_check,
  add constraint mail_address_delivery_type_check
    check (type in ('mail.code', 'mail.alerts', 'mail.test'));
