-- What a workspace says on its own papers, when it is paid, and where its numbers begin.
alter table order_settings add column first_number int not null default 1001
  check (first_number between 1001 and 9000000);                              -- of the first order; later ones follow without a gap
alter table order_settings add column quote_opening text not null default ''; -- '' = the usual words in the customer's language
alter table order_settings add column quote_closing text not null default '';
alter table order_settings add column confirmation_closing text not null default '';
alter table order_settings add column payment_terms text not null default ''; -- printed on quotes and confirmations; '' = nothing
