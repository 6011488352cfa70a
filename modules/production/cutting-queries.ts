import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { mm } from '#domain/kernel/units.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { leavesOf } from '#domain/cutting/plan.ts';
import { sheetsPerCycle, workOf } from '#domain/cutting/saw-time.ts';
import { loadShopData } from '#modules/catalog/api.ts';
import { addDays, instantAt } from '#domain/kernel/days.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sayLoaded, asLocale } from '#platform/words/words.ts';
import type { BatchPage, BatchRow, PlanRow, WaitingMaterial } from './contract.ts';
import type { ProductionTables } from './store.ts';

/** Finished batches are shown this long. */
const SHOWN_DAYS = 21;
const AREA = sql<string>`sum(part.cut_length_hmm::numeric * part.cut_width_hmm / 1e10)`;

/** Parts that wait for the saw: per material, per order, the most urgent order first. */
export async function listWaiting(tx: Tx): Promise<WaitingMaterial[]> {
  const shop = await loadShopData(tx);
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('part')
    .innerJoin('released_order', (join) =>
      join
        .onRef('released_order.tenant_id', '=', 'part.tenant_id')
        .onRef('released_order.order_id', '=', 'part.order_id'),
    )
    .select([
      'part.material',
      'released_order.order_id',
      'released_order.number',
      'released_order.customer_name',
      'released_order.due_on',
      sql<number>`count(*)::int`.as('parts'),
      sql<number>`count(part.remake_of)::int`.as('remakes'),
      AREA.as('area'),
    ])
    .where('part.tenant_id', '=', tx.tenantId)
    .where('released_order.tenant_id', '=', tx.tenantId)
    .where('part.state', '=', 'waiting')
    .where('part.batch_id', 'is', null)
    .groupBy([
      'part.material',
      'released_order.order_id',
      'released_order.number',
      'released_order.customer_name',
      'released_order.due_on',
    ])
    .orderBy('part.material')
    .orderBy('released_order.due_on')
    .orderBy('released_order.number')
    .execute();
  return [...Map.groupBy(rows, (row) => row.material)].map(([code, list]) => {
    const board = shop.boards.get(code);
    const orders = list.map((row) => ({
      orderId: row.order_id,
      number: row.number,
      customerName: row.customer_name,
      dueOn: row.due_on,
      parts: row.parts,
      remakes: row.remakes,
      squareMetres: Number(row.area),
    }));
    return {
      code,
      name: board?.name ?? code,
      thickness: board ? mm(board.thickness) : 0,
      grain: board?.grain ?? 'none',
      parts: orders.reduce((sum, order) => sum + order.parts, 0),
      squareMetres: orders.reduce((sum, order) => sum + order.squareMetres, 0),
      orders,
    };
  });
}

/** Batches in work, and those of the last weeks; the newest first. */
export async function listBatches(tx: Tx, caller: Caller, only?: Id): Promise<BatchRow[]> {
  const tables = tx.tables<ProductionTables>();
  let wanted = tables
    .selectFrom('cut_batch')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('made_at', '>=', instantAt(caller.zone, addDays(caller.today, -SHOWN_DAYS)))
    .orderBy('number', 'desc');
  if (only)
    wanted = tables
      .selectFrom('cut_batch')
      .selectAll()
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', only);
  const batches = await wanted.execute();
  if (batches.length === 0) return [];
  const ids = batches.map((batch) => batch.id);
  const parts = await tables
    .selectFrom('part')
    .innerJoin('released_order', (join) =>
      join
        .onRef('released_order.tenant_id', '=', 'part.tenant_id')
        .onRef('released_order.order_id', '=', 'part.order_id'),
    )
    .select([
      'part.batch_id',
      'released_order.number',
      sql<number>`count(*)::int`.as('parts'),
      sql<number>`count(*) filter (where part.sheet_id is null)::int`.as('waiting'),
      AREA.as('area'),
    ])
    .where('part.tenant_id', '=', tx.tenantId)
    .where('released_order.tenant_id', '=', tx.tenantId)
    .where('part.batch_id', 'in', ids)
    .groupBy(['part.batch_id', 'released_order.number'])
    .orderBy('released_order.number')
    .execute();
  const sheets = await tables
    .selectFrom('cut_sheet')
    .select(['batch_id', 'state', sql<number>`count(*)::int`.as('count')])
    .where('tenant_id', '=', tx.tenantId)
    .where('batch_id', 'in', ids)
    .where('state', 'in', ['released', 'cut'])
    .groupBy(['batch_id', 'state'])
    .execute();
  const plans = await tables
    .selectFrom('cut_plan')
    .select(['batch_id', 'id', sql<boolean>`faults = '[]'::jsonb`.as('sound')])
    .where('tenant_id', '=', tx.tenantId)
    .where('batch_id', 'in', ids)
    .orderBy('version', 'desc')
    .execute();
  const runs = await tables
    .selectFrom('cut_run')
    .select('batch_id')
    .distinct()
    .where('tenant_id', '=', tx.tenantId)
    .where('batch_id', 'in', ids)
    .where('state', 'in', ['queued', 'running'])
    .execute();
  const solved = new Set(plans.map((row) => row.batch_id));
  const solving = new Set(runs.map((row) => row.batch_id));
  return batches.flatMap((batch) => {
    const own = parts.filter((row) => row.batch_id === batch.id);
    // A remake that found no offcut leaves its batch empty.
    if (own.length === 0) return [];
    const of = (state: string): number =>
      sheets.find((row) => row.batch_id === batch.id && row.state === state)?.count ?? 0;
    const count = own.reduce((sum, row) => sum + row.parts, 0);
    const waiting = own.reduce((sum, row) => sum + row.waiting, 0);
    const all = of('released') + of('cut');
    const state = solving.has(batch.id)
      ? 'solving'
      : all > 0 && waiting === 0
        ? of('released') > 0
          ? 'released'
          : 'cut'
        : solved.has(batch.id)
          ? 'solved'
          : 'open';
    return [
      {
        id: batch.id,
        number: batch.number,
        material: batch.material,
        purpose: batch.purpose,
        state,
        parts: count,
        waiting,
        sheets: all,
        sheetsCut: of('cut'),
        squareMetres: own.reduce((sum, row) => sum + Number(row.area), 0),
        orders: own.map((row) => row.number),
        madeAt: batch.made_at,
        planId:
          state === 'solved'
            ? (plans.find((plan) => plan.batch_id === batch.id && plan.sound)?.id ?? null)
            : null,
      } satisfies BatchRow,
    ];
  });
}

