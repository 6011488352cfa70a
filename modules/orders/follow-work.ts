import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish, type Event } from '#platform/outbox/events.ts';
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

/** What the order itself tells then, for its timeline and for whoever follows orders alone. */
const TOLD: Readonly<Partial<Record<Milestone, string>>> = {
  delivered_at: 'order.delivered',
  invoiced_at: 'order.invoiced',
  paid_at: 'order.paid',
};

/** Keeps on the order when it was finished, delivered, invoiced and paid, and tells it: the first time counts. */
export const followWork: Reader<{ orderId?: Id }> = {
  name: 'orders.follow-work',
  on: Object.keys(MILESTONES),
  async read(tx, caller, event) {
    const orderId = event.aggregate === 'work' ? event.aggregateId : event.payload.orderId;
    const milestone = MILESTONES[event.name];
    if (orderId && milestone) await reach(tx, caller, orderId, milestone, event);
  },
};

async function reach(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  milestone: Milestone,
  event: Event<object>,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .tables<OrderTables>()
    .updateTable('sales_order')
    .set({ [milestone]: event.at })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', orderId)
    .where(milestone, 'is', null)
    .executeTakeFirst();
  const told = TOLD[milestone];
  if (!told || numUpdatedRows === 0n) return;
  // Done by whoever delivered, invoiced or was paid, at that moment.
  const { orderId: _order, ...facts } = event.payload as Record<string, unknown>;
  const who = { ...caller, actor: event.actor, name: event.actorName, now: event.at };
  await publish(tx, who, told, orderId, facts);
}
