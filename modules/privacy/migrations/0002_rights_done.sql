-- What the program does about a request: archives, erasures with the list of what was deleted, restrictions, retention.

alter table privacy_case drop constraint privacy_case_channel_check;
alter table privacy_case add constraint privacy_case_channel_check
  check (channel in ('mail', 'letter', 'telephone', 'in-person', 'account'));
alter table privacy_case add column login_id uuid;  -- who asked while signed in

alter table privacy_step drop constraint privacy_step_kind_check;
alter table privacy_step add constraint privacy_step_kind_check check (kind in
  ('identity-asked', 'identity-shown', 'extended', 'asked-for', 'carried-out', 'passed-on', 'answered', 'refused'));

-- One archive for each business that the person acts for, so that none of it is sent to another; sealed, for a short time.
create table privacy_archive (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  part text not null,                          -- 'self', 'customer:<id>', 'tenant:<id>'
  label text not null,                         -- whose it is, as the person reads it
  recipient text not null,                     -- the address on file with that business
  file_hash text,                              -- of the sealed bytes; null once it is gone
  key_sealed text not null,                    -- opens the file; '' once it is gone
  bytes int not null check (bytes > 0),        -- of the opened file
  made_at timestamptz not null,
  expires_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, case_id, part),
  foreign key (tenant_id, case_id) references privacy_case (tenant_id, id)
);
select shard('privacy_archive');
grant select, insert on privacy_archive to tenon_app;
grant update (file_hash, key_sealed, removed_at) on privacy_archive to tenon_app;

-- The deletion list: whose data was deleted, by ids and keyed marks only. Applied again to whatever is put back.
create table privacy_erased (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,                       -- may be gone: a database that was put back can be older than the request
  number int not null check (number > 0),      -- 1, 2, 3 …: "former user #1"
  logins jsonb not null,
  contacts jsonb not null,
  customers jsonb not null,
  mail_marks jsonb not null,                   -- keyed hashes of addresses
  name_marks jsonb not null,                   -- of names that nobody else had
  tenants jsonb not null,                      -- businesses whose rows were searched
  at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, id, number)               -- numbers may come twice once an older database was put back
);
select shard('privacy_erased');
grant select, insert on privacy_erased to tenon_app;

-- What an erasure did in one store: how many rows of which table, what stays, why and until when.
create table privacy_erasure (
  tenant_id uuid not null,
  id uuid not null,
  erased_id uuid not null,
  of_tenant uuid,                              -- null: tables that belong to no business
  occasion text not null check (occasion in ('request', 'restored')),
  counts jsonb not null,                       -- table → { changed, deleted }
  kept jsonb not null,                         -- [{ table, column, because, until, rows }]
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, erased_id) references privacy_erased (tenant_id, id)
);
select shard('privacy_erasure');
grant select, insert on privacy_erasure to tenon_app;

-- Addresses whose data may only be kept: by keyed mark, so that a restriction tells nothing about anybody.
create table privacy_restriction (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  mark text not null,
  lifted boolean not null,                     -- true: may be used again from here on
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references privacy_case (tenant_id, id)
);
select shard('privacy_restriction');
create index privacy_restriction_mark on privacy_restriction (tenant_id, mark);
grant select, insert on privacy_restriction to tenon_app;

-- What the daily run deleted or emptied because its time was over, rule by rule; counts and no content.
create table privacy_retention (
  tenant_id uuid not null,
  id uuid not null,
  of_tenant uuid,                              -- null: tables that belong to no business
  rules jsonb not null,                        -- [{ table, columns, before, rows }]
  at timestamptz not null,
  primary key (tenant_id, id)
);
select shard('privacy_retention');
grant select, insert on privacy_retention to tenon_app;

-- What was corrected, and what stood there before: sealed, for whoever has to prove the correction.
create table privacy_correction (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  fields jsonb not null,                       -- names of the fields, never their values
  before_sealed text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references privacy_case (tenant_id, id)
);
select shard('privacy_correction');
grant select, insert on privacy_correction to tenon_app;
-- Values sealed with an old key are sealed anew.
grant update (before_sealed) on privacy_correction to tenon_app;
