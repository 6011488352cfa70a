import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { loadOrders } from '#modules/orders/api.ts';
import { findDocument } from '#platform/documents/stored.ts';
import { listMails } from '#platform/mail/outbox.ts';
import { listEvents } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { CardTables } from './cards/store.ts';
import type { InvoiceView } from './contract.ts';
import { openOf } from './ledger.ts';
import { lastDispute } from './reminders.ts';
import { invoiceState } from './rules.ts';
import {
  creditNoteNumber,
  fromStoredTax,
  invoiceNumber,
  payableOf,
  serviceOf,
  type BillingTables,
  type StoredLine,
} from './store.ts';
import { writtenOff, type WrittenOff } from './write-off/store.ts';

export const INVOICE_KIND = 'billing.invoice';
export const CREDIT_NOTE_KIND = 'billing.credit-note';
export const REMINDER_KIND = 'billing.reminder';
const LIST_MAX = 300;

type Rows<T extends keyof BillingTables> = readonly BillingTables[T][];

/** Everything that happened to some invoices. */
interface Happened {
  readonly payments: Rows<'payment'>;
  readonly chargeBacks: Rows<'charge_back'>;
  readonly notes: Rows<'credit_note'>;
  readonly refunds: Rows<'refund'>;
  readonly writeOffs: readonly WrittenOff[];
  readonly open: ReadonlyMap<Id, bigint>;
}

/** Invoices as screens show them, newest first, with what was paid, credited and given back. */
export async function listInvoices(
  tx: Tx,
  today: Day,
  filter: {
    orderId?: Id | undefined;
    invoiceId?: Id | undefined;
    customerId?: Id | undefined;
    state?: InvoiceView['state'] | undefined;
  } = {},
): Promise<InvoiceView[]> {
  const tables = tx.tables<BillingTables>();
  let query = tables.selectFrom('invoice').selectAll().where('tenant_id', '=', tx.tenantId);
  if (filter.orderId) query = query.where('order_id', '=', filter.orderId);
  if (filter.invoiceId) query = query.where('id', '=', filter.invoiceId);
  if (filter.customerId) query = query.where('customer_id', '=', filter.customerId);
  const rows = await query.orderBy('year', 'desc').orderBy('number', 'desc').limit(LIST_MAX).execute();
  if (rows.length === 0) return [];
  const happened = await whatHappened(
    tx,
    rows.map((row) => row.id),
  );
  const orders = await loadOrders(
    tx,
    rows.map((row) => row.order_id).filter((orderId) => orderId !== null),
  );
  const single = filter.invoiceId !== undefined || filter.orderId !== undefined;
  const views: InvoiceView[] = [];
  for (const row of rows) {
    const view = viewOf(row, happened, today, (row.order_id && orders.get(row.order_id)?.number) ?? '');
    views.push(single ? await completed(tx, view) : view);
  }
  return filter.state ? views.filter((view) => view.state === filter.state) : views;
}

async function whatHappened(tx: Tx, ids: readonly Id[]): Promise<Happened> {
  const tables = tx.tables<BillingTables>();
  const payments = await tables
    .selectFrom('payment')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', 'in', [...ids])
    .orderBy('recorded_at')
    .execute();
  const notes = await tables
    .selectFrom('credit_note')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', 'in', [...ids])
    .orderBy('issued_at')
    .execute();
  const items = [...ids, ...payments.map(({ id }) => id)];
  const refunds = await tx
    .tables<CardTables>()
    .selectFrom('refund')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('item_id', 'in', items)
    // What the card provider could not give back was booked back.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('card_refund as c')
            .select('c.refund_id')
            .where('c.tenant_id', '=', tx.tenantId)
            .where('c.state', '=', 'failed')
            .whereRef('c.refund_id', '=', 'refund.id'),
        ),
      ),
    )
    .orderBy('recorded_at')
    .execute();
  const chargeBacks =
    payments.length === 0
      ? []
      : await tables
          .selectFrom('charge_back')
          .selectAll()
          .where('tenant_id', '=', tx.tenantId)
          .where(
            'payment_id',
            'in',
            payments.map(({ id }) => id),
          )
          .execute();
  const writeOffs = await writtenOff(tx, ids);
  return { payments, notes, refunds, chargeBacks, writeOffs, open: await openOf(tx, items) };
}

