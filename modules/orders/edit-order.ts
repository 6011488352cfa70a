import { sql, type Insertable } from 'kysely';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Minor } from '#domain/kernel/units.ts';
import type { GivenParameters } from '#domain/product/parameters.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import { loadProduct, loadShopData, readPrice } from '#modules/catalog/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { lineFigures, makePartListLine, makeProductLine, type MadeLine } from './lines.ts';
import { judgeEditable, taxCategory } from './rules.ts';
import { loadSettings } from './settings.ts';
import { orderNumber, type LineRow, type OrderRow, type OrderTables } from './store.ts';

/** Locks the order for the rest of the transaction, so that two people change it one after the other. */
export async function lockOrder(tx: Tx, orderId: Id): Promise<Result<OrderRow, { code: 'order_unknown' }>> {
  const row = await tx
    .tables<OrderTables>()
    .selectFrom('sales_order')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', orderId)
    .forUpdate()
    .executeTakeFirst();
  return row ? ok(row) : refuse({ code: 'order_unknown' });
}

export function linesOf(tx: Tx, orderId: Id): Promise<LineRow[]> {
  return tx
    .tables<OrderTables>()
    .selectFrom('sales_order_line')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('sales_order_id', '=', orderId)
    .orderBy('line_no')
    .execute();
}

/** Begins a draft under the next number. */
export async function createOrder(
  tx: Tx,
  caller: Caller,
  input: { customerId: Id; reference: string; wantedOn: Day | null; copiedFrom?: Id },
): Promise<Result<Id>> {
  const customer = await judgeCustomer(tx, input.customerId);
  if (!customer.ok) return customer;
  const id = idAt(caller.now);
  const { firstNumber } = await loadSettings(tx);
  const number = firstNumber - 1 + (await nextNumber(tx, 'order'));
  await tx
    .tables<OrderTables>()
    .insertInto('sales_order')
    .values({
      tenant_id: tx.tenantId,
      id,
      number,
      customer_id: input.customerId,
      state: 'draft',
      reference: input.reference,
      currency: caller.currency,
      wanted_on: input.wantedOn,
      promised_on: null,
      due_on: null,
      valid_until: null,
      revision: 0,
      copied_from: input.copiedFrom ?? null,
      created_at: caller.now,
      accepted_at: null,
      finished_at: null,
      delivered_at: null,
      invoiced_at: null,
      paid_at: null,
    })
    .execute();
  await publish(tx, caller, 'order.created', id, { number: orderNumber(number) });
  return ok(id);
}

/** A customer that is not there is a fault of the field, not of the address. */
async function judgeCustomer(tx: Tx, customerId: Id): Promise<Result<unknown>> {
  const customer = await loadCustomer(tx, customerId);
  return customer.ok
    ? customer
    : refuse({ code: 'customer_not_found', field: 'customerId', value: customerId });
}

export async function updateOrder(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  input: { customerId: Id; reference: string; wantedOn: Day | null },
): Promise<Result<void>> {
  const order = await openForChange(tx, orderId);
  if (!order.ok) return order;
  const customer = await judgeCustomer(tx, input.customerId);
  if (!customer.ok) return customer;
  await tx
    .tables<OrderTables>()
    .updateTable('sales_order')
    .set({ customer_id: input.customerId, reference: input.reference, wanted_on: input.wantedOn })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', orderId)
    .execute();
  return changed(tx, caller, order.value, { what: 'head' });
}

export interface LineInput {
  readonly quantity: number;
  /** decimal text; null follows the price rule */
  readonly unitNet: string | null;
  readonly taxPercent?: string | undefined;
}

/** Adds a parametric product in its newest version. */
export async function addProductLine(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  input: LineInput & { productId: Id; parameters: GivenParameters },
): Promise<Result<void>> {
  const order = await openForChange(tx, orderId);
  if (!order.ok) return order;
  const product = await loadProduct(tx, input.productId);
  if (!product) return refuse({ code: 'product_not_found', field: 'productId', value: input.productId });
  const settings = await loadSettings(tx);
  const line = makeProductLine(product, input.parameters, input.quantity, await loadShopData(tx), settings);
  if (!line.ok) return line;
  const price = priceOf(input, line.value, caller.currency);
  if (!price.ok) return price;
  const lineNo = await insertLine(tx, order.value, line.value, {
    kind: 'product',
    name: product.name,
    product_id: product.id,
    product_version: product.version,
    parameters: JSON.stringify(line.value.needs.parameters),
    parts: null,
    quantity: input.quantity,
    unit_net_minor: price.value,
    tax_percent: input.taxPercent ?? settings.taxPercent,
  });
  return changed(tx, caller, order.value, {
    what: 'line_added',
    lineNo,
    name: product.name,
    quantity: input.quantity,
  });
}

type NewLine = Pick<
  LineRow,
  'kind' | 'name' | 'product_id' | 'product_version' | 'quantity' | 'unit_net_minor' | 'tax_percent'
> & {
  readonly parameters: string;
  readonly parts: string | null;
};

