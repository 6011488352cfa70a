-- What a company says of itself, checked: bank account sealed, VAT number asked at its source.

alter table company add column iban_sealed text not null default '';    -- platform/secrets; the plain column is no longer written
alter table company add column iban_mark text not null default '';      -- keyed hash, for finding equal accounts without reading them

-- What a source said about a VAT number, or that it said nothing.
create table vat_check (
  tenant_id uuid not null,
  id uuid not null,
  vat_number text not null,                    -- as it was asked, with its two letters
  outcome text not null check (outcome in ('valid', 'invalid', 'unchecked')),
  why text not null default '',                -- why it was not answered: 'MS_UNAVAILABLE', 'timeout' …
  name text not null default '',               -- as registered, where the country tells
  address text not null default '',
  source text not null,                        -- 'eu-vat-number'
  door text not null default '',               -- 'rest' or 'soap'
  asked_at timestamptz not null,
  primary key (tenant_id, id)
);
select shard('vat_check');
grant select, insert, delete on vat_check to tenon_app;
