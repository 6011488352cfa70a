-- Who may be reached beside processors: a tenant's own servers, and whoever has a right by law.

-- A machine of the tenant itself: its Odoo, printer, relay, webhook. Reached at exactly this host and port.
create table own_server (
  tenant_id uuid not null,
  id uuid not null,
  label text not null,                         -- what it is called in the house
  kind text not null check (kind in ('server', 'odoo', 'printer', 'relay', 'webhook')),
  host text not null,                          -- canonical: an address in its one spelling, or a lower-case name
  port int not null check (port between 1 and 65535),
  inside boolean not null,                     -- an address of a private network; reached only once the operator admitted it
  registered_by text not null,
  registered_name text not null,
  registered_at timestamptz not null,
  removed_at timestamptz,
  primary key (tenant_id, id)
);
create unique index own_server_place on own_server (tenant_id, host, port) where removed_at is null;
select shard('own_server');
grant select, insert on own_server to tenon_app;
grant update (removed_at) on own_server to tenon_app;

-- An address inside that a tenant asked for. The machines inside are the installation's neighbours, so the operator decides.
create table inside_place (
  id uuid primary key,                         -- that of the own_server it was asked for
  for_tenant uuid not null,
  company text not null,
  label text not null,
  host text not null,
  port int not null,
  asked_name text not null,
  asked_at timestamptz not null,
  admitted boolean,                            -- null: nobody has decided yet
  decided_by text,
  decided_name text,
  decided_at timestamptz,
  reason text
);
create index inside_place_for on inside_place (for_tenant);
select reference('inside_place');
grant select, insert on inside_place to tenon_app;
grant update (admitted, decided_by, decided_name, decided_at, reason) on inside_place to tenon_app;

-- Handing data over because of law, entered by one person of the operator and approved by another. Rows lie in the operator's tenant.
create table disclosure (
  tenant_id uuid not null,
  id uuid not null,
  asked_by text not null,                      -- authority and case number
  ground text not null check (ground in ('law', 'legal-process', 'enforce-rights', 'protect')),
  about_tenant uuid not null,                  -- whose data
  categories jsonb not null,                   -- kinds of data: the scope
  host text not null,                          -- where it is handed over, and nowhere else
  port int not null check (port between 1 and 65535),
  valid_to date not null,                      -- last day of handing over, in the operator's zone
  entered_by text not null,
  entered_name text not null,
  entered_at timestamptz not null,
  approved_by text,
  approved_name text,
  approved_at timestamptz,
  approved_alone boolean,                      -- by the same person after the wait, signed in again
  primary key (tenant_id, id)
);
select shard('disclosure');
grant select, insert on disclosure to tenon_app;
grant update (approved_by, approved_name, approved_at, approved_alone) on disclosure to tenon_app;
