-- By what somebody who gets data is bound: a signed contract, or nothing because it is a machine of our own, or the law that
-- sets up a public body. Only where no contract is needed does it count that the configuration names somebody.
alter table processor add column bound text not null default 'contract' check (bound in ('contract', 'own-machine', 'law'));
