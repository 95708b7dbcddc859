-- How often each credential and each address may ask, over all daemons: one instant for each, when
-- its budget is full again (GCRA). Unlogged: after a crash or a failover every budget is full.

create unlogged table request_budget (
  key     bytea       not null primary key,  -- keyed hash of the kind of request and whose it is
  full_at timestamptz not null
) with (fillfactor = 50);

alter table request_budget enable row level security;
alter table request_budget force row level security;
create policy owned on request_budget to bw_owner using (true) with check (true);

-- For each key as many of the requests wished for as there are; of one that got none, how long until
-- there is one. In the order of the keys, so that two daemons cannot wait for each other.
create function take_request_budgets(keys bytea[], per_second float8[], bursts float8[],
                                     wished bigint[])
  returns table (place bigint, granted bigint, remaining bigint, wait_micros bigint)
  language plpgsql security definer set search_path = badgewatch, pg_temp
as $$
declare
  kept    timestamptz;
  at      timestamptz;
  each    float8;  -- seconds for one request
  missing float8;  -- seconds until it is full
  there   bigint;
begin
  for place in
    select k.n from unnest(keys) with ordinality as k(key, n) order by k.key
  loop
    insert into request_budget (key, full_at) values (keys[place], clock_timestamp())
      on conflict (key) do nothing;
    select b.full_at into kept from request_budget as b where b.key = keys[place] for update;
    at := clock_timestamp();
    each := 1 / per_second[place];
    missing := greatest(extract(epoch from kept - at)::float8, 0);
    there := greatest(floor(bursts[place] - missing / each + 0.001)::bigint, 0);
    granted := least(there, greatest(wished[place], 0));
    remaining := there - granted;
    wait_micros := 0;
    if granted > 0 then
      update request_budget as b
      set full_at = at + (missing + each * granted) * interval '1 second'
      where b.key = keys[place];
    else
      wait_micros := greatest(ceil((missing - (bursts[place] - 1) * each) * 1e6)::bigint, 0);
    end if;
    return next;
  end loop;
end
$$;

create function forget_full_request_budgets() returns void
  language sql security definer set search_path = badgewatch, pg_temp
as $$
  delete from request_budget where full_at < clock_timestamp()
$$;

revoke execute on function take_request_budgets, forget_full_request_budgets from public;
grant execute on function take_request_budgets, forget_full_request_budgets to bw_app;
