import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount, parseAmount } from '#domain/money/currency.ts';
import { issueInvoice, listInvoices, recordPayment } from '#modules/billing/module.ts';
import { deliver, loadDelivery } from '#modules/delivery/module.ts';
import {
  acceptOrder,
  addProductLine,
  chooseReading,
  createOrder,
  importPartList,
  quoteOrder,
  takePartList,
} from '#modules/orders/module.ts';
import type { Table } from '#platform/files/table.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { DemoOrder, Shift } from './shift.ts';

/** What the office works with. */
export interface Office {
  readonly customers: readonly Id[];
  readonly products: ReadonlyMap<string, Id>;
  /** the customer's own cut list, read from its file */
  readonly partList: { readonly name: string; readonly table: Table };
  dayOf(index: number): Day;
}

/** Enters the order and sends its quote, unless it stays a draft. */
export async function sell(tx: Tx, shift: Shift, office: Office, order: DemoOrder): Promise<void> {
  const { plan } = order;
  const caller = shift.as('office', '09:10');
  const id = must(
    await createOrder(tx, caller, {
      customerId: office.customers[plan.customer]!,
      reference: plan.reference,
      wantedOn: null,
    }),
  );
  order.id = id;
  for (const line of plan.lines)
    must(
      await addProductLine(tx, shift.as('office', '09:20'), id, {
        productId: office.products.get(line.product)!,
        parameters: line.parameters,
        quantity: line.quantity,
        unitNet: null,
      }),
    );
  if (plan.withPartList) await takeList(tx, shift, office, id);
  if (plan.stage !== 'draft') must(await quoteOrder(tx, shift.as('office', '10:05'), id));
}

/** The list names the factory's own materials, so nothing has to be matched. */
async function takeList(tx: Tx, shift: Shift, office: Office, orderId: Id): Promise<void> {
  const caller = shift.as('office', '09:40');
  const preview = must(await importPartList(tx, caller, orderId, office.partList, '.'));
  must(
    await chooseReading(tx, caller, orderId, preview.id as Id, {
      materials: {},
      edges: {},
      markedEdge: null,
      sizes: 'finished',
    }),
  );
  must(
    await takePartList(tx, caller, orderId, preview.id as Id, {
      name: 'Island and pantry, customer’s list',
      quantity: 1,
      unitNet: null,
    }),
  );
}

export async function accept(tx: Tx, shift: Shift, office: Office, order: DemoOrder): Promise<void> {
  const due = order.plan.dueDay === null ? null : office.dayOf(order.plan.dueDay);
  must(await acceptOrder(tx, shift.as('office', '13:20'), order.id!, due));
}

export async function load(tx: Tx, shift: Shift, order: DemoOrder, clock: string): Promise<Id> {
  const caller = shift.as('driver', clock);
  return must(await loadDelivery(tx, caller, order.id!, shift.day)).noteId;
}

export async function handOver(tx: Tx, shift: Shift, noteId: Id): Promise<void> {
  must(await deliver(tx, shift.as('driver', '11:30'), noteId, 'Reception'));
}

export async function invoice(tx: Tx, shift: Shift, order: DemoOrder): Promise<void> {
  must(await issueInvoice(tx, shift.as('office', '14:10'), order.id!));
}

/** The bank statement of the morning: what it holds is found in the list of invoices. */
export async function pay(tx: Tx, shift: Shift, orders: readonly DemoOrder[]): Promise<void> {
  if (orders.length === 0) return;
  const caller = shift.as('office', '08:40');
  for (const open of await listInvoices(tx, caller.today)) {
    const order = orders.find(({ id }) => id === open.orderId);
    if (!order) continue;
    const gross = must(parseAmount(open.gross, open.currency));
    const amount = order.plan.payment === 'half' ? minor(gross / 2n) : gross;
    must(
      await recordPayment(tx, caller, open.id as Id, {
        amount: formatAmount(amount, open.currency),
        receivedOn: shift.day,
        method: 'bank',
        reference: open.number,
      }),
    );
  }
}
