import { ok, type Result } from '#domain/kernel/result.ts';
import { loadProduct } from '#modules/catalog/api.ts';
import type { ReleasedUnit } from '#modules/production/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { remake } from './edit-order.ts';
import { isMade } from './free-lines.ts';
import type { LineRow } from './store.ts';

/**
 * The units that an order's lines stand for, numbered 1, 2, 3 … through the order: each piece of a product line and
 * each set of a part list is one. What is not made here has none.
 */
export async function unitsOf(tx: Tx, lines: readonly LineRow[]): Promise<Result<ReleasedUnit[]>> {
  const units: ReleasedUnit[] = [];
  for (const line of lines.filter(isMade)) {
    const made = await remake(tx, line);
    if (!made.ok) return made;
    const product = line.product_id
      ? await loadProduct(tx, line.product_id, line.product_version ?? undefined)
      : null;
    for (let piece = 0; piece < line.quantity; piece++)
      units.push({
        unitNo: units.length + 1,
        name: line.name,
        lineNo: line.line_no,
        productCode: product?.code ?? null,
        ...made.value.one,
      });
  }
  return ok(units);
}
