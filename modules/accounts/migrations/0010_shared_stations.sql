-- Stations that several people share: a device that the tenant trusts, and a PIN with which one of them takes it over.

create table station_device (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  token_hash bytea not null,                   -- SHA-256 of what the device's browser keeps
  lock_seconds int not null check (lock_seconds between 30 and 3600),   -- without a touch
  made_by uuid not null,
  made_at timestamptz not null,
  seen_at timestamptz,                         -- last taken over with a PIN
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
select shard('station_device');
grant select, insert, update on station_device to tenon_app;

-- One PIN per person and tenant. Six digits find the person alone, so no two are alike within a tenant.
create table worker_pin (
  tenant_id uuid not null,
  login_id uuid not null,
  pin_mark text not null,                      -- argon2id, salted with a key that is not in the database
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (tenant_id, login_id),
  unique (tenant_id, pin_mark),
  foreign key (tenant_id, login_id) references membership (tenant_id, login_id)
);
select shard('worker_pin');
grant select, insert, update, delete on worker_pin to tenon_app;

-- A PIN opens a session that may do what a worker may, on this device, as long as the device is trusted.
alter table session drop constraint session_proof_check;
alter table session add constraint session_proof_check
  check (proof in ('password', 'two-factor', 'passkey', 'demo', 'support', 'pin'));
alter table session add column device_id uuid;
