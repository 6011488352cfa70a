import type { Id } from '#domain/kernel/ids.ts';
import { mm } from '#domain/kernel/units.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { sheetsPerCycle } from '#domain/cutting/saw-time.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { loadBatchFacts } from './batch-facts.ts';
import type { DrawnPattern, PlanPage } from './contract.ts';
import { listBatches, loadPlanRow, planRow, sentenceOf, type PlanRowStored } from './cutting-queries.ts';
import { drawNode, drawSteps } from './drawing.ts';
import { sawFilesOf, type SawPlan } from './saw-files.ts';
import { nameParts, partsOn, type SheetNode } from './sheet-pattern.ts';
import type { ProductionTables } from './store.ts';

/** A plan as it is drawn: released sheets as they are, the others with the parts they would get now. */
export async function loadPlanPage(
  tx: Tx,
  caller: Caller,
  planId: Id,
): Promise<Result<PlanPage, { readonly code: 'plan_unknown' }>> {
  const drawn = await loadDrawnPlan(tx, caller, planId);
  return drawn.ok ? ok(drawn.value.page) : drawn;
}

/** The same with what saw files are written from. */
export async function loadDrawnPlan(
  tx: Tx,
  caller: Caller,
  planId: Id,
): Promise<Result<{ page: PlanPage; saw: SawPlan }, { readonly code: 'plan_unknown' }>> {
  const tables = tx.tables<ProductionTables>();
  const row = await loadPlanRow(tx, planId);
  const [batch] = row ? await listBatches(tx, caller, row.batch_id) : [];
  if (!row || !batch) return refuse({ code: 'plan_unknown' });
  const sheets = await tables
    .selectFrom('cut_sheet')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('batch_id', '=', row.batch_id)
    .orderBy('sheet_no')
    .execute();
  const own = sheets.filter((sheet) => sheet.plan_id === planId);
  const facts = await loadBatchFacts(tx, row.batch_id, row.objective);
  const boards = new Map(row.job.boards.map((board) => [board.id, board]));
  const info = (boardId: string): DrawnPattern['board'] => {
    const board = boards.get(boardId)!;
    return {
      code: board.offcut
        ? (sheets.find((sheet) => sheet.board_id === boardId)?.board_code ??
          (facts.ok ? facts.value.boards.get(boardId)?.code : undefined) ??
          board.material)
        : board.material,
      length: mm(board.length),
      width: mm(board.width),
      thickness: mm(board.thickness),
      grain: board.grain,
      offcut: board.offcut,
    };
  };

  const fresh = row.plan.patterns.slice(row.pinned);
  const codes = nameFresh(
    fresh,
    own.map((sheet) => sheet.pattern),
    facts.ok ? facts.value.waiting : [],
  );
  let at = 0;
  const patterns = fresh.map((pattern): DrawnPattern => {
    const root = codes[at]!;
    const placed = own.slice(at, at + pattern.repeat);
    at += pattern.repeat;
    return {
      board: info(pattern.board),
      repeat: pattern.repeat,
      perBook: sheetsPerCycle(boards.get(pattern.board)!.thickness, row.job.saw),
      pinned: false,
      root: drawNode(root),
      steps: drawSteps(root),
      sheets: placed.map((sheet) => ({ id: sheet.id, no: sheet.sheet_no, state: sheet.state })),
    };
  });
  const pinned = sheets
    .filter((sheet) => sheet.plan_id !== planId && (sheet.state === 'released' || sheet.state === 'cut'))
    .slice(0, row.pinned)
    .map((sheet): DrawnPattern => ({
      board: {
        code: sheet.board_code,
        length: mm(sheet.length_hmm),
        width: mm(sheet.width_hmm),
        thickness: mm(row.job.boards[0]!.thickness),
        grain: row.job.boards[0]!.grain,
        offcut: sheet.offcut,
      },
      repeat: 1,
      perBook: 1,
      pinned: true,
      root: drawNode(sheet.pattern),
      steps: drawSteps(sheet.pattern),
      sheets: [{ id: sheet.id, no: sheet.sheet_no, state: sheet.state }],
    }));
  const named = await namesOf(tx, [...codes, ...sheets.map((sheet) => sheet.pattern)].flatMap(partsOn));
  const saw: SawPlan = {
    job: row.job,
    plan: row.plan,
    pinned: row.pinned,
    codes: new Map(fresh.map((pattern, i) => [pattern.board, patterns[i]!.board.code])),
  };
  const page: PlanPage = {
    plan: planRow(row, caller, own.length > 0),
    batch,
    kerf: mm(row.job.saw.kerf),
    trim: mm(row.job.saw.trim.left),
    patterns: [...patterns, ...pinned],
    sawFiles: sawFilesOf(saw).map(({ kind, proof, refusal }) => ({
      kind,
      proof,
      refused: refusal && sentenceOf(refusal, caller),
    })),
    partNames: Object.fromEntries(named),
  };
  return ok({ page, saw });
}

/** One named tree per new sheet; where the batch has moved on since, the kinds of the parts stand in for their codes. */
function nameFresh(
  fresh: PlanRowStored['plan']['patterns'],
  released: SheetNode[],
  waiting: Parameters<typeof nameParts>[1],
): SheetNode[] {
  if (released.length > 0) return released;
  const roots = fresh.flatMap((pattern) => Array.from({ length: pattern.repeat }, () => pattern.root));
  try {
    return nameParts(roots, waiting);
  } catch (error) {
    if (error instanceof RangeError) return roots;
    throw error;
  }
}

async function namesOf(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('part')
    .select(['code', 'label', 'cut_length_hmm', 'cut_width_hmm'])
    .where('tenant_id', '=', tx.tenantId)
    .where('code', 'in', [...new Set(codes)])
    .execute();
  return new Map(rows.map((row) => [row.code, row.label]));
}
