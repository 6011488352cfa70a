import type { Id } from '#domain/kernel/ids.ts';
import type { Event } from '#platform/outbox/events.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { OrderTables } from './store.ts';

type Milestone = 'finished_at' | 'delivered_at' | 'invoiced_at' | 'paid_at';

/** Which event of a later module is which milestone of the order. */
const MILESTONES: Readonly<Record<string, Milestone>> = {
  'work.finished': 'finished_at',
  'delivery.delivered': 'delivered_at',
  'invoice.issued': 'invoiced_at',
  'invoice.paid': 'paid_at',
};

/** Keeps on the order when it was finished, delivered, invoiced and paid: the first time counts. */
export const followWork: Reader<{ orderId?: Id }> = {
  name: 'orders.follow-work',
  on: Object.keys(MILESTONES),
  async read(tx, _caller, event) {
    const orderId = event.aggregate === 'work' ? event.aggregateId : event.payload.orderId;
    const milestone = MILESTONES[event.name];
    if (orderId && milestone) await reach(tx, orderId, milestone, event);
  },
};

async function reach(tx: Tx, orderId: Id, milestone: Milestone, event: Event<unknown>): Promise<void> {
  await tx
    .tables<OrderTables>()
    .updateTable('sales_order')
    .set({ [milestone]: event.at })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', orderId)
    .where(milestone, 'is', null)
    .execute();
}
