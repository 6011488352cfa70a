-- The ledger: every document and every movement of money as a balanced entry, written in the transaction of what it books. Append-only.
create table journal_entry (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('invoice', 'credit-note', 'deposit-invoice', 'deposit-deduction', 'supplier-invoice',
    'supplier-credit-note', 'payment', 'payment-out', 'refund', 'charge-back', 'offset', 'write-off')),
  source_id uuid not null,                     -- the document or movement that it books
  booked_on date not null,
  currency char(3) not null,                   -- ISO 4217; all lines of an entry are in one currency
  reference text not null,                     -- the document's number
  text text not null,                          -- the payer's words, a reason
  actor text not null,
  recorded_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, kind, source_id)          -- nothing is booked twice
);
create index journal_entry_booked on journal_entry (tenant_id, booked_on);
select shard('journal_entry');
grant select, insert on journal_entry to tenon_app;

create table journal_line (
  tenant_id uuid not null,
  entry_id uuid not null,
  line_no int not null check (line_no > 0),
  account text not null,                       -- number in the chart of accounts
  amount_minor bigint not null check (amount_minor <> 0),   -- debit above zero, credit below; an entry's lines add up to 0
  party_id uuid,                               -- on receivables: the customer
  item_id uuid,                                -- the invoice or payment that is opened or settled; with a party an open item
  tax text,                                    -- category and rate, 'S 19', on a base of tax and on the tax itself
  primary key (tenant_id, entry_id, line_no),
  foreign key (tenant_id, entry_id) references journal_entry (tenant_id, id)
);
create index journal_line_item on journal_line (tenant_id, item_id) where item_id is not null;
create index journal_line_party on journal_line (tenant_id, party_id) where party_id is not null;
select shard('journal_line');
grant select, insert on journal_line to tenon_app;

-- What was invoiced and paid before there was a ledger is booked as it would have been. Row level security holds the owner
-- as well, so it steps aside for these statements.
alter table invoice no force row level security;
alter table payment no force row level security;
alter table journal_entry no force row level security;
alter table journal_line no force row level security;

insert into journal_entry (tenant_id, id, kind, source_id, booked_on, currency, reference, text, actor, recorded_at)
select tenant_id, id, 'invoice', id, issued_on, currency, 'INV-' || year || '-' || lpad(number::text, 4, '0'), '', 'system', issued_at from invoice;
insert into journal_line (tenant_id, entry_id, line_no, account, amount_minor, party_id, item_id)
select tenant_id, id, 1, '1200', gross_minor, customer_id, id from invoice where gross_minor <> 0;
-- Accounts of the small chart, by category and rate.
insert into journal_line (tenant_id, entry_id, line_no, account, amount_minor, tax)
select i.tenant_id, i.id, (2 * t.position)::int,
  case when t.row ->> 'category' = 'Z' then '4100' when t.row ->> 'percent' in ('19', '19.0', '19.00') then '4400'
    when t.row ->> 'percent' in ('7', '7.0', '7.00') then '4300' else '4200' end,
  -(t.row ->> 'netMinor')::bigint,
  case when t.row ->> 'category' = 'S' then 'S ' || trim_scale((t.row ->> 'percent')::numeric) else t.row ->> 'category' end
from invoice i cross join lateral jsonb_array_elements(i.taxes) with ordinality t(row, position) where (t.row ->> 'netMinor')::bigint <> 0;
insert into journal_line (tenant_id, entry_id, line_no, account, amount_minor, tax)
select i.tenant_id, i.id, (2 * t.position + 1)::int,
  case when t.row ->> 'percent' in ('19', '19.0', '19.00') then '3806' when t.row ->> 'percent' in ('7', '7.0', '7.00') then '3801' else '3800' end,
  -(t.row ->> 'taxMinor')::bigint,
  case when t.row ->> 'category' = 'S' then 'S ' || trim_scale((t.row ->> 'percent')::numeric) else t.row ->> 'category' end
from invoice i cross join lateral jsonb_array_elements(i.taxes) with ordinality t(row, position) where (t.row ->> 'taxMinor')::bigint <> 0;

insert into journal_entry (tenant_id, id, kind, source_id, booked_on, currency, reference, text, actor, recorded_at)
select p.tenant_id, p.id, 'payment', p.id, p.received_on, p.currency, 'INV-' || i.year || '-' || lpad(i.number::text, 4, '0'), p.reference, 'system', p.recorded_at
from payment p join invoice i on i.tenant_id = p.tenant_id and i.id = p.invoice_id;
insert into journal_line (tenant_id, entry_id, line_no, account, amount_minor)
select tenant_id, id, 1, case method when 'cash' then '1600' when 'card' then '1460' else '1800' end, amount_minor from payment;
insert into journal_line (tenant_id, entry_id, line_no, account, amount_minor, party_id, item_id)
select p.tenant_id, p.id, 2, '1200', -p.amount_minor, i.customer_id, i.id
from payment p join invoice i on i.tenant_id = p.tenant_id and i.id = p.invoice_id;

alter table invoice force row level security;
alter table payment force row level security;
alter table journal_entry force row level security;
alter table journal_line force row level security;
