-- How a person proves who they are, beyond a password: second factors, one-time links, what a session knows of its sign-in.

alter table login add column phone text not null default '';
alter table login add column closed_at timestamptz;          -- closed by its owner or merged into another; cannot sign in

alter table session add column id uuid not null default gen_random_uuid();   -- named in lists; the token is nowhere
alter table session add column proven_at timestamptz;        -- when the person last proved who they are
alter table session add column proof text not null default 'password'
  check (proof in ('password', 'two-factor', 'passkey', 'demo', 'support'));
update session set proven_at = created_at;
alter table session alter column proven_at set not null;
create unique index session_id on session (id);

-- The authenticator app of a login: at most one.
create table login_totp (
  login_id uuid primary key references login (id),
  secret text not null,                        -- sealed (platform/secrets)
  last_step bigint,                            -- half minutes since 1970 of the last code taken; each is taken once
  created_at timestamptz not null,
  confirmed_at timestamptz                     -- null until a first code was right; counts only from then on
);
select reference('login_totp');
grant select, insert, update, delete on login_totp to tenon_app;

-- Codes for the day the phone is lost; each works once.
create table login_recovery_code (
  login_id uuid not null references login (id),
  code_hash bytea not null,                    -- SHA-256 of 60 random bits
  used_at timestamptz,
  primary key (login_id, code_hash)
);
select reference('login_recovery_code');
grant select, insert, update, delete on login_recovery_code to tenon_app;

create table login_passkey (
  credential_id text primary key,              -- base64url, as the authenticator chose it
  id uuid not null unique,
  login_id uuid not null references login (id),
  name text not null,
  public_key bytea not null,                   -- COSE
  counter bigint not null,                     -- signatures so far; 0 for authenticators that do not count
  transports text not null default '',         -- comma separated hints for the browser
  created_at timestamptz not null,
  used_at timestamptz
);
create index login_passkey_login on login_passkey (login_id);
select reference('login_passkey');
grant select, insert, update, delete on login_passkey to tenon_app;

-- Things said once: links in mails, and the steps between a right password and an open session.
create table one_time_token (
  token_hash bytea primary key,                -- SHA-256; the token itself is nowhere
  kind text not null check (kind in ('reset', 'email', 'email-stop', 'second-factor', 'passkey-new', 'passkey-in')),
  login_id uuid references login (id),         -- null while nobody is known (a passkey is about to say who)
  payload jsonb not null,
  tries int not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_token_login on one_time_token (login_id, kind);
select reference('one_time_token');
grant select, insert, update, delete on one_time_token to tenon_app;

-- The picture of a person: small, made anew from what was sent, gone with one delete.
create table login_picture (
  login_id uuid primary key references login (id),
  bytes bytea not null,
  content_type text not null check (content_type in ('image/webp', 'image/jpeg')),
  tag text not null,                           -- changes with the picture
  changed_at timestamptz not null
);
select reference('login_picture');
grant select, insert, update, delete on login_picture to tenon_app;

-- Rules a tenant makes about signing in.
create table account_rule (
  tenant_id uuid not null,
  factor_roles text[] not null default '{}',   -- roles that must have a second factor
  primary key (tenant_id)
);
select shard('account_rule');
grant select, insert, update on account_rule to tenon_app;

-- Invitations into a tenant's staff.
create table invitation (
  tenant_id uuid not null,
  id uuid not null,
  email text not null check (email = lower(email)),
  role text not null check (role in ('owner', 'office', 'planner', 'worker', 'driver', 'operator')),
  token_hash bytea not null,
  invited_by uuid not null,                    -- a login
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid,
  withdrawn_at timestamptz,
  primary key (tenant_id, id)
);
create unique index invitation_open on invitation (tenant_id, email) where accepted_at is null and withdrawn_at is null;
select shard('invitation');
grant select, insert, update on invitation to tenon_app;
