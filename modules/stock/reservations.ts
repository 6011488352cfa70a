import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { offcutCode } from './rules.ts';
import { recordMovement, type StockTables } from './store.ts';

/** What a cut plan needs from the racks. */
export type PlanNeed =
  { readonly boardId: Id; readonly quantity: number } | { readonly offcutId: Id; readonly quantity?: 1 };

export interface Shortage {
  /** material code of a board, code of an offcut */
  readonly what: string;
  readonly needed: number;
  readonly free: number;
}

export type ReserveRefusal =
  | { code: 'stock_short'; missing: string; shortages: readonly Shortage[] }
  | { code: 'plan_reserved_already' };

/**
 * Sets boards and offcuts aside for a released plan, all or none. Rows are locked in the order of their ids, so that
 * two plans that want the same boards come one after the other and never wait for each other in a circle.
 */
export async function reserveForPlan(
  tx: Tx,
  caller: Caller,
  planId: Id,
  needs: readonly PlanNeed[],
): Promise<Result<void, ReserveRefusal>> {
  const tables = tx.tables<StockTables>();
  const boards = new Map<Id, number>();
  const offcuts = new Set<Id>();
  const shortages: Shortage[] = [];
  for (const need of needs) {
    if ('boardId' in need) boards.set(need.boardId, (boards.get(need.boardId) ?? 0) + need.quantity);
    else if (offcuts.has(need.offcutId))
      throw new RangeError(`plan ${planId} uses offcut ${need.offcutId} twice`);
    else offcuts.add(need.offcutId);
  }
  for (const [boardId, quantity] of [...boards].sort(byId)) {
    if (!Number.isInteger(quantity) || quantity < 1)
      throw new RangeError(`plan ${planId} needs ${quantity} sheets`);
    const row = await tables
      .selectFrom('board_stock')
      .selectAll()
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', boardId)
      .forUpdate()
      .executeTakeFirst();
    const free = row ? row.quantity - row.reserved : 0;
    if (free < quantity) {
      const what = row ? `${row.material_code} ${row.length_hmm / 100} × ${row.width_hmm / 100}` : boardId;
      shortages.push({ what, needed: quantity, free });
      continue;
    }
    await tables
      .updateTable('board_stock')
      .set((e) => ({ reserved: e('reserved', '+', quantity) }))
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', boardId)
      .execute();
    const reserved = await tables
      .insertInto('stock_reservation')
      .values({ tenant_id: tx.tenantId, plan_id: planId, board_id: boardId, quantity, taken: 0 })
      .onConflict((c) => c.doNothing())
      .returning('plan_id')
      .executeTakeFirst();
    if (!reserved) return refuse({ code: 'plan_reserved_already' });
  }
  for (const offcutId of [...offcuts].sort()) {
    const taken = await tables
      .updateTable('offcut')
      .set({ state: 'reserved', reserved_for: planId })
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', offcutId)
      .where('state', '=', 'available')
      .returning('id')
      .executeTakeFirst();
    if (taken) continue;
    const row = await tables
      .selectFrom('offcut')
      .select('number')
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', offcutId)
      .executeTakeFirst();
    shortages.push({ what: row ? offcutCode(row.number) : offcutId, needed: 1, free: 0 });
  }
  if (shortages.length) {
    const missing = shortages.map(({ what, needed, free }) => `${what}: ${free}/${needed}`).join(', ');
    return refuse({ code: 'stock_short', missing, shortages });
  }
  await publish(tx, caller, 'stock.reserved', planId, {
    boards: Object.fromEntries(boards),
    offcuts: [...offcuts],
  });
  return ok(undefined);
}

function byId(a: readonly [Id, number], b: readonly [Id, number]): number {
  return a[0] < b[0] ? -1 : 1;
}

export type TakeRefusal = { code: 'sheet_not_reserved'; plan: Id; source: Id };

/**
 * The saw has taken a sheet or an offcut of the plan off the rack: stock and reservation fall together, once per
 * reserved piece.
 */
export async function takeSheet(
  tx: Tx,
  caller: Caller,
  planId: Id,
  sourceId: Id,
): Promise<Result<void, TakeRefusal>> {
  const tables = tx.tables<StockTables>();
  const reservation = await tables
    .updateTable('stock_reservation')
    .set((e) => ({ taken: e('taken', '+', 1) }))
    .where('tenant_id', '=', tx.tenantId)
    .where('plan_id', '=', planId)
    .where('board_id', '=', sourceId)
    .whereRef('taken', '<', 'quantity')
    .returning('board_id')
    .executeTakeFirst();
  if (reservation) {
    const row = await tables
      .updateTable('board_stock')
      .set((e) => ({ quantity: e('quantity', '-', 1), reserved: e('reserved', '-', 1) }))
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', sourceId)
      .returning('cost_minor')
      .executeTakeFirstOrThrow();
    await recordMovement(tx, caller, {
      kind: 'sawn',
      board_id: sourceId,
      quantity: -1,
      cost_minor: row.cost_minor,
      plan_id: planId,
    });
    await publish(tx, caller, 'board.sawn', sourceId, { planId });
    return ok(undefined);
  }
  const offcut = await tables
    .updateTable('offcut')
    .set({ state: 'used' })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', sourceId)
    .where('state', '=', 'reserved')
    .where('reserved_for', '=', planId)
    .returning('value_minor')
    .executeTakeFirst();
  if (!offcut) return refuse({ code: 'sheet_not_reserved', plan: planId, source: sourceId });
  await recordMovement(tx, caller, {
    kind: 'sawn',
    offcut_id: sourceId,
    quantity: -1,
    cost_minor: offcut.value_minor,
    plan_id: planId,
  });
  await publish(tx, caller, 'offcut.used', sourceId, { planId });
  return ok(undefined);
}

/** Gives back what a plan has set aside and not sawn; what is sawn stays sawn. Safe to call twice. */
export async function releaseReservation(tx: Tx, caller: Caller, planId: Id): Promise<void> {
  const tables = tx.tables<StockTables>();
  const rows = await tables
    .deleteFrom('stock_reservation')
    .where('tenant_id', '=', tx.tenantId)
    .where('plan_id', '=', planId)
    .returningAll()
    .execute();
  for (const row of rows.sort((a, b) => (a.board_id < b.board_id ? -1 : 1)))
    if (row.quantity > row.taken)
      await tables
        .updateTable('board_stock')
        .set((e) => ({ reserved: e('reserved', '-', row.quantity - row.taken) }))
        .where('tenant_id', '=', tx.tenantId)
        .where('id', '=', row.board_id)
        .execute();
  const offcuts = await tables
    .updateTable('offcut')
    .set({ state: 'available', reserved_for: null })
    .where('tenant_id', '=', tx.tenantId)
    .where('reserved_for', '=', planId)
    .where('state', '=', 'reserved')
    .returning('id')
    .execute();
  if (rows.length || offcuts.length) await publish(tx, caller, 'stock.released', planId);
}
