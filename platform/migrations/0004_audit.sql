-- Who did and who looked at what, in an order that shows any later change.

-- The end of each tenant's chain: locked while an entry is added, so that entries have one order.
create table audit_head (
  tenant_id uuid not null,
  seq int not null,                            -- of the newest entry; 0 before the first
  hash text not null,                          -- of the newest entry
  seal text not null,                          -- keyed hash over both: an older end cannot be put back
  primary key (tenant_id)
);
select shard('audit_head');
grant select, insert, update on audit_head to tenon_app;

-- Append-only: there is no grant to change or delete.
create table audit_entry (
  tenant_id uuid not null,
  seq int not null check (seq > 0),            -- 1, 2, 3 … without a gap
  at timestamptz not null,
  actor text not null,                         -- 'login:<id>', 'job:<name>', 'system'
  actor_name text not null,                    -- as shown
  action text not null,                        -- 'company.bank-revealed'
  subject text not null,                       -- what it was done to, 'company:<id>'
  reason text,                                 -- in the words of who did it, where one is asked for
  facts text not null,                         -- JSON with sorted members; text, because its bytes are what the hash covers
  hash text not null,                          -- keyed hash over all of the above and the hash of the entry before
  primary key (tenant_id, seq)
);
create index audit_entry_subject on audit_entry (tenant_id, subject, seq);
select shard('audit_entry');
grant select, insert on audit_entry to tenon_app;

-- What each check found, and where the chain ended then. Append-only.
create table audit_check (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  seq int not null,                            -- of the newest entry at that time
  hash text not null,
  fault text,                                  -- null: nothing was changed
  primary key (tenant_id, id)
);
create index audit_check_at on audit_check (tenant_id, at);
select shard('audit_check');
grant select, insert on audit_check to tenon_app;
