-- A changed bank account waits for a second person; until then the account before it counts.
create table company_bank_change (
  tenant_id uuid not null,
  id uuid not null,
  iban_sealed text not null,                   -- platform/secrets; '' takes the account away, and once it is decided
  iban_shown text not null,                    -- country and last four
  bic text not null,
  bank text not null,
  asked_by text not null,
  asked_name text not null,
  asked_at timestamptz not null,
  outcome text check (outcome in ('confirmed', 'refused')),
  decided_by text,
  decided_name text,
  decided_at timestamptz,
  alone boolean,                               -- confirmed by who asked, after the wait and a new sign-in
  primary key (tenant_id, id),
  check ((outcome is null) = (decided_at is null))
);
create unique index company_bank_change_open on company_bank_change (tenant_id) where outcome is null;
select shard('company_bank_change');
grant select, insert, update on company_bank_change to tenon_app;
