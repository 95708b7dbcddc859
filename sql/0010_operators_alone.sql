-- Keys are made and ended, and the operator's leaves are written, by the owner alone: a hole in the
-- path of a request, which runs as bw_app, reaches neither.

revoke insert on api_key from bw_app;
drop policy own on api_key;
create policy own on api_key for select to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''));

revoke execute on function revoke_api_key from bw_app;

-- Of its own keys, whoever acts for an authority notes the use, and nothing else.
create or replace function note_api_key_use(used uuid, used_at timestamptz) returns void
  language sql security definer set search_path = badgewatch, pg_temp
as $$
  update api_key
  set last_used_at = used_at
  where authority = nullif(current_setting('badgewatch.authority', true), '')
    and id = used and (last_used_at is null or last_used_at < used_at)
$$;

-- An empty authority is the operator, who has a name of this form as an actor too.
create function is_operators_name(actor text) returns boolean
  language sql immutable strict parallel safe
  return actor = 'operator' or starts_with(actor, 'operator:');

revoke execute on function is_operators_name from public;
grant execute on function is_operators_name to bw_app, bw_record;

alter policy own on log_leaf
  with check (authority = nullif(current_setting('badgewatch.authority', true), '')
              and not is_operators_name(actor));
alter policy record on log_leaf
  with check (authority <> '' and not is_operators_name(actor));
