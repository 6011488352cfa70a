-- Bank statements from files: each movement once, whatever files bring it, and what became of it. All append-only.
create table bank_statement (
  tenant_id uuid not null,
  id uuid not null,
  format text not null,
  account_mark text not null,                  -- keyed hash of the account: equal accounts are found without reading them
  account_shown text not null,                 -- as everybody may see it, 'DE•• … 51'
  reference text not null,                     -- the bank's own identifier of the statement
  currency char(3) not null,
  opening_on date not null,
  opening_minor bigint not null,
  closing_on date not null,
  closing_minor bigint not null,
  entries int not null,                        -- movements in the file
  imported_by text not null,
  imported_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, account_mark, reference, closing_on)
);
select shard('bank_statement');
grant select, insert on bank_statement to tenon_app;

create table bank_line (
  tenant_id uuid not null,
  id uuid not null,
  statement_id uuid not null,                  -- the first one that brought it
  account_mark text not null,
  fingerprint text not null,                   -- what makes a movement the same in every file
  position text not null,
  booked_on date not null,
  value_on date not null,
  amount_minor bigint not null check (amount_minor <> 0),   -- above zero came in
  currency char(3) not null,
  payer_name text not null,
  payer_mark text not null,                    -- keyed hash of the payer's account, '' where the bank tells none
  payer_shown text not null,
  remittance text not null,
  creditor_reference text not null,
  end_to_end_id text not null,
  return_reason text not null,                 -- '' unless the bank returns a payment
  primary key (tenant_id, id),
  unique (tenant_id, account_mark, fingerprint),
  foreign key (tenant_id, statement_id) references bank_statement (tenant_id, id)
);
select shard('bank_line');
grant select, insert on bank_line to tenon_app;

-- What became of a movement; one row, so that nothing is booked twice.
create table bank_line_done (
  tenant_id uuid not null,
  line_id uuid not null,
  outcome text not null check (outcome in ('booked', 'taken_back', 'set_aside')),
  reason text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, line_id),
  foreign key (tenant_id, line_id) references bank_line (tenant_id, id)
);
select shard('bank_line_done');
grant select, insert on bank_line_done to tenon_app;

-- Payments that a movement was booked as.
create table bank_line_payment (
  tenant_id uuid not null,
  payment_id uuid not null,
  line_id uuid not null,
  primary key (tenant_id, payment_id),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  foreign key (tenant_id, line_id) references bank_line (tenant_id, id)
);
select shard('bank_line_payment');
grant select, insert on bank_line_payment to tenon_app;

-- What people decided before: an account, a name or words of the text belong to a customer.
create table bank_rule (
  tenant_id uuid not null,
  by text not null check (by in ('account', 'name', 'words')),
  key text not null,                           -- an account as its keyed hash
  party_id uuid not null,
  weight int not null check (weight > 0),      -- confirmed so often more than overruled
  primary key (tenant_id, by, key, party_id),
  foreign key (tenant_id, party_id) references customer (tenant_id, id)
);
select shard('bank_rule');
grant select, insert, update, delete on bank_rule to tenon_app;
