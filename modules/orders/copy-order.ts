import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { loadProduct, loadShopData } from '#modules/catalog/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createOrder, insertLine, insertRow, linesOf, lockOrder, remake } from './edit-order.ts';
import { isMade } from './free-lines.ts';
import { makeProductLine } from './lines.ts';
import { loadSettings } from './settings.ts';

/**
 * A new draft with the same lines at today's prices. Products come in their newest version; where that no longer
 * takes the parameters, the version that was sold is kept.
 */
export async function copyOrder(tx: Tx, caller: Caller, orderId: Id, customerId?: Id): Promise<Result<Id>> {
  const from = await lockOrder(tx, orderId);
  if (!from.ok) return from;
  const created = await createOrder(tx, caller, {
    customerId: customerId ?? from.value.customer_id,
    reference: from.value.reference,
    wantedOn: null,
    copiedFrom: orderId,
  });
  if (!created.ok) return created;
  const order = await lockOrder(tx, created.value);
  if (!order.ok) return order;
  const shop = await loadShopData(tx);
  const settings = await loadSettings(tx);
  for (const row of await linesOf(tx, orderId)) {
    if (!isMade(row)) {
      const { tenant_id: _t, sales_order_id: _o, line_no: _n, parameters, warnings, ...same } = row;
      await insertRow(tx, order.value, {
        ...same,
        parts: null,
        parameters: JSON.stringify(parameters),
        warnings: JSON.stringify(warnings),
      });
      continue;
    }
    const newest = row.product_id ? await loadProduct(tx, row.product_id) : null;
    const renewed = newest ? makeProductLine(newest, row.parameters, row.quantity, shop, settings) : null;
    const line = renewed?.ok ? renewed : await remake(tx, row);
    if (!line.ok) return refuse({ ...line.refusal, line: row.line_no });
    await insertLine(tx, order.value, line.value, {
      kind: row.kind,
      name: row.name,
      product_id: row.product_id,
      product_version: renewed?.ok ? newest!.version : row.product_version,
      parameters: JSON.stringify(line.value.needs.parameters),
      parts: row.parts ? JSON.stringify(row.parts) : null,
      quantity: row.quantity,
      unit_net_minor: line.value.calculatedMinor,
      tax_percent: row.tax_percent,
    });
  }
  return ok(created.value);
}
