import { addDays, instantAt, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { loadCostedLines, type CostedLine } from '#modules/orders/api.ts';
import { actualCostsByLine, type LineCosts } from '#modules/production/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { CHART } from '../ledger.ts';
import { invoiceNumber, type DocumentKind, type StoredDeduction, type StoredLine } from '../store.ts';
import { atomsOf, type Atom, type ProfitInvoice, type ProfitLine } from './rules.ts';

export interface Asked {
  readonly from: Day;
  readonly until: Day;
  /** nothing that was paid, credited or made after this day counts */
  readonly knownOn: Day;
  readonly zone: string;
  readonly currency: string;
}

/** An invoice behind the figures, as its row is shown. */
export interface BilledInvoice {
  readonly id: Id;
  readonly number: string;
  readonly orderId: Id | null;
  readonly orderNumber: string;
  readonly customerId: Id;
  readonly customerName: string;
  readonly issuedOn: Day;
  readonly pieces: readonly {
    readonly name: string;
    readonly quantity: number;
    readonly netMinor: Minor;
    readonly product: string;
  }[];
}

export interface ProfitFacts {
  readonly atoms: readonly Atom[];
  readonly invoices: ReadonlyMap<string, BilledInvoice>;
}

interface InvoiceRow {
  id: Id;
  kind: DocumentKind;
  year: number;
  number: number;
  order_id: Id | null;
  customer_id: Id;
  customer_name: string;
  issued_on: Day;
  lines: readonly StoredLine[];
  deducted: readonly StoredDeduction[];
  credited: readonly StoredLine[];
  paid: bigint;
  open: bigint;
}

/**
 * Everything the views of profit are sums of: the invoices issued in a period with what the ledger says of them, the lines of
 * their orders, and what production has spent on the pieces.
 */
export async function loadProfit(tx: Tx, asked: Asked): Promise<ProfitFacts> {
  const rows = await invoicesOf(tx, asked);
  const orderIds = [...new Set(rows.flatMap((row) => (row.order_id ? [row.order_id] : [])))];
  const orders = await loadCostedLines(tx, orderIds);
  const costs = await actualCostsByLine(tx, orderIds, instantAt(asked.zone, addDays(asked.knownOn, 1)));
  const pieces = await piecesOf(tx, orderIds, asked.knownOn);
  const lines = new Map(
    orderIds.map((orderId) => [
      orderId,
      (orders.get(orderId) ?? []).map((line) =>
        profitLine(line, costs.get(orderId)?.get(line.lineNo), pieces.get(`${orderId} ${line.lineNo}`) ?? []),
      ),
    ]),
  );
  return {
    atoms: rows.flatMap((row) =>
      atomsOf(profitInvoice(row), (row.order_id && lines.get(row.order_id)) || []),
    ),
    invoices: new Map(
      rows.map((row) => [row.id, billedOf(row, (row.order_id && orders.get(row.order_id)) || [])]),
    ),
  };
}

async function invoicesOf(tx: Tx, asked: Asked): Promise<InvoiceRow[]> {
  const { rows } = await sql<InvoiceRow>`
    with chosen as (
      select * from invoice where tenant_id = ${tx.tenantId} and currency = ${asked.currency}
        and issued_on between ${asked.from} and ${asked.until}
    ), item as (
      select id as item_id, id as invoice_id from chosen
      union all
      select p.id, p.invoice_id from payment p join chosen c on c.id = p.invoice_id where p.tenant_id = ${tx.tenantId}
    ), moved as (
      select item.invoice_id, sum(l.amount_minor) as open,
        -sum(l.amount_minor) filter (where e.kind in ('payment', 'refund', 'charge-back', 'offset')) as settled
      from item
      join journal_line l on l.tenant_id = ${tx.tenantId} and l.item_id = item.item_id and l.account = ${CHART.roles.receivables}
      join journal_entry e on e.tenant_id = ${tx.tenantId} and e.id = l.entry_id and e.booked_on <= ${asked.knownOn}
      group by item.invoice_id
    ), forgiven as (
      select p.invoice_id, sum(p.discount_minor) as amount
      from payment p join chosen c on c.id = p.invoice_id
      where p.tenant_id = ${tx.tenantId} and p.received_on <= ${asked.knownOn} and not exists (
        select from charge_back b where b.tenant_id = ${tx.tenantId} and b.payment_id = p.id and b.amount_minor is null and b.booked_on <= ${asked.knownOn})
      group by p.invoice_id
    ), credited as (
      select n.invoice_id, jsonb_agg(line) as lines
      from credit_note n join chosen c on c.id = n.invoice_id cross join lateral jsonb_array_elements(n.lines) line
      where n.tenant_id = ${tx.tenantId} and n.issued_on <= ${asked.knownOn} group by n.invoice_id
    )
    select c.id, c.kind, c.year, c.number, c.order_id, c.customer_id, c.recipient ->> 'name' as customer_name, c.issued_on,
      c.lines, c.deducted, coalesce(credited.lines, '[]') as credited,
      coalesce(moved.open, 0)::bigint as open,
      (coalesce(moved.settled, 0) - coalesce(forgiven.amount, 0))::bigint as paid
    from chosen c
    left join moved on moved.invoice_id = c.id
    left join forgiven on forgiven.invoice_id = c.id
    left join credited on credited.invoice_id = c.id
    order by c.year, c.number`.execute(tx.tables());
  return rows;
}

/** Pieces per line of an order and invoice, less what a credit note set free again; oldest invoice first. */
async function piecesOf(
  tx: Tx,
  orderIds: readonly Id[],
  knownOn: Day,
): Promise<Map<string, { invoiceId: Id; pieces: number }[]>> {
  if (orderIds.length === 0) return new Map();
  const { rows } = await sql<{ order_id: Id; line_no: number; invoice_id: Id; pieces: number }>`
    select o.order_id, o.line_no, o.invoice_id, sum(o.quantity)::int as pieces from (
      select order_id, line_no, invoice_id, quantity from invoiced_line
      where tenant_id = ${tx.tenantId} and order_id = any(${[...orderIds]}::uuid[])
      union all
      select l.order_id, l.line_no, n.invoice_id, -l.quantity from credited_line l
      join credit_note n on n.tenant_id = ${tx.tenantId} and n.id = l.credit_note_id and n.issued_on <= ${knownOn}
      where l.tenant_id = ${tx.tenantId} and l.order_id = any(${[...orderIds]}::uuid[])
    ) o
    join invoice i on i.tenant_id = ${tx.tenantId} and i.id = o.invoice_id and i.issued_on <= ${knownOn}
    group by o.order_id, o.line_no, o.invoice_id, i.year, i.number
    order by i.year, i.number`.execute(tx.tables());
  const grouped = Map.groupBy(rows, (row) => `${row.order_id} ${row.line_no}`);
  return new Map(
    [...grouped].map(([key, own]) => [
      key,
      own.map((row) => ({ invoiceId: row.invoice_id, pieces: row.pieces })),
    ]),
  );
}

function profitLine(
  line: CostedLine,
  costs: LineCosts | undefined,
  invoicedPieces: ProfitLine['invoicedPieces'],
): ProfitLine {
  const spent = costs
    ? Object.values(costs.finished).reduce<bigint>((sum, amount: Minor) => sum + amount, 0n)
    : 0n;
  return {
    lineNo: line.lineNo,
    productId: line.productId ?? (line.isFree ? 'service' : null),
    quantity: line.quantity,
    netMinor: line.netMinor,
    quotedMinor: line.quotedMinor,
    // What a free line costs is measured nowhere: it counts as quoted.
    actualMinor: line.isFree ? line.quotedMinor : minor(spent),
    finishedPieces: line.isFree ? line.quantity : (costs?.finishedPieces ?? 0),
    invoicedPieces,
  };
}

function profitInvoice(row: InvoiceRow): ProfitInvoice {
  return {
    id: row.id,
    kind: row.kind,
    orderId: row.order_id,
    customerId: row.customer_id,
    issuedOn: row.issued_on,
    lines: row.lines.map((line) => ({
      lineNo: line.lineNo,
      netMinor: minor(BigInt(line.netMinor)),
      creditedMinor: minor(
        row.credited
          .filter(({ lineNo }) => lineNo === line.lineNo)
          .reduce((sum, note) => sum + BigInt(note.netMinor), 0n),
      ),
    })),
    deductedMinor: minor(
      row.deducted.flatMap((deposit) => deposit.taxes).reduce((sum, tax) => sum + BigInt(tax.netMinor), 0n),
    ),
    paidMinor: minor(row.paid),
    outstandingMinor: minor(row.open),
  };
}

function billedOf(row: InvoiceRow, order: readonly CostedLine[]): BilledInvoice {
  const productOf = new Map(order.map((line) => [line.lineNo, line.productId ?? 'list']));
  return {
    id: row.id,
    number: invoiceNumber(row),
    orderId: row.order_id,
    orderNumber: order[0]?.orderNumber ?? '',
    customerId: row.customer_id,
    customerName: row.customer_name,
    issuedOn: row.issued_on,
    pieces: row.lines.map((line) => ({
      name: line.name,
      quantity: line.quantity,
      netMinor: minor(BigInt(line.netMinor)),
      product: row.kind === 'invoice' ? (productOf.get(line.lineNo) ?? 'service') : 'deposit',
    })),
  };
}

/** Currencies in which anything was invoiced, in their order. */
export async function invoicedCurrencies(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ currency: string }>`
    select distinct currency from invoice where tenant_id = ${tx.tenantId} order by currency`.execute(
    tx.tables(),
  );
  return rows.map((row) => row.currency);
}
