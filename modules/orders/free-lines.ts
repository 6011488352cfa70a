import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { readPrice } from '#modules/catalog/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { changed, insertRow, linesOf, openForChange } from './edit-order.ts';
import { taxCategory } from './rules.ts';
import { loadSettings } from './settings.ts';
import type { LineRow, OrderTables } from './store.ts';

interface FreeLineInput {
  readonly name: string;
  readonly note: string;
  readonly quantity: number;
  readonly unit: string;
  /** decimal text; null: the line only says something */
  readonly unitNet: string | null;
  /** what one costs the factory itself, decimal text; null: nothing is known, so nothing is reckoned */
  readonly unitCost: string | null;
  readonly taxPercent?: string | undefined;
}

/** Adds a line that is not made here: with a price it is sold, without one it is a text between the others. */
export async function addFreeLine(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  input: FreeLineInput,
): Promise<Result<void>> {
  const order = await openForChange(tx, orderId);
  if (!order.ok) return order;
  const columns = await columnsOf(tx, caller, input);
  if (!columns.ok) return columns;
  const lineNo = await insertRow(tx, order.value, {
    ...columns.value,
    product_id: null,
    product_version: null,
    parameters: '{}',
    parts: null,
    boards_minor: minor(0n),
    edges_minor: minor(0n),
    hardware_minor: minor(0n),
    labour_minor: minor(0n),
    pieces: 0,
    grams: 0n,
    labour_ms: 0n,
    warnings: '[]',
  });
  return changed(tx, caller, order.value, {
    what: 'line_added',
    lineNo,
    name: input.name,
    quantity: columns.value.quantity,
  });
}

/** Changes such a line; given a price a text becomes something that is sold, and the other way round. */
export async function updateFreeLine(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  lineNo: number,
  input: FreeLineInput,
): Promise<Result<void>> {
  const order = await openForChange(tx, orderId);
  if (!order.ok) return order;
  const row = (await linesOf(tx, orderId)).find((line) => line.line_no === lineNo);
  if (!row) return refuse({ code: 'line_unknown' });
  if (isMade(row)) return refuse({ code: 'line_is_made' });
  const columns = await columnsOf(tx, caller, input, row.tax_percent);
  if (!columns.ok) return columns;
  await tx
    .tables<OrderTables>()
    .updateTable('sales_order_line')
    .set(columns.value)
    .where('tenant_id', '=', tx.tenantId)
    .where('sales_order_id', '=', orderId)
    .where('line_no', '=', lineNo)
    .execute();
  return changed(tx, caller, order.value, {
    what: 'line_changed',
    lineNo,
    name: input.name,
    quantity: columns.value.quantity,
  });
}

/** Whether a line is made here: products and part lists are; texts and free lines are not. */
export function isMade(line: Pick<LineRow, 'kind'>): boolean {
  return line.kind === 'product' || line.kind === 'part_list';
}

async function columnsOf(tx: Tx, caller: Caller, input: FreeLineInput, taxBefore?: string) {
  const isText = input.unitNet === null;
  const price = money(input.unitNet, caller.currency, 'unitNet');
  if (!price.ok) return price;
  const cost = money(isText ? null : input.unitCost, caller.currency, 'unitCost');
  if (!cost.ok) return cost;
  const quantity = isText ? 1 : input.quantity;
  const tax = input.taxPercent ?? taxBefore ?? (await loadSettings(tx)).taxPercent;
  return ok({
    kind: isText ? ('text' as const) : ('free' as const),
    name: input.name,
    note: input.note,
    unit: isText ? '' : input.unit,
    quantity,
    unit_net_minor: price.value,
    calculated_minor: price.value,
    tax_percent: tax,
    tax_category: taxCategory(tax),
    other_minor: minor(cost.value * BigInt(quantity)),
  });
}

function money(text: string | null, currency: string, field: string): Result<Minor, Refusal> {
  return text === null ? ok(minor(0n)) : readPrice(text, currency, field);
}
