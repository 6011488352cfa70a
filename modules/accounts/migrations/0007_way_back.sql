-- The way back into a company whose only owner has left: asked for by somebody who still works there, told to every owner's
-- address, decided by two people of the operator. Global, because nobody of the company can decide, and the operator sees
-- nothing else of it.
create table ownership_claim (
  id uuid primary key,
  tenant_id uuid not null references tenant (id),
  company text not null,                       -- as it was called when it was asked
  login_id uuid not null references login (id),
  name text not null,
  reason text not null check (length(reason) between 1 and 500),
  asked_at timestamptz not null,
  ripe_at timestamptz not null,                -- not decided before
  first_by uuid,                               -- a login of the operator
  first_at timestamptz,
  decided_by uuid,
  decided_at timestamptz,
  ended_at timestamptz,                        -- an owner came back or said no
  check (ripe_at > asked_at),
  check ((first_by is null) = (first_at is null) and (decided_by is null) = (decided_at is null))
);
create unique index ownership_claim_open on ownership_claim (tenant_id) where decided_at is null and ended_at is null;
select reference('ownership_claim');
grant select, insert, update on ownership_claim to tenon_app;
