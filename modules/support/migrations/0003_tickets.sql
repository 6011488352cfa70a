-- Tickets: what people ask, its thread and what was done about it; who may see which kind; until when it is answered and
-- solved; answers that are written once.

create table ticket (
  tenant_id uuid not null,
  id uuid not null,
  number int not null check (number > 0),        -- 1, 2, 3 … as in subjects: T-1
  desk text not null check (desk in ('support', 'finance', 'privacy')),             -- whose kind it is: who may see it
  priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  state text not null check (state in ('open', 'waiting', 'solved', 'reopened')),   -- waiting: for the customer
  source text not null check (source in ('mail', 'form', 'portal', 'staff')),
  subject text not null,
  contact_name text not null,
  contact_email text not null,                   -- lower case; answers go here
  locale text not null,
  customer_id uuid,
  order_id uuid,                                 -- what it is about
  invoice_id uuid,
  instance_id uuid,
  assigned_login uuid,                           -- null: whoever comes first
  assigned_name text,
  consent_id uuid,                               -- of whoever wrote through a form of the operator's own
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id),
  foreign key (tenant_id, instance_id) references hosted_instance (tenant_id, id),
  check ((assigned_login is null) = (assigned_name is null)),
  check (num_nonnulls(order_id, invoice_id, instance_id) <= 1)
);
create index ticket_state on ticket (tenant_id, state, id);
create index ticket_contact on ticket (tenant_id, contact_email, id);
select shard('ticket');
grant select, insert, update on ticket to tenon_app;

-- What was said, by whom. Append-only. A note never leaves the house.
create table ticket_message (
  tenant_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  position int not null check (position > 0),    -- 1, 2, 3 … within the ticket
  side text not null check (side in ('customer', 'staff', 'note')),
  said_by text not null,
  said_from text not null,                    -- '' for staff
  body text not null,
  mail_id uuid,                                  -- incoming_mail it came as; its files are this message's
  document_ids jsonb not null,                   -- files that go with it
  at timestamptz not null,                       -- of a mail: when it arrived
  primary key (tenant_id, id),
  unique (tenant_id, ticket_id, position),
  foreign key (tenant_id, ticket_id) references ticket (tenant_id, id),
  foreign key (tenant_id, mail_id) references incoming_mail (tenant_id, id)
);
create index ticket_message_mail on ticket_message (tenant_id, mail_id);
select shard('ticket_message');
grant select, insert on ticket_message to tenon_app;

-- What happened to a ticket, in order. Append-only: times to an answer and to a solution are computed from these rows.
create table ticket_step (
  tenant_id uuid not null,
  ticket_id uuid not null,
  seq int not null check (seq > 0),
  what text not null check (what in ('opened', 'answered', 'customer-wrote', 'noted', 'waiting', 'solved', 'reopened',
    'assigned', 'moved', 'prioritised', 'linked')),
  facts jsonb not null,                          -- to what it was changed; never a text of a person
  actor text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, ticket_id, seq),
  foreign key (tenant_id, ticket_id) references ticket (tenant_id, id)
);
select shard('ticket_step');
grant select, insert on ticket_step to tenon_app;

-- Which kinds of tickets somebody sees who was given them one by one; nobody named here sees what their role does.
create table ticket_desk (
  tenant_id uuid not null,
  login_id uuid not null,
  desks jsonb not null,                          -- ["support", "finance"]
  changed_name text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, login_id)
);
select shard('ticket_desk');
grant select, insert, update on ticket_desk to tenon_app;

-- Times that are promised, in minutes of the hours in which people work.
create table service_level (
  tenant_id uuid not null,
  plan text not null,                            -- code of a plan; '' for everybody
  priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  first_minutes int not null check (first_minutes between 1 and 100000),
  solution_minutes int not null check (solution_minutes between 1 and 100000),
  primary key (tenant_id, plan, priority)
);
select shard('service_level');
grant select, insert, update, delete on service_level to tenon_app;

-- The hours in which people work here, Monday to Friday without holidays; minutes after midnight of the tenant's clock.
create table service_hours (
  tenant_id uuid not null,
  opens int not null check (opens between 0 and 1439),
  closes int not null check (closes between 1 and 1440),
  primary key (tenant_id),
  check (opens < closes)
);
select shard('service_hours');
grant select, insert, update on service_hours to tenon_app;

-- That people were told of a time that has passed: once per ticket and promise. Append-only.
create table ticket_escalation (
  tenant_id uuid not null,
  ticket_id uuid not null,
  promise text not null check (promise in ('first-answer', 'solution')),
  due_at timestamptz not null,
  told_at timestamptz not null,
  primary key (tenant_id, ticket_id, promise),
  foreign key (tenant_id, ticket_id) references ticket (tenant_id, id)
);
select shard('ticket_escalation');
grant select, insert on ticket_escalation to tenon_app;

-- Answers that are written once, with holes that are filled from the ticket.
create table canned_answer (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  text_en text not null,
  text_de text not null,
  changed_name text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
select shard('canned_answer');
grant select, insert, update, delete on canned_answer to tenon_app;
