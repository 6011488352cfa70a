-- What is under way on the floor, and who calls for help: said by stations, read by the office.

-- Work that was begun, and whether it rests just now. One row per book, parts of an order at one machine, or unit at the bench.
create table work_run (
  tenant_id uuid not null,
  work_order_id uuid not null,
  state text not null check (state in ('running', 'paused')),
  reason text,                                 -- why it rests
  begun_at timestamptz not null,
  since timestamptz not null,                  -- in this state
  actor text not null,
  primary key (tenant_id, work_order_id),
  check ((state = 'paused') = (reason is not null)),
  foreign key (tenant_id, work_order_id) references work_order (tenant_id, id)
);
select shard('work_run');
grant select, insert, update, delete on work_run to tenon_app;

-- A call for help from a station until somebody has answered it, or the station takes it back.
create table help_call (
  tenant_id uuid not null,
  id uuid not null,
  centre text not null,
  text text not null,
  called_at timestamptz not null,
  called_by text not null,                     -- name as the office knows it
  answer text,                                 -- what the office says; null: nobody has answered
  answered_at timestamptz,
  answered_by text,
  withdrawn_at timestamptz,
  primary key (tenant_id, id),
  check ((answer is null) = (answered_at is null)),
  check ((answer is null) = (answered_by is null))
);
create index help_call_open on help_call (tenant_id) where answered_at is null and withdrawn_at is null;
create index help_call_centre on help_call (tenant_id, centre, called_at);
select shard('help_call');
grant select, insert, update on help_call to tenon_app;
