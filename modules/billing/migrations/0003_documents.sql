-- Credit notes, deposit and progress invoices, invoices without an order, refunds, charge-backs and settlements. All append-only.
alter table invoice alter column order_id drop not null;     -- services and repairs are invoiced without an order
alter table invoice add column kind text not null default 'invoice' check (kind in ('invoice', 'deposit', 'progress'));
alter table invoice add column deducted jsonb not null default '[]';   -- deposit and progress invoices taken off: id, number, tax rows
alter table invoice add column payable_minor bigint;         -- gross less deductions; null on rows of an earlier release: gross
alter table invoice add column discount jsonb;               -- for paying early: percent, last day, amount in minor units as text
grant select, insert on invoice to tenon_app;

-- A deposit or progress invoice is taken off one invoice.
create table deducted_invoice (
  tenant_id uuid not null,
  deposit_id uuid not null,
  invoice_id uuid not null,
  primary key (tenant_id, deposit_id),
  foreign key (tenant_id, deposit_id) references invoice (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
select shard('deducted_invoice');
grant select, insert on deducted_invoice to tenon_app;

create table credit_note (
  tenant_id uuid not null,
  id uuid not null,
  year int not null,
  number int not null check (number > 0),      -- gapless within the year: CN-2026-0001
  invoice_id uuid not null,                    -- what it corrects
  customer_id uuid not null,
  recipient jsonb not null,
  currency char(3) not null,
  lines jsonb not null,                        -- as on the invoice, with what is credited of each
  taxes jsonb not null,                        -- rates and categories of the invoice, even if they changed since
  net_minor bigint not null check (net_minor > 0),
  tax_minor bigint not null check (tax_minor >= 0),
  gross_minor bigint not null,
  rounding_minor bigint not null,              -- what the taxes of several notes differ from their invoice's, on the last one
  reason text not null,
  issued_on date not null,
  issued_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, year, number),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  check (gross_minor = net_minor + tax_minor)
);
create index credit_note_invoice on credit_note (tenant_id, invoice_id);
select shard('credit_note');
grant select, insert on credit_note to tenon_app;

-- Credited pieces that may be invoiced again: the invoice was wrong, not the delivery.
create table credited_line (
  tenant_id uuid not null,
  credit_note_id uuid not null,
  order_id uuid not null,
  line_no int not null,
  quantity int not null check (quantity > 0),
  primary key (tenant_id, credit_note_id, line_no),
  foreign key (tenant_id, credit_note_id) references credit_note (tenant_id, id)
);
create index credited_line_order on credited_line (tenant_id, order_id);
select shard('credited_line');
grant select, insert on credited_line to tenon_app;

alter table payment add column discount_minor bigint not null default 0 check (discount_minor >= 0);   -- given for paying early

-- A payment that the bank took back.
create table charge_back (
  tenant_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  booked_on date not null,
  fee_minor bigint not null check (fee_minor >= 0),          -- the bank's, in the payment's currency
  reason text not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, payment_id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id)
);
select shard('charge_back');
grant select, insert on charge_back to tenon_app;

-- Money given back on a credit note or an over-payment.
create table refund (
  tenant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  item_id uuid not null,                       -- the credit note or payment that was in the customer's favour
  payment_id uuid,                             -- the payment that is given back, where there is one
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  method text not null check (method in ('bank', 'cash', 'card')),
  paid_on date not null,
  reference text not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id)
);
create index refund_item on refund (tenant_id, item_id);
select shard('refund');
grant select, insert on refund to tenon_app;

-- What was open in a customer's favour paid what the customer owed.
create table settlement (
  tenant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  credit_id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  settled_on date not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
select shard('settlement');
grant select, insert on settlement to tenon_app;

-- Discount for paying early, as agreed with a customer; copied onto each invoice at issue.
create table billing_terms (
  tenant_id uuid not null,
  customer_id uuid not null,
  discount_percent text not null check (discount_percent ~ '^\d{1,2}(\.\d{1,2})?$'),
  discount_days int not null check (discount_days between 0 and 120),
  primary key (tenant_id, customer_id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
select shard('billing_terms');
grant select, insert, update, delete on billing_terms to tenon_app;
