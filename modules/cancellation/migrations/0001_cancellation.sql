-- Cancellations: one case per request and subscription, its events, timers and duties. All of it lies in the operator's own tenant.

-- A case. What stands in it follows from its events; `state` is what the machine made of them.
create table cancellation_case (
  tenant_id uuid not null,
  id uuid not null,
  number int not null check (number > 0),      -- gapless: C-0001
  customer_id uuid,                            -- null: nobody was recognised
  subscription_id uuid,                        -- null: not known which
  channel text not null check (channel in ('mail', 'button', 'staff')),
  message_id text not null,                    -- Message-ID of the request, or one of ours for what came otherwise: root of the thread
  mail_id uuid,                                -- the mail as it was taken in
  sender text not null,
  sender_locale text not null,
  judged text not null,                        -- how the sender was judged
  said text not null,                          -- first letters of the message, card numbers masked
  received_at timestamptz not null,            -- arrival at our mail system; never moves
  received_on date not null,                   -- the day of it in the contract's zone
  policy_version int,                          -- of the cancellation policy that applies: in force when the current term was bought
  name text not null check (name in ('received', 'unverified', 'clarifying', 'scheduled', 'held', 'ended', 'closed', 'withdrawn', 'lapsed', 'rejected')),
  state jsonb not null,
  currency char(3) not null,
  last_on date,                                -- last day of service as it stands
  ends_at timestamptz,
  eligible boolean,
  events int not null,                         -- how many there are
  opened_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  foreign key (tenant_id, customer_id) references customer (tenant_id, id),
  foreign key (tenant_id, subscription_id) references subscription (tenant_id, id)
);
-- At most one open case per subscription, whoever asks at the same time.
create unique index cancellation_case_open on cancellation_case (tenant_id, subscription_id)
  where name in ('received', 'unverified', 'clarifying', 'scheduled', 'held', 'ended');
create index cancellation_case_customer on cancellation_case (tenant_id, customer_id);
-- The same message delivered twice is one request.
create unique index cancellation_case_message on cancellation_case (tenant_id, message_id, subscription_id) nulls not distinct;
select shard('cancellation_case');
grant select, insert, update on cancellation_case to tenon_app;

-- Everything that happened to a case, with every input that was looked up for it: the events alone give the state again.
create table case_event (
  tenant_id uuid not null,
  case_id uuid not null,
  seq int not null check (seq > 0),
  event jsonb not null,
  clock timestamptz not null,                  -- the clock that it was taken by
  actor text not null,
  actor_name text not null,
  reason text not null,
  became text not null,                        -- name of the state after it
  effects jsonb not null,
  policy_version int,
  at timestamptz not null,
  primary key (tenant_id, case_id, seq),
  foreign key (tenant_id, case_id) references cancellation_case (tenant_id, id)
);
select shard('case_event');
grant select, insert on case_event to tenon_app;

-- Moments at which a case goes on by itself.
create table case_timer (
  tenant_id uuid not null,
  case_id uuid not null,
  name text not null,
  due_at timestamptz not null,
  primary key (tenant_id, case_id, name),
  foreign key (tenant_id, case_id) references cancellation_case (tenant_id, id)
);
create index case_timer_due on case_timer (tenant_id, due_at);
select shard('case_timer');
grant select, insert, delete on case_timer to tenon_app;

-- What follows from an event and is done once, in this order. A mail has one row per case and its name within it.
create table case_duty (
  tenant_id uuid not null,
  case_id uuid not null,
  seq int not null,
  no int not null check (no >= 0),             -- place among the duties of the event
  once text not null,                          -- name within the case, the key of exactly once
  effect jsonb not null,
  state text not null check (state in ('waiting', 'done', 'dropped', 'refused')),
  why text not null,                           -- code of what it waits for or was refused for; '' otherwise
  outcome jsonb not null,
  tried_at timestamptz,
  done_at timestamptz,
  primary key (tenant_id, case_id, seq, no),
  unique (tenant_id, case_id, once),
  foreign key (tenant_id, case_id, seq) references case_event (tenant_id, case_id, seq)
);
create index case_duty_open on case_duty (tenant_id, case_id) where state in ('waiting', 'refused');
select shard('case_duty');
grant select, insert, update on case_duty to tenon_app;

-- A refund on its way, one row per case, plan and payment it goes back to.
create table refund_payout (
  tenant_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  idempotency_key text not null,               -- event of the case and payment: a second attempt finds the row
  item_id uuid not null,                       -- invoice in whose favour the credit note left it
  payment_id uuid,                             -- null: no payment is known, staff finds the account
  method text not null,
  amount_minor bigint not null check (amount_minor > 0),   -- minor units of the case's currency
  state text not null check (state in ('due', 'initiated', 'paid', 'failed', 'stopped')),
  refund_id uuid,                              -- the booking of billing, once there is one
  reference text not null,
  due_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, case_id, idempotency_key),
  foreign key (tenant_id, case_id) references cancellation_case (tenant_id, id)
);
select shard('refund_payout');
grant select, insert, update on refund_payout to tenon_app;

-- That somebody let the consequence of short notice pass, which takes a second person.
create table case_waiver (
  tenant_id uuid not null,
  case_id uuid not null,
  reason text not null,
  asked_by text not null,
  asked_name text not null,
  asked_at timestamptz not null,
  decided_by text,
  decided_name text,
  decided_at timestamptz,
  primary key (tenant_id, case_id),
  foreign key (tenant_id, case_id) references cancellation_case (tenant_id, id)
);
select shard('case_waiver');
grant select, insert, update on case_waiver to tenon_app;
