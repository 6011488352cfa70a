-- Payments on account, write-offs and what came of them after all, rates of tax by date, what a late payer owes besides, and
-- service agreements.

-- Money that belongs to no invoice yet: an item of its own in the customer's favour, until it is assigned or given back.
alter table payment alter column invoice_id drop not null;
alter table payment add column customer_id uuid;             -- of a payment on account; null: that of its invoice
alter table payment add constraint payment_of_one check ((invoice_id is null) <> (customer_id is null));
alter table payment add constraint payment_customer foreign key (tenant_id, customer_id) references customer (tenant_id, id);
create index payment_customer_on_account on payment (tenant_id, customer_id) where customer_id is not null;

-- What of an invoice nobody will pay any more: lost, or a difference too small to ask for. Append-only.
create table write_off (
  tenant_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  kind text not null check (kind in ('loss', 'difference')),
  amount_minor bigint not null check (amount_minor > 0),     -- gross, in the invoice's currency
  taxes jsonb not null,                        -- the same by category and rate: net and tax in minor units as text
  reason text not null,
  booked_on date not null,
  actor_name text not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
create index write_off_invoice on write_off (tenant_id, invoice_id);
select shard('write_off');
grant select, insert on write_off to tenon_app;

-- What was lost is owed again, because the customer pays after all. Append-only.
create table write_off_reversal (
  tenant_id uuid not null,
  id uuid not null,
  write_off_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  taxes jsonb not null,
  booked_on date not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, write_off_id) references write_off (tenant_id, id)
);
create index write_off_reversal_of on write_off_reversal (tenant_id, write_off_id);
select shard('write_off_reversal');
grant select, insert on write_off_reversal to tenon_app;

-- A tenant's own rates of tax besides those that the product knows. The one of the day of supply counts.
create table tax_rate (
  tenant_id uuid not null,
  country char(2) not null,                    -- ISO 3166
  class text not null check (class in ('standard', 'reduced')),
  valid_from date not null,
  percent text not null check (percent ~ '^\d{1,2}(\.\d{1,2})?$'),
  primary key (tenant_id, country, class, valid_from)
);
select shard('tax_rate');
grant select, insert, update, delete on tax_rate to tenon_app;

-- One row per tenant: what is asked of who pays late, and what is too little to ask for.
create table money_settings (
  tenant_id uuid not null,
  difference_minor bigint not null check (difference_minor >= 0),   -- settled with a payment at most, tenant's currency
  fees_minor jsonb not null,                   -- by level 1, 2, 3: minor units as text, tenant's currency
  base_percent text not null check (base_percent ~ '^-?\d{1,2}(\.\d{1,2})?$'),   -- the base rate of § 247 BGB, twice a year anew
  over_base_percent text not null check (over_base_percent ~ '^\d{1,2}(\.\d{1,2})?$'),
  interest_from_level int not null check (interest_from_level between 1 and 4),  -- 4: never asked for
  primary key (tenant_id)
);
select shard('money_settings');
grant select, insert, update on money_settings to tenon_app;

-- What a letter asked for besides the invoices. It is a claim; the books know of it once it is paid.
alter table reminder add column fee_minor bigint not null default 0 check (fee_minor >= 0);
alter table reminder add column interest_minor bigint not null default 0 check (interest_minor >= 0);

-- Fee and interest of a letter that were paid.
create table reminder_charge_paid (
  tenant_id uuid not null,
  id uuid not null,
  reminder_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),
  currency char(3) not null,
  received_on date not null,
  method text not null check (method in ('bank', 'cash', 'card')),
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, reminder_id) references reminder (tenant_id, id)
);
create index reminder_charge_paid_of on reminder_charge_paid (tenant_id, reminder_id);
select shard('reminder_charge_paid');
grant select, insert on reminder_charge_paid to tenon_app;

-- What was agreed to be done for a customer over time. As it was issued; a change is another agreement.
create table service_agreement (
  tenant_id uuid not null,
  id uuid not null,
  year int not null,
  number int not null check (number > 0),      -- gapless within the year: SA-2026-0001
  customer_id uuid not null,
  order_id uuid,
  recipient jsonb not null,
  title text not null,
  currency char(3) not null,
  lines jsonb not null,                        -- what is done, how often, and its net price in minor units as text
  terms text not null,
  starts_on date not null,
  ends_on date,                                -- null: until somebody ends it
  issued_on date not null,
  issued_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, year, number),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  check (ends_on is null or ends_on >= starts_on)
);
create index service_agreement_customer on service_agreement (tenant_id, customer_id);
select shard('service_agreement');
grant select, insert on service_agreement to tenon_app;

create table service_agreement_accepted (
  tenant_id uuid not null,
  agreement_id uuid not null,
  accepted_on date not null,
  accepted_by text not null,                   -- who signed, at the customer
  actor_name text not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, agreement_id),
  foreign key (tenant_id, agreement_id) references service_agreement (tenant_id, id)
);
select shard('service_agreement_accepted');
grant select, insert on service_agreement_accepted to tenon_app;
