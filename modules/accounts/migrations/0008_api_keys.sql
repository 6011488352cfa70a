-- Keys that programs show instead of a session: some of the rights of whoever made one, for a time.
create table api_key (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  begins text not null,                        -- shown in lists; the key itself is nowhere
  secret_hash bytea not null,                  -- SHA-256 of 256 random bits
  login_id uuid not null,                      -- whose rights it borrows
  permissions text[] not null check (cardinality(permissions) > 0),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  check (expires_at > created_at and expires_at <= created_at + interval '366 days')
);
select shard('api_key');
grant select, insert, update on api_key to tenon_app;
