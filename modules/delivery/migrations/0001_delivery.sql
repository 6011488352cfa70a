-- Packages of finished units, and the notes with which they leave.
create table delivery_note (
  tenant_id uuid not null,
  id uuid not null,
  number int not null check (number > 0),      -- 1, 2, 3 … as on paper, DN-1
  order_id uuid not null,
  state text not null check (state in ('loaded', 'delivered')),
  planned_on date not null,
  loaded_at timestamptz not null,
  delivered_at timestamptz,
  received_by text,                            -- who took it, as written down by the driver
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  check ((state = 'delivered') = (delivered_at is not null))
);
select shard('delivery_note');
grant select, insert, update on delivery_note to tenon_app;

-- One package holds one finished unit.
create table package (
  tenant_id uuid not null,
  order_id uuid not null,
  unit_no int not null check (unit_no > 0),
  code text not null,                          -- on the label, K1042-P01
  line_no int not null,                        -- line of the order it belongs to
  name text not null,
  packed_at timestamptz not null,
  delivery_note_id uuid,                       -- null: still in the hall
  primary key (tenant_id, order_id, unit_no),
  unique (tenant_id, code),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, delivery_note_id) references delivery_note (tenant_id, id)
);
create index package_note on package (tenant_id, delivery_note_id);
select shard('package');
grant select, insert, update on package to tenon_app;
