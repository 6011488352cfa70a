-- What a factory can make and from what: parametric products, board materials, edge bands, hardware, work centres.

-- One row per tenant: constants of the workshop that sizes, costs and cutting depend on.
create table workshop (
  tenant_id uuid not null,
  pre_mill_hmm int not null check (pre_mill_hmm >= 0),            -- 0.01 mm milled off each edged side before gluing
  edge_over_length_hmm int not null check (edge_over_length_hmm >= 0), -- 0.01 mm of band beyond each edge, both ends together
  yield_percent int not null check (yield_percent between 1 and 100),  -- share of a sheet that becomes parts, for estimates
  kerf_hmm int not null check (kerf_hmm >= 0),
  trim_hmm int not null check (trim_hmm >= 0),                    -- 0.01 mm taken off each side of a raw sheet
  book_height_hmm int check (book_height_hmm > 0),                -- highest stack sawn at once; null: one sheet at a time
  offcut_length_hmm int not null check (offcut_length_hmm > 0),   -- long side from which a leftover is kept
  offcut_width_hmm int not null check (offcut_width_hmm > 0),     -- short side from which a leftover is kept
  offcut_value_percent int not null check (offcut_value_percent between 0 and 100), -- of the sheet's price by area
  closed_days jsonb not null default '[]',                        -- [{ day, reason }]: nobody works
  primary key (tenant_id)
);
select shard('workshop');
grant select, insert, update on workshop to tenon_app;

create table board_material (
  tenant_id uuid not null,
  id uuid not null,
  code text not null check (length(code) between 1 and 40),
  name text not null,
  decor text not null,
  thickness_hmm int not null check (thickness_hmm > 0),
  grain text not null check (grain in ('none', 'length')),
  price_minor_per_m2 bigint not null check (price_minor_per_m2 >= 0),
  grams_per_m2 int not null check (grams_per_m2 >= 0),
  formats jsonb not null,                      -- [{ length, width }] in 0.01 mm, the usual one first
  emission_class text,
  claim text,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
select shard('board_material');
grant select, insert, update on board_material to tenon_app;

create table edge_band (
  tenant_id uuid not null,
  id uuid not null,
  code text not null check (length(code) between 1 and 40),
  name text not null,
  thickness_hmm int not null check (thickness_hmm > 0),
  height_hmm int not null check (height_hmm > 0),
  price_minor_per_m bigint not null check (price_minor_per_m >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
select shard('edge_band');
grant select, insert, update on edge_band to tenon_app;

create table hardware_item (
  tenant_id uuid not null,
  id uuid not null,
  code text not null check (length(code) between 1 and 40),
  name text not null,
  price_minor bigint not null check (price_minor >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
select shard('hardware_item');
grant select, insert, update on hardware_item to tenon_app;

create table work_centre (
  tenant_id uuid not null,
  id uuid not null,
  code text not null check (length(code) between 1 and 40),
  name text not null,
  kind text not null check (kind in ('saw', 'edge', 'drill', 'assembly', 'finishing', 'packing', 'delivery')),
  people int not null check (people >= 0),
  machines int not null check (machines >= 0),
  rate_minor_per_hour bigint not null check (rate_minor_per_hour >= 0),
  set_up_minutes int not null check (set_up_minutes >= 0),
  set_up_per text not null check (set_up_per in ('material', 'edge', 'run', 'none')),
  run_ms int check (run_ms >= 0),              -- per part, edge pass or drilled part; null: the routing says
  weekly jsonb not null,                       -- [{ from, until }] in minutes of the week, 0 = Monday 00:00
  position int not null,                       -- order in lists, as the work flows
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
select shard('work_centre');
grant select, insert, update on work_centre to tenon_app;

create table product (
  tenant_id uuid not null,
  id uuid not null,
  code text not null check (length(code) between 1 and 40),
  version int not null check (version > 0),    -- the newest; orders keep the one they were priced with
  primary key (tenant_id, id),
  unique (tenant_id, code)
);
select shard('product');
grant select, insert, update on product to tenon_app;

-- Every definition a product ever had. Append-only: what was sold can be exploded again.
create table product_version (
  tenant_id uuid not null,
  product_id uuid not null,
  version int not null check (version > 0),
  name text not null,
  definition jsonb not null,
  made_at timestamptz not null,
  made_by text not null,
  primary key (tenant_id, product_id, version),
  foreign key (tenant_id, product_id) references product (tenant_id, id)
);
select shard('product_version');
grant select, insert on product_version to tenon_app;
