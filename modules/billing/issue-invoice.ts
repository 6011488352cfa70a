import { dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import { deliveredPerLine, listNotes } from '#modules/delivery/api.ts';
import { loadOrder } from '#modules/orders/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { decideInvoice, dueDay } from './rules.ts';
import type { BillingTables, Recipient, StoredLine, StoredTax } from './store.ts';

export type IssueRefusal =
  { code: 'order_unknown' } | { code: 'order_not_accepted'; state: string } | { code: 'nothing_to_invoice' };

/**
 * Issues the invoice for what was delivered and is on no invoice yet. Number, lines and totals are fixed here for good;
 * PDF and mail follow from `invoice.issued` after the commit.
 *
 * Two people who press at once get one invoice: the number series of the year is locked first, so the second sees the
 * first one's lines and finds nothing left.
 */
export async function issueInvoice(
  tx: Tx,
  caller: Caller,
  orderId: Id,
): Promise<Result<{ invoiceId: Id }, IssueRefusal>> {
  const order = await loadOrder(tx, orderId);
  if (!order.ok) return order;
  if (order.value.state !== 'accepted')
    return refuse({ code: 'order_not_accepted', state: order.value.state });
  const year = Number(caller.today.slice(0, 4));
  const number = await nextNumber(tx, `invoice-${year}`);

  const delivered = await deliveredPerLine(tx, orderId);
  const invoiced = await invoicedPerLine(tx, orderId);
  const draft = decideInvoice(
    order.value.lines.map((line) => ({
      ...line,
      delivered: delivered.get(line.lineNo) ?? 0,
      invoiced: invoiced.get(line.lineNo) ?? 0,
    })),
  );
  if (!draft.ok) return draft;

  const customer = await loadCustomer(tx, order.value.customerId);
  if (!customer.ok) throw new Error(`order ${order.value.number} belongs to no customer`);
  const { lines, totals } = draft.value;
  const invoiceId = idAt(caller.now);
  const deliveredAt = (await listNotes(tx, { orderId }))
    .map((note) => note.deliveredAt)
    .filter((at) => at !== null)
    .sort()
    .at(-1);
  const { value: who } = customer;
  const recipient: Recipient = {
    name: who.name,
    email: who.email,
    vatNumber: who.vatNumber,
    customerNumber: who.number,
    locale: who.locale,
    lines: [who.name, who.street, `${who.postcode} ${who.city}`.trim(), who.country].filter(
      (text) => text !== '',
    ),
  };
  const tables = tx.tables<BillingTables>();
  await tables
    .insertInto('invoice')
    .values({
      tenant_id: tx.tenantId,
      id: invoiceId,
      year,
      number,
      order_id: orderId,
      customer_id: order.value.customerId,
      recipient: json(recipient),
      currency: order.value.currency,
      lines: json(lines.map(toStoredLine)),
      taxes: json(
        totals.taxes.map((tax): StoredTax => ({
          category: tax.category,
          percent: tax.percent,
          netMinor: `${tax.netMinor}`,
          taxMinor: `${tax.taxMinor}`,
        })),
      ),
      net_minor: totals.netMinor,
      tax_minor: totals.taxMinor,
      gross_minor: totals.grossMinor,
      issued_on: caller.today,
      due_on: dueDay(caller.today, who.paymentDays),
      delivered_on: dayIn(caller.zone, deliveredAt ?? caller.now),
      issued_at: caller.now,
    })
    .execute();
  await tables
    .insertInto('invoiced_line')
    .values(
      lines.map((line) => ({
        tenant_id: tx.tenantId,
        invoice_id: invoiceId,
        order_id: orderId,
        line_no: line.lineNo,
        quantity: line.quantity,
      })),
    )
    .execute();
  await publish(tx, caller, 'invoice.issued', invoiceId, { orderId, year, number });
  return ok({ invoiceId });
}

async function invoicedPerLine(tx: Tx, orderId: Id): Promise<Map<number, number>> {
  const rows = await tx
    .tables<BillingTables>()
    .selectFrom('invoiced_line')
    .select((e) => ['line_no', e.cast<number>(e.fn.sum('quantity'), 'integer').as('pieces')])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .groupBy('line_no')
    .execute();
  return new Map(rows.map((row) => [row.line_no, row.pieces]));
}

function toStoredLine(line: {
  lineNo: number;
  name: string;
  description: string;
  quantity: number;
  unitNetMinor: bigint;
  netMinor: bigint;
  tax: { category: string; percent: string };
}): StoredLine {
  return {
    lineNo: line.lineNo,
    name: line.name,
    description: line.description,
    quantity: line.quantity,
    unitNetMinor: `${line.unitNetMinor}`,
    netMinor: `${line.netMinor}`,
    taxCategory: line.tax.category,
    taxPercent: line.tax.percent,
  };
}

/** The driver would write an array as an SQL array; jsonb wants its text. */
function json<T>(value: T): ReturnType<typeof sql<T>> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}
