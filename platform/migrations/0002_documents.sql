-- Papers as they went out: made once at issue, stored, never made again.
create table document (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,                          -- 'orders.quote', 'billing.invoice', …
  subject_id uuid not null,                    -- what it belongs to
  revision int not null check (revision > 0),  -- 1, 2, 3 … of this kind for this subject
  name text not null,                          -- file name for saving
  file_hash text not null,                     -- SHA-256 in the file store
  bytes bigint not null,
  content_type text not null,
  made_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, kind, subject_id, revision)
);
select shard('document');
grant select, insert on document to tenon_app;
