-- Subscriptions: plans by version, what a customer subscribed to, prepaid lines by the day, and what was accepted. Facts are append-only.
create table service_plan (
  tenant_id uuid not null,
  id uuid not null,
  code text not null check (code ~ '^[A-Z0-9][A-Z0-9-]{0,29}$'),
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
select shard('service_plan');
grant select, insert on service_plan to tenon_app;

-- A change of a plan is its next version; who subscribed keeps the version of then.
create table service_plan_version (
  tenant_id uuid not null,
  plan_id uuid not null,
  version int not null check (version > 0),
  kind text not null check (kind in ('hosting', 'addon')),
  months int not null check (months between 1 and 120),   -- length of a term; a year is 12
  name_en text not null,
  name_de text not null,
  refundable text not null check (refundable in ('prorated', 'none')),
  terms_en text not null,                      -- refund terms in words, beside what `refundable` says
  terms_de text not null,
  tax_category text not null,
  tax_percent text not null,
  prices jsonb not null,                       -- currency → net of one for a term, minor units as text
  on_sale boolean not null,
  actor_name text not null,
  made_at timestamptz not null,
  primary key (tenant_id, plan_id, version),
  foreign key (tenant_id, plan_id) references service_plan (tenant_id, id)
);
select shard('service_plan_version');
grant select, insert on service_plan_version to tenon_app;

create table subscription (
  tenant_id uuid not null,
  id uuid not null,
  number int not null check (number > 0),      -- gapless: SUB-0001
  customer_id uuid not null,
  zone text not null,                          -- of the contract, fixed at order time; every day is a day there
  currency char(3) not null,
  anchor_on date not null,                     -- first day; every term is counted from it
  months int not null check (months between 1 and 120),
  tax_case text not null check (tax_case in ('usual', 'reverse-charge')),
  state text not null check (state in ('active', 'suspended', 'ended')),
  paid_until date not null,                    -- last day that is on an invoice
  ends_on date,                                -- last day of service; null: it renews
  last_term text not null check (last_term in ('part', 'whole')),     -- how the last term is billed
  refund_at_end boolean not null,              -- unused days are credited when it ends
  ends_itself boolean not null,                -- false: whoever planned the end carries it out
  ordered_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create index subscription_customer on subscription (tenant_id, customer_id);
create index subscription_due on subscription (tenant_id, paid_until) where state <> 'ended';
select shard('subscription');
grant select, insert, update on subscription to tenon_app;

-- What is subscribed: each row says what a place holds from a day on; of several the last decision counts.
create table subscription_change (
  tenant_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  slot_id uuid not null,                       -- the place: the service itself or one add-on
  plan_id uuid not null,
  plan_version int not null,
  quantity int not null check (quantity >= 0), -- 0: nothing from then on
  from_on date not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id),
  foreign key (tenant_id, plan_id, plan_version) references service_plan_version (tenant_id, plan_id, version)
);
create index subscription_change_of on subscription_change (tenant_id, subscription_id);
select shard('subscription_change');
grant select, insert on subscription_change to tenon_app;

-- Days that were billed for the whole subscription; a first day is billed once, whoever tries.
create table subscription_term (
  tenant_id uuid not null,
  subscription_id uuid not null,
  from_on date not null,
  until_on date not null check (until_on >= from_on),
  term_no int not null check (term_no >= 0),   -- counted from the anchor
  invoice_id uuid not null,
  policy_version int,                          -- of the cancellation policy in force when these days were bought
  primary key (tenant_id, subscription_id, from_on),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
select shard('subscription_term');
grant select, insert on subscription_term to tenon_app;

create table prepaid_line (
  tenant_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  slot_id uuid not null,
  invoice_id uuid not null,
  line_no int not null,
  kind text not null check (kind in ('hosting', 'addon', 'customisation', 'one-off')),
  refundable text not null check (refundable in ('prorated', 'none')),
  name text not null,
  from_on date not null,
  until_on date not null check (until_on >= from_on),
  net_minor bigint not null check (net_minor >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, invoice_id, line_no),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
create index prepaid_line_of on prepaid_line (tenant_id, subscription_id);
select shard('prepaid_line');
grant select, insert on prepaid_line to tenon_app;

-- Which days of a prepaid line a credit note is for; a credit without a row is for all of them.
create table line_credit (
  tenant_id uuid not null,
  credit_note_id uuid not null,
  line_id uuid not null,
  from_on date not null,
  until_on date not null check (until_on >= from_on),
  primary key (tenant_id, credit_note_id, line_id),
  foreign key (tenant_id, credit_note_id) references credit_note (tenant_id, id),
  foreign key (tenant_id, line_id) references prepaid_line (tenant_id, id)
);
create index line_credit_line on line_credit (tenant_id, line_id);
select shard('line_credit');
grant select, insert on line_credit to tenon_app;

-- Refund terms as they were shown and accepted at order time.
create table refund_terms_acceptance (
  tenant_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  slot_id uuid not null,
  refundable text not null check (refundable in ('prorated', 'none')),
  shown text not null,                         -- the sentence, in the customer's language
  accepted_by text not null,
  act text not null check (act in ('ticked', 'in-person', 'letter', 'telephone')),
  actor_name text not null,                    -- who wrote it down
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id)
);
create index refund_terms_acceptance_of on refund_terms_acceptance (tenant_id, subscription_id);
select shard('refund_terms_acceptance');
grant select, insert on refund_terms_acceptance to tenon_app;

create table subscription_settings (
  tenant_id uuid not null,
  suspend_after_days int check (suspend_after_days between 0 and 365),   -- after the last reminder; null: never
  primary key (tenant_id)
);
select shard('subscription_settings');
grant select, insert, update on subscription_settings to tenon_app;
