-- What a tenant's own papers say about it: one row per tenant.
create table company (
  tenant_id uuid not null,
  legal_name text not null,
  street text not null,
  postcode text not null,
  city text not null,
  country char(2) not null,                    -- ISO 3166-1
  phone text not null default '',
  email text not null default '',
  vat_number text not null default '',
  register text not null default '',           -- court and number of the commercial register
  bank text not null default '',
  iban text not null default '',
  bic text not null default '',
  primary key (tenant_id)
);
select shard('company');
grant select, insert, update on company to tenon_app;
