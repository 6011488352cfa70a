import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Result } from '#domain/kernel/result.ts';
import { loadCustomer, requireCustomerAcceptance } from '#modules/accounts/api.ts';
import { promiseFor, releaseWork } from '#modules/production/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { linesOf, lockOrder } from './edit-order.ts';
import { soldOf } from './quote-order.ts';
import { decideAccept } from './rules.ts';
import { orderNumber, type OrderTables } from './store.ts';
import { unitsOf } from './units.ts';

/** Three weeks of five days: what the trade promises when nothing better is known. */
const USUAL_DAYS = 21;

/**
 * The customer accepts the quote, and its work is handed to production: both or neither. The confirmation goes out
 * after the commit, so no customer hears of an order that was not saved.
 * An order with the operator itself waits until the customer has accepted the policies (clause P-data.basis.1).
 * An order of free lines alone has no work and nothing to deliver: it can be invoiced at once.
 * @param dueOn the day that was agreed; else the wanted one, else the one production promises
 */
export async function acceptOrder(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  dueOn: Day | null,
): Promise<Result<void>> {
  const order = await lockOrder(tx, orderId);
  if (!order.ok) return order;
  const { value: head } = order;
  const lines = await linesOf(tx, orderId);
  const decision = decideAccept(
    { state: head.state, lines: soldOf(lines).length, validUntil: head.valid_until },
    dueOn,
    caller.today,
  );
  if (!decision.ok) return decision;

  const accepted = await requireCustomerAcceptance(tx, caller, head.customer_id);
  if (!accepted.ok) return accepted;
  const units = await unitsOf(tx, lines);
  if (!units.ok) return units;
  const customer = await loadCustomer(tx, head.customer_id);
  if (!customer.ok) return customer;
  const wanted = dueOn ?? head.wanted_on;
  const toMake = units.value.length > 0;
  const { promisedOn } = toMake
    ? await promiseFor(tx, caller, { units: units.value, ...(wanted ? { dueOn: wanted } : {}) })
    : { promisedOn: null };
  const agreed = wanted ?? promisedOn ?? addDays(caller.today, USUAL_DAYS);
  await tx
    .tables<OrderTables>()
    .updateTable('sales_order')
    .set({
      state: 'accepted',
      due_on: agreed,
      promised_on: promisedOn,
      accepted_at: caller.now,
      ...(toMake ? {} : { finished_at: caller.now, delivered_at: caller.now }),
    })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', orderId)
    .execute();
  const released = toMake
    ? await releaseWork(tx, caller, {
        orderId,
        orderNumber: orderNumber(head.number),
        customerName: customer.value.name,
        dueOn: agreed,
        weight: 1,
        units: units.value,
      })
    : ok(undefined);
  if (!released.ok) return released;
  await publish(tx, caller, 'order.accepted', orderId, {
    dueOn: agreed,
    promisedOn,
    units: units.value.length,
  });
  return ok(undefined);
}
