-- A badge is another way to take a shared station over: a code that a hand scanner types. One per person and tenant.
create table worker_badge (
  tenant_id uuid not null,
  login_id uuid not null,
  code_hash bytea not null,                    -- SHA-256 of the code: 110 bits of chance need no salt
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (tenant_id, login_id),
  unique (tenant_id, code_hash),
  foreign key (tenant_id, login_id) references membership (tenant_id, login_id)
);
select shard('worker_badge');
grant select, insert, update, delete on worker_badge to tenon_app;
