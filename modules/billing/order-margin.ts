import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { compareMargins, type CostByCause, type Margin } from '#domain/money/margin.ts';
import { loadOrder } from '#modules/orders/api.ts';
import { actualCosts } from '#modules/production/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';

/** Margin as quoted beside margin as it came out so far. The price is the order's net; costs come from quote and floor. */
export async function orderMargin(
  tx: Tx,
  orderId: Id,
): Promise<Result<MarginView, { code: 'order_unknown' }>> {
  const order = await loadOrder(tx, orderId);
  if (!order.ok) return order;
  const { lines, currency } = order.value;
  const priceMinor = minor(lines.reduce((sum, line) => sum + line.unitNetMinor * BigInt(line.quantity), 0n));
  const quotedCost = lines.map((line) => line.quotedCost).reduce(addCosts, NOTHING);
  // What a free line costs is measured nowhere: it counts as quoted.
  const free = minor(lines.reduce((sum, line) => sum + line.quotedCost.otherMinor, 0n));
  const actualCost = addCosts(await actualCosts(tx, orderId), { ...NOTHING, otherMinor: free });
  const compared = compareMargins({ priceMinor, cost: quotedCost }, { priceMinor, cost: actualCost });
  const money = (value: bigint): string => formatAmount(minor(value), currency);
  const side = (margin: Margin, cost: CostByCause) => ({
    price: money(priceMinor),
    cost: money(margin.costMinor),
    margin: money(margin.marginMinor),
    basisPoints: margin.marginBasisPoints,
    byCause: view(cost, money),
  });
  return ok({
    currency,
    quoted: side(compared.quoted, quotedCost),
    actual: side(compared.actual, actualCost),
    difference: money(compared.differenceMinor),
    overrun: view(compared.overrun, money),
  });
}

const zero = minor(0n);
const NOTHING: CostByCause = {
  boardsMinor: zero,
  edgesMinor: zero,
  hardwareMinor: zero,
  labourMinor: zero,
  otherMinor: zero,
};

function addCosts(a: CostByCause, b: CostByCause): CostByCause {
  const sum = (one: Minor, other: Minor): Minor => minor(one + other);
  return {
    boardsMinor: sum(a.boardsMinor, b.boardsMinor),
    edgesMinor: sum(a.edgesMinor, b.edgesMinor),
    hardwareMinor: sum(a.hardwareMinor, b.hardwareMinor),
    labourMinor: sum(a.labourMinor, b.labourMinor),
    otherMinor: sum(a.otherMinor, b.otherMinor),
  };
}

type CauseView = Record<'boards' | 'edges' | 'hardware' | 'labour' | 'other', string>;
interface SideView {
  price: string;
  cost: string;
  margin: string;
  basisPoints: number | null;
  byCause: CauseView;
}
export interface MarginView {
  currency: string;
  quoted: SideView;
  actual: SideView;
  difference: string;
  overrun: CauseView;
}

function view(cost: CostByCause, money: (value: bigint) => string): CauseView {
  return {
    boards: money(cost.boardsMinor),
    edges: money(cost.edgesMinor),
    hardware: money(cost.hardwareMinor),
    labour: money(cost.labourMinor),
    other: money(cost.otherMinor),
  };
}
