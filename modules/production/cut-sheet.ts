import { sql, type Selectable } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { mm } from '#domain/kernel/units.ts';
import { putOffcuts, takeSheets } from '#modules/stock/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { queueSchedule } from './queue-schedule.ts';
import { settleParts } from './settle.ts';
import { offcutsOn, partsOn, withKept } from './sheet-pattern.ts';
import { already, conflict, done, type StationAnswer } from './station-answer.ts';
import type { ProductionTables } from './store.ts';

export interface SheetTap {
  readonly caller: Caller;
  readonly sheetId: Id;
}

type SheetRow = Selectable<ProductionTables['cut_sheet']>;

/**
 * The saw has cut sheets, each named once: they leave the stock, their offcuts enter it, their parts are sawn. Stations
 * behind the saw may have said more about these parts already; that stays.
 * @returns one answer per tap, in their order
 */
export async function cutSheets(tx: Tx, taps: readonly SheetTap[]): Promise<StationAnswer[]> {
  const sheets = await lockSheets(
    tx,
    taps.map((tap) => tap.sheetId),
  );
  const refused = new Map<Id, StationAnswer>();
  const wanted = taps.flatMap(({ caller, sheetId }) => {
    const sheet = sheets.get(sheetId);
    const answer = sheet ? answerBefore(sheet) : conflict('sheet_unknown', {}, ['ok', 'help']);
    if (answer) refused.set(sheetId, answer);
    return sheet && !answer ? [{ caller, sheet }] : [];
  });
  const taken = await takeSheets(
    tx,
    wanted.map(({ caller, sheet }) => ({ caller, planId: sheet.plan_id, sourceId: sheet.board_id })),
  );
  const cut = wanted.filter(({ sheet }, i) => {
    if (taken[i]!.ok) return true;
    const facts = { sheet: sheet.sheet_no, board: sheet.board_code };
    refused.set(sheet.id, conflict('sheet_not_in_stock', facts, ['ok', 'help']));
    return false;
  });
  const kept = await keepOffcuts(tx, cut);
  await saveCut(tx, cut, kept);
  for (const { caller, sheet } of cut)
    await publish(tx, caller, 'sheet.cut', sheet.id, {
      sheetNo: sheet.sheet_no,
      batchId: sheet.batch_id,
      parts: partsOn(sheet.pattern),
      offcuts: kept.get(sheet.id)!.map((offcut) => offcut.code),
    });
  return taps.map(({ sheetId }) => {
    const answer = refused.get(sheetId);
    if (answer) return answer;
    const sheet = sheets.get(sheetId)!;
    const facts = { sheet: sheet.sheet_no, parts: partsOn(sheet.pattern).length };
    return done('sheet_cut', facts, kept.get(sheetId)!);
  });
}

/** What is said about a sheet that waits no more. */
function answerBefore(sheet: SheetRow): StationAnswer | null {
  const facts = { sheet: sheet.sheet_no };
  if (sheet.state === 'cut') return already('sheet_cut_before', facts);
  if (sheet.state === 'withdrawn') return conflict('sheet_was_withdrawn', facts, ['ok', 'help']);
  return sheet.state === 'damaged' ? conflict('sheet_was_damaged', facts, ['ok', 'help']) : null;
}

interface CutSheet {
  readonly caller: Caller;
  readonly sheet: SheetRow;
}

