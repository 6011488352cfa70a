-- Ordering: what of the plans can be ordered as an instance, orders from the first click to the instance, and that it was accepted.

-- What stands behind a plan when it is ordered. Its price, term and refund terms are the plan's own.
create table hosting_offer (
  tenant_id uuid not null,
  plan_id uuid not null,
  kind text not null check (kind in ('workspace', 'odoo')),
  version text not null,                       -- '' for the driver's own choice
  quota jsonb not null,                        -- {"users": 10, "bytes": 5000000000}; absent is without limit
  at_limit text not null check (at_limit in ('tell', 'hold')),        -- at 100 %: told only, or closed until it fits again
  addons jsonb not null,                       -- ids of plans that can be had beside it
  works jsonb not null,                        -- customisations paid once: code, name, net, tax, refund terms
  public boolean not null,                     -- visitors can order it
  changed_name text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, plan_id),
  foreign key (tenant_id, plan_id) references service_plan (tenant_id, id)
);
select shard('hosting_offer');
grant select, insert, update on hosting_offer to tenon_app;

-- An order of an instance. A visitor's waits until its sender has shown that the address is theirs.
create table hosting_order (
  tenant_id uuid not null,
  id uuid not null,
  source text not null check (source in ('visitor', 'contact', 'staff')),
  state text not null check (state in ('asked', 'placed', 'lapsed')),
  plan_id uuid not null,
  wish jsonb not null,                         -- short name, title, add-ons, customisations
  person jsonb not null,                       -- what a visitor said of themselves; {} once it is placed or lapsed
  policies jsonb not null,                     -- versions that were accepted: {"privacy": 3, "cancellation": 2}
  locale text not null,
  asked_name text not null,
  asked_at timestamptz not null,
  placed_at timestamptz,
  customer_id uuid,
  contact_id uuid,
  subscription_id uuid,
  invoice_id uuid,
  agreement_id uuid,
  instance_id uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, plan_id) references hosting_offer (tenant_id, plan_id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id),
  foreign key (tenant_id, agreement_id) references service_agreement (tenant_id, id),
  foreign key (tenant_id, instance_id) references hosted_instance (tenant_id, id),
  check (state <> 'placed' or (placed_at is not null and instance_id is not null and subscription_id is not null))
);
create index hosting_order_instance on hosting_order (tenant_id, instance_id);
create index hosting_order_asked on hosting_order (tenant_id, asked_at) where state = 'asked';
select shard('hosting_order');
grant select, insert, update on hosting_order to tenon_app;

-- That the customer took what was handed over. Once; append-only.
create table instance_acceptance (
  tenant_id uuid not null,
  instance_id uuid not null,
  accepted_by text not null,
  contact_id uuid,                             -- who pressed the button; null: staff wrote it down
  act text not null check (act in ('button', 'in-person', 'letter', 'telephone')),
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, instance_id),
  foreign key (tenant_id, instance_id) references hosted_instance (tenant_id, id)
);
select shard('instance_acceptance');
grant select, insert on instance_acceptance to tenon_app;
