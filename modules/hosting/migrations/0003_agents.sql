-- Agents on the servers that run Odoo: each registers once with a token and obeys one key from then on.

create table hosting_agent (
  tenant_id uuid not null,
  id uuid not null,
  token_digest text not null check (token_digest ~ '^[0-9a-f]{64}$'),   -- SHA-256 of the one-time secret
  expires_at timestamptz not null,             -- of the token
  used_at timestamptz,                         -- when the agent registered; a token is taken once
  signing_key_sealed text not null,            -- the control plane's private key for this agent
  own_machine boolean not null,                -- nobody else runs the server; otherwise it needs a contract first
  server_id uuid,
  authority text,                              -- PEM: what the server's certificate must be signed by
  domain text,                                 -- below it lie the host names of its instances
  made_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, server_id),
  foreign key (tenant_id, server_id) references hosting_server (tenant_id, id),
  check ((used_at is null) = (server_id is null) and (used_at is null) = (authority is null))
);
select shard('hosting_agent');
grant select, insert, update on hosting_agent to tenon_app;

-- The first log-in of an instance, until whoever ordered it has taken it; sealed.
create table hosted_first_login (
  tenant_id uuid not null,
  instance_id uuid not null,
  login_sealed text not null,
  made_at timestamptz not null,
  primary key (tenant_id, instance_id),
  foreign key (tenant_id, instance_id) references hosted_instance (tenant_id, id)
);
select shard('hosted_first_login');
grant select, insert, update, delete on hosted_first_login to tenon_app;
