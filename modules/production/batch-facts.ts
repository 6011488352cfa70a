import { createHash } from 'node:crypto';
import type { Id } from '#domain/kernel/ids.ts';
import type { Hmm, Minor } from '#domain/kernel/units.ts';
import { refuse, ok, type Result } from '#domain/kernel/result.ts';
import { findUncuttable } from '#domain/cutting/cuttable.ts';
import type { CuttingJob, Objective } from '#domain/cutting/instance.ts';
import type { Pin } from '#domain/cutting/solve.ts';
import { decimalsOf } from '#domain/money/currency.ts';
import { loadShopData } from '#modules/catalog/api.ts';
import { boardsForCutting } from '#modules/stock/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { cuttingJob, type UsableBoard } from './cutting-job.ts';
import { kindOf, withKinds, type CuttablePart } from './sheet-pattern.ts';
import type { ProductionTables } from './store.ts';

/** A part of a batch, in the order of urgency. */
export interface BatchPart extends CuttablePart {
  readonly id: Id;
  readonly sheetId: Id | null;
}

export interface BoardFacts {
  readonly code: string;
  readonly costMinor: Minor;
  readonly length: Hmm;
  readonly width: Hmm;
  readonly offcut: boolean;
}

/** Everything a plan of one batch is made from, and what it must not touch. */
export interface BatchFacts {
  readonly job: CuttingJob;
  /** sheets already released or cut, one pattern each */
  readonly pins: readonly Pin[];
  /** parts without a sheet, the most urgent first */
  readonly waiting: readonly BatchPart[];
  readonly boards: ReadonlyMap<string, BoardFacts>;
  /** SHA-256 over job, pins and objective */
  readonly inputHash: string;
  /** SHA-256 over the parts and pins alone: a plan fits as long as this is the same, whatever other batches took from stock */
  readonly contentHash: string;
}

export type CuttingRefusal =
  | { readonly code: 'batch_unknown' }
  | { readonly code: 'batch_done'; readonly number: number }
  | { readonly code: 'material_unknown_in_catalog'; readonly material: string }
  | {
      readonly code: 'batch_not_cuttable';
      readonly number: number;
      readonly count: number;
      readonly faults: readonly {
        readonly code: 'part_not_cuttable';
        readonly field: string;
        readonly value: unknown;
        readonly sentence: string;
      }[];
    };

/**
 * Loads a batch as a cutting job. Refused when a part cannot lie on any board, with the sentence of the engine for
 * each such part under the part's own code.
 *
 * @param from which pieces may be used; a remake looks only at the offcuts
 */
export async function loadBatchFacts(
  tx: Tx,
  batchId: Id,
  objective: Objective,
  from: 'all' | 'offcuts' = 'all',
): Promise<Result<BatchFacts, CuttingRefusal>> {
  const tables = tx.tables<ProductionTables>();
  const batch = await tables
    .selectFrom('cut_batch')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', batchId)
    .executeTakeFirst();
  if (!batch) return refuse({ code: 'batch_unknown' });
  const shop = await loadShopData(tx);
  const material = shop.boards.get(batch.material);
  if (!material) return refuse({ code: 'material_unknown_in_catalog', material: batch.material });

  const parts = await loadParts(tx, batchId);
  const waiting = parts.filter((part) => part.sheetId === null);
  if (waiting.length === 0) return refuse({ code: 'batch_done', number: batch.number });
  const sheets = await tables
    .selectFrom('cut_sheet')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('batch_id', '=', batchId)
    .where('state', 'in', ['released', 'cut'])
    .orderBy('sheet_no')
    .execute();
  const kinds = new Map(parts.map((part) => [part.code, kindOf(part)]));
  const pins = sheets.map((sheet): Pin => ({
    board: sheet.board_id,
    repeat: 1,
    root: withKinds(sheet.pattern, kinds),
  }));

  const boards = await loadBoards(tx, batch.material, shop.currency);
  if (from === 'offcuts')
    for (const board of [...boards.usable.values()]) if (!board.offcut) boards.usable.delete(board.id);
  for (const sheet of sheets) {
    const known = boards.usable.get(sheet.board_id);
    // What a pin uses is no longer in stock, but the job counts it: the engine takes it off again.
    const quantity = known ? (known.quantity === null ? null : known.quantity + 1) : 1;
    boards.usable.set(sheet.board_id, {
      id: sheet.board_id,
      length: sheet.length_hmm,
      width: sheet.width_hmm,
      quantity,
      offcut: sheet.offcut,
      cost: known?.cost ?? major(sheet.cost_minor, shop.currency),
    });
  }
  const saw = [...shop.centres.values()].find((centre) => centre.kind === 'saw');
  const job = cuttingJob({
    name: `B-${batch.number} ${batch.material}`,
    material,
    parts,
    boards: [...boards.usable.values()],
    objective,
    rules: { ...shop.saw, hourRate: saw ? major(saw.rateMinorPerHour, shop.currency) : 0 },
  });
  const refusal = refuseUncuttable(job, waiting, batch.number);
  if (refusal) return refusal;
  return ok({
    job,
    pins,
    waiting,
    boards: boards.facts,
    inputHash: sha256([job, pins]),
    contentHash: sha256([waiting.map((part) => part.code), sheets.map((sheet) => sheet.id)]),
  });
}