/** Writes a line under the next number; numbers of removed lines are not used again while the last one stands. */
export function insertLine(tx: Tx, order: OrderRow, line: MadeLine, input: NewLine): Promise<number> {
  return insertRow(tx, order, {
    ...input,
    ...lineFigures(line),
    tax_category: taxCategory(input.tax_percent),
  });
}

type Row = Omit<Insertable<OrderTables['sales_order_line']>, 'tenant_id' | 'sales_order_id' | 'line_no'>;

export async function insertRow(tx: Tx, order: OrderRow, columns: Row): Promise<number> {
  const tables = tx.tables<OrderTables>();
  // The order's row is locked: nobody else takes the number meanwhile.
  const row = await tables
    .insertInto('sales_order_line')
    .values({
      tenant_id: tx.tenantId,
      sales_order_id: order.id,
      line_no: sql<number>`(select coalesce(max(line_no), 0) + 1 from sales_order_line
        where tenant_id = ${tx.tenantId} and sales_order_id = ${order.id})`,
      ...columns,
    })
    .returning('line_no')
    .executeTakeFirstOrThrow();
  return row.line_no;
}

/** Changes a line; its parts, cost and (unless a price is given) price follow. */
export async function updateLine(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  lineNo: number,
  input: LineInput & { parameters?: GivenParameters | undefined },
): Promise<Result<void>> {
  const order = await openForChange(tx, orderId);
  if (!order.ok) return order;
  const row = (await linesOf(tx, orderId)).find((line) => line.line_no === lineNo);
  if (!row) return refuse({ code: 'line_unknown' });
  if (row.kind === 'free' || row.kind === 'text') return refuse({ code: 'line_not_made' });
  const line = await remake(tx, row, input.quantity, input.parameters ?? row.parameters);
  if (!line.ok) return line;
  const price = priceOf(input, line.value, caller.currency);
  if (!price.ok) return price;
  const tax = input.taxPercent ?? row.tax_percent;
  await tx
    .tables<OrderTables>()
    .updateTable('sales_order_line')
    .set({
      quantity: input.quantity,
      parameters: JSON.stringify(line.value.needs.parameters),
      unit_net_minor: price.value,
      tax_percent: tax,
      tax_category: taxCategory(tax),
      ...lineFigures(line.value),
    })
    .where('tenant_id', '=', tx.tenantId)
    .where('sales_order_id', '=', orderId)
    .where('line_no', '=', lineNo)
    .execute();
  return changed(tx, caller, order.value, {
    what: 'line_changed',
    lineNo,
    name: row.name,
    quantity: input.quantity,
  });
}

/** A stored line as it would be made today: the product version it was sold with, the workshop as it is. */
export async function remake(
  tx: Tx,
  row: LineRow,
  quantity = row.quantity,
  parameters: GivenParameters = row.parameters,
): Promise<Result<MadeLine>> {
  const shop = await loadShopData(tx);
  const settings = await loadSettings(tx);
  if (row.kind === 'part_list') return makePartListLine(row.parts ?? [], quantity, shop, settings);
  const product = await loadProduct(tx, row.product_id!, row.product_version!);
  if (!product) throw new Error(`line ${row.line_no} names a product version that is not there`);
  return makeProductLine(product, parameters, quantity, shop, settings);
}

export async function removeLine(tx: Tx, caller: Caller, orderId: Id, lineNo: number): Promise<Result<void>> {
  const order = await openForChange(tx, orderId);
  if (!order.ok) return order;
  const gone = await tx
    .tables<OrderTables>()
    .deleteFrom('sales_order_line')
    .where('tenant_id', '=', tx.tenantId)
    .where('sales_order_id', '=', orderId)
    .where('line_no', '=', lineNo)
    .returning('name')
    .executeTakeFirst();
  if (!gone) return refuse({ code: 'line_unknown' });
  return changed(tx, caller, order.value, { what: 'line_removed', lineNo, name: gone.name });
}

export async function openForChange(tx: Tx, orderId: Id): Promise<Result<OrderRow>> {
  const order = await lockOrder(tx, orderId);
  if (!order.ok) return order;
  return judgeEditable(order.value.state) ?? order;
}

/** What the customer has in hand no longer holds: a changed quote is a draft again and goes out as a new revision. */
export async function changed(tx: Tx, caller: Caller, order: OrderRow, facts: object): Promise<Result<void>> {
  if (order.state === 'quoted')
    await tx
      .tables<OrderTables>()
      .updateTable('sales_order')
      .set({ state: 'draft', valid_until: null })
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', order.id)
      .execute();
  await publish(tx, caller, 'order.changed', order.id, facts);
  return ok(undefined);
}

/** The price somebody set, never below zero, or the one that follows from the rule. */
export function priceOf(
  input: Pick<LineInput, 'unitNet'>,
  line: MadeLine,
  currency: string,
): Result<Minor, Refusal> {
  return input.unitNet === null ? ok(line.calculatedMinor) : readPrice(input.unitNet, currency, 'unitNet');
}
