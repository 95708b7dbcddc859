-- Access tokens that are good only beside the certificate which the client showed for them
-- (RFC 8705 section 3), and clients that get no others.

alter table client add column certificate_bound boolean not null default false;
alter table access_token add column certificate text;  -- x5t#S256; null: bound to none

drop function find_access_token;
create function find_access_token(wanted bytea)
  returns table (
    client      uuid,
    authority   text,
    scopes      text,
    networks    text,
    key_print   bytea,
    issued_at   timestamptz,
    expires_at  timestamptz,
    name        text,  -- of the client
    certificate text
  )
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select t.client, t.authority, t.scopes, c.networks, t.key_print, t.issued_at, t.expires_at,
         c.name, t.certificate
  from access_token as t
  join client as c on c.authority = t.authority and c.id = t.client
  where t.token_hash = wanted and c.revoked_at is null and t.key_print = any (c.key_prints)
    and (t.certificate is not null or not c.certificate_bound)
$$;

revoke execute on function find_access_token from public;
grant execute on function find_access_token to bw_app;
