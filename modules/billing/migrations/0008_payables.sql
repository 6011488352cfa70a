-- Suppliers' invoices in: as they came, what was decided about them, what was paid on them. What customers ask of e-invoices, and
-- how an accountant numbers the accounts.
create table supplier (
  tenant_id uuid not null,
  id uuid not null,
  match_key text not null,                     -- what makes two invoices of one supplier: VAT number, else tax number, else name
  name text not null,
  vat_number text not null,
  city text not null,
  country text not null,                       -- ISO 3166-1, '' where nobody told
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, match_key)
);
select shard('supplier');
grant select, insert on supplier to tenon_app;

create table supplier_invoice (
  tenant_id uuid not null,
  id uuid not null,
  supplier_id uuid not null,
  kind text not null check (kind in ('invoice', 'credit-note')),
  number text not null,                        -- as the supplier wrote it
  currency char(3) not null,                   -- ISO 4217
  issued_on date not null,
  due_on date not null,
  received_on date not null,
  reference text not null,                     -- what the supplier wants to read on the transfer
  lines jsonb not null,                        -- name, quantity, unit, net (minor units as text), tax
  taxes jsonb not null,                        -- per category and rate: net and tax in minor units as text
  net_minor bigint not null,
  tax_minor bigint not null,
  gross_minor bigint not null,
  prepaid_minor bigint not null,               -- paid before, by the document's own word
  rounding_minor bigint not null,
  payable_minor bigint not null,
  account_name text not null,
  iban_sealed text not null default '',        -- platform/secrets; '' where the document names no valid account
  iban_mark text not null default '',          -- keyed hash: equal accounts are found without reading them
  iban_shown text not null default '',
  bic text not null,
  source text not null check (source in ('ubl', 'cii', 'hand')),
  specification text not null,                 -- BT-24, '' where there is none
  findings jsonb not null,                     -- rules that the document breaks: rule, severity, field, key, facts
  notices jsonb not null,                      -- what a person should look at before paying
  extras jsonb not null,                       -- what the file says and the model has no place for
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, supplier_id) references supplier (tenant_id, id)
);
create index supplier_invoice_supplier on supplier_invoice (tenant_id, supplier_id);
select shard('supplier_invoice');
grant select, insert on supplier_invoice to tenon_app;
grant update (iban_sealed) on supplier_invoice to tenon_app;   -- sealed anew with a newer key, nothing else

-- A supplier's number is taken once; a refused invoice gives it back.
create table supplier_invoice_number (
  tenant_id uuid not null,
  supplier_id uuid not null,
  number_key text not null,
  invoice_id uuid not null,
  primary key (tenant_id, supplier_id, number_key),
  foreign key (tenant_id, invoice_id) references supplier_invoice (tenant_id, id)
);
select shard('supplier_invoice_number');
grant select, insert, delete on supplier_invoice_number to tenon_app;

-- Approved and booked, or refused; once.
create table supplier_invoice_decision (
  tenant_id uuid not null,
  invoice_id uuid not null,
  outcome text not null check (outcome in ('approved', 'refused')),
  expense_account text not null,               -- '' where refused
  reason text not null,
  actor text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, invoice_id),
  foreign key (tenant_id, invoice_id) references supplier_invoice (tenant_id, id)
);
select shard('supplier_invoice_decision');
grant select, insert on supplier_invoice_decision to tenon_app;

create table supplier_payment (
  tenant_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  paid_on date not null,
  method text not null check (method in ('bank', 'cash', 'card')),
  reference text not null,
  bank_line_id uuid,                           -- the movement that it was booked from
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, invoice_id) references supplier_invoice (tenant_id, id),
  foreign key (tenant_id, bank_line_id) references bank_line (tenant_id, id)
);
create index supplier_payment_invoice on supplier_payment (tenant_id, invoice_id);
select shard('supplier_payment');
grant select, insert on supplier_payment to tenon_app;

-- What a customer asks of the invoices it gets.
create table customer_e_invoice (
  tenant_id uuid not null,
  customer_id uuid not null,
  profile text not null check (profile in ('en16931', 'xrechnung')),
  required boolean not null,                   -- nothing is issued to this customer that is not valid
  buyer_reference text not null,               -- BT-10, for German authorities the Leitweg-ID
  primary key (tenant_id, customer_id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
select shard('customer_e_invoice');
grant select, insert, update, delete on customer_e_invoice to tenon_app;

-- Numbers of the accountant: one row per tenant, and one per account that is numbered otherwise than in the chart.
create table books_settings (
  tenant_id uuid not null,
  chart text not null check (chart in ('SKR03', 'SKR04')),
  adviser int not null check (adviser between 1001 and 9999999),
  client int not null check (client between 1 and 99999),
  account_digits int not null check (account_digits between 4 and 8),
  year_starts_month int not null check (year_starts_month between 1 and 12),
  primary key (tenant_id)
);
select shard('books_settings');
grant select, insert, update on books_settings to tenon_app;

create table books_account (
  tenant_id uuid not null,
  account text not null,                       -- in the small chart
  number text not null check (number ~ '^[0-9]{4,8}$'),
  primary key (tenant_id, account)
);
select shard('books_account');
grant select, insert, update, delete on books_account to tenon_app;
