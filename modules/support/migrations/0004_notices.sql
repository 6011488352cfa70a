-- What somebody is told inside the application, each person their own; read once.

create table notice (
  tenant_id uuid not null,
  id uuid not null,
  login_id uuid not null,
  kind text not null check (kind in ('opened', 'customer-wrote', 'assigned', 'late')),
  ticket_id uuid not null,
  at timestamptz not null,
  read_at timestamptz,
  mailed_at timestamptz,                         -- in the mail of a day, where it was not read until then
  primary key (tenant_id, id),
  foreign key (tenant_id, ticket_id) references ticket (tenant_id, id)
);
create index notice_login on notice (tenant_id, login_id, id);
select shard('notice');
grant select, insert, update on notice to tenon_app;
