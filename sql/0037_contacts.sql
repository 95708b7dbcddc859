-- How each authority is asked for more (section 2(4) of the 2022 Act), as its own administrator says it:
-- it takes the place of what config/reference/authorities.json says. A team's, nobody's own.

create table authority_contact (
  authority    text        not null primary key,
  id           uuid        not null,
  team         text        not null,
  email        text        not null,
  telephone    text        not null,
  address      text        not null,
  url          text        not null,
  confirmed_at timestamptz not null,
  review_by    date        not null,  -- when it is to be confirmed again
  actor        text        not null
);

alter table authority_contact enable row level security;
alter table authority_contact force row level security;
create policy owned on authority_contact to bw_owner using (true) with check (true);
create policy own on authority_contact to bw_app
  using (authority = nullif(current_setting('badgewatch.authority', true), ''))
  with check (authority = nullif(current_setting('badgewatch.authority', true), ''));
grant select, insert on authority_contact to bw_app;
grant update (team, email, telephone, address, url, confirmed_at, review_by, actor)
  on authority_contact to bw_app;

-- Everybody's, for whoever is told whom to ask.
create function authority_contacts()
  returns table (authority text, team text, email text, telephone text, address text, url text,
                 confirmed_at timestamptz)
  language sql stable security definer set search_path = badgewatch, pg_temp
as $$
  select authority, team, email, telephone, address, url, confirmed_at from authority_contact
$$;

revoke execute on function authority_contacts from public;
grant execute on function authority_contacts to bw_app;
