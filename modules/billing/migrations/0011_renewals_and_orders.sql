-- Steps of a subscription that were refused and wait for a person; what a single order asks of its e-invoices.
create table subscription_refusal (
  tenant_id uuid not null,
  subscription_id uuid not null,
  refusal jsonb not null,                      -- code and facts, said in each reader's language
  first_at timestamptz not null,
  last_at timestamptz not null,                -- of the latest attempt
  primary key (tenant_id, subscription_id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id)
);
select shard('subscription_refusal');
grant select, insert, update, delete on subscription_refusal to tenon_app;

-- The buyer's reference of one order comes before that of its customer.
create table order_e_invoice (
  tenant_id uuid not null,
  order_id uuid not null,
  buyer_reference text not null check (buyer_reference <> ''),   -- BT-10, for German authorities the Leitweg-ID
  primary key (tenant_id, order_id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id)
);
select shard('order_e_invoice');
grant select, insert, update, delete on order_e_invoice to tenon_app;
