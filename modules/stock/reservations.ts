import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { offcutCode } from './rules.ts';
import { recordMovements, type StockTables } from './store.ts';

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

/** A sheet or an offcut that the saw takes off the rack for a plan. */
interface TakenSheet {
  readonly caller: Caller;
  readonly planId: Id;
  /** board or offcut */
  readonly sourceId: Id;
}

/**
 * The saw has taken sheets or offcuts of their plans off the rack: stock and reservation fall together, once per
 * reserved piece. What is not set aside for its plan, or no longer, is refused; the others are taken.
 * @returns one result per piece, in their order
 */
export async function takeSheets(
  tx: Tx,
  pieces: readonly TakenSheet[],
): Promise<Result<void, TakeRefusal>[]> {
  if (pieces.length === 0) return [];
  const boards = await takeBoards(tx, pieces);
  const offcuts = await takeOffcuts(
    tx,
    pieces.filter((piece) => !boards.has(piece)),
  );
  const costs = new Map([...boards, ...offcuts]);
  await recordMovements(
    tx,
    [...costs].map(([piece, cost_minor]) => ({
      caller: piece.caller,
      movement: {
        kind: 'sawn',
        ...(boards.has(piece) ? { board_id: piece.sourceId } : { offcut_id: piece.sourceId }),
        quantity: -1,
        cost_minor,
        plan_id: piece.planId,
      },
    })),
  );
  for (const piece of costs.keys())
    await publish(tx, piece.caller, boards.has(piece) ? 'board.sawn' : 'offcut.used', piece.sourceId, {
      planId: piece.planId,
    });
  return pieces.map((piece) =>
    costs.has(piece)
      ? ok(undefined)
      : refuse({ code: 'sheet_not_reserved', plan: piece.planId, source: piece.sourceId }),
  );
}

/** @returns what each sheet that could be taken has cost */
async function takeBoards(tx: Tx, pieces: readonly TakenSheet[]): Promise<Map<TakenSheet, Minor>> {
  const tables = tx.tables<StockTables>();
  const { rows: reserved } = await sql<StockTables['stock_reservation']>`
    select r.* from stock_reservation r
    join (select distinct * from unnest(${pieces.map((piece) => piece.planId)}::uuid[],
      ${pieces.map((piece) => piece.sourceId)}::uuid[])) as wanted (plan_id, board_id)
      on r.plan_id = wanted.plan_id and r.board_id = wanted.board_id
    where r.tenant_id = ${tx.tenantId}
    order by r.plan_id, r.board_id for update of r`.execute(tables);
  const taken = new Map<StockTables['stock_reservation'], TakenSheet[]>();
  for (const piece of pieces) {
    const row = reserved.find((one) => one.plan_id === piece.planId && one.board_id === piece.sourceId);
    const before = row ? (taken.get(row) ?? []) : [];
    if (row && row.taken + before.length < row.quantity) taken.set(row, [...before, piece]);
  }
  if (taken.size === 0) return new Map();
  const rows = [...taken.keys()];
  const counts = [...taken.values()].map((list) => list.length);
  await sql`
    update stock_reservation r
    set taken = r.taken + now.count
    from unnest(${rows.map((row) => row.plan_id)}::uuid[], ${rows.map((row) => row.board_id)}::uuid[],
      ${counts}::int[]) as now (plan_id, board_id, count)
    where r.tenant_id = ${tx.tenantId} and r.plan_id = now.plan_id and r.board_id = now.board_id`.execute(
    tables,
  );
  const fallen = new Map<Id, number>();
  for (const [row, list] of taken) fallen.set(row.board_id, (fallen.get(row.board_id) ?? 0) + list.length);
  // Locked in the order of their ids, as everywhere: an update from a list takes them in an order of its own.
  await sql`select 1 from board_stock where tenant_id = ${tx.tenantId} and id = any(${[...fallen.keys()]}::uuid[])
    order by id for update`.execute(tables);
  const { rows: stock } = await sql<{ id: Id; cost_minor: Minor }>`
    update board_stock b
    set quantity = b.quantity - now.count, reserved = b.reserved - now.count
    from unnest(${[...fallen.keys()]}::uuid[], ${[...fallen.values()]}::int[]) as now (id, count)
    where b.tenant_id = ${tx.tenantId} and b.id = now.id
    returning b.id, b.cost_minor`.execute(tables);
  const costs = new Map(stock.map((row) => [row.id, row.cost_minor]));
  return new Map(
    [...taken.values()].flat().map((piece): [TakenSheet, Minor] => [piece, costs.get(piece.sourceId)!]),
  );
}

/** @returns what each offcut that could be taken was worth */
async function takeOffcuts(tx: Tx, pieces: readonly TakenSheet[]): Promise<Map<TakenSheet, Minor>> {
  if (pieces.length === 0) return new Map();
  const { rows } = await sql<{ id: Id; reserved_for: Id; value_minor: Minor }>`
    update offcut o
    set state = 'used'
    from unnest(${pieces.map((piece) => piece.sourceId)}::uuid[], ${pieces.map((piece) => piece.planId)}::uuid[])
      as wanted (id, plan_id)
    where o.tenant_id = ${tx.tenantId} and o.id = wanted.id and o.reserved_for = wanted.plan_id
      and o.state = 'reserved'
    returning o.id, o.reserved_for, o.value_minor`.execute(tx.tables<StockTables>());
  const taken = new Map<TakenSheet, Minor>();
  for (const row of rows) {
    const piece = pieces.find((one) => one.sourceId === row.id && one.planId === row.reserved_for);
    if (piece) taken.set(piece, row.value_minor);
  }
  return taken;
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

/**
 * Gives back single sheets or offcuts of a plan that will not be sawn after all; the rest stays set aside.
 * @param sources board or offcut of each sheet, one entry per sheet
 * @throws RangeError when the plan has not set that many aside (a bug in the caller)
 */
export async function giveBack(tx: Tx, caller: Caller, planId: Id, sources: readonly Id[]): Promise<void> {
  const tables = tx.tables<StockTables>();
  const counts = new Map<Id, number>();
  for (const id of sources) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const [id, count] of [...counts].sort(byId)) {
    const offcut = await tables
      .updateTable('offcut')
      .set({ state: 'available', reserved_for: null })
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', id)
      .where('reserved_for', '=', planId)
      .where('state', '=', 'reserved')
      .returning('id')
      .executeTakeFirst();
    if (offcut) continue;
    const row = await tables
      .selectFrom('stock_reservation')
      .selectAll()
      .where('tenant_id', '=', tx.tenantId)
      .where('plan_id', '=', planId)
      .where('board_id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!row || row.quantity - row.taken < count)
      throw new RangeError(`plan ${planId} has not set ${count} of ${id} aside`);
    if (row.quantity === count)
      await tables
        .deleteFrom('stock_reservation')
        .where('tenant_id', '=', tx.tenantId)
        .where('plan_id', '=', planId)
        .where('board_id', '=', id)
        .execute();
    else
      await tables
        .updateTable('stock_reservation')
        .set({ quantity: row.quantity - count })
        .where('tenant_id', '=', tx.tenantId)
        .where('plan_id', '=', planId)
        .where('board_id', '=', id)
        .execute();
    await tables
      .updateTable('board_stock')
      .set((e) => ({ reserved: e('reserved', '-', count) }))
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', id)
      .execute();
  }
  if (counts.size > 0) await publish(tx, caller, 'stock.released', planId, { returned: sources.length });
}
