-- That somebody was told of a limit: once for each time it is reached, until there is room again.
create table quota_notice (
  tenant_id uuid not null,
  id uuid not null,
  instance_id uuid not null,
  what text not null check (what in ('users', 'bytes')),
  level int not null check (level in (80, 100)),       -- per cent of the limit
  used bigint not null,                        -- when it was told
  most bigint not null,
  at timestamptz not null,
  cleared_at timestamptz,                      -- there was room again
  primary key (tenant_id, id),
  foreign key (tenant_id, instance_id) references hosted_instance (tenant_id, id)
);
create unique index quota_notice_open on quota_notice (tenant_id, instance_id, what, level) where cleared_at is null;
select shard('quota_notice');
grant select, insert, update on quota_notice to tenon_app;
