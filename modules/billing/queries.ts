import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import { deliveredPieces } from '#modules/delivery/api.ts';
import { loadOrders } from '#modules/orders/api.ts';
import { findDocument } from '#platform/documents/stored.ts';
import { listMails } from '#platform/mail/outbox.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import type { InvoiceView } from './contract.ts';
import { invoiceState } from './rules.ts';
import { invoiceNumber, type BillingTables } from './store.ts';

export const INVOICE_KIND = 'billing.invoice';
const LIST_MAX = 300;

/** Invoices as screens show them, newest first, with what was paid. */
export async function listInvoices(
  tx: Tx,
  today: Day,
  filter: {
    orderId?: Id | undefined;
    invoiceId?: Id | undefined;
    state?: InvoiceView['state'] | undefined;
  } = {},
): Promise<InvoiceView[]> {
  const tables = tx.tables<BillingTables>();
  let query = tables.selectFrom('invoice').selectAll().where('tenant_id', '=', tx.tenantId);
  if (filter.orderId) query = query.where('order_id', '=', filter.orderId);
  if (filter.invoiceId) query = query.where('id', '=', filter.invoiceId);
  const rows = await query.orderBy('year', 'desc').orderBy('number', 'desc').limit(LIST_MAX).execute();
  if (rows.length === 0) return [];
  const payments = await tables
    .selectFrom('payment')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where(
      'invoice_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('recorded_at')
    .execute();
  const orders = await loadOrders(
    tx,
    rows.map((row) => row.order_id),
  );
  const single = filter.invoiceId !== undefined || filter.orderId !== undefined;
  const views = await Promise.all(
    rows.map(async (row): Promise<InvoiceView> => {
      const mine = payments.filter((payment) => payment.invoice_id === row.id);
      const paidMinor = mine.reduce((sum, payment) => sum + payment.amount_minor, 0n);
      const money = (value: bigint | string): string => formatAmount(minor(BigInt(value)), row.currency);
      return {
        id: row.id,
        number: invoiceNumber(row),
        orderId: row.order_id,
        orderNumber: orders.get(row.order_id)?.number ?? '',
        customerId: row.customer_id,
        customerName: row.recipient.name,
        currency: row.currency,
        issuedOn: row.issued_on,
        dueOn: row.due_on,
        deliveredOn: row.delivered_on,
        state: invoiceState(row.gross_minor, paidMinor, row.due_on, today),
        lines: row.lines.map((line) => ({
          lineNo: line.lineNo,
          name: line.name,
          description: line.description,
          quantity: line.quantity,
          unitNet: money(line.unitNetMinor),
          net: money(line.netMinor),
          taxPercent: line.taxPercent,
        })),
        taxes: row.taxes.map((tax) => ({
          percent: tax.percent,
          net: money(tax.netMinor),
          tax: money(tax.taxMinor),
        })),
        net: money(row.net_minor),
        tax: money(row.tax_minor),
        gross: money(row.gross_minor),
        paid: money(paidMinor),
        open: money(row.gross_minor - paidMinor),
        payments: mine.map((payment) => ({
          id: payment.id,
          amount: money(payment.amount_minor),
          receivedOn: payment.received_on,
          method: payment.method,
          reference: payment.reference,
        })),
        pdf:
          single && !(await findDocument(tx, INVOICE_KIND, row.id))
            ? null
            : `/api/invoices/${row.id}/invoice.pdf`,
        mail: single ? await listMails(tx, row.id) : [],
      };
    }),
  );
  return filter.state ? views.filter((view) => view.state === filter.state) : views;
}

/** Orders with delivered pieces that no invoice covers, oldest number first. */
export async function listToInvoice(
  tx: Tx,
  orderId?: Id,
): Promise<{ orderId: Id; orderNumber: string; customerName: string; pieces: number }[]> {
  const delivered = await deliveredPieces(tx);
  const rows = await tx
    .tables<BillingTables>()
    .selectFrom('invoiced_line')
    .select((e) => ['order_id', e.cast<number>(e.fn.sum('quantity'), 'integer').as('pieces')])
    .where('tenant_id', '=', tx.tenantId)
    .groupBy('order_id')
    .execute();
  const invoiced = new Map(rows.map((row) => [row.order_id, row.pieces]));
  const open = [...delivered]
    .map(([id, pieces]) => ({ id, pieces: pieces - (invoiced.get(id) ?? 0) }))
    .filter(({ id, pieces }) => pieces > 0 && (orderId === undefined || id === orderId));
  const orders = await loadOrders(
    tx,
    open.map(({ id }) => id),
  );
  const customers = await loadCustomers(
    tx,
    [...orders.values()].map((order) => order.customerId),
  );
  return open
    .map(({ id, pieces }) => {
      const order = orders.get(id)!;
      return {
        orderId: id,
        orderNumber: order.number,
        customerName: customers.get(order.customerId)?.name ?? '',
        pieces,
      };
    })
    .sort((a, b) => (a.orderNumber < b.orderNumber ? -1 : 1));
}

interface CashRow {
  open: bigint;
  open_count: number;
  overdue: bigint;
  overdue_count: number;
  due_soon: bigint;
  received: bigint;
  invoiced: bigint;
}

/** The owner's sums, in the tenant's own currency; invoices in another currency are counted in their own list. */
export async function cashSums(tx: Tx, today: Day, currency: string) {
  const soon = addDays(today, 14);
  const month = `${today.slice(0, 7)}-01`;
  const { rows } = await sql<CashRow>`
    with paid as (
      select invoice_id, sum(amount_minor)::bigint as paid from payment where tenant_id = ${tx.tenantId} group by invoice_id
    ), item as (
      select i.gross_minor - coalesce(p.paid, 0) as open, i.due_on, i.issued_on, i.gross_minor
      from invoice i left join paid p on p.invoice_id = i.id
      where i.tenant_id = ${tx.tenantId} and i.currency = ${currency}
    )
    select
      coalesce(sum(open) filter (where open > 0), 0)::bigint as open,
      count(*) filter (where open > 0)::int as open_count,
      coalesce(sum(open) filter (where open > 0 and due_on < ${today}), 0)::bigint as overdue,
      count(*) filter (where open > 0 and due_on < ${today})::int as overdue_count,
      coalesce(sum(open) filter (where open > 0 and due_on <= ${soon}), 0)::bigint as due_soon,
      (select coalesce(sum(amount_minor), 0)::bigint from payment
        where tenant_id = ${tx.tenantId} and currency = ${currency} and received_on >= ${month}) as received,
      coalesce(sum(gross_minor) filter (where issued_on >= ${month}), 0)::bigint as invoiced
    from item`.execute(tx.tables());
  const row = rows[0]!;
  const money = (value: bigint): string => formatAmount(minor(value), currency);
  return {
    currency,
    open: money(row.open),
    openCount: row.open_count,
    overdue: money(row.overdue),
    overdueCount: row.overdue_count,
    dueIn14Days: money(row.due_soon),
    receivedThisMonth: money(row.received),
    invoicedThisMonth: money(row.invoiced),
  };
}
