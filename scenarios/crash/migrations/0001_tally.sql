-- What the readers and jobs of the crash scenario did. Append-only, and nothing here forbids a second row: that is counted.
create table crash_tally (
  tenant_id uuid not null,
  id uuid not null,
  event_id uuid not null,
  primary key (tenant_id, id)
);
select shard('crash_tally');
grant select, insert on crash_tally to tenon_app;

create table crash_echo (
  tenant_id uuid not null,
  event_id uuid not null,                      -- the job may run twice: one row all the same
  primary key (tenant_id, event_id)
);
select shard('crash_echo');
grant select, insert on crash_echo to tenon_app;
