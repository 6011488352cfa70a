-- Work on released orders: units, physical parts, their operations, cut plans, schedules, and what the stations said.

-- One row per order whose work was released. Numbers and names are those at release; orders themselves live downstream.
create table released_order (
  tenant_id uuid not null,
  order_id uuid not null,
  number text not null,                        -- 'K-1042'
  customer_name text not null,
  due_on date not null,
  weight int not null check (weight > 0),      -- how much a late day counts
  parts_made int not null default 0,           -- part numbers given so far, remakes included
  released_at timestamptz not null,
  finished_at timestamptz,                     -- every unit packed
  primary key (tenant_id, order_id),
  unique (tenant_id, number)
);
select shard('released_order');
grant select, insert, update on released_order to tenon_app;

-- One cabinet, or one line of an imported list.
create table production_unit (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  unit_no int not null check (unit_no > 0),
  line_no int not null,
  name text not null,
  product_code text,
  hardware jsonb not null,                     -- [{ code, quantity }]
  state text not null check (state in ('open', 'assembled', 'packed')),
  packed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, order_id, unit_no),
  foreign key (tenant_id, order_id) references released_order (tenant_id, order_id)
);
select shard('production_unit');
grant select, insert, update on production_unit to tenon_app;

-- Parts of one material that are cut together.
create table cut_batch (
  tenant_id uuid not null,
  id uuid not null,
  number int not null check (number > 0),      -- B-1
  material text not null,
  purpose text not null check (purpose in ('planned', 'remake')),
  released_plan_id uuid,
  made_at timestamptz not null,
  made_by text not null,
  primary key (tenant_id, id),
  unique (tenant_id, number)
);
select shard('cut_batch');
grant select, insert, update on cut_batch to tenon_app;

-- One search for a plan, asked for by a person and done by a job.
create table cut_run (
  tenant_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  objective text not null check (objective in ('boards', 'cost', 'time')),
  seconds int not null check (seconds > 0),
  moves int check (moves > 0),                 -- instead of seconds: the same plan every time
  seed int not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  refusal jsonb,                               -- why there is no plan
  plan_id uuid,
  asked_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, batch_id) references cut_batch (tenant_id, id)
);
create index cut_run_batch on cut_run (tenant_id, batch_id);
select shard('cut_run');
grant select, insert, update on cut_run to tenon_app;

-- A solved plan as it was found. Append-only: a better one is another version.
create table cut_plan (
  tenant_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  version int not null check (version > 0),
  objective text not null,
  input_hash text not null,                    -- SHA-256 of the job, pins included
  engine text not null,
  seed int not null,
  moves int not null,
  job jsonb not null,                          -- what was asked: saw, boards, parts
  plan jsonb not null,                         -- what was found: patterns, figures, unplaced
  content_hash text not null,                  -- SHA-256 of the parts and pinned sheets it was made for
  pinned int not null,                         -- patterns at the front that were already released
  faults jsonb not null,                       -- what the independent check found; only [] can be released
  solved_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, batch_id, version),
  foreign key (tenant_id, batch_id) references cut_batch (tenant_id, id)
);
select shard('cut_plan');
grant select, insert on cut_plan to tenon_app;

-- Work that is planned as one: a book at the saw, an order's parts at one machine, a unit at the bench.
create table work_order (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('saw', 'edge', 'drill', 'assembly', 'finishing', 'packing', 'delivery')),
  centre text not null,
  order_id uuid,                               -- null: a book holds parts of several orders
  unit_no int,
  family text not null,                        -- what the machine is set up for: material, edge bands, …
  name text not null,
  own_ms int,                                  -- time of the whole where its operations do not add up to it (saw)
  primary key (tenant_id, id)
);
create index work_order_order on work_order (tenant_id, order_id);
select shard('work_order');
grant select, insert, update on work_order to tenon_app;

-- One physical sheet of a released plan.
create table cut_sheet (
  tenant_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  plan_id uuid not null,
  work_order_id uuid not null,
  sheet_no int not null check (sheet_no > 0),  -- in its batch, 1, 2, 3 … over all versions
  board_id uuid not null,                      -- in stock: kind of board, or the one offcut
  board_code text not null,
  offcut boolean not null,
  length_hmm int not null,
  width_hmm int not null,
  cost_minor bigint not null,
  pattern jsonb not null,                      -- cut tree; leaves name physical parts by code, offcuts by what they became
  state text not null check (state in ('released', 'cut', 'damaged')),
  cut_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, batch_id, sheet_no),
  foreign key (tenant_id, plan_id) references cut_plan (tenant_id, id),
  foreign key (tenant_id, work_order_id) references work_order (tenant_id, id)
);
create index cut_sheet_work_order on cut_sheet (tenant_id, work_order_id);
select shard('cut_sheet');
grant select, insert, update on cut_sheet to tenon_app;

-- One row per physical part.
create table part (
  tenant_id uuid not null,
  id uuid not null,
  code text not null,                          -- K1042-031, as on the label
  order_id uuid not null,
  unit_no int not null,
  label text not null,
  description text not null,
  material text not null,
  thickness_hmm int not null check (thickness_hmm > 0),
  grain text not null check (grain in ('none', 'length', 'width')),
  length_hmm int not null check (length_hmm > 0),          -- finished
  width_hmm int not null check (width_hmm > 0),
  cut_length_hmm int not null check (cut_length_hmm > 0),
  cut_width_hmm int not null check (cut_width_hmm > 0),
  edges jsonb not null,                        -- { L1, L2, W1, W2 }: { code, thickness } or null
  holes jsonb not null,
  programs jsonb not null,
  state text not null check (state in ('waiting', 'planned', 'in_work', 'ready', 'used', 'bad')),
  batch_id uuid,
  sheet_id uuid,
  remake_of uuid,                              -- the bad part it replaces
  primary key (tenant_id, id),
  unique (tenant_id, code),
  unique (tenant_id, remake_of),
  foreign key (tenant_id, order_id, unit_no) references production_unit (tenant_id, order_id, unit_no),
  foreign key (tenant_id, batch_id) references cut_batch (tenant_id, id),
  foreign key (tenant_id, sheet_id) references cut_sheet (tenant_id, id),
  foreign key (tenant_id, remake_of) references part (tenant_id, id)
);
create index part_order on part (tenant_id, order_id, unit_no);
create index part_waiting on part (tenant_id, material) where state = 'waiting';
create index part_batch on part (tenant_id, batch_id);
create index part_sheet on part (tenant_id, sheet_id);
select shard('part');
grant select, insert, update on part to tenon_app;

