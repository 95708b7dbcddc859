-- What the two authorities of a disclosure request, and any other, meet in its tables.
\ir prepare.sql
begin;
select no_plan();

set session_replication_role = replica;
delete from disclosure_item;
delete from disclosure_request;
insert into disclosure_request (asked_by, id, asked_of, entry_type, entry, check_id, state, received_at,
                                answer_by)
select 'AAA', '00000000-0000-7000-8000-000000000001', 'BBB', 'decision', id, gen_random_uuid(), 'open',
       now(), current_date
from decision
where authority = 'BBB';
insert into disclosure_item (asked_by, request, id, kind, said_by, actor, said_at, key_version, data_key,
                             content)
values ('AAA', '00000000-0000-7000-8000-000000000001', gen_random_uuid(), 'question', 'AAA', 'key', now(),
        1, '\x01', '\x02');
reset session_replication_role;

create function tap.saying(said_by text, kind text) returns text
  language sql
  return format('insert into badgewatch.disclosure_item (asked_by, request, id, kind, said_by, actor, said_at,'
                ' key_version, data_key, content) values (''AAA'', ''00000000-0000-7000-8000-000000000001'','
                ' gen_random_uuid(), %L, %L, ''key'', now(), 1, ''\x01'', ''\x02'')', kind, said_by);
create function tap.asking(asked_by text, state text) returns text
  language sql
  return format('insert into badgewatch.disclosure_request (asked_by, id, asked_of, entry_type, entry,'
                ' check_id, state, received_at, answer_by) values (%L, gen_random_uuid(), ''DDD'','
                ' ''decision'', gen_random_uuid(), gen_random_uuid(), %L, now(), current_date)',
                asked_by, state);
create function tap.moving(state text) returns text
  language sql
  return format('with moved as (update badgewatch.disclosure_request set state = %L returning 1)'
                ' select count(*) from moved', state);

-- Seeing.
select is(tap.count_as('bw_app', a.who, 'select count(*) from badgewatch.disclosure_request'), a.seen, a.said)
from (values ('AAA', 1::bigint, 'the asker sees its request'), ('BBB', 1, 'the other side sees it'),
             ('CCC', 0, 'a third authority sees no request'), ('', 0, 'nobody sees a request'))
     as a(who, seen, said);
select is(tap.count_as('bw_app', a.who, 'select count(*) from badgewatch.disclosure_item'), a.seen, a.said)
from (values ('AAA', 1::bigint, 'the asker sees what was said'), ('BBB', 1, 'the other side sees what was said'),
             ('CCC', 0, 'a third authority sees nothing that was said'), ('', 0, 'nobody sees what was said'))
     as a(who, seen, said);

-- Asking and saying.
select is(tap.refusal('bw_app', 'CCC', tap.asking('AAA', 'open')), '42501', 'nobody asks in another''s name');
select is(tap.refusal('bw_app', 'AAA', tap.asking('AAA', 'answered')), '42501', 'a request begins open');
select isnt(tap.refusal('bw_app', 'AAA', tap.asking('AAA', 'open')), '42501', 'an authority asks');
select is(tap.refusal('bw_app', a.who, tap.saying(a.said_by, a.kind)), a.refusal, a.said)
from (values ('AAA', 'AAA', 'message', null, 'the asker writes'),
             ('BBB', 'BBB', 'message', null, 'the other side writes'),
             ('BBB', 'BBB', 'answer', null, 'the other side answers'),
             ('AAA', 'AAA', 'had_regard', null, 'the asker has regard'),
             ('AAA', 'BBB', 'message', '42501', 'nothing is said in another''s name'),
             ('AAA', 'AAA', 'answer', '42501', 'the asker answers nothing'),
             ('BBB', 'BBB', 'question', '42501', 'the other side asks nothing'),
             ('BBB', 'BBB', 'had_regard', '42501', 'the other side has no regard'),
             ('BBB', 'BBB', 'withdrawal', '42501', 'the other side withdraws nothing'),
             ('CCC', 'CCC', 'message', '42501', 'a third authority says nothing'))
     as a(who, said_by, kind, refusal, said);

