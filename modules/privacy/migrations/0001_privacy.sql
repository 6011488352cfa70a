-- Requests of people about their data, and breaches; in the operator's tenant. Facts only, append-only: where a case stands follows from them.

create table privacy_case (
  tenant_id uuid not null,
  id uuid not null,
  number int not null check (number > 0),      -- 1, 2, 3 … as told to the person
  asks text not null check (asks in ('access', 'rectification', 'erasure', 'restriction', 'portability', 'objection', 'withdrawal')),
  channel text not null check (channel in ('mail', 'letter', 'telephone', 'in-person')),
  person_name text not null,
  person_email text not null,                  -- the address on file: answers go there and nowhere else
  language text not null check (language in ('en', 'de')),
  of_tenant uuid,                              -- the customer whose own data it is about; null: data we hold for ourselves
  details text not null,                       -- what exactly was asked
  received_on date not null,                   -- in the operator's zone
  entered_by text not null,
  entered_name text not null,
  entered_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, number)
);
select shard('privacy_case');
grant select, insert on privacy_case to tenon_app;

create table privacy_step (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  kind text not null check (kind in ('identity-asked', 'identity-shown', 'extended', 'passed-on', 'answered', 'refused')),
  on_day date not null,
  note text not null,                          -- reason or answer, as it was told
  actor text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, case_id) references privacy_case (tenant_id, id)
);
create unique index privacy_step_once on privacy_step (tenant_id, case_id, kind);
select shard('privacy_step');
grant select, insert on privacy_step to tenon_app;

create table breach (
  tenant_id uuid not null,
  id uuid not null,
  number int not null check (number > 0),
  aware_at timestamptz not null,               -- from here the hours run
  what text not null,
  categories jsonb not null,                   -- kinds of data, as in the record of processing
  people int not null check (people >= 0),     -- how many are concerned, as far as known
  records int not null check (records >= 0),
  effects text not null,
  measures text not null,
  of_tenants jsonb not null,                   -- customers whose own data it was
  entered_by text not null,
  entered_name text not null,
  entered_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, number)
);
select shard('breach');
grant select, insert on breach to tenon_app;

create table breach_step (
  tenant_id uuid not null,
  id uuid not null,
  breach_id uuid not null,
  kind text not null check (kind in ('notify', 'not-notify', 'authority-told', 'people-told', 'businesses-told', 'noted')),
  happened_at timestamptz not null,
  note text not null,                          -- reason, how, or what became known later
  actor text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, breach_id) references breach (tenant_id, id)
);
create unique index breach_step_once on breach_step (tenant_id, breach_id, kind) where kind <> 'noted';
select shard('breach_step');
grant select, insert on breach_step to tenon_app;
