-- What a person wants no mail about.

-- declined: the recipient wants no mail of this kind, which the contract does not need
alter table outgoing_mail drop constraint outgoing_mail_state_check;
alter table outgoing_mail add constraint outgoing_mail_state_check
  check (state in ('waiting', 'no_provider', 'sent', 'delivered', 'bounced', 'failed', 'declined'));

-- Kinds of mail that an address has turned off. Only kinds that the contract does not need can be.
create table mail_opt_out (
  tenant_id uuid not null,
  address text not null check (address = lower(address)),
  kind text not null,
  since timestamptz not null,
  how text not null check (how in ('one-click', 'page', 'account')),
  primary key (tenant_id, address, kind)
);
select shard('mail_opt_out');
grant select, insert, delete on mail_opt_out to tenon_app;
