-- How many firms use what, told without telling of any: marks until a period is over, then numbers with noise. Rows lie in
-- the operator's tenant.

-- That a firm did something of the published list in a period that is not over yet. Gone with the draw.
create table usage_mark (
  tenant_id uuid not null,
  period text not null,                        -- '2026-Q1' or '2026'
  metric text not null,                        -- a name of the published list
  business uuid not null,                      -- at most one row: a firm counts once
  primary key (tenant_id, period, metric, business)
);
select shard('usage_mark');
grant select, insert, delete on usage_mark to tenon_app;

-- One draw of a period, and what it cost. A period is drawn once: nothing here is ever changed or deleted.
create table anonymous_release (
  tenant_id uuid not null,
  period text not null,
  number int not null,                         -- 1, 2, 3 …
  year int not null,                           -- whose budget it was taken from
  epsilon text not null,                       -- exact decimal text, of the whole release
  floor int not null,                          -- numbers below it are published as "below"
  drawn_at timestamptz not null,
  primary key (tenant_id, period)
);
create index anonymous_release_year on anonymous_release (tenant_id, year);
select shard('anonymous_release');
grant select, insert on anonymous_release to tenon_app;

create table anonymous_number (
  tenant_id uuid not null,
  period text not null,
  metric text not null,
  noisy int not null,                          -- firms, with noise; the true number is stored nowhere
  primary key (tenant_id, period, metric),
  foreign key (tenant_id, period) references anonymous_release (tenant_id, period)
);
select shard('anonymous_number');
grant select, insert on anonymous_number to tenon_app;

-- That a release went to the tool, once.
create table anonymous_sent (
  tenant_id uuid not null,
  period text not null,
  processor_id text not null,
  sent_at timestamptz not null,
  primary key (tenant_id, period),
  foreign key (tenant_id, period) references anonymous_release (tenant_id, period)
);
select shard('anonymous_sent');
grant select, insert on anonymous_sent to tenon_app;

-- The analytics tool that gets finished numbers, if there is one.
create table analytics_tool (
  tenant_id uuid primary key,
  processor_id text not null,                  -- of the register of processors
  url text not null,                           -- where a release is posted
  key_sealed text not null,                    -- sealed; '' for none
  changed_name text not null,
  changed_at timestamptz not null
);
select shard('analytics_tool');
grant select, insert, update, delete on analytics_tool to tenon_app;
