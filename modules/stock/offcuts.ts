import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Hmm } from '#domain/kernel/units.ts';
import { loadShopData } from '#modules/catalog/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { insertRows } from '#platform/postgres/insert-rows.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumbers } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { MaterialUnlisted, SizeRefusal } from './boards.ts';
import { offcutCode, offcutValue, rackFor } from './rules.ts';
import { recordMovement, recordMovements, type Offcut, type StockTables } from './store.ts';

export interface NewOffcut {
  readonly materialCode: string;
  /** along the grain of the sheet it came from */
  readonly length: Hmm;
  readonly width: Hmm;
  readonly rack?: string;
  /** where it came from; absent when entered by hand */
  readonly planId?: Id;
  readonly sheetNo?: number;
}

interface KeptOffcut {
  readonly id: Id;
  readonly code: string;
  readonly rack: string;
  readonly row: Offcut;
}

/**
 * Puts a leftover into the rack under the next number.
 * Call it in the transaction that says the sheet is done, so that a repeated tap keeps it once.
 */
export async function putOffcut(
  tx: Tx,
  caller: Caller,
  piece: NewOffcut,
): Promise<Result<KeptOffcut, MaterialUnlisted | SizeRefusal>> {
  const kept = await putOffcuts(tx, [{ ...piece, caller }]);
  return kept.ok ? ok(kept.value[0]!) : kept;
}

/**
 * Puts leftovers into the rack under the next numbers, all or none, each at the moment of its caller.
 * @returns what was kept, in the order given
 */
export async function putOffcuts(
  tx: Tx,
  pieces: readonly (NewOffcut & { readonly caller: Caller })[],
): Promise<Result<readonly KeptOffcut[], MaterialUnlisted | SizeRefusal>> {
  if (pieces.length === 0) return ok([]);
  const shop = await loadShopData(tx);
  for (const { length, width, materialCode } of pieces) {
    if (length <= 0 || width <= 0)
      return refuse({ code: 'size_zero', field: length <= 0 ? 'length' : 'width', value: 0 });
    if (!shop.boards.has(materialCode))
      return refuse({ code: 'stock_material_unlisted', field: 'materialCode', value: materialCode });
  }
  const numbers = await nextNumbers(tx, 'offcut', pieces.length);
  const rows = pieces.map((piece, i): Offcut => ({
    tenant_id: tx.tenantId,
    id: idAt(piece.caller.now),
    number: numbers[i]!,
    material_code: piece.materialCode,
    length_hmm: piece.length,
    width_hmm: piece.width,
    rack: piece.rack || rackFor(piece.materialCode, piece.length, piece.width),
    value_minor: offcutValue(
      piece.length,
      piece.width,
      shop.boards.get(piece.materialCode)!.priceMinorPerSquareMetre,
      shop.saw.offcutValuePercent,
    ),
    state: 'available',
    plan_id: piece.planId ?? null,
    sheet_no: piece.sheetNo ?? null,
    reserved_for: null,
    kept_at: piece.caller.now,
  }));
  await insertRows(tx.tables<StockTables>(), 'offcut', rows).execute();
  const kept = rows.map((row) => ({ id: row.id, code: offcutCode(row.number), rack: row.rack, row }));
  await recordMovements(
    tx,
    rows.map((row, i) => ({
      caller: pieces[i]!.caller,
      movement: {
        kind: 'kept',
        offcut_id: row.id,
        quantity: 1,
        cost_minor: row.value_minor,
        ...(row.plan_id ? { plan_id: row.plan_id } : {}),
      },
    })),
  );
  for (const [i, { id, code, rack }] of kept.entries())
    await publish(tx, pieces[i]!.caller, 'offcut.kept', id, { code, rack });
  return ok(kept);
}

/**
 * How much went from the saw into the offcut rack since a moment, and how much of the rack was thrown away, in square
 * hundredths of a millimetre. Offcuts entered by hand came from no sheet and are left out of what was kept.
 */
export async function offcutAreas(tx: Tx, since: Instant): Promise<{ kept: number; scrapped: number }> {
  const { rows } = await sql<{ kept: string; scrapped: string }>`
    select
      coalesce(sum(o.length_hmm::numeric * o.width_hmm) filter (where m.kind = 'kept' and m.plan_id is not null), 0) as kept,
      coalesce(sum(o.length_hmm::numeric * o.width_hmm) filter (where m.kind = 'scrapped'), 0) as scrapped
    from stock_movement m join offcut o on o.tenant_id = m.tenant_id and o.id = m.offcut_id
    where m.tenant_id = ${tx.tenantId} and m.at >= ${since} and m.kind in ('kept', 'scrapped')`.execute(
    tx.tables<StockTables>(),
  );
  const { kept, scrapped } = rows[0]!;
  return { kept: Number(kept), scrapped: Number(scrapped) };
}

export type ScrapRefusal =
  { code: 'offcut_unknown' } | { code: 'offcut_not_available'; state: string; offcut: string };

/** Throws an offcut away. One that is set aside for a plan, used or gone stays as it is. */
export async function scrapOffcut(
  tx: Tx,
  caller: Caller,
  offcutId: Id,
  reason: string,
): Promise<Result<Offcut, ScrapRefusal>> {
  const tables = tx.tables<StockTables>();
  const row = await tables
    .updateTable('offcut')
    .set({ state: 'scrapped' })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', offcutId)
    .where('state', '=', 'available')
    .returningAll()
    .executeTakeFirst();
  if (!row) {
    const found = await tables
      .selectFrom('offcut')
      .select(['state', 'number'])
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', offcutId)
      .executeTakeFirst();
    return found
      ? refuse({ code: 'offcut_not_available', state: found.state, offcut: offcutCode(found.number) })
      : refuse({ code: 'offcut_unknown' });
  }
  await recordMovement(tx, caller, {
    kind: 'scrapped',
    offcut_id: offcutId,
    quantity: -1,
    cost_minor: row.value_minor,
    reason,
  });
  await publish(tx, caller, 'offcut.scrapped', offcutId, { code: offcutCode(row.number), reason });
  return ok(row);
}
