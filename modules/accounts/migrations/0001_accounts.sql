-- Who may sign in, for whom they work, their sessions; customers of a tenant; station devices.

create table login (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  locale text not null,
  password_hash text,                          -- argon2id in PHC form; null: cannot sign in with a password
  created_at timestamptz not null
);
select reference('login');
grant select, insert, update on login to tenon_app;

-- Which tenants a login may choose from before one is chosen. The role itself lies with the tenant.
create table login_tenant (
  login_id uuid not null references login (id),
  tenant_id uuid not null references tenant (id),
  primary key (login_id, tenant_id)
);
select reference('login_tenant');
grant select, insert, delete on login_tenant to tenon_app;

create table session (
  token_hash bytea primary key,                -- SHA-256 of the token; the token itself is nowhere
  tenant_id uuid not null references tenant (id),
  login_id uuid not null references login (id),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  user_agent text not null
);
create index session_login on session (login_id);
select reference('session');
grant select, insert, update, delete on session to tenon_app;

-- Failed sign-ins by address and by e-mail, for the brake.
create table sign_in_attempt (
  key text primary key,                        -- 'ip:…' or 'email:<sha256>'
  failures int not null,
  since timestamptz not null
);
select reference('sign_in_attempt');
grant select, insert, update, delete on sign_in_attempt to tenon_app;

create table membership (
  tenant_id uuid not null,
  login_id uuid not null,
  role text not null check (role in ('owner', 'office', 'planner', 'worker', 'driver', 'operator')),
  active boolean not null default true,
  since timestamptz not null,
  primary key (tenant_id, login_id)
);
select shard('membership');
grant select, insert, update on membership to tenon_app;

create table customer (
  tenant_id uuid not null,
  id uuid not null,
  number int not null check (number > 0),      -- 1, 2, 3 … as on paper, C-1
  name text not null,
  email text not null,
  phone text not null default '',
  street text not null default '',
  postcode text not null default '',
  city text not null default '',
  country char(2) not null,                    -- ISO 3166-1
  vat_number text not null default '',
  locale text not null,
  payment_days int not null default 14 check (payment_days between 0 and 120),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, number)
);
select shard('customer');
grant select, insert, update on customer to tenon_app;
