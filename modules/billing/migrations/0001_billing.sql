-- Invoices as issued, and payments received. Both are append-only: what was wrong is corrected by a credit note or a counter-entry.
create table invoice (
  tenant_id uuid not null,
  id uuid not null,
  year int not null,
  number int not null check (number > 0),      -- gapless within the year: INV-2026-0001
  order_id uuid not null,
  customer_id uuid not null,
  recipient jsonb not null,                    -- name and address as they were at issue
  currency char(3) not null,                   -- ISO 4217
  lines jsonb not null,                        -- name, quantity, unit and line net (minor units as text), tax
  taxes jsonb not null,                        -- per category and rate: net and tax in minor units as text
  net_minor bigint not null check (net_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  gross_minor bigint not null,
  issued_on date not null,
  due_on date not null,
  delivered_on date not null,
  issued_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, year, number),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  check (gross_minor = net_minor + tax_minor),
  check (due_on >= issued_on)
);
create index invoice_order on invoice (tenant_id, order_id);
create index invoice_issued on invoice (tenant_id, issued_on);
select shard('invoice');
grant select, insert on invoice to tenon_app;

-- Which pieces of an order's lines an invoice covers, so that nothing is invoiced twice.
create table invoiced_line (
  tenant_id uuid not null,
  invoice_id uuid not null,
  order_id uuid not null,
  line_no int not null,
  quantity int not null check (quantity > 0),
  primary key (tenant_id, invoice_id, line_no),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
create index invoiced_line_order on invoiced_line (tenant_id, order_id);
select shard('invoiced_line');
grant select, insert on invoiced_line to tenon_app;

create table payment (
  tenant_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  received_on date not null,
  method text not null check (method in ('bank', 'cash', 'card')),
  reference text not null default '',
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
create index payment_invoice on payment (tenant_id, invoice_id);
select shard('payment');
grant select, insert on payment to tenon_app;