export async function loadBatch(
  tx: Tx,
  caller: Caller,
  batchId: Id,
): Promise<Result<BatchPage, { readonly code: 'batch_unknown' }>> {
  const tables = tx.tables<ProductionTables>();
  const row = await tables
    .selectFrom('cut_batch')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', batchId)
    .executeTakeFirst();
  const [batch] = row ? await listBatches(tx, caller, batchId) : [];
  if (!row || !batch) return refuse({ code: 'batch_unknown' });
  const plans = await tables
    .selectFrom('cut_plan')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('batch_id', '=', batchId)
    .orderBy('version', 'desc')
    .execute();
  const runs = await tables
    .selectFrom('cut_run')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('batch_id', '=', batchId)
    .orderBy('asked_at', 'desc')
    .limit(20)
    .execute();
  const releasedPlans = await tables
    .selectFrom('cut_sheet')
    .select('plan_id')
    .distinct()
    .where('tenant_id', '=', tx.tenantId)
    .where('batch_id', '=', batchId)
    .execute();
  const released = new Set(releasedPlans.map((sheet) => sheet.plan_id));
  return ok({
    batch,
    plans: plans.map((plan) => planRow(plan, caller, released.has(plan.id))),
    runs: runs.map((run) => ({
      id: run.id,
      state: run.state,
      objective: run.objective,
      seconds: run.seconds,
      askedAt: run.asked_at,
      planId: run.plan_id,
      problem: run.refusal ? sentenceOf(run.refusal, caller) : null,
    })),
  });
}

export function sentenceOf(refusal: Refusal, caller: Caller): string {
  return sayLoaded(asLocale(caller.locale), `refusal.${refusal.code}`, refusal) ?? refusal.code;
}

export type PlanRowStored = Awaited<ReturnType<typeof loadPlanRow>> & object;

export function loadPlanRow(tx: Tx, planId: Id) {
  return tx
    .tables<ProductionTables>()
    .selectFrom('cut_plan')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', planId)
    .executeTakeFirst();
}

/** A plan as one among others: its figures. */
export function planRow(row: PlanRowStored, caller: Caller, released: boolean): PlanRow {
  const { plan } = row;
  const offcuts = plan.patterns.reduce(
    (sum, pattern) => sum + pattern.repeat * [...leavesOf(pattern.root)].filter((leaf) => leaf.offcut).length,
    0,
  );
  return {
    id: row.id,
    version: row.version,
    objective: row.objective,
    engine: row.engine,
    seed: row.seed,
    moves: row.moves,
    inputHash: row.input_hash,
    solvedAt: row.solved_at,
    sheets: plan.boardsUsed,
    // The engine's own weighing, shown as what it is: a figure to compare plans by.
    cost: plan.cost.toFixed(2),
    currency: caller.currency,
    sawMinutes: plan.sawSeconds / 60,
    yield: plan.yield,
    cuts: plan.patterns.reduce((sum, { board, root, repeat }) => {
      const { thickness } = row.job.boards.find((one) => one.id === board)!;
      return sum + Math.ceil(repeat / sheetsPerCycle(thickness, row.job.saw)) * workOf(root).cuts;
    }, 0),
    patterns: plan.patterns.length,
    offcuts,
    bound: plan.bound.boards,
    proven: plan.bound.proven,
    unplaced: plan.unplaced.reduce((sum, one) => sum + one.quantity, 0),
    pinned: row.pinned,
    faults: row.faults,
    released,
  };
}
