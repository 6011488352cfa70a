-- How often the pages of the site are opened, and what is found on a site of the operator that is served elsewhere.

-- Sums of a day, counted by the server without anything on the device. Nothing in it leads to a visitor.
create table site_visit (
  tenant_id uuid not null,
  day date not null,                           -- in the operator's zone
  page text not null,                          -- first part of its path, '/home'; '' is the whole site
  views int not null check (views > 0),
  visitors int not null,                       -- of the whole site only: told apart within the day, in memory
  primary key (tenant_id, day, page)
);
select shard('site_visit');
grant select, insert, update on site_visit to tenon_app;

-- A site of the operator that is served elsewhere, and the cookies it cannot work without.
create table outside_site (
  tenant_id uuid not null,
  id uuid not null,
  address text not null,                       -- 'https://www.example.com/'
  essential_cookies jsonb not null,            -- names, as the operator entered them
  changed_name text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index outside_site_address on outside_site (tenant_id, address);
select shard('outside_site');
grant select, insert, update, delete on outside_site to tenon_app;

-- One look at it: what was found, the newest counts.
create table outside_look (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  looked_at timestamptz not null,
  faults jsonb not null,                       -- [{ "code": "footer_missing", "found": "" }]; [] when all is well
  primary key (tenant_id, id),
  foreign key (tenant_id, site_id) references outside_site (tenant_id, id) on delete cascade
);
create index outside_look_of on outside_look (tenant_id, site_id, looked_at);
select shard('outside_look');
grant select, insert on outside_look to tenon_app;
