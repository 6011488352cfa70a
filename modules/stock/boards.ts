import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { hmm } from '#domain/kernel/units.ts';
import { loadShopData, readPrice } from '#modules/catalog/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { BodyOf } from '#platform/http/contract.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import type * as contract from './contract.ts';
import { priceByArea } from './rules.ts';
import { recordMovement, type BoardStock, type StockTables } from './store.ts';

export type MaterialUnlisted = { code: 'stock_material_unlisted'; field: 'materialCode'; value: string };
export type SizeRefusal = { code: 'size_zero'; field: string; value: number };

/** Takes sheets into stock. Without a price the catalogue's price by area counts. */
export async function receiveBoards(
  tx: Tx,
  caller: Caller,
  input: BodyOf<typeof contract.receiveBoards>,
): Promise<Result<BoardStock, MaterialUnlisted | SizeRefusal | { code: string; field: string }>> {
  const { materialCode, quantity } = input;
  if (input.length === 0) return refuse({ code: 'size_zero', field: 'length', value: 0 });
  if (input.width === 0) return refuse({ code: 'size_zero', field: 'width', value: 0 });
  const material = (await loadShopData(tx)).boards.get(materialCode);
  if (!material)
    return refuse({ code: 'stock_material_unlisted', field: 'materialCode', value: materialCode });
  const [length, width] = [hmm(input.length), hmm(input.width)];
  const cost =
    input.costPerSheet === undefined
      ? ok(priceByArea(length, width, material.priceMinorPerSquareMetre))
      : readPrice(input.costPerSheet, caller.currency, 'costPerSheet');
  if (!cost.ok) return cost;
  const row = await tx
    .tables<StockTables>()
    .insertInto('board_stock')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      material_code: materialCode,
      length_hmm: length,
      width_hmm: width,
      quantity,
      reserved: 0,
      cost_minor: cost.value,
      rack: input.rack,
      minimum: 0,
    })
    .onConflict((c) =>
      c.columns(['tenant_id', 'material_code', 'length_hmm', 'width_hmm']).doUpdateSet({
        quantity: sql<number>`board_stock.quantity + excluded.quantity`,
        cost_minor: cost.value,
        ...(input.rack ? { rack: input.rack } : {}),
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordMovement(tx, caller, { kind: 'received', board_id: row.id, quantity, cost_minor: cost.value });
  await publish(tx, caller, 'board.received', row.id, { materialCode, quantity, inStock: row.quantity });
  return ok(row);
}

export type CountRefusal =
  | { code: 'board_unknown' }
  | { code: 'count_below_reserved'; field: 'quantity'; value: number; reserved: number };

/** Sets the count to what was found in the rack; the difference is a movement with its reason. */
export async function countBoards(
  tx: Tx,
  caller: Caller,
  boardId: Id,
  input: BodyOf<typeof contract.countBoards>,
): Promise<Result<BoardStock, CountRefusal>> {
  const tables = tx.tables<StockTables>();
  const before = await tables
    .selectFrom('board_stock')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', boardId)
    .forUpdate()
    .executeTakeFirst();
  if (!before) return refuse({ code: 'board_unknown' });
  if (input.quantity < before.reserved)
    return refuse({
      code: 'count_below_reserved',
      field: 'quantity',
      value: input.quantity,
      reserved: before.reserved,
    });
  if (input.quantity === before.quantity) return ok(before);
  const row = await tables
    .updateTable('board_stock')
    .set({ quantity: input.quantity })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', boardId)
    .returningAll()
    .executeTakeFirstOrThrow();
  const quantity = input.quantity - before.quantity;
  const { reason } = input;
  await recordMovement(tx, caller, {
    kind: 'corrected',
    board_id: boardId,
    quantity,
    cost_minor: before.cost_minor,
    reason,
  });
  await publish(tx, caller, 'board.corrected', boardId, {
    before: before.quantity,
    after: input.quantity,
    reason,
  });
  return ok(row);
}

export async function keepBoards(
  tx: Tx,
  caller: Caller,
  boardId: Id,
  input: BodyOf<typeof contract.keepBoards>,
): Promise<Result<BoardStock, { code: 'board_unknown' }>> {
  const row = await tx
    .tables<StockTables>()
    .updateTable('board_stock')
    .set(input)
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', boardId)
    .returningAll()
    .executeTakeFirst();
  if (!row) return refuse({ code: 'board_unknown' });
  await publish(tx, caller, 'board.kept', boardId, input);
  return ok(row);
}
