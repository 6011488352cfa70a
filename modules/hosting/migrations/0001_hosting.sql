-- Hosting: instances that the operator runs for its customers, what is done to them step by step, and their backups.
-- All of it lies in the operator's own tenant, but for the door of a workspace, which is asked before a tenant is opened.

-- Whether a workspace lets anybody in. No row: open.
create table workspace_door (
  tenant_id uuid not null primary key references tenant (id) on delete cascade,
  reason text not null check (reason in ('unpaid', 'abuse', 'operator', 'copy', 'ended')),   -- copy: to look at only
  since timestamptz not null
);
select reference('workspace_door');
grant select, insert, update, delete on workspace_door to tenon_app;

-- Machines on which instances run that are no workspaces of this installation.
create table hosting_server (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  address text not null,                       -- where its agent answers, an https URL
  places int not null check (places >= 0),     -- how many instances it takes at most
  state text not null check (state in ('taking', 'closed', 'retired')),
  facts jsonb not null,                        -- what its agent last said of itself
  made_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
select shard('hosting_server');
grant select, insert, update on hosting_server to tenon_app;

create table hosted_instance (
  tenant_id uuid not null,
  id uuid not null,
  number int not null check (number > 0),      -- gapless: H-0001
  kind text not null check (kind in ('workspace', 'odoo')),
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
  title text not null,
  customer_id uuid,
  subscription_id uuid,                        -- null: run without a subscription, for the operator itself
  server_id uuid,
  host_names jsonb not null,
  state text not null check (state in ('ordered', 'making', 'open', 'closed', 'ended', 'deleted', 'failed')),
  holds jsonb not null,                        -- why it is closed for a time
  ends_at timestamptz,                         -- promised end of access, exclusive
  kept_until timestamptz check (kept_until >= ends_at),
  version text not null,
  url text not null,
  provision jsonb not null,                    -- what was ordered: first owner, zone, currency, quota
  facts jsonb not null,                        -- what the driver said when it was made; never a secret
  health jsonb,                                -- last look from outside
  usage jsonb,                                 -- last measurement
  ordered_at timestamptz not null,
  login_checked_at timestamptz,
  login_check text,
  handed_over_at timestamptz,                  -- mail with address and log-in went out
  accepted_at timestamptz,                     -- the customer has signed in there
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, slug),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id),
  foreign key (tenant_id, server_id) references hosting_server (tenant_id, id),
  check (state <> 'open' or login_checked_at is not null)
);
create index hosted_instance_subscription on hosted_instance (tenant_id, subscription_id);
create index hosted_instance_due on hosted_instance (tenant_id, ends_at) where state not in ('deleted', 'failed');
select shard('hosted_instance');
grant select, insert, update on hosted_instance to tenon_app;

-- One thing that is done to an instance. Of one instance one runs at a time.
create table hosting_operation (
  tenant_id uuid not null,
  id uuid not null,
  instance_id uuid not null,
  verb text not null check (verb in ('provision', 'suspend', 'resume', 'backup', 'copy', 'drop-copy', 'export', 'upgrade', 'end', 'delete')),
  input jsonb not null,
  state text not null check (state in ('waiting', 'running', 'done', 'refused', 'failed')),
  attempts int not null default 0,
  answer jsonb,                                -- of a done one: what came of it
  refusal jsonb,                               -- of a refused one: why
  fault text,                                  -- of the last attempt that broke
  asked_by text not null,
  asked_name text not null,
  asked_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, instance_id) references hosted_instance (tenant_id, id)
);
create index hosting_operation_of on hosting_operation (tenant_id, instance_id, asked_at);
create index hosting_operation_open on hosting_operation (tenant_id, asked_at) where state in ('waiting', 'running');
select shard('hosting_operation');
grant select, insert, update on hosting_operation to tenon_app;

-- What was done of an operation and is not done again.
create table hosting_step (
  tenant_id uuid not null,
  operation_id uuid not null,
  name text not null,
  facts jsonb not null,
  done_at timestamptz not null,
  primary key (tenant_id, operation_id, name),
  foreign key (tenant_id, operation_id) references hosting_operation (tenant_id, id)
);
select shard('hosting_step');
grant select, insert on hosting_step to tenon_app;

-- What exists outside of these rows, and whose it is: written before it is made, marked after it is gone.
create table hosted_thing (
  tenant_id uuid not null,
  server text not null,                        -- id of the server; '' for this installation
  kind text not null,
  name text not null,
  instance_id uuid not null,
  operation_id uuid not null,
  claimed_at timestamptz not null,
  primary key (tenant_id, server, kind, name),
  foreign key (tenant_id, instance_id) references hosted_instance (tenant_id, id)
);
create index hosted_thing_of on hosted_thing (tenant_id, instance_id);
select shard('hosted_thing');
grant select, insert, delete on hosted_thing to tenon_app;

create table hosted_backup (
  tenant_id uuid not null,
  id uuid not null,
  instance_id uuid not null,
  operation_id uuid not null,
  as_of timestamptz not null,                  -- the data is as it was then
  reason text not null check (reason in ('schedule', 'asked', 'final', 'before-upgrade')),
  archive jsonb not null,                      -- format, version, bytes, SHA-256, counts: as its maker said
  sealed_bytes bigint not null check (sealed_bytes > 0),
  sealed_sha256 text not null check (sealed_sha256 ~ '^[0-9a-f]{64}$'),
  proof jsonb not null,                        -- what was found when it was put back; no backup is here without
  proven_at timestamptz not null,
  places jsonb not null,                       -- where it lies: folder, object store
  removed_at timestamptz,                      -- taken away by rotation
  primary key (tenant_id, id),
  unique (tenant_id, operation_id),
  foreign key (tenant_id, instance_id) references hosted_instance (tenant_id, id)
);
create index hosted_backup_of on hosted_backup (tenant_id, instance_id, as_of);
select shard('hosted_backup');
grant select, insert, update on hosted_backup to tenon_app;

-- What was deleted in an instance for good and must not come back from an older archive.
create table hosted_deletion (
  tenant_id uuid not null,
  id uuid not null,
  instance_id uuid not null,
  what text not null,                          -- table or model
  key jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, instance_id) references hosted_instance (tenant_id, id)
);
create index hosted_deletion_of on hosted_deletion (tenant_id, instance_id);
select shard('hosted_deletion');
grant select, insert on hosted_deletion to tenon_app;

create table hosted_copy (
  tenant_id uuid not null,
  id uuid not null,
  instance_id uuid not null,
  backup_id uuid not null,
  slug text not null,
  url text not null,
  facts jsonb not null,
  made_at timestamptz not null,
  until timestamptz not null,
  dropped_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, slug),
  foreign key (tenant_id, instance_id) references hosted_instance (tenant_id, id),
  foreign key (tenant_id, backup_id) references hosted_backup (tenant_id, id)
);
select shard('hosted_copy');
grant select, insert, update on hosted_copy to tenon_app;

-- That an instance's data is gone: what, when, how, and the checksum of the last backup.
create table deletion_record (
  tenant_id uuid not null,
  instance_id uuid not null,
  deleted_at timestamptz not null,
  method text not null,
  counts jsonb not null,
  last_backup_sha256 text,
  primary key (tenant_id, instance_id),
  foreign key (tenant_id, instance_id) references hosted_instance (tenant_id, id)
);
select shard('deletion_record');
grant select, insert on deletion_record to tenon_app;
