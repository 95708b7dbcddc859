-- What each role can do, by trying: all that is stated, and nothing that changes the register's shape.
\ir prepare.sql
begin;
select no_plan();

create view tap.role_privilege as
select p.*, string_to_array(p.columns, ' ') as its_columns,
       -- Of officers and their sessions one authority's at a time.
       case when p.role = 'bw_access' and t.rows_of = 'authority' then 'AAA' else '' end as whose
from tap.stated_privilege as p
join tap.stated_table as t on t.name = p.object
where p.role <> 'bw_app';

-- A grant without a policy shows nothing, and a policy without a grant refuses.
select is(tap.count_as(p.role, p.whose, format('select count(*) from (select %s from badgewatch.%I) as seen',
                                          replace(p.columns, ' ', ', '), p.object)),
          tap.count_as('postgres', '', format('select count(*) from badgewatch.%I', p.object) ||
                                       case when p.whose <> '' then ' where authority = ''AAA''' else '' end),
          format('%s sees every row of %s', p.role, p.object))
from tap.role_privilege as p
where p.privilege = 'select';
select isnt(tap.refusal(p.role, p.whose, tap.insert_into(p.object, 'AAA')), '42501',
            format('%s adds to %s', p.role, p.object))
from tap.role_privilege as p
where p.privilege = 'insert' and not (p.role = 'bw_watch' and p.object = 'log_leaf');
-- The end of a run of reconciliation, which is no authority's, and no other leaf.
select is(tap.refusal('bw_watch', '', format('insert into badgewatch.log_leaf (authority, id, at, kind, actor,'
                                             ' subject, detail, salt, commitment) values (%L, gen_random_uuid(),'
                                             ' now(), %L, ''watch'', gen_random_uuid(), ''{}'','
                                             ' sha256(''1''), sha256(''2''))', a.authority, a.kind)),
          a.refusal, format('bw_watch and a leaf %s of %L', a.kind, a.authority))
from (values ('', 'reconciliation_finished', null), ('AAA', 'reconciliation_finished', '42501'),
             ('', 'reconciliation', '42501')) as a(authority, kind, refusal);
select is(tap.refusal(p.role, p.whose, format('update badgewatch.%1$I set %2$I = %2$I', p.object,
                                              case p.columns when '*' then (
                                                select attname::text from pg_attribute
                                                where attrelid = p.object::regclass and attnum = 1)
                                              else p.its_columns[1] end)), null,
          format('%s updates %s', p.role, p.object))
from tap.role_privilege as p
where p.privilege = 'update';
select is(tap.refusal(p.role, 'BBB', tap.insert_into(p.object, 'AAA')), '42501',
          format('%s adds nothing to %s in another''s name', p.role, p.object))
from tap.role_privilege as p
where p.privilege = 'insert' and p.whose <> '' and p.object <> 'log_leaf';
select is(tap.count_as(p.role, 'BBB', format('select count(*) from badgewatch.%I where authority = ''AAA''',
                                             p.object)), 0::bigint,
          format('%s sees nothing of another''s in %s', p.role, p.object))
from tap.role_privilege as p
where p.privilege = 'select' and p.whose <> '';

select is(tap.refusal(r.name, 'AAA', tap.insert_into(t.name, 'AAA')), '42501',
          format('%s adds nothing to %s', r.name, t.name))
from tap.register_role as r
cross join tap.stated_table as t
where not exists (select from tap.stated_privilege as p
                  where p.object = t.name and p.role = r.name and p.privilege = 'insert');
select is(tap.refusal(r.name, 'AAA', format('delete from badgewatch.%I', t.name)), '42501',
          format('%s deletes nothing from %s', r.name, t.name))
from tap.register_role as r
cross join tap.stated_table as t
where not exists (select from tap.stated_privilege as p
                  where p.object = t.name and p.role = r.name and p.privilege = 'delete');

select is(tap.refusal('bw_backup', '', format('select * from badgewatch.%I', t.name)), null,
          format('bw_backup reads %s', t.name))
from tap.stated_table as t;
select is(tap.count_as('bw_backup', '', format('select count(*) from badgewatch.%I', t.name)),
          tap.count_as('postgres', '', format('select count(*) from badgewatch.%I', t.name)),
          format('bw_backup reads all of %s', t.name))
from tap.stated_table as t;
select is(tap.refusal('bw_migrate', '', format('select count(*) from badgewatch.%I', t.name)), '42501',
          format('bw_migrate by itself does not read %s', t.name))
from tap.stated_table as t;

-- Nobody but the owner changes the shape of anything, or takes the guards away.
select is(tap.refusal(r.name, 'AAA', format(d.doing, t.name)), '42501',
          format('%s: %s', r.name, format(d.doing, t.name)))
from tap.register_role as r
cross join tap.stated_table as t
cross join (values ('alter table badgewatch.%I add column more text'),
                   ('alter table badgewatch.%I disable row level security'),
                   ('alter table badgewatch.%I no force row level security'),
                   ('alter table badgewatch.%I disable trigger all'),
                   ('create policy mine on badgewatch.%I using (true)'),
                   ('drop table badgewatch.%I'),
                   ('truncate badgewatch.%I'),
                   ('lock table badgewatch.%I in access exclusive mode')) as d(doing)
where d.doing not like 'lock%'
   or not exists (select from tap.stated_privilege as p
                  where p.object = t.name and p.role = r.name
                    and p.privilege in ('update', 'delete'));
select is(tap.refusal(r.name, 'AAA', d.doing), '42501', format('%s: %s', r.name, d.doing))
from tap.register_role as r
cross join (values ('create table badgewatch.mine (x int)'),
                   ('create table public.mine (x int)'),
                   ('create temporary table mine (x int)'),
                   ('create function badgewatch.mine() returns int language sql return 1'),
                   ('create schema mine'),
                   ('create role bw_mine'),
                   ('alter role bw_app superuser'),
                   ('alter role bw_app bypassrls'),
                   ('set session_replication_role = replica'),
                   ('copy (select 1) to program ''true'''),
                   ('select pg_read_file(''postgresql.conf'')'),
                   ('select lo_import(''/etc/passwd'')')) as d(doing);
select * from finish();
rollback;
