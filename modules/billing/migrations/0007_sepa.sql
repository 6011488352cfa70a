-- SEPA: mandates of customers, runs of direct debits and of transfers, what became of them. Accounts are sealed, found by a keyed
-- hash and shown masked.
create table sepa_settings (
  tenant_id uuid not null,
  creditor_id text not null,                   -- creditor identifier, check digits checked; '' until it is known
  notice_days int not null check (notice_days between 1 and 14),   -- from the mail to the day of collection
  primary key (tenant_id)
);
select shard('sepa_settings');
grant select, insert, update on sepa_settings to tenon_app;

create table sepa_mandate (
  tenant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  reference text not null,                     -- as signed; at most 35 characters of the SEPA set
  scheme text not null check (scheme in ('CORE', 'B2B')),
  kind text not null check (kind in ('recurring', 'one-off')),
  signed_on date not null,
  account_name text not null,
  iban_sealed text not null,
  iban_mark text not null,
  iban_shown text not null,
  bic text not null,
  recorded_by text not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, reference),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create index sepa_mandate_customer on sepa_mandate (tenant_id, customer_id);
select shard('sepa_mandate');
grant select, insert on sepa_mandate to tenon_app;
grant update (iban_sealed) on sepa_mandate to tenon_app;       -- sealed anew with a newer key, nothing else

create table sepa_mandate_end (
  tenant_id uuid not null,
  mandate_id uuid not null,
  revoked_on date not null,
  reason text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, mandate_id),
  foreign key (tenant_id, mandate_id) references sepa_mandate (tenant_id, id)
);
select shard('sepa_mandate_end');
grant select, insert on sepa_mandate_end to tenon_app;

create table payment_run (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('debit', 'transfer')),
  year int not null,
  number int not null check (number > 0),      -- gapless within kind and year: DD-2026-0001, CT-2026-0001
  execute_on date not null,
  total_minor bigint not null check (total_minor > 0),   -- cents; SEPA is in euro
  items int not null check (items > 0),
  file_sealed text not null,                   -- the bank's file, byte by byte; sealed, because it is full of account numbers
  file_sha256 text not null,                   -- of the plain file
  composed_by text not null,
  composed_name text not null,
  composed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, kind, year, number)
);
select shard('payment_run');
grant select, insert on payment_run to tenon_app;
grant update (file_sealed) on payment_run to tenon_app;        -- sealed anew with a newer key, nothing else

create table payment_run_item (
  tenant_id uuid not null,
  run_id uuid not null,
  item_no int not null check (item_no > 0),
  end_to_end_id text not null,                 -- comes back on the statement
  subject text not null check (subject in ('invoice', 'refund', 'supplier-invoice')),
  subject_id uuid not null,                    -- the invoice, the item in the customer's favour, the supplier's invoice
  mandate_id uuid,                             -- debits
  sequence text check (sequence in ('FRST', 'RCUR', 'OOFF')),
  amount_minor bigint not null check (amount_minor > 0),
  party_name text not null,
  iban_shown text not null,
  remittance text not null,
  primary key (tenant_id, run_id, item_no),
  unique (tenant_id, end_to_end_id),
  foreign key (tenant_id, run_id) references payment_run (tenant_id, id),
  foreign key (tenant_id, mandate_id) references sepa_mandate (tenant_id, id),
  check ((mandate_id is null) = (sequence is null))
);
create index payment_run_item_subject on payment_run_item (tenant_id, subject_id);
create index payment_run_item_mandate on payment_run_item (tenant_id, mandate_id) where mandate_id is not null;
select shard('payment_run_item');
grant select, insert on payment_run_item to tenon_app;

-- What is under way to the bank, once; given back when a run is cancelled, or when the statement brings the payment or its return.
create table payment_run_claim (
  tenant_id uuid not null,
  subject_id uuid not null,
  run_id uuid not null,
  primary key (tenant_id, subject_id),
  foreign key (tenant_id, run_id) references payment_run (tenant_id, id)
);
select shard('payment_run_claim');
grant select, insert, delete on payment_run_claim to tenon_app;

-- approved: by a second person; then handed over or cancelled, once: both end a run that waits.
create table payment_run_step (
  tenant_id uuid not null,
  run_id uuid not null,
  step text not null check (step in ('approval', 'end')),
  outcome text not null check (outcome in ('approved', 'handed_over', 'cancelled')),
  alone boolean not null,                      -- approved by who composed it, after the wait
  reason text not null,
  actor text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, run_id, step),
  foreign key (tenant_id, run_id) references payment_run (tenant_id, id),
  check ((step = 'approval') = (outcome = 'approved'))
);
select shard('payment_run_step');
grant select, insert on payment_run_step to tenon_app;
