import { sql } from 'kysely';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { LineKind, OrderState } from './contract.ts';
import { describeLine } from './describe-line.ts';
import { costOf, type CauseSums } from './queries.ts';
import { lineNetMinor } from './quote-order.ts';
import { orderNumber, type OrderTables } from './store.ts';

/** An order as modules downstream see it. */
export interface OrderFacts {
  readonly id: Id;
  readonly number: string;
  readonly state: OrderState;
  readonly customerId: Id;
  readonly currency: string;
  readonly reference: string;
  readonly dueOn: Day | null;
  readonly promisedOn: Day | null;
  /** its goods have changed hands, or it has none */
  readonly delivered: boolean;
  readonly lines: readonly OrderLineFacts[];
}

export interface OrderLineFacts {
  readonly lineNo: number;
  /** texts are left out: nothing of them is made, delivered or paid */
  readonly kind: Exclude<LineKind, 'text'>;
  readonly name: string;
  readonly description: string;
  /** pieces, or sets of a list: each is one unit of production */
  readonly quantity: number;
  readonly unitNetMinor: Minor;
  readonly netMinor: Minor;
  readonly tax: { readonly category: 'S' | 'Z'; readonly percent: string };
  /** direct cost of the whole line as quoted */
  readonly quotedCost: CauseSums;
}

export async function loadOrder(tx: Tx, orderId: Id): Promise<Result<OrderFacts, { code: 'order_unknown' }>> {
  const order = (await loadOrders(tx, [orderId])).get(orderId);
  return order ? ok(order) : refuse({ code: 'order_unknown' });
}

/** Orders by id, for lists of modules downstream. */
export async function loadOrders(tx: Tx, orderIds: readonly Id[]): Promise<Map<Id, OrderFacts>> {
  if (orderIds.length === 0) return new Map();
  const ids = [...new Set(orderIds)];
  const tables = tx.tables<OrderTables>();
  const rows = await tables
    .selectFrom('sales_order')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', ids)
    .execute();
  const lines = await tables
    .selectFrom('sales_order_line')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('sales_order_id', 'in', ids)
    .orderBy('line_no')
    .execute();
  const facts = new Map<Id, OrderFacts>();
  for (const row of rows) {
    const own: OrderLineFacts[] = [];
    for (const line of lines.filter((each) => each.sales_order_id === row.id)) {
      if (line.kind === 'text') continue;
      own.push({
        lineNo: line.line_no,
        kind: line.kind,
        name: line.unit ? `${line.name} (${line.unit})` : line.name,
        description: await describeLine(tx, line),
        quantity: line.quantity,
        unitNetMinor: line.unit_net_minor,
        netMinor: lineNetMinor(line),
        tax: { category: line.tax_category, percent: line.tax_percent },
        quotedCost: costOf([line]),
      });
    }
    facts.set(row.id, {
      id: row.id,
      number: orderNumber(row.number),
      state: row.state,
      customerId: row.customer_id,
      currency: row.currency,
      reference: row.reference,
      dueOn: row.due_on,
      promisedOn: row.promised_on,
      delivered: row.delivered_at !== null,
      lines: own,
    });
  }
  return facts;
}

/** One line of an order as profit is reckoned from it. */
export interface CostedLine {
  readonly orderNumber: string;
  readonly lineNo: number;
  /** null for an imported list and a free line */
  readonly productId: Id | null;
  readonly isFree: boolean;
  readonly name: string;
  readonly quantity: number;
  readonly netMinor: Minor;
  /** direct cost of the whole line as quoted */
  readonly quotedMinor: Minor;
}

/** Lines of many orders with their price and quoted cost: nothing is described or read twice. */
export async function loadCostedLines(tx: Tx, orderIds: readonly Id[]): Promise<Map<Id, CostedLine[]>> {
  if (orderIds.length === 0) return new Map();
  const rows = await tx
    .tables<OrderTables>()
    .selectFrom('sales_order_line as l')
    .innerJoin('sales_order as o', (join) =>
      join.onRef('o.tenant_id', '=', 'l.tenant_id').onRef('o.id', '=', 'l.sales_order_id'),
    )
    .selectAll('l')
    .select('o.number')
    .where('l.tenant_id', '=', tx.tenantId)
    .where('o.tenant_id', '=', tx.tenantId)
    .where('l.sales_order_id', 'in', [...new Set(orderIds)])
    .where('l.kind', '!=', 'text')
    .orderBy('l.line_no')
    .execute();
  const byOrder = Map.groupBy(rows, (row) => row.sales_order_id);
  return new Map(
    [...byOrder].map(([orderId, own]) => [
      orderId,
      own.map((row) => ({
        orderNumber: orderNumber(row.number),
        lineNo: row.line_no,
        productId: row.product_id,
        isFree: row.kind === 'free',
        name: row.name,
        quantity: row.quantity,
        netMinor: lineNetMinor(row),
        quotedMinor: minor(
          row.boards_minor + row.edges_minor + row.hardware_minor + row.labour_minor + row.other_minor,
        ),
      })),
    ]),
  );
}

/**
 * Pieces of free lines that can be invoiced, by order: with the first goods of the order that are delivered, or at once
 * where it has no goods.
 * @param deliveredIds orders of which something was delivered
 */
export async function freePiecesDue(tx: Tx, deliveredIds: readonly Id[]): Promise<Map<Id, number>> {
  const rows = await tx
    .tables<OrderTables>()
    .selectFrom('sales_order_line as l')
    .innerJoin('sales_order as o', (join) =>
      join.onRef('o.tenant_id', '=', 'l.tenant_id').onRef('o.id', '=', 'l.sales_order_id'),
    )
    .select((e) => ['o.id', e.cast<number>(e.fn.sum('l.quantity'), 'integer').as('pieces')])
    .where('l.tenant_id', '=', tx.tenantId)
    .where('o.tenant_id', '=', tx.tenantId)
    .where('l.kind', '=', 'free')
    .where('o.state', '=', 'accepted')
    .where((e) =>
      e.or([e('o.delivered_at', 'is not', null), e('o.id', '=', sql<Id>`any(${[...deliveredIds]}::uuid[])`)]),
    )
    .groupBy('o.id')
    .execute();
  return new Map(rows.map((row) => [row.id, row.pieces]));
}