function viewOf(row: BillingTables['invoice'], all: Happened, today: Day, orderNumber: string): InvoiceView {
  const money = (value: bigint | string): string => formatAmount(minor(BigInt(value)), row.currency);
  const payments = all.payments.filter((payment) => payment.invoice_id === row.id);
  const notes = all.notes.filter((note) => note.invoice_id === row.id);
  const paymentIds = new Set(payments.map(({ id }) => id));
  const refunds = all.refunds.filter((refund) => refund.item_id === row.id || paymentIds.has(refund.item_id));
  const takenBack = new Map(all.chargeBacks.map((back) => [back.payment_id, back]));
  const openMinor = all.open.get(row.id) ?? 0n;
  const favourOf = (itemId: Id): bigint => {
    const open = all.open.get(itemId) ?? 0n;
    return open < 0n ? -open : 0n;
  };
  const favourMinor = [row.id, ...paymentIds].reduce((sum, itemId) => sum + favourOf(itemId), 0n);
  const keptOf = ({ id, amount_minor: amount }: BillingTables['payment']): bigint => {
    const back = takenBack.get(id);
    return back ? amount - (back.amount_minor ?? amount) : amount;
  };
  const paidMinor =
    payments.reduce((sum, payment) => sum + keptOf(payment), 0n) -
    refunds.reduce((sum, refund) => sum + refund.amount_minor, 0n);
  const lost = all.writeOffs.filter((each) => each.invoiceId === row.id);
  const creditedNet = notes.reduce((sum, note) => sum + note.net_minor, 0n);
  return {
    id: row.id,
    kind: row.kind,
    number: invoiceNumber(row),
    orderId: row.order_id,
    orderNumber,
    customerId: row.customer_id,
    customerName: row.recipient.name,
    currency: row.currency,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    deliveredOn: row.delivered_on,
    service: serviceOf(row.lines),
    state: invoiceState(
      {
        openMinor,
        favourMinor: -favourMinor,
        creditedInFull: creditedNet === row.net_minor && creditedNet > 0n,
        lost: lost.some((each) => each.kind === 'loss' && each.leftMinor > 0n),
      },
      row.due_on,
      today,
    ),
    lines: row.lines.map((line) => ({ ...lineView(line, money), credited: creditedOf(line, notes, money) })),
    taxes: row.taxes.map((tax) => ({
      category: tax.category,
      percent: tax.percent,
      net: money(tax.netMinor),
      tax: money(tax.taxMinor),
    })),
    net: money(row.net_minor),
    tax: money(row.tax_minor),
    gross: money(row.gross_minor),
    deducted: row.deducted.map((deposit) => ({
      id: deposit.id,
      number: deposit.number,
      issuedOn: deposit.issuedOn,
      tax: money(deposit.taxes.reduce((sum, tax) => sum + BigInt(tax.taxMinor), 0n)),
      gross: money(
        deposit.taxes.map(fromStoredTax).reduce((sum, tax) => sum + tax.netMinor + tax.taxMinor, 0n),
      ),
    })),
    payable: money(payableOf(row)),
    discount: row.discount && {
      percent: row.discount.percent,
      until: row.discount.until,
      amount: money(row.discount.amountMinor),
      pay: money(payableOf(row) - BigInt(row.discount.amountMinor)),
    },
    paid: money(paidMinor),
    open: money(openMinor > 0n ? openMinor : 0n),
    favour: money(favourMinor),
    writtenOff: money(lost.reduce((sum, each) => sum + each.leftMinor, 0n)),
    payments: payments.map((payment) => ({
      id: payment.id,
      amount: money(payment.amount_minor),
      discount: money(payment.discount_minor),
      receivedOn: payment.received_on,
      method: payment.method,
      reference: payment.reference,
      takenBackOn: takenBack.get(payment.id)?.booked_on ?? null,
      favour: money(favourOf(payment.id)),
    })),
    creditNotes: notes.map((note) => ({
      id: note.id,
      number: creditNoteNumber(note),
      issuedOn: note.issued_on,
      gross: money(note.gross_minor + note.rounding_minor),
      reason: note.reason,
      pdf: `/api/credit-notes/${note.id}/credit-note.pdf`,
    })),
    refunds: refunds.map((refund) => ({
      amount: money(refund.amount_minor),
      paidOn: refund.paid_on,
      method: refund.method,
      reference: refund.reference,
    })),
    pdf: `/api/invoices/${row.id}/invoice.pdf`,
    disputed: null,
    mail: [],
    timeline: [],
  };
}

function lineView(line: StoredLine, money: (value: string) => string) {
  return {
    lineNo: line.lineNo,
    name: line.name,
    description: line.description,
    quantity: line.quantity,
    unitNet: money(line.unitNetMinor),
    net: money(line.netMinor),
    taxPercent: line.taxPercent,
  };
}

/** What was credited of a line so far. */
function creditedOf(
  line: StoredLine,
  notes: Rows<'credit_note'>,
  money: (value: bigint) => string,
): { quantity: number; net: string } {
  const own = notes.flatMap((note) => note.lines).filter(({ lineNo }) => lineNo === line.lineNo);
  return {
    quantity: own.reduce((sum, { quantity }) => sum + quantity, 0),
    net: money(own.reduce((sum, { netMinor }) => sum + BigInt(netMinor), 0n)),
  };
}

/** The page of one invoice: its paper, its mail, what happened and by whom. */
async function completed(tx: Tx, view: InvoiceView): Promise<InvoiceView> {
  const id = view.id as Id;
  const made = await findDocument(tx, INVOICE_KIND, id);
  const events = await listEvents(tx, 'invoice', id);
  const dispute = await lastDispute(tx, id);
  return {
    ...view,
    pdf: made ? view.pdf : null,
    disputed: dispute?.step === 'opened' ? dispute.reason : null,
    mail: await listMails(tx, id),
    timeline: events
      .map(({ id: eventId, name, at, actorName }) => ({ id: eventId, name, at, by: actorName }))
      .reverse(),
  };
}

/** One credit note with what its paper and its page need. */
export async function findCreditNote(tx: Tx, creditNoteId: Id): Promise<BillingTables['credit_note'] | null> {
  const row = await tx
    .tables<BillingTables>()
    .selectFrom('credit_note')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', creditNoteId)
    .executeTakeFirst();
  return row ?? null;
}
