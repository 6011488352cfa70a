-- Persons of a customer and what they may do for it. A contact is never staff: it has no role here and no membership.
create table customer_contact (
  tenant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  name text not null,
  email text not null check (email = lower(email)),
  phone text not null default '',
  locale text not null,
  is_owner boolean not null default false,     -- speaks for the customer in everything
  may_cancel boolean not null default false,   -- may end what the customer subscribed to
  billing boolean not null default false,      -- gets invoices and reminders
  created_at timestamptz not null,
  ended_at timestamptz,                        -- no longer a contact; the name stays with what was done
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id)
);
create unique index customer_contact_email on customer_contact (tenant_id, customer_id, email) where ended_at is null;
select shard('customer_contact');
grant select, insert, update on customer_contact to tenon_app;
