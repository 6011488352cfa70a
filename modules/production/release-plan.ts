import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { cycleSeconds, sheetsPerCycle, workOf } from '#domain/cutting/saw-time.ts';
import { loadShopData } from '#modules/catalog/api.ts';
import { releaseReservation, reserveForPlan, type PlanNeed } from '#modules/stock/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { loadBatchFacts, type BatchFacts, type CuttingRefusal } from './batch-facts.ts';
import { lockBatch } from './batches.ts';
import { booksOf } from './cutting-job.ts';
import { queueSchedule } from './queue-schedule.ts';
import { nameParts, partsOn, type SheetNode } from './sheet-pattern.ts';
import type { ProductionTables } from './store.ts';
import { insertRows, type NewRow } from './write-rows.ts';

export type ReleasePlanRefusal =
  | CuttingRefusal
  | { readonly code: 'plan_unknown' }
  | { readonly code: 'plan_faulty'; readonly version: number; readonly fault: string }
  | { readonly code: 'plan_outdated'; readonly version: number }
  | { readonly code: 'plan_places_nothing'; readonly version: number }
  | { readonly code: 'centre_missing'; readonly kind: string };

/**
 * Releases a plan to the saw: its boards and offcuts are set aside, its sheets and their books exist, its parts have a
 * place. What an earlier plan of the batch released stays as it is. A plan whose batch has changed since it was solved
 * is refused, because its sheets would hold parts that are cut already or no longer wanted.
 *
 * @param known what the batch holds, when this transaction has just planned it; loaded otherwise
 */
export async function releasePlan(
  tx: Tx,
  caller: Caller,
  planId: Id,
  known?: BatchFacts,
): Promise<Result<{ sheets: number; books: number }, Refusal>> {
  const tables = tx.tables<ProductionTables>();
  const plan = await tables
    .selectFrom('cut_plan')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', planId)
    .executeTakeFirst();
  if (!plan) return refuse({ code: 'plan_unknown' });
  const batch = (await lockBatch(tx, plan.batch_id))!;
  if (plan.faults.length > 0)
    return refuse({ code: 'plan_faulty', version: plan.version, fault: plan.faults[0]! });
  const patterns = plan.plan.patterns.slice(plan.pinned);
  const facts = known ? ok(known) : await loadBatchFacts(tx, plan.batch_id, plan.objective);
  if (!facts.ok) {
    // What the plan counts on may just have gone to another one: that is the reason, not that no board is large enough.
    if (facts.refusal.code !== 'batch_not_cuttable') return facts;
    const offcuts = new Set(plan.job.boards.filter(({ offcut }) => offcut).map(({ id }) => id));
    const short = await reserveForPlan(
      tx,
      caller,
      planId,
      needsOf(patterns, (id) => offcuts.has(id)),
    );
    if (!short.ok) return short;
    await releaseReservation(tx, caller, planId);
    return facts;
  }
  if (facts.value.contentHash !== plan.content_hash)
    return refuse({ code: 'plan_outdated', version: plan.version });
  if (patterns.length === 0) return refuse({ code: 'plan_places_nothing', version: plan.version });

  const { boards } = facts.value;
  const needs = needsOf(patterns, (id) => boards.get(id)?.offcut ?? false);
  const reserved = await reserveForPlan(tx, caller, planId, needs);
  if (!reserved.ok) return reserved;

  const shop = await loadShopData(tx);
  const saw = [...shop.centres.values()].find((centre) => centre.kind === 'saw');
  if (!saw) return refuse({ code: 'centre_missing', kind: 'saw' });
  const last = await tables
    .selectFrom('cut_sheet')
    .select('sheet_no')
    .where('tenant_id', '=', tx.tenantId)
    .where('batch_id', '=', batch.id)
    .orderBy('sheet_no', 'desc')
    .limit(1)
    .executeTakeFirst();
  const rows = sheetRows(tx, caller, {
    plan,
    patterns,
    facts: facts.value,
    batchId: batch.id,
    material: batch.material,
    batchNumber: batch.number,
    centre: saw.code,
    firstSheetNo: (last?.sheet_no ?? 0) + 1,
  });
  await insertRows(tx, 'work_order', rows.books);
  await insertRows(tx, 'cut_sheet', rows.sheets);
  await placeParts(
    tx,
    rows.sheets.map((sheet, i) => ({ sheet, pattern: rows.patterns[i]! })),
  );
  await tables
    .updateTable('cut_batch')
    .set({ released_plan_id: planId })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', batch.id)
    .execute();
  await publish(tx, caller, 'plan.released', planId, {
    batchId: batch.id,
    version: plan.version,
    sheets: rows.sheets.length,
  });
  await queueSchedule(tx, 'plan.released');
  return ok({ sheets: rows.sheets.length, books: rows.books.length });
}

