-- What the catalog says is what is stated: tables, grants, owners, policies, functions.
\ir prepare.sql
begin;
select no_plan();

select set_eq(
  $$select c.relname::text from pg_class as c
    where c.relnamespace = 'badgewatch'::regnamespace and c.relkind = 'r'$$,
  'select name from tap.stated_table',
  'every table stands in tables.csv');
select is_empty(
  $$select c.relname from pg_class as c
    where c.relnamespace = 'badgewatch'::regnamespace and c.relkind not in ('r', 'i', 'S')$$,
  'there are no views and the like, which have the rights of their owner');
select set_eq(
  $$select c.relname::text from pg_class as c
    join pg_attribute as a on a.attrelid = c.oid and a.attname = 'authority'
    where c.relnamespace = 'badgewatch'::regnamespace and c.relkind = 'r'$$,
  'select name from tap.authority_table',
  'a table with an authority in it is stated to hold authorities'' rows');

-- Row level security.
select is(c.relrowsecurity and c.relforcerowsecurity, true,
          format('row level security is forced on %s', t.name))
from tap.authority_table as t
join pg_class as c on c.oid = t.name::regclass;
select is_empty(
  $$select c.relname from pg_class as c
    where c.relnamespace = 'badgewatch'::regnamespace and c.relkind = 'r'
      and c.relname not in ('reference_file', 'reference_file_version', 'schema_migration')
      and not (c.relrowsecurity and c.relforcerowsecurity)$$,
  'but for reference data and the list of migrations, nothing is without it');
select is_empty(
  $$select tablename, policyname from pg_policies
    where schemaname = 'badgewatch' and 'public' = any (roles)$$,
  'no policy is everybody''s');
select is_empty(
  $$select p.tablename, p.policyname from pg_policies as p
    join tap.authority_table as t on t.name = p.tablename
    where p.schemaname = 'badgewatch' and 'bw_app' = any (p.roles) and p.policyname <> 'taken_over'
      and p.permissive = 'PERMISSIVE'
      and (coalesce(p.qual, '') || coalesce(p.with_check, '')) not like
          '%(authority = NULLIF(current_setting(''badgewatch.authority''::text, true), ''''::text))%'$$,
  'each policy for requests asks for the authority that is set');
select set_eq(
  $$select p.tablename::text, p.cmd from pg_policies as p
    where p.schemaname = 'badgewatch' and p.policyname = 'taken_over'
      and p.qual like '%(s.holder = NULLIF(current_setting(''badgewatch.authority''::text, true), ''''::text))%'$$,
  $$values ('case_outcome', 'SELECT'), ('duty', 'SELECT'), ('finding', 'SELECT'), ('licence', 'SELECT')$$,
  'of those for which it acts it sees what is stated, and changes nothing');
select is(count(*), 4::bigint, 'and there is no other such policy')
from pg_policies as p
where p.schemaname = 'badgewatch' and p.policyname = 'taken_over';

-- Unique indexes tell nothing about another authority's rows.
select set_eq(
  $$select i.indexrelid::regclass::text from pg_index as i
    join pg_attribute as a on a.attrelid = i.indrelid and a.attname = 'authority'
    join pg_class as c on c.oid = i.indrelid and c.relnamespace = 'badgewatch'::regnamespace
    where i.indisunique and i.indkey[0] <> a.attnum$$,
  $$select unique_without_authority from tap.stated_table where unique_without_authority <> ''$$,
  'the authority is first in each unique index but the stated ones');

-- Grants.
select set_eq('select * from tap.actual_privilege', 'select * from tap.stated_privilege',
              'every grant stands in privileges.csv, and nothing that is not granted');
select is_empty($$select * from tap.actual_privilege where role = 'PUBLIC'$$,
                'PUBLIC has nothing in the register');
select is_empty(
  $$select a.privilege_type from pg_database as d
    cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) as a
    where d.datname = current_database() and a.grantee = 0 and a.privilege_type <> 'CONNECT'$$,
  'PUBLIC may connect to the database, and no more: no temporary tables');
select is_empty(
  $$select n.nspname, a.privilege_type from pg_namespace as n
    cross join aclexplode(n.nspacl) as a
    where a.grantee = 0 and (n.nspname = 'badgewatch' or
                             (n.nspname = 'public' and a.privilege_type <> 'USAGE'))$$,
  'PUBLIC makes nothing in a schema, and does not see the register''s');
select set_eq(
  $$select r.rolname::text, a.privilege_type from pg_namespace as n
    cross join aclexplode(n.nspacl) as a
    join pg_roles as r on r.oid = a.grantee
    where n.nspname = 'badgewatch' and r.rolname <> 'bw_owner'$$,
  $$select name, 'USAGE' from tap.register_role where name not in ('bw_migrate', 'bw_backup')$$,
  'the roles use the schema, and none makes anything in it');

-- Who they are.
select is_empty(
  $$select c.relname from pg_class as c
    where c.relnamespace = 'badgewatch'::regnamespace and c.relowner <> 'bw_owner'::regrole
    union all
    select p.proname from pg_proc as p
    where p.pronamespace = 'badgewatch'::regnamespace and p.proowner <> 'bw_owner'::regrole$$,
  'everything is bw_owner''s');
select is_empty(
  $$select rolname from pg_roles
    where rolname like 'bw\_%'
      and (rolsuper or rolcreaterole or rolcreatedb or rolreplication
           or (rolbypassrls and rolname <> 'bw_backup') or (rolcanlogin and rolname = 'bw_owner'))$$,
  'no role has an attribute too many');
select set_eq(
  $$select m.member::regrole::text, m.roleid::regrole::text from pg_auth_members as m
    join pg_roles as r on r.oid = m.member
    where r.rolname like 'bw\_%'$$,
  $$values ('bw_migrate', 'bw_owner'), ('bw_backup', 'pg_read_all_data')$$,
  'only bw_migrate may become the owner, and only bw_backup reads all');
select is(rolinherit, false, 'bw_migrate is the owner only when it says so')
from pg_roles
where rolname = 'bw_migrate';

-- Functions.
select is_empty(
  $$select p.oid::regprocedure from pg_proc as p
    where p.pronamespace = 'badgewatch'::regnamespace and p.prosecdef
      and not coalesce('search_path=badgewatch, pg_temp' = any (p.proconfig), false)$$,
  'whatever runs with its owner''s rights looks for names in the register alone');
select is_empty(
  $$select p.oid::regprocedure from pg_proc as p
    join pg_language as l on l.oid = p.prolang
    where p.pronamespace = 'badgewatch'::regnamespace and l.lanname not in ('sql', 'plpgsql')$$,
  'no function is of a language that reaches out of the database');
select is_empty(
  $$select c.relname from pg_class as c where c.relnamespace = 'public'::regnamespace$$,
  'nothing of the register lies in the schema public');

select * from finish();
rollback;
