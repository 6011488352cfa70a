-- Who runs this installation, what was accepted, and to what people consented: proofs, which are never changed.

-- Which tenant is the operator's, and what it calls itself until a published policy says so. One row.
create table installation (
  only_row boolean primary key default true check (only_row),
  operator_tenant_id uuid not null references tenant (id),
  name text not null check (name <> ''),       -- operator.name
  sites jsonb not null,                        -- operator.sites, host names without scheme
  zone text not null,                          -- operator.zone, IANA name
  support_address text not null,               -- operator.supportAddress
  made_at timestamptz not null
);
select reference('installation');
grant select, insert on installation to tenon_app;

-- One version of a policy, accepted by a person with authority. Append-only.
create table policy_acceptance (
  tenant_id uuid not null,
  id uuid not null,
  origin_tenant_id uuid not null,              -- where it was accepted; the operator's tenant holds a copy of each
  party text not null check (party in ('login', 'contact')),
  party_id uuid not null,
  party_name text not null,
  document text not null,
  version int not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),  -- of the text that was accepted
  occasion text not null check (occasion in ('activation', 'order', 'later')),
  act text not null check (act in ('ticked', 'button', 'telephone', 'letter', 'in-person')),
  actor text not null,
  at timestamptz not null,
  primary key (tenant_id, id)
);
create index policy_acceptance_party on policy_acceptance (tenant_id, party_id, document, version);
select shard('policy_acceptance');
alter table policy_acceptance add foreign key (document, version) references policy_version (document, number);
grant select, insert on policy_acceptance to tenon_app;

-- What a person said yes to, by which form. Append-only: a withdrawal is a row of its own.
create table form_consent (
  tenant_id uuid not null,
  id uuid not null,
  origin_tenant_id uuid not null,
  login_id uuid,                               -- who filled it in; null: entered for somebody else, or before a login
  form text not null,
  form_version int not null check (form_version > 0),
  purpose text not null,
  policy_version int not null,                 -- of the privacy policy
  policy_hash text not null check (policy_hash ~ '^[0-9a-f]{64}$'),
  act text not null check (act in ('ticked', 'button', 'telephone', 'letter', 'in-person')),
  given_by text,                               -- who said yes, where somebody else entered it
  given_on date,                               -- the day of the call or the letter
  actor text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  -- What was said by telephone or letter was said by somebody, on some day.
  check ((act in ('telephone', 'letter', 'in-person')) = (given_by is not null and given_on is not null))
);
create index form_consent_login on form_consent (tenant_id, login_id, purpose, at);
select shard('form_consent');
grant select, insert on form_consent to tenon_app;

-- Consent to one purpose taken back. Append-only; what was done before stays lawful.
create table consent_withdrawal (
  tenant_id uuid not null,
  id uuid not null,
  origin_tenant_id uuid not null,
  login_id uuid not null,
  purpose text not null,
  told jsonb not null,                         -- what the person was told beforehand: what ends, what stays and why
  actor text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id)
);
create index consent_withdrawal_login on consent_withdrawal (tenant_id, login_id, purpose, at);
select shard('consent_withdrawal');
grant select, insert on consent_withdrawal to tenon_app;

-- Consent that a named source be asked about a firm or a person, given or taken back. Append-only: the newest row counts.
create table source_consent (
  tenant_id uuid not null,
  id uuid not null,
  origin_tenant_id uuid not null,
  source text not null,
  subject text not null check (subject in ('company', 'login', 'customer')),
  subject_id uuid not null,
  given boolean not null,
  policy_version int not null,
  policy_hash text not null check (policy_hash ~ '^[0-9a-f]{64}$'),
  act text not null check (act in ('ticked', 'button', 'telephone', 'letter', 'in-person')),
  actor text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id)
);
create index source_consent_subject on source_consent (tenant_id, source, subject_id, at);
select shard('source_consent');
grant select, insert on source_consent to tenon_app;
