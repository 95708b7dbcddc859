-- The database roles of the register. Run once in its database by a superuser (the embedded
-- PostgreSQL does so at each start); running it again changes nothing.
--
-- Passwords are not set here: connections come over a Unix socket with peer authentication, or a
-- database administrator gives each role its own.

do $$
declare
  wanted record;
begin
  for wanted in
    select *
    from (values
      ('bw_owner', 'nologin'),
      ('bw_migrate', 'login noinherit'),
      ('bw_app', 'login'),
      ('bw_match', 'login'),
      ('bw_record', 'login'),
      ('bw_follow', 'login'),
      ('bw_watch', 'login'),
      ('bw_log', 'login'),
      ('bw_misuse', 'login'),
      ('bw_access', 'login'),
      ('bw_audit', 'login'),
      ('bw_webhook', 'login'),
      ('bw_report', 'login'),
      ('bw_backup', 'login bypassrls')
    ) as role(name, attributes)
  loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.attributes);
    end if;
    -- Values never reach the server's log, and errors are told apart by their codes.
    execute format('alter role %I set log_parameter_max_length_on_error = 0', wanted.name);
    execute format('alter role %I set lc_messages = %L', wanted.name, 'C');
  end loop;
end
$$;

-- Migrations run as bw_migrate, which takes on the owner's role by name.
grant bw_owner to bw_migrate;
grant pg_read_all_data to bw_backup;

create schema if not exists badgewatch authorization bw_owner;

grant usage on schema badgewatch
  to bw_app, bw_match, bw_record, bw_follow, bw_watch, bw_log, bw_misuse, bw_access, bw_audit,
     bw_webhook, bw_report;

-- Nobody makes tables beside the register's own, not even temporary ones, which are found before others.
revoke create on schema public from public;
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
end
$$;

-- A function is nobody's to call until a migration says whose.
alter default privileges for role bw_owner revoke execute on functions from public;
