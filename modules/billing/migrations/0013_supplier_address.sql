-- Where a supplier said that it is written to, before any of its invoices named another account.
alter table supplier add column email text not null default '';   -- '' until an invoice that names a known account tells one
grant update (email) on supplier to tenon_app;