-- One step of one part, or of one unit.
create table operation (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  part_id uuid,
  unit_id uuid,
  seq int not null,                            -- 1, 2, 3 … in the order of work
  kind text not null check (kind in ('saw', 'edge', 'drill', 'assembly', 'finishing', 'packing', 'delivery')),
  centre text not null,
  ms int not null check (ms >= 0),             -- standard time without set-up
  work_order_id uuid,                          -- null: the saw, before a plan is released
  state text not null check (state in ('open', 'done', 'void')),
  done_at timestamptz,
  primary key (tenant_id, id),
  check ((part_id is null) <> (unit_id is null)),
  foreign key (tenant_id, part_id) references part (tenant_id, id),
  foreign key (tenant_id, unit_id) references production_unit (tenant_id, id),
  foreign key (tenant_id, work_order_id) references work_order (tenant_id, id)
);
create index operation_part on operation (tenant_id, part_id);
create index operation_unit on operation (tenant_id, unit_id);
create index operation_work_order on operation (tenant_id, work_order_id);
create index operation_open on operation (tenant_id, kind) where state = 'open';
select shard('operation');
grant select, insert, update on operation to tenon_app;

-- Everything a station said, in the order it arrived. Append-only; the client key makes a repeat harmless.
create table scan (
  tenant_id uuid not null,
  id uuid not null,
  client_key text not null,
  command text not null,                       -- 'part-done', 'sheet-done', 'bad-part', …
  centre text not null,
  subject text not null,                       -- what was scanned: code of a part, id of a sheet, number of a unit
  input jsonb not null,
  happened_at timestamptz not null,            -- by the station's clock
  received_at timestamptz not null,
  actor text not null,
  primary key (tenant_id, id),
  unique (tenant_id, client_key)
);
create index scan_subject on scan (tenant_id, subject);
select shard('scan');
grant select, insert on scan to tenon_app;

-- What the station was told. Append-only, and a table of its own, so that the scan can be written before the work is done.
create table scan_answer (
  tenant_id uuid not null,
  scan_id uuid not null,
  outcome text not null check (outcome in ('done', 'already', 'conflict')),
  answer jsonb not null,
  primary key (tenant_id, scan_id),
  foreign key (tenant_id, scan_id) references scan (tenant_id, id)
);
select shard('scan_answer');
grant select, insert on scan_answer to tenon_app;

-- A part that had to be made again: why, what it cost, and the part that replaces it. Append-only.
create table remake (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  bad_part_id uuid not null,
  new_part_id uuid not null,
  reason text not null,
  centre text not null,
  cost_minor bigint not null,                  -- material of the bad part and the work already in it
  at timestamptz not null,
  actor text not null,
  primary key (tenant_id, id),
  unique (tenant_id, bad_part_id),
  foreign key (tenant_id, bad_part_id) references part (tenant_id, id),
  foreign key (tenant_id, new_part_id) references part (tenant_id, id)
);
create index remake_order on remake (tenant_id, order_id);
select shard('remake');
grant select, insert on remake to tenon_app;

create table machine_stop (
  tenant_id uuid not null,
  id uuid not null,
  centre text not null,
  machine text not null,                       -- 'SAW-1'
  reason text not null,
  stopped_at timestamptz not null,
  expected_minutes int not null check (expected_minutes > 0),
  started_at timestamptz,                      -- null: still stopped
  primary key (tenant_id, id)
);
create unique index machine_stop_open on machine_stop (tenant_id, machine) where started_at is null;
select shard('machine_stop');
grant select, insert, update on machine_stop to tenon_app;

-- Wishes and facts that every schedule must respect.
create table pin (
  tenant_id uuid not null,
  id uuid not null,
  subject text not null,                       -- id of an operation of the schedule
  pin_constraint text not null check (pin_constraint in ('machine', 'start', 'not-before', 'after')),
  value text not null,                         -- machine, instant, or another operation
  reason text not null,
  event_id uuid not null,                      -- what it came from
  set_at timestamptz not null,
  dropped_at timestamptz,
  primary key (tenant_id, id)
);
create index pin_open on pin (tenant_id) where dropped_at is null;
select shard('pin');
grant select, insert, update on pin to tenon_app;

-- A solved schedule as it was found. Append-only; the newest is the one in force.
create table schedule_version (
  tenant_id uuid not null,
  id uuid not null,
  version int not null check (version > 0),
  cause text not null,                         -- 'asked', 'work.released', 'machine.stopped', …
  input_hash text not null,
  engine text not null,
  seed int not null,
  moves int not null,
  origin timestamptz not null,                 -- the moment of minute 0
  rows jsonb not null,                         -- operation, machine, from, until, order, changeover
  orders jsonb not null,                       -- per order: due, end, late minutes, why
  figures jsonb not null,
  conflicts jsonb not null,
  solved_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, version)
);
select shard('schedule_version');
grant select, insert on schedule_version to tenon_app;