/** The offcuts of sheets by sheet, as their labels say them. */
async function keepOffcuts(tx: Tx, cut: readonly CutSheet[]): Promise<Map<Id, StationAnswer['offcuts']>> {
  const batches = await tx
    .tables<ProductionTables>()
    .selectFrom('cut_batch')
    .select(['id', 'material'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', sql<Id>`any(${[...new Set(cut.map(({ sheet }) => sheet.batch_id))]}::uuid[])`)
    .execute();
  const materials = new Map(batches.map((batch) => [batch.id, batch.material]));
  const pieces = cut.flatMap(({ caller, sheet }) =>
    offcutsOn(sheet.pattern).map((leaf) => ({
      caller,
      sheetId: sheet.id,
      materialCode: materials.get(sheet.batch_id)!,
      length: leaf.length,
      width: leaf.width,
      planId: sheet.plan_id,
      sheetNo: sheet.sheet_no,
    })),
  );
  const put = await putOffcuts(tx, pieces);
  if (!put.ok) throw new Error(`offcuts of cut sheets cannot be kept: ${JSON.stringify(put.refusal)}`);
  const labels = put.value.map(({ code, rack }, i) => {
    const { sheetId, length, width } = pieces[i]!;
    return { sheetId, label: { code, rack, length: mm(length), width: mm(width) } };
  });
  return new Map(
    cut.map(({ sheet }) => [
      sheet.id,
      labels.filter((one) => one.sheetId === sheet.id).map(({ label }) => label),
    ]),
  );
}

/** Sheets with what was kept of them, and their parts as sawn. */
async function saveCut(
  tx: Tx,
  cut: readonly CutSheet[],
  kept: ReadonlyMap<Id, StationAnswer['offcuts']>,
): Promise<void> {
  if (cut.length === 0) return;
  const tables = tx.tables<ProductionTables>();
  const patterns = cut.map(({ sheet }) =>
    withKept(
      sheet.pattern,
      kept.get(sheet.id)!.map(({ code, rack }) => ({ code, rack })),
    ),
  );
  await sql`
    update cut_sheet
    set state = 'cut', cut_at = now.at, pattern = now.pattern
    from unnest(${cut.map(({ sheet }) => sheet.id)}::uuid[], ${cut.map(({ caller }) => caller.now)}::timestamptz[],
      ${patterns.map((pattern) => JSON.stringify(pattern))}::jsonb[]) as now (id, at, pattern)
    where cut_sheet.tenant_id = ${tx.tenantId} and cut_sheet.id = now.id`.execute(tables);
  const callers = new Map(
    cut.flatMap(({ caller, sheet }) => partsOn(sheet.pattern).map((code) => [code, caller] as const)),
  );
  const { rows: parts } = await sql<{ id: Id; code: string }>`
    select id, code from part where tenant_id = ${tx.tenantId} and code = any(${[...callers.keys()]}::text[])
    order by code`.execute(tables);
  const moved = parts.map(({ id, code }) => ({ id, caller: callers.get(code)! }));
  await sql`
    update operation
    set state = 'done', done_at = now.at
    from unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ caller }) => caller.now)}::timestamptz[])
      as now (part_id, at)
    where operation.tenant_id = ${tx.tenantId} and operation.part_id = now.part_id
      and operation.kind = 'saw' and operation.state = 'open'`.execute(tables);
  await settleParts(tx, moved);
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
  const sheet = (await lockSheets(tx, [sheetId])).get(sheetId);
  if (!sheet) return conflict('sheet_unknown', {}, ['ok', 'help']);
  const facts = { sheet: sheet.sheet_no };
  if (sheet.state === 'damaged') return already('sheet_damaged_before', facts);
  if (sheet.state === 'withdrawn') return conflict('sheet_was_withdrawn', facts, ['ok', 'help']);
  if (sheet.state === 'cut') return conflict('sheet_was_cut', facts, ['bad-part', 'ok']);
  const [taken] = await takeSheets(tx, [{ caller, planId: sheet.plan_id, sourceId: sheet.board_id }]);
  if (!taken!.ok)
    return conflict('sheet_not_in_stock', { ...facts, board: sheet.board_code }, ['ok', 'help']);
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

async function lockSheets(tx: Tx, ids: readonly Id[]): Promise<Map<Id, SheetRow>> {
  const { rows } = await sql<SheetRow>`
    select * from cut_sheet where tenant_id = ${tx.tenantId} and id = any(${ids}::uuid[])
    order by id for update`.execute(tx.tables<ProductionTables>());
  return new Map(rows.map((sheet) => [sheet.id, sheet]));
}
