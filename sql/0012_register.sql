-- Which register this is, for what lies outside of the database and belongs to it: the erasure
-- ledger says it in its first line, and a ledger of another register is refused.

create table register (
  one boolean not null primary key default true check (one),
  id  uuid    not null
);

insert into register (id) values (gen_random_uuid());

alter table register enable row level security;
alter table register force row level security;
create policy owned on register to bw_owner using (true) with check (true);
create policy audit on register for select to bw_audit using (true);
grant select on register to bw_audit;
