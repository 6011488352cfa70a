-- Letting the operator's staff in for a time: who allowed it, why, until when; without an open grant there is no way in.
create table support_grant (
  tenant_id uuid not null,
  id uuid not null,
  code_hash bytea not null,                    -- SHA-256 of the code that was handed over; the code itself is nowhere
  reason text not null check (length(reason) between 1 and 300),
  granted_by uuid not null,                    -- a login
  granted_by_name text not null,
  granted_at timestamptz not null,
  until_at timestamptz not null,
  ended_at timestamptz,
  ended_by text,                               -- actor
  primary key (tenant_id, id),
  check (until_at > granted_at and until_at <= granted_at + interval '7 days')
);
select shard('support_grant');
grant select, insert, update on support_grant to tenon_app;

-- A session that looks into a tenant under a grant; null for everybody else's.
alter table session add column support_id uuid;
