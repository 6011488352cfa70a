import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { askOperation } from './ask-operation.ts';
import { holdInstance, instancesOf, liftHold } from './change-life.ts';

/** An unpaid subscription closes its instances and a paid one opens them. What is closed for other reasons stays so. */
export const followSubscription: Reader = {
  name: 'hosting.follow-subscription',
  on: ['subscription.suspended', 'subscription.resumed'],
  async read(tx, caller, event) {
    const follow = event.name === 'subscription.suspended' ? holdInstance : liftHold;
    for (const { id } of await instancesOf(tx, event.aggregateId)) await follow(tx, caller, id, 'unpaid');
  },
};

/** What was ordered is made as soon as its first invoice is paid. */
export const makeWhenPaid: Reader = {
  name: 'hosting.make-when-paid',
  on: ['invoice.paid'],
  async read(tx, caller, event) {
    for (const id of await waitingFor(tx, event.aggregateId)) await make(tx, caller, id);
  },
};

async function waitingFor(tx: Tx, invoiceId: Id): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    select distinct i.id from hosted_instance i
    join prepaid_line l on l.tenant_id = i.tenant_id and l.subscription_id = i.subscription_id
    where i.tenant_id = ${tx.tenantId} and l.tenant_id = ${tx.tenantId} and l.invoice_id = ${invoiceId} and i.state = 'ordered'`.execute(
    tx.tables(),
  );
  return rows.map(({ id }) => id);
}

const make = (tx: Tx, caller: Caller, id: Id): Promise<Id> => askOperation(tx, caller, id, 'provision');
