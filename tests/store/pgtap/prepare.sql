-- What every file here begins with: pgTAP, what is stated, and rows of two authorities in every table.
-- The test database is thrown away afterwards; no other one has any of this.
\set QUIET on
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on

create schema tap;
create extension pgtap schema tap;
grant usage on schema tap to public;
set search_path = badgewatch, tap, pg_temp;
set client_min_messages = warning;

create table tap.stated_table (name text, rows_of text, unique_without_authority text);
create table tap.stated_privilege (object text, role text, privilege text, columns text);
\copy tap.stated_table from 'tables.csv' (format csv, header)
\copy tap.stated_privilege from 'privileges.csv' (format csv, header)

create view tap.actual_privilege as
select c.relname::text as object, coalesce(r.rolname, 'PUBLIC')::text as role,
       lower(a.privilege_type) as privilege, '*' as columns
from pg_class as c
cross join aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) as a
left join pg_roles as r on r.oid = a.grantee
where c.relnamespace = 'badgewatch'::regnamespace and c.relkind <> 'i' and a.grantee <> c.relowner
union all
select c.relname, coalesce(r.rolname, 'PUBLIC'), lower(a.privilege_type),
       string_agg(t.attname, ' ' order by t.attnum)
from pg_class as c
join pg_attribute as t on t.attrelid = c.oid
cross join aclexplode(t.attacl) as a
left join pg_roles as r on r.oid = a.grantee
where c.relnamespace = 'badgewatch'::regnamespace and a.grantee <> c.relowner
group by 1, 2, 3
union all
select replace(p.oid::regprocedure::text, 'badgewatch.', ''), coalesce(r.rolname, 'PUBLIC'),
       lower(a.privilege_type), '*'
from pg_proc as p
cross join aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
left join pg_roles as r on r.oid = a.grantee
where p.pronamespace = 'badgewatch'::regnamespace and a.grantee <> p.proowner;

-- A value that a column takes: the first one that its checks name, or any of its type.
create sequence tap.counter;
create function tap.value_for(its regclass, its_column name, its_type regtype, authority text)
  returns text
  language plpgsql
as $$
declare
  rule text;
begin
  if its_column = 'authority' then
    return quote_literal(authority);
  end if;
  select pg_get_constraintdef(c.oid) into rule
  from pg_constraint as c
  join pg_attribute as a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
  where c.conrelid = its and c.contype = 'c' and a.attname = its_column;
  if rule ~ '''[^'']+''::text' then
    return quote_literal(substring(rule from '''([^'']+)''::text'));
  end if;
  if its_type::text like '%[]' then
    return quote_literal('{}');
  end if;
  return case its_type::text
    when 'bytea' then case when rule ~ '8192' and rule !~ '<' then 'decode(repeat(''ab'', 8192), ''hex'')'
                           else 'sha256(''' || nextval('tap.counter') || ''')' end
    when 'uuid' then 'gen_random_uuid()'
    when 'boolean' then 'true'
    when 'date' then 'current_date'
    when 'timestamp with time zone' then 'now()'
    when 'xid8' then '''1'''
    when 'text' then quote_literal('text ' || nextval('tap.counter'))
    else case when rule ~ '7|23' then '7' else nextval('tap.counter')::text end
  end;
end
$$;

-- An insert of one row of `authority`, with all that must not be null.
create function tap.insert_into(its text, authority text)
  returns text
  language sql
as $$
  select case when count(*) = 0 then format('insert into badgewatch.%I default values', its)
    else format('insert into badgewatch.%I (%s) values (%s)', its,
           string_agg(quote_ident(a.attname), ', ' order by a.attnum),
           string_agg(tap.value_for(its::regclass, a.attname, a.atttypid::regtype, authority),
                      ', ' order by a.attnum))
    end
  from pg_attribute as a
  where a.attrelid = its::regclass and a.attnum > 0 and not a.attisdropped
    and a.attidentity = ''
    and (a.attname = 'authority' or (a.attnotnull and not a.atthasdef))
$$;

-- What `role` counts in a transaction of `authority`.
create function tap.count_as(role name, authority text, counting text) returns bigint
  language plpgsql
as $$
declare
  counted bigint;
begin
  perform set_config('badgewatch.authority', authority, true);
  perform set_config('badgewatch.officers', 'of:' || authority, true);
  execute format('set local role %I', role);
  execute counting into counted;
  set local role none;
  return counted;
exception when others then
  return -1;
end
$$;

-- How `role` is refused; empty when it is not. Nothing of it stays.
create function tap.refusal(role name, authority text, doing text) returns text
  language plpgsql
as $$
begin
  perform set_config('badgewatch.authority', authority, true);
  perform set_config('badgewatch.officers', 'of:' || authority, true);
  execute format('set local role %I', role);
  execute doing;
  raise exception 'undone' using errcode = 'TP000';
exception when others then
  return nullif(sqlstate, 'TP000');
end
$$;

-- Rows as they may stand there: one of each of two authorities, and one in the register's own tables.
set session_replication_role = replica;
do $$
declare
  its record;
begin
  for its in
    select c.relname::text as name, exists (select from pg_attribute as a
                                            where a.attrelid = c.oid and a.attname = 'authority')
             as is_of_authorities
    from pg_class as c
    where c.relnamespace = 'badgewatch'::regnamespace and c.relkind = 'r'
    order by 1
  loop
    if its.is_of_authorities then
      execute tap.insert_into(its.name, 'AAA');
      execute tap.insert_into(its.name, 'BBB');
    elsif tap.count_as('postgres', '', format('select count(*) from %I', its.name)) = 0 then
      execute tap.insert_into(its.name, '');
    end if;
  end loop;
end
$$;
reset session_replication_role;

create view tap.authority_table as select name from tap.stated_table where rows_of = 'authority';
create view tap.register_role as
select rolname::text as name
from pg_roles
where rolname like 'bw\_%' and rolname not in ('bw_owner', 'bw_nobody');
