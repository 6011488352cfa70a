-- Reminders by level, and disputes that stop them. All append-only.
create table reminder (
  tenant_id uuid not null,
  id uuid not null,
  year int not null,
  number int not null check (number > 0),      -- gapless within the year: REM-2026-0001
  customer_id uuid not null,
  level int not null check (level between 1 and 3),
  recipient jsonb not null,
  currency char(3) not null,
  items jsonb not null,                        -- invoices with number, days, what is open in minor units as text, and the level of each
  total_minor bigint not null check (total_minor > 0),
  pay_until date not null,
  issued_on date not null,
  issued_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, year, number),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  check (pay_until >= issued_on)
);
create index reminder_customer on reminder (tenant_id, customer_id);
select shard('reminder');
grant select, insert on reminder to tenon_app;

-- How often an invoice was reminded of.
create table reminded_invoice (
  tenant_id uuid not null,
  reminder_id uuid not null,
  invoice_id uuid not null,
  level int not null check (level between 1 and 3),
  issued_on date not null,
  primary key (tenant_id, reminder_id, invoice_id),
  foreign key (tenant_id, reminder_id) references reminder (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
create index reminded_invoice_invoice on reminded_invoice (tenant_id, invoice_id);
select shard('reminded_invoice');
grant select, insert on reminded_invoice to tenon_app;

-- A customer's objection to an invoice, and its end: the latest row counts.
create table dispute_step (
  tenant_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  step text not null check (step in ('opened', 'settled')),
  reason text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
create index dispute_step_invoice on dispute_step (tenant_id, invoice_id);
select shard('dispute_step');
grant select, insert on dispute_step to tenon_app;
