-- What lies in the racks: whole boards, offcuts, what is set aside for which cut plan, and every movement there ever was.

create table board_stock (
  tenant_id uuid not null,
  id uuid not null,
  material_code text not null,
  length_hmm int not null check (length_hmm > 0),
  width_hmm int not null check (width_hmm > 0),
  quantity int not null default 0 check (quantity >= 0),     -- sheets in the rack
  reserved int not null default 0 check (reserved >= 0),     -- of these set aside for released plans
  cost_minor bigint not null check (cost_minor >= 0),        -- per sheet, as last received
  rack text not null default '',
  minimum int not null default 0 check (minimum >= 0),       -- fewer than this: buy
  primary key (tenant_id, id),
  unique (tenant_id, material_code, length_hmm, width_hmm),
  foreign key (tenant_id, material_code) references board_material (tenant_id, code),
  check (reserved <= quantity)
);
select shard('board_stock');
grant select, insert, update on board_stock to tenon_app;

create table offcut (
  tenant_id uuid not null,
  id uuid not null,
  number int not null check (number > 0),      -- 77 is written OFF-77
  material_code text not null,
  length_hmm int not null check (length_hmm > 0),            -- along the grain of the sheet it came from
  width_hmm int not null check (width_hmm > 0),
  rack text not null default '',
  value_minor bigint not null check (value_minor >= 0),
  state text not null check (state in ('available', 'reserved', 'used', 'scrapped')),
  plan_id uuid,                                -- the cut plan it came from; null: entered by hand
  sheet_no int,                                -- the sheet of that plan
  reserved_for uuid,                           -- the plan it is set aside for, or was used by
  kept_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, material_code) references board_material (tenant_id, code),
  check ((state in ('reserved', 'used')) = (reserved_for is not null))
);
create index offcut_state on offcut (tenant_id, state, material_code);
select shard('offcut');
grant select, insert, update on offcut to tenon_app;

-- Boards set aside for a plan: how many, and how many of them have been sawn.
create table stock_reservation (
  tenant_id uuid not null,
  plan_id uuid not null,
  board_id uuid not null,
  quantity int not null check (quantity > 0),
  taken int not null default 0 check (taken >= 0),
  primary key (tenant_id, plan_id, board_id),
  foreign key (tenant_id, board_id) references board_stock (tenant_id, id),
  check (taken <= quantity)
);
select shard('stock_reservation');
grant select, insert, update, delete on stock_reservation to tenon_app;

-- Every movement, once. Append-only: the rack's count is the sum of its movements.
create table stock_movement (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('received', 'corrected', 'sawn', 'kept', 'scrapped')),
  board_id uuid,
  offcut_id uuid,
  quantity int not null,                       -- sheets or pieces; negative leaves the rack
  cost_minor bigint not null,                  -- per sheet or piece at this moment
  plan_id uuid,
  reason text not null default '',
  actor text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, board_id) references board_stock (tenant_id, id),
  foreign key (tenant_id, offcut_id) references offcut (tenant_id, id),
  check ((board_id is null) <> (offcut_id is null))
);
create index stock_movement_at on stock_movement (tenant_id, at);
select shard('stock_movement');
grant select, insert on stock_movement to tenon_app;
