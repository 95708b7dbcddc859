-- What each of those who act for a divided authority sees under its code: AAA between BBB, who has the
-- rest, and CCC.
\ir prepare.sql
begin;
select no_plan();

set session_replication_role = replica;
insert into succession (former, successor, holder, since, taken_at, began_at, is_rest)
values ('AAA', 'BBB', 'BBB', current_date, now(), 0, true),
       ('AAA', 'CCC', 'CCC', current_date, now(), 0, false);
reset session_replication_role;

create table tap.in_hand as
select p.tablename::text as its
from pg_policies as p
join tap.authority_table as t on t.name = p.tablename
where p.schemaname = 'badgewatch' and p.policyname = 'in_hand'
  and has_any_column_privilege('bw_app', format('badgewatch.%I', p.tablename), 'select');
create function tap.seen(acting text, its text) returns bigint
  language plpgsql
as $$
begin
  perform set_config('badgewatch.acting', acting, true);
  return tap.count_as('bw_app', 'AAA', format('select count(*) from badgewatch.%I', its));
end
$$;

select cmp_ok(count(*), '>=', 20::bigint, 'what hangs on a person or on the authority has the policy')
from tap.in_hand;
select is(tap.seen('CCC', its), 0::bigint, 'CCC, to whom nothing was given, sees nothing of ' || its)
from tap.in_hand;
select is(tap.seen('DDD', its), 0::bigint, 'DDD, who does not act for AAA, sees nothing of ' || its)
from tap.in_hand;
select cmp_ok(tap.seen('BBB', its), '>', 0::bigint, 'BBB sees the rest of ' || its) from tap.in_hand;
select cmp_ok(tap.seen('', its), '>', 0::bigint, 'the systems of AAA see the rest of ' || its)
from tap.in_hand;

set session_replication_role = replica;
insert into succession_share (former, record, successor)
select 'AAA', id, 'CCC' from decision where authority = 'AAA';
reset session_replication_role;
select is(tap.seen('CCC', 'decision'), 1::bigint, 'CCC sees what was given to it');
select is(tap.seen('BBB', 'decision'), 0::bigint, 'and BBB does not');
select is(tap.seen('', 'decision'), 0::bigint, 'nor do the systems of AAA');
select is(tap.seen('CCC', 'licence'), 0::bigint, 'and nothing more');

select * from finish();
rollback;
