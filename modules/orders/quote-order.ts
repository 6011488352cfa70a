import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Result } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { totalsOfNets } from '#domain/money/tax.ts';
import { promiseFor } from '#modules/production/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { linesOf, lockOrder } from './edit-order.ts';
import { describeLine } from './describe-line.ts';
import { decideQuote } from './rules.ts';
import { loadSettings } from './settings.ts';
import type { LineRow, OrderTables, QuotedLine, QuotedTotals } from './store.ts';
import { unitsOf } from './units.ts';

/** Sends the quote as it stands: the next revision keeps its lines and totals for good; PDF and mail follow `order.quoted`. */
export async function quoteOrder(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  validUntil?: Day,
): Promise<Result<void>> {
  const order = await lockOrder(tx, orderId);
  if (!order.ok) return order;
  const lines = await linesOf(tx, orderId);
  const until = validUntil ?? addDays(caller.today, (await loadSettings(tx)).validDays);
  const decision = decideQuote(
    { state: order.value.state, lines: soldOf(lines).length },
    until,
    caller.today,
  );
  if (!decision.ok) return decision;

  const units = await unitsOf(tx, lines);
  if (!units.ok) return units;
  const wanted = order.value.wanted_on;
  const { promisedOn } =
    units.value.length > 0
      ? await promiseFor(tx, caller, { units: units.value, ...(wanted ? { dueOn: wanted } : {}) })
      : { promisedOn: null };
  const revision = order.value.revision + 1;
  const tables = tx.tables<OrderTables>();
  await tables
    .updateTable('sales_order')
    .set({ state: 'quoted', revision, valid_until: until, promised_on: promisedOn })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', orderId)
    .execute();
  const quoted: QuotedLine[] = [];
  for (const line of lines) quoted.push(await quotedLine(tx, line, order.value.currency));
  await tables
    .insertInto('sales_quote')
    .values({
      tenant_id: tx.tenantId,
      sales_order_id: orderId,
      revision,
      quoted_on: caller.today,
      valid_until: until,
      promised_on: promisedOn,
      lines: JSON.stringify(quoted),
      totals: JSON.stringify(quotedTotals(lines, order.value.currency)),
    })
    .execute();
  await publish(tx, caller, 'order.quoted', orderId, { revision, validUntil: until, promisedOn });
  return ok(undefined);
}

export async function quotedLine(tx: Tx, line: LineRow, currency: string): Promise<QuotedLine> {
  return {
    lineNo: line.line_no,
    name: line.name,
    description: await describeLine(tx, line),
    quantity: line.quantity,
    ...(line.unit ? { unit: line.unit } : {}),
    ...(line.kind === 'text' ? { text: true as const } : {}),
    unitNet: formatAmount(line.unit_net_minor, currency),
    net: formatAmount(lineNetMinor(line), currency),
    taxPercent: line.tax_percent,
  };
}

export function lineNetMinor(line: Pick<LineRow, 'unit_net_minor' | 'quantity'>) {
  return minor(line.unit_net_minor * BigInt(line.quantity));
}

/** Lines that sell something; a text alone is no order. */
export function soldOf(lines: readonly LineRow[]): LineRow[] {
  return lines.filter((line) => line.kind !== 'text');
}

/** Totals of a document: nets, then tax per rate on their sum. */
export function totalsOf(lines: readonly LineRow[]) {
  return totalsOfNets(
    soldOf(lines).map((line) => ({
      netMinor: lineNetMinor(line),
      tax: { category: line.tax_category, percent: line.tax_percent },
    })),
  );
}

export function quotedTotals(lines: readonly LineRow[], currency: string): QuotedTotals {
  const totals = totalsOf(lines);
  return {
    net: formatAmount(totals.netMinor, currency),
    taxes: totals.taxes.map((tax) => ({ percent: tax.percent, tax: formatAmount(tax.taxMinor, currency) })),
    gross: formatAmount(totals.grossMinor, currency),
  };
}
