import type { Id } from '#domain/kernel/ids.ts';
import { mm } from '#domain/kernel/units.ts';
import { putOffcut, takeSheet } from '#modules/stock/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { queueSchedule } from './queue-schedule.ts';
import { settleParts } from './settle.ts';
import { offcutsOn, partsOn, withKept } from './sheet-pattern.ts';
import { already, conflict, done, type StationAnswer } from './station-answer.ts';
import type { ProductionTables } from './store.ts';

/**
 * The saw has cut a sheet: it leaves the stock, its offcuts enter it, its parts are sawn. Stations behind the saw may
 * have said more about these parts already; that stays.
 */
export async function cutSheet(tx: Tx, caller: Caller, sheetId: Id): Promise<StationAnswer> {
  const tables = tx.tables<ProductionTables>();
  const sheet = await lockSheet(tx, sheetId);
  if (!sheet) return conflict('sheet_unknown', {}, ['ok', 'help']);
  const facts = { sheet: sheet.sheet_no };
  if (sheet.state === 'cut') return already('sheet_cut_before', facts);
  if (sheet.state === 'damaged') return conflict('sheet_was_damaged', facts, ['ok', 'help']);
  const taken = await takeSheet(tx, caller, sheet.plan_id, sheet.board_id);
  if (!taken.ok) return conflict('sheet_not_in_stock', { ...facts, board: sheet.board_code }, ['ok', 'help']);

  const batch = await tables
    .selectFrom('cut_batch')
    .select('material')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', sheet.batch_id)
    .executeTakeFirstOrThrow();
  const kept: { code: string; rack: string; length: number; width: number }[] = [];
  for (const leaf of offcutsOn(sheet.pattern)) {
    const put = await putOffcut(tx, caller, {
      materialCode: batch.material,
      length: leaf.length,
      width: leaf.width,
      planId: sheet.plan_id,
      sheetNo: sheet.sheet_no,
    });
    if (!put.ok)
      throw new Error(`an offcut of sheet ${sheet.sheet_no} cannot be kept: ${JSON.stringify(put.refusal)}`);
    kept.push({ code: put.value.code, rack: put.value.rack, length: mm(leaf.length), width: mm(leaf.width) });
  }
  await tables
    .updateTable('cut_sheet')
    .set({
      state: 'cut',
      cut_at: caller.now,
      pattern: JSON.stringify(
        withKept(
          sheet.pattern,
          kept.map(({ code, rack }) => ({ code, rack })),
        ),
      ),
    })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', sheetId)
    .execute();
  const codes = partsOn(sheet.pattern);
  const parts = await tables
    .selectFrom('part')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('code', 'in', codes)
    .execute();
  const ids = parts.map((part) => part.id);
  await tables
    .updateTable('operation')
    .set({ state: 'done', done_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('part_id', 'in', ids)
    .where('kind', '=', 'saw')
    .where('state', '=', 'open')
    .execute();
  await settleParts(tx, caller, ids);
  await publish(tx, caller, 'sheet.cut', sheetId, {
    sheetNo: sheet.sheet_no,
    batchId: sheet.batch_id,
    parts: codes,
    offcuts: kept.map((offcut) => offcut.code),
  });
  return done('sheet_cut', { ...facts, parts: codes.length }, kept);
}

/**
 * A sheet that cannot be used: it leaves the stock, and its parts wait for the next plan of their batch. What stations
 * have already worked on was cut in truth and stays.
 */
export async function damageSheet(
  tx: Tx,
  caller: Caller,
  sheetId: Id,
  reason: string,
): Promise<StationAnswer> {
  const tables = tx.tables<ProductionTables>();
  const sheet = await lockSheet(tx, sheetId);
  if (!sheet) return conflict('sheet_unknown', {}, ['ok', 'help']);
  const facts = { sheet: sheet.sheet_no };
  if (sheet.state === 'damaged') return already('sheet_damaged_before', facts);
  if (sheet.state === 'cut') return conflict('sheet_was_cut', facts, ['bad-part', 'ok']);
  const taken = await takeSheet(tx, caller, sheet.plan_id, sheet.board_id);
  if (!taken.ok) return conflict('sheet_not_in_stock', { ...facts, board: sheet.board_code }, ['ok', 'help']);
  await tables
    .updateTable('cut_sheet')
    .set({ state: 'damaged' })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', sheetId)
    .execute();
  const back = await tables
    .updateTable('part')
    .set({ state: 'waiting', sheet_id: null })
    .where('tenant_id', '=', tx.tenantId)
    .where('sheet_id', '=', sheetId)
    .where('state', '=', 'planned')
    .returning('id')
    .execute();
  if (back.length > 0)
    await tables
      .updateTable('operation')
      .set({ work_order_id: null })
      .where('tenant_id', '=', tx.tenantId)
      .where(
        'part_id',
        'in',
        back.map((part) => part.id),
      )
      .where('kind', '=', 'saw')
      .where('state', '=', 'open')
      .execute();
  await publish(tx, caller, 'sheet.damaged', sheetId, {
    sheetNo: sheet.sheet_no,
    batchId: sheet.batch_id,
    reason,
    parts: back.length,
  });
  await queueSchedule(tx, 'sheet.damaged');
  return done('sheet_damaged', { ...facts, parts: back.length });
}

async function lockSheet(tx: Tx, sheetId: Id) {
  return tx
    .tables<ProductionTables>()
    .selectFrom('cut_sheet')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', sheetId)
    .forUpdate()
    .executeTakeFirst();
}
