-- A tenant's own mail relay, and its own address in From.

-- The relay of a tenant that sends by its own. Where it may be reached is judged at the door like any machine of the tenant's own.
create table mail_relay (
  tenant_id uuid not null,
  host text not null,
  port int not null check (port between 1 and 65535),
  inside boolean not null,                     -- lies in a network of one's own; only there plain text may be spoken
  security text not null check (security in ('tls', 'starttls', 'none')),
  login_user text not null default '',         -- '' where it wants no login
  password_sealed text not null default '',    -- platform/secrets
  set_at timestamptz not null,
  ok_at timestamptz,                           -- when it last took a mail
  failed_at timestamptz,                       -- when it last did not
  failed_why text not null default '',         -- connection, server, login, tls, not_allowed, refused
  failed_said text not null default '',        -- its own words, one line
  test_id uuid,                                -- the last test mail belongs to this id
  primary key (tenant_id),
  check (security <> 'none' or inside),
  check ((login_user = '') = (password_sealed = ''))
);
select shard('mail_relay');
grant select, insert, update, delete on mail_relay to tenon_app;

-- The address that a tenant wants in From, and what the name servers said about its domain.
create table mail_from (
  tenant_id uuid not null,
  address text not null,
  selector text not null default '',           -- under which the relay signs (DKIM); '' where nobody told
  token text not null,                         -- stands in the domain's records when the domain is the tenant's
  checked_at timestamptz,
  proven boolean not null default false,       -- the domain names the token and lets the installation send
  findings jsonb not null default '[]',
  primary key (tenant_id)
);
select shard('mail_from');
grant select, insert, update, delete on mail_from to tenon_app;
