-- Which address was opened when, how long it took and by whom: to watch over the service and to make it better. No text of
-- a request, no search words, no name of a file.

-- Lines live for log.accessDays; after log.ipCutDays the network address is shortened in its row.
create table access_log (
  id uuid primary key,
  at timestamptz not null,
  route text not null,                         -- method and pattern: 'GET /api/orders/:orderId'
  status int not null,
  ms int not null,                             -- milliseconds until the answer
  of_tenant uuid,                              -- null for visitors
  login_id uuid,                               -- null for visitors, programs and stations
  ip text not null,
  ip_cut boolean not null default false        -- to /24, or /48 for IPv6
);
create index access_log_at on access_log (at);
create index access_log_uncut on access_log (at) where not ip_cut;
select reference('access_log');
grant select, insert, update, delete on access_log to tenon_app;

-- Who objected to being in it (Art. 21 GDPR). Taking the objection back removes the row.
create table usage_objection (
  login_id uuid primary key,
  at timestamptz not null
);
select reference('usage_objection');
grant select, insert, delete on usage_objection to tenon_app;