-- Moving it on. A refusal counts as -1.
select is(tap.count_as('bw_app', a.who, tap.moving(a.state)), a.moved, a.said)
from (values ('CCC', 'answered', 0::bigint, 'a third authority moves nothing'),
             ('AAA', 'answered', -1, 'the asker does not answer for the other'),
             ('BBB', 'closed', -1, 'the other side does not close it'),
             ('BBB', 'withdrawn', -1, 'the other side does not withdraw it'),
             ('AAA', 'open', -1, 'nobody opens it again'),
             ('BBB', 'answered', 1, 'the other side answers it'),
             ('AAA', 'closed', 1, 'the asker closes it')) as a(who, state, moved, said);

-- Nothing of it is changed or taken away.
select is(tap.refusal('bw_app', 'AAA', 'delete from badgewatch.' || name), '42501',
          format('nothing is deleted from %s', name))
from (values ('disclosure_request'), ('disclosure_item')) as t(name);
select is(tap.refusal('bw_app', 'AAA', 'update badgewatch.disclosure_item set said_by = said_by'), '42501',
          'what was said stays');
select is(tap.refusal('bw_app', 'BBB', 'update badgewatch.disclosure_request set answer_by = answer_by'), '42501',
          'no clock is moved');

-- Rectification requests: who received one, and who recorded the entry.
set session_replication_role = replica;
delete from rectification_request;
insert into rectification_request (received_by, id, recorded_by, entry, received_on, taken_at, answer_by,
                                   state, actor, key_version, data_key, content)
select 'AAA', '00000000-0000-7000-8000-000000000002', 'BBB', id, current_date, now(), current_date, 'open',
       'key', 1, '\x01', '\x02'
from decision
where authority = 'BBB';
reset session_replication_role;

create function tap.receiving(received_by text, state text) returns text
  language sql
  return format('insert into badgewatch.rectification_request (received_by, id, recorded_by, entry,'
                ' received_on, taken_at, answer_by, state, actor, key_version, data_key, content) values'
                ' (%L, gen_random_uuid(), ''DDD'', gen_random_uuid(), current_date, now(), current_date,'
                ' %L, ''key'', 1, ''\x01'', ''\x02'')', received_by, state);
create function tap.ending(state text) returns text
  language sql
  return format('with moved as (update badgewatch.rectification_request set state = %L returning 1)'
                ' select count(*) from moved', state);

select is(tap.count_as('bw_app', a.who, 'select count(*) from badgewatch.rectification_request'), a.seen,
          a.said)
from (values ('AAA', 1::bigint, 'the receiver sees its request'), ('BBB', 1, 'the recorder sees it'),
             ('CCC', 0, 'a third authority sees no rectification'), ('', 0, 'nobody sees a rectification'))
     as a(who, seen, said);
select is(tap.refusal('bw_app', 'CCC', tap.receiving('AAA', 'open')), '42501',
          'nobody receives in another''s name');
select is(tap.refusal('bw_app', 'AAA', tap.receiving('AAA', 'refused')), '42501',
          'a rectification begins open');
select isnt(tap.refusal('bw_app', 'AAA', tap.receiving('AAA', 'open')), '42501', 'an authority receives');
select is(tap.count_as('bw_app', a.who, tap.ending(a.state)), a.moved, a.said)
from (values ('CCC', 'refused', 0::bigint, 'a third authority ends nothing'),
             ('AAA', 'refused', -1, 'the receiver does not answer for the recorder'),
             ('BBB', 'withdrawn', -1, 'the recorder does not withdraw it'),
             ('BBB', 'corrected', 1, 'the recorder answers it'),
             ('AAA', 'withdrawn', -1, 'an end is an end')) as a(who, state, moved, said);
select is(tap.refusal('bw_app', 'AAA', 'delete from badgewatch.rectification_request'), '42501',
          'no rectification is deleted');
select is(tap.refusal('bw_app', 'BBB', 'update badgewatch.rectification_request set answer_by = answer_by'),
          '42501', 'no month is moved');

select * from finish();
rollback;
