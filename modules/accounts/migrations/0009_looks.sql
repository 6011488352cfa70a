-- Who looked at whose data, and for what: one row per looker, person looked at, page and hour.
create table data_look (
  tenant_id uuid not null,
  id uuid not null,
  whom text not null,                          -- 'members', 'member:<login>', 'customers', 'customer:<id>', 'address:<e-mail>'
  actor text not null,
  actor_name text not null,
  via text not null check (via in ('staff', 'support', 'api-key', 'export')),
  what text not null,                          -- address of the page's data, without its parameters
  purpose text not null,
  reason text not null default '',             -- why support was let in
  hour timestamptz not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times int not null default 1 check (times > 0),
  primary key (tenant_id, id),
  unique (tenant_id, whom, actor, via, what, hour)
);
create index data_look_whom on data_look (tenant_id, whom, last_at);
select shard('data_look');
grant select, insert on data_look to tenon_app;
grant update (last_at, times) on data_look to tenon_app;