/** The refusal names physical parts, because that is what stands on the labels; one of each kind is enough. */
function refuseUncuttable(job: CuttingJob, waiting: readonly BatchPart[], number: number) {
  const example = new Map<string, string>();
  for (const part of waiting) if (!example.has(kindOf(part))) example.set(kindOf(part), part.code);
  const named = {
    ...job,
    parts: job.parts
      .filter((part) => example.has(part.id))
      .map((part) => ({ ...part, id: example.get(part.id)! })),
  };
  const reasons = findUncuttable(named);
  if (reasons.length === 0) return null;
  return refuse({
    code: 'batch_not_cuttable',
    number,
    count: reasons.length,
    faults: reasons.map((reason) => ({
      code: 'part_not_cuttable' as const,
      field: reason.path,
      value: reason.value,
      sentence: reason.sentence,
    })),
  });
}

/** Parts of a batch; urgent means due first, remade parts before the others of their day. */
async function loadParts(tx: Tx, batchId: Id): Promise<BatchPart[]> {
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('part')
    .innerJoin('released_order', (join) =>
      join
        .onRef('released_order.tenant_id', '=', 'part.tenant_id')
        .onRef('released_order.order_id', '=', 'part.order_id'),
    )
    .select([
      'part.id',
      'part.code',
      'part.cut_length_hmm',
      'part.cut_width_hmm',
      'part.grain',
      'part.sheet_id',
    ])
    .where('part.tenant_id', '=', tx.tenantId)
    .where('released_order.tenant_id', '=', tx.tenantId)
    .where('part.batch_id', '=', batchId)
    // A bad part keeps its place on a sheet that was sawn; one without a sheet needs none.
    .where((e) => e.or([e('part.state', '!=', 'bad'), e('part.sheet_id', 'is not', null)]))
    .orderBy('released_order.due_on')
    .orderBy('part.remake_of', (o) => o.asc().nullsLast())
    .orderBy('part.code')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    cutLength: row.cut_length_hmm,
    cutWidth: row.cut_width_hmm,
    grain: row.grain,
    sheetId: row.sheet_id,
  }));
}

/** Boards and offcuts of a material that are free, as the engine takes them and as the plan's sheets remember them. */
async function loadBoards(
  tx: Tx,
  material: string,
  currency: string,
): Promise<{ usable: Map<string, UsableBoard>; facts: Map<string, BoardFacts> }> {
  const stock = await boardsForCutting(tx, material);
  const usable = new Map<string, UsableBoard>();
  const facts = new Map<string, BoardFacts>();
  for (const board of stock.boards) {
    usable.set(board.id, {
      id: board.id,
      length: board.length,
      width: board.width,
      quantity: board.quantity,
      cost: major(board.costMinor, currency),
      offcut: false,
    });
    facts.set(board.id, {
      code: material,
      costMinor: board.costMinor,
      length: board.length,
      width: board.width,
      offcut: false,
    });
  }
  for (const offcut of stock.offcuts) {
    usable.set(offcut.id, {
      id: offcut.id,
      length: offcut.length,
      width: offcut.width,
      quantity: 1,
      cost: major(offcut.costMinor, currency),
      offcut: true,
    });
    facts.set(offcut.id, {
      code: offcut.code,
      costMinor: offcut.costMinor,
      length: offcut.length,
      width: offcut.width,
      offcut: true,
    });
  }
  return { usable, facts };
}

/** For weighing only: sums of money are never made from it. */
function major(amountMinor: bigint, currency: string): number {
  return Number(amountMinor) / 10 ** decimalsOf(currency);
}

export function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
