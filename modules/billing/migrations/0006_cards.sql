-- Cards through a payment provider: its keys, the pages a customer was sent to, and what of the provider's facts was booked.
create table card_account (
  tenant_id uuid not null primary key,
  provider text not null check (provider in ('stripe')),
  key_sealed text not null,                    -- sealed by platform/secrets; '' while cards are off
  key_shown text not null,                     -- as everybody may see it, 'sk_live_•••• 4f2a'
  hook_sealed text not null,
  hook_shown text not null,
  changed_by text not null,
  changed_at timestamptz not null
);
select shard('card_account');
grant select, insert, update on card_account to tenon_app;

-- One page of the provider on which one invoice can be paid.
create table card_session (
  tenant_id uuid not null,
  id uuid not null,                            -- the provider keeps it, and is asked by it: one page whatever is repeated
  invoice_id uuid not null,
  amount_minor bigint not null check (amount_minor > 0),   -- minor units of the invoice's currency, as asked for
  currency char(3) not null,
  state text not null check (state in ('asked', 'open', 'paid', 'ended')),
  reference text,                              -- the provider's id of the page, once it answered
  intent text,                                 -- the provider's id of the payment, once there is one
  url text,                                    -- where the customer is sent; null once nobody may pay there
  made_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, reference),
  unique (tenant_id, intent),
  foreign key (tenant_id, invoice_id) references invoice (tenant_id, id)
);
-- A hundred customers of one invoice are sent to one page.
create unique index card_session_payable on card_session (tenant_id, invoice_id) where state in ('asked', 'open');
create index card_session_invoice on card_session (tenant_id, invoice_id);
select shard('card_session');
grant select, insert, update on card_session to tenon_app;

-- Facts of the provider that are in the ledger: each once, in the transaction of its booking. Append-only.
create table card_booking (
  tenant_id uuid not null,
  fact text not null,                          -- the provider's id and what happened to it, 'pi_1:paid', 'dp_1:withdrawn'
  session_id uuid not null,
  kind text not null check (kind in ('payment', 'refund', 'charge-back', 'won')),
  payment_id uuid not null,
  brand text not null,                         -- of a payment: 'visa'; the card's number is with the provider only
  last4 text not null check (last4 ~ '^(\d{4})?$'),
  booked_at timestamptz not null,
  primary key (tenant_id, fact),
  foreign key (tenant_id, session_id) references card_session (tenant_id, id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id)
);
create index card_booking_payment on card_booking (tenant_id, payment_id);
create index card_booking_session on card_booking (tenant_id, session_id);
select shard('card_booking');
grant select, insert on card_booking to tenon_app;

-- What the provider says and nobody booked: it waits for a person.
create table card_parked (
  tenant_id uuid not null,
  id uuid not null,
  fact text not null,
  session_id uuid not null,
  why text not null,                           -- code of the sentence
  amount_minor bigint not null,
  currency text not null,
  noticed_at timestamptz not null,
  outcome text check (outcome in ('booked', 'set_aside')),
  reason text not null default '',
  actor_name text not null default '',
  done_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, fact),
  foreign key (tenant_id, session_id) references card_session (tenant_id, id),
  check ((outcome is null) = (done_at is null))
);
select shard('card_parked');
grant select, insert, update on card_parked to tenon_app;

-- Where a refund to a card stands with the provider. The refund itself is booked and never changes; one that the provider
-- could not carry out is booked back.
create table card_refund (
  tenant_id uuid not null,
  refund_id uuid not null,
  session_id uuid not null,
  state text not null check (state in ('asked', 'sent', 'done', 'failed')),
  reference text,                              -- the provider's id
  reason text not null,                        -- of a failure, or why it waits
  returned_id uuid,                            -- source of the entry that books it back
  asked_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, refund_id),
  unique (tenant_id, reference),
  foreign key (tenant_id, refund_id) references refund (tenant_id, id),
  foreign key (tenant_id, session_id) references card_session (tenant_id, id),
  check ((state = 'failed') = (returned_id is not null))
);
select shard('card_refund');
grant select, insert, update on card_refund to tenon_app;

-- Messages of the provider that were taken: each once, however often it is sent. Append-only.
create table card_event (
  tenant_id uuid not null,
  id text not null,                            -- the provider's
  kind text not null,
  received_at timestamptz not null,
  primary key (tenant_id, id)
);
select shard('card_event');
grant select, insert on card_event to tenon_app;

-- How many messages of a kind came that say nothing about payments here.
create table card_event_ignored (
  tenant_id uuid not null,
  kind text not null,
  messages int not null check (messages > 0),
  last_at timestamptz not null,
  primary key (tenant_id, kind)
);
select shard('card_event_ignored');
grant select, insert, update on card_event_ignored to tenon_app;

-- A charge-back of a part of a payment; null: of all of it.
alter table charge_back add column amount_minor bigint check (amount_minor > 0);