/** What the sheets of new patterns are cut from. */
function needsOf(patterns: BatchFacts['pins'], isOffcut: (id: Id) => boolean): PlanNeed[] {
  const used = new Map<Id, number>();
  for (const { board, repeat } of patterns) used.set(board as Id, (used.get(board as Id) ?? 0) + repeat);
  return [...used].map(([id, quantity]) => (isOffcut(id) ? { offcutId: id } : { boardId: id, quantity }));
}

interface PlanToRelease {
  readonly plan: { readonly id: Id; readonly job: BatchFacts['job'] };
  readonly patterns: BatchFacts['pins'];
  readonly facts: BatchFacts;
  readonly batchId: Id;
  readonly material: string;
  readonly batchNumber: number;
  readonly centre: string;
  readonly firstSheetNo: number;
}

/** Sheets and books of the new patterns; the parts of most urgent orders lie on the first sheets that hold their kind. */
function sheetRows(tx: Tx, caller: Caller, given: PlanToRelease) {
  const { plan, patterns, facts } = given;
  const named = nameParts(
    patterns.flatMap((pattern) => Array.from({ length: pattern.repeat }, () => pattern.root)),
    facts.waiting,
  );
  const books: NewRow<'work_order'>[] = [];
  const sheets: NewRow<'cut_sheet'>[] = [];
  const boards = new Map(plan.job.boards.map((board) => [board.id, board]));
  for (const pattern of patterns) {
    const board = boards.get(pattern.board)!;
    const work = workOf(pattern.root);
    for (const count of booksOf(pattern.repeat, sheetsPerCycle(board.thickness, plan.job.saw))) {
      const bookId = idAt(caller.now);
      const from = given.firstSheetNo + sheets.length;
      const seconds =
        cycleSeconds(work, plan.job.saw) + count * work.parts * plan.job.saw.speed.secondsPerPart;
      const numbers = count > 1 ? `${from}–${from + count - 1}` : `${from}`;
      books.push({
        tenant_id: tx.tenantId,
        id: bookId,
        kind: 'saw',
        centre: given.centre,
        order_id: null,
        unit_no: null,
        family: given.material,
        name: `B-${given.batchNumber} ${numbers}`,
        own_ms: Math.round(seconds * 1000),
      });
      for (let i = 0; i < count; i++) {
        const fact = facts.boards.get(pattern.board)!;
        sheets.push({
          tenant_id: tx.tenantId,
          id: idAt(caller.now),
          batch_id: given.batchId,
          plan_id: plan.id,
          work_order_id: bookId,
          sheet_no: given.firstSheetNo + sheets.length,
          board_id: pattern.board,
          board_code: fact.code,
          offcut: fact.offcut,
          length_hmm: fact.length,
          width_hmm: fact.width,
          cost_minor: fact.costMinor,
          pattern: JSON.stringify(named[sheets.length]),
          state: 'released',
          cut_at: null,
        });
      }
    }
  }
  return { books, sheets, patterns: named };
}

/** Gives the parts of new sheets their place and their saw step its book, in two statements whatever their number. */
async function placeParts(
  tx: Tx,
  placed: readonly { sheet: NewRow<'cut_sheet'>; pattern: SheetNode }[],
): Promise<void> {
  const tables = tx.tables<ProductionTables>();
  const codes = placed.flatMap(({ pattern }) => partsOn(pattern));
  const sheets = placed.flatMap(({ sheet, pattern }) => partsOn(pattern).map(() => sheet.id));
  const { rows: parts } = await sql<{ id: Id; sheet_id: Id }>`
    update part
    set sheet_id = place.sheet_id, state = case when part.state = 'waiting' then 'planned' else part.state end
    from unnest(${codes}::text[], ${sheets}::uuid[]) as place (code, sheet_id)
    where part.tenant_id = ${tx.tenantId} and part.code = place.code and part.sheet_id is null
    returning part.id, part.sheet_id`.execute(tables);
  if (parts.length !== codes.length)
    throw new Error(`the plan's sheets hold ${codes.length} parts, ${parts.length} of them could be placed`);
  const books = new Map(placed.map(({ sheet }) => [sheet.id, sheet.work_order_id]));
  await sql`
    update operation
    set work_order_id = place.work_order_id
    from unnest(${parts.map((part) => part.id)}::uuid[], ${parts.map((part) => books.get(part.sheet_id)!)}::uuid[])
      as place (part_id, work_order_id)
    where operation.tenant_id = ${tx.tenantId} and operation.part_id = place.part_id
      and operation.kind = 'saw' and operation.state = 'open'`.execute(tables);
}
