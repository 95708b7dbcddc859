-- Concerns and officers have a last day too.
alter table erasure drop constraint erasure_kind_check;
alter table erasure add constraint erasure_kind_check
  check (kind in ('decision', 'check', 'concern', 'officer'));
