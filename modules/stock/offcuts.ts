import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Hmm } from '#domain/kernel/units.ts';
import { loadShopData } from '#modules/catalog/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { MaterialUnlisted, SizeRefusal } from './boards.ts';
import { offcutCode, offcutValue, rackFor } from './rules.ts';
import { recordMovement, type Offcut, type StockTables } from './store.ts';

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

/**
 * Puts a leftover into the rack under the next number.
 * Call it in the transaction that says the sheet is done, so that a repeated tap keeps it once.
 */
export async function putOffcut(
  tx: Tx,
  caller: Caller,
  piece: NewOffcut,
): Promise<Result<{ id: Id; code: string; rack: string; row: Offcut }, MaterialUnlisted | SizeRefusal>> {
  if (piece.length <= 0 || piece.width <= 0)
    return refuse({ code: 'size_zero', field: piece.length <= 0 ? 'length' : 'width', value: 0 });
  const shop = await loadShopData(tx);
  const material = shop.boards.get(piece.materialCode);
  if (!material)
    return refuse({ code: 'stock_material_unlisted', field: 'materialCode', value: piece.materialCode });
  const value = offcutValue(
    piece.length,
    piece.width,
    material.priceMinorPerSquareMetre,
    shop.saw.offcutValuePercent,
  );
  const row: Offcut = {
    tenant_id: tx.tenantId,
    id: idAt(caller.now),
    number: await nextNumber(tx, 'offcut'),
    material_code: piece.materialCode,
    length_hmm: piece.length,
    width_hmm: piece.width,
    rack: piece.rack || rackFor(piece.materialCode, piece.length, piece.width),
    value_minor: value,
    state: 'available',
    plan_id: piece.planId ?? null,
    sheet_no: piece.sheetNo ?? null,
    reserved_for: null,
    kept_at: caller.now,
  };
  await tx.tables<StockTables>().insertInto('offcut').values(row).execute();
  await recordMovement(tx, caller, {
    kind: 'kept',
    offcut_id: row.id,
    quantity: 1,
    cost_minor: value,
    ...(piece.planId ? { plan_id: piece.planId } : {}),
  });
  await publish(tx, caller, 'offcut.kept', row.id, { code: offcutCode(row.number), rack: row.rack });
  return ok({ id: row.id, code: offcutCode(row.number), rack: row.rack, row });
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
