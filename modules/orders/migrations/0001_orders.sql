-- What customers order: from draft to quote to accepted order, its lines, imported part lists, and quotes as they went out.

-- One row per tenant: how prices follow from costs.
create table order_settings (
  tenant_id uuid not null,
  overhead_percent int not null check (overhead_percent between 0 and 500), -- added to the direct cost
  margin_percent int not null check (margin_percent between 0 and 95),      -- share of the net price
  tax_percent text not null,                   -- decimal text, '19'
  valid_days int not null check (valid_days between 1 and 365),
  primary key (tenant_id)
);
select shard('order_settings');
grant select, insert, update on order_settings to tenon_app;

create table sales_order (
  tenant_id uuid not null,
  id uuid not null,
  number int not null check (number > 1000),   -- 1001, 1002 … without a gap; written K-1001
  customer_id uuid not null,
  state text not null check (state in ('draft', 'quoted', 'accepted', 'cancelled')),
  reference text not null default '',          -- as the customer calls it
  currency char(3) not null,
  wanted_on date,                              -- day the customer asked for
  promised_on date,                            -- day production promised, at the quote and again at acceptance
  due_on date,                                 -- day that was agreed; fixed at acceptance
  valid_until date,                            -- last day on which the quote can be accepted
  revision int not null default 0 check (revision >= 0),     -- of the quote; 0: none has gone out
  copied_from uuid,
  created_at timestamptz not null,
  accepted_at timestamptz,
  finished_at timestamptz,                     -- all units packed
  delivered_at timestamptz,
  invoiced_at timestamptz,
  paid_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create index sales_order_state on sales_order (tenant_id, state, number desc);
create index sales_order_customer on sales_order (tenant_id, customer_id);
select shard('sales_order');
grant select, insert, update on sales_order to tenon_app;

create table sales_order_line (
  tenant_id uuid not null,
  sales_order_id uuid not null,
  line_no int not null check (line_no > 0),    -- 1, 2, 3 … as on paper; numbers of removed lines are not used again
  kind text not null check (kind in ('product', 'part_list')),
  name text not null,
  product_id uuid,
  product_version int,
  parameters jsonb not null default '{}',
  parts jsonb,                                 -- of an imported list: parts of one set, lengths in 0.01 mm
  quantity int not null check (quantity > 0),  -- pieces, or sets of a list
  unit_net_minor bigint not null check (unit_net_minor >= 0),
  calculated_minor bigint not null check (calculated_minor >= 0), -- what the price rule said when the line was last calculated
  tax_category text not null check (tax_category in ('S', 'Z')),
  tax_percent text not null,
  boards_minor bigint not null,                -- direct cost of the whole line by cause, as calculated
  edges_minor bigint not null,
  hardware_minor bigint not null,
  labour_minor bigint not null,
  pieces int not null,                         -- parts of the whole line
  grams bigint not null,
  labour_ms bigint not null,
  warnings jsonb not null default '[]',
  primary key (tenant_id, sales_order_id, line_no),
  foreign key (tenant_id, sales_order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, product_id, product_version) references product_version (tenant_id, product_id, version),
  check ((kind = 'product') = (product_id is not null)),
  check ((kind = 'part_list') = (parts is not null))
);
select shard('sales_order_line');
grant select, insert, update, delete on sales_order_line to tenon_app;

-- Uploaded part lists as they were read; a line is made from the rows that can be made.
create table part_list_import (
  tenant_id uuid not null,
  id uuid not null,
  sales_order_id uuid not null,
  file_name text not null,
  list jsonb not null,                         -- rows, faults, skipped rows, columns
  reading jsonb not null,                      -- how its codes are understood
  line_no int,                                 -- the line made from it; null: still a preview
  read_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, sales_order_id) references sales_order (tenant_id, id)
);
create index part_list_import_order on part_list_import (tenant_id, sales_order_id);
select shard('part_list_import');
grant select, insert, update on part_list_import to tenon_app;

-- What a customer's codes mean here, remembered for the next list.
create table code_mapping (
  tenant_id uuid not null,
  customer_id uuid not null,
  kind text not null check (kind in ('material', 'edge', 'marked')),
  theirs text not null,                        -- '' for marked edges
  ours text not null,                          -- '' = no edge
  primary key (tenant_id, customer_id, kind, theirs),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
select shard('code_mapping');
grant select, insert, update on code_mapping to tenon_app;

-- Quotes as they went out. Append-only: each revision keeps its lines and totals.
create table sales_quote (
  tenant_id uuid not null,
  sales_order_id uuid not null,
  revision int not null check (revision > 0),
  quoted_on date not null,
  valid_until date not null,
  promised_on date,
  lines jsonb not null,                        -- [{ lineNo, name, description, quantity, unitNet, net, taxPercent }]
  totals jsonb not null,                       -- { net, taxes: [{ percent, tax }], gross } as decimal text
  primary key (tenant_id, sales_order_id, revision),
  foreign key (tenant_id, sales_order_id) references sales_order (tenant_id, id)
);
select shard('sales_quote');
grant select, insert on sales_quote to tenon_app;
