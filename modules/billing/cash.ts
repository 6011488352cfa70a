import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import { deliveredPieces } from '#modules/delivery/api.ts';
import { freePiecesDue, loadOrders } from '#modules/orders/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { CHART } from './ledger.ts';

/** Orders with delivered pieces that no invoice covers, oldest number first. */
export async function listToInvoice(
  tx: Tx,
  orderId?: Id,
): Promise<{ orderId: Id; orderNumber: string; customerName: string; pieces: number }[]> {
  const delivered = await deliveredPieces(tx);
  for (const [id, pieces] of await freePiecesDue(tx, [...delivered.keys()]))
    delivered.set(id, (delivered.get(id) ?? 0) + pieces);
  const { rows } = await sql<{ order_id: Id; pieces: number }>`
    select order_id, sum(quantity)::int as pieces from (
      select order_id, quantity from invoiced_line where tenant_id = ${tx.tenantId}
      union all
      select order_id, -quantity from credited_line where tenant_id = ${tx.tenantId}
    ) counted group by order_id`.execute(tx.tables());
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
    with item as (
      select sum(l.amount_minor)::bigint as open, i.due_on
      from journal_line l join invoice i on i.tenant_id = l.tenant_id and i.id = l.item_id
      where l.tenant_id = ${tx.tenantId} and i.tenant_id = ${tx.tenantId} and i.currency = ${currency}
        and l.account = ${CHART.roles.receivables}
      group by i.id, i.due_on
    )
    select
      coalesce(sum(open) filter (where open > 0), 0)::bigint as open,
      count(*) filter (where open > 0)::int as open_count,
      coalesce(sum(open) filter (where open > 0 and due_on < ${today}), 0)::bigint as overdue,
      count(*) filter (where open > 0 and due_on < ${today})::int as overdue_count,
      coalesce(sum(open) filter (where open > 0 and due_on <= ${soon}), 0)::bigint as due_soon,
      (select coalesce(sum(amount_minor), 0)::bigint from payment
        where tenant_id = ${tx.tenantId} and currency = ${currency} and received_on >= ${month}) as received,
      (select coalesce(sum(gross_minor), 0)::bigint from invoice
        where tenant_id = ${tx.tenantId} and currency = ${currency} and issued_on >= ${month}) as invoiced
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
