-- What a request of one authority meets in every table that holds authorities' rows.
\ir prepare.sql
begin;
select no_plan();

create view tap.app_privilege as
select t.name, p.privilege, p.columns
from tap.authority_table as t
join tap.stated_privilege as p on p.object = t.name and p.role = 'bw_app';

select is(tap.count_as('postgres', '', format('select count(*) from badgewatch.%I where authority = %L',
                                              t.name, a.authority)), 1::bigint,
          format('%s has rows of %s to be seen', t.name, a.authority))
from tap.authority_table as t
cross join (values ('AAA'), ('BBB')) as a(authority);

-- Seeing.
select is(tap.refusal('bw_app', 'AAA', format('select count(authority) from badgewatch.%I', t.name)), '42501',
          format('%s is not for requests to read', t.name))
from tap.authority_table as t
where not exists (select from tap.app_privilege as p where p.name = t.name and p.privilege = 'select');
select is(tap.count_as('bw_app', a.authority,
                       format('select count(authority) from badgewatch.%I', p.name)), 0::bigint,
          format('%s shows nothing when the authority set is %L', p.name, a.authority))
from tap.app_privilege as p
cross join (values (''), ('CCC'), (' AAA'), ('aaa'), ('A%'), (''' or true --')) as a(authority)
where p.privilege = 'select';
select is(tap.count_as('bw_app', 'BBB', format('select count(authority) from badgewatch.%I', p.name)), 1::bigint,
          format('%s shows an authority all of its own', p.name))
from tap.app_privilege as p
where p.privilege = 'select';
select is(tap.count_as('bw_app', 'BBB', format($$select count(authority) from badgewatch.%I
                                                 where authority = 'AAA'$$, p.name)), 0::bigint,
          format('%s shows an authority none of another''s', p.name))
from tap.app_privilege as p
where p.privilege = 'select';

-- A session that no transaction has set anything in.
reset badgewatch.authority;
set role bw_app;
select is_empty('select authority from licence', 'a new session sees no licence');
select is_empty('select authority from decision', 'a new session sees no decision');
reset role;

-- Adding.
select is(tap.refusal('bw_app', 'AAA', tap.insert_into(p.name, 'BBB')), '42501',
          format('nothing is added to %s in another''s name', p.name))
from tap.app_privilege as p
where p.privilege = 'insert';
select is(tap.refusal('bw_app', '', tap.insert_into(p.name, 'AAA')), '42501',
          format('nothing is added to %s without an authority', p.name))
from tap.app_privilege as p
where p.privilege = 'insert';
select is(tap.refusal('bw_app', '', tap.insert_into(p.name, '')), '42501',
          format('nothing is added to %s as the operator', p.name))
from tap.app_privilege as p
where p.privilege = 'insert';
select isnt(tap.refusal('bw_app', 'AAA', tap.insert_into(p.name, 'AAA')), '42501',
            format('an authority adds to %s in its own name', p.name))
from tap.app_privilege as p
where p.privilege = 'insert';

-- Changing and deleting.
select is(tap.count_as('bw_app', 'BBB',
                       format('with changed as (update badgewatch.%1$I set %2$I = %2$I returning 1)'
                              ' select count(*) from changed', p.name, split_part(p.columns, ' ', 1))),
          1::bigint, format('an authority changes all of its own in %s, and no other''s', p.name))
from tap.app_privilege as p
where p.privilege = 'update';
select is(tap.refusal('bw_app', 'AAA', format('update badgewatch.%I set authority = %L', p.name, 'BBB')), '42501',
          format('no row of %s is given to another', p.name))
from tap.app_privilege as p
where p.privilege = 'update';
select is(tap.count_as('bw_app', 'BBB', format('with gone as (delete from badgewatch.%I returning 1)'
                                               ' select count(*) from gone', p.name)), 1::bigint,
          format('an authority deletes all of its own in %s, and no other''s', p.name))
from tap.app_privilege as p
where p.privilege = 'delete';

select * from finish();
rollback;
