import type { Selectable } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { add, fraction, roundHalfAway, ZERO } from '#domain/money/fraction.ts';
import { loadShopData, type ShopData } from '#modules/catalog/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { loadBatchFacts } from './batch-facts.ts';
import { openBatch } from './batches.ts';
import { solve } from './cutting-thread.ts';
import { lockParts } from './finish-step.ts';
import { partCode, readCode } from './part-code.ts';
import { storePlan } from './plan-cutting.ts';
import { queueSchedule } from './queue-schedule.ts';
import { releasePlan } from './release-plan.ts';
import { reopenUnit } from './settle.ts';
import { already, conflict, done, type StationAnswer } from './station-answer.ts';
import type { ProductionTables } from './store.ts';
import { insertRows } from './write-rows.ts';

/** A part on one offcut: what there is to find is found at once, so the plan can be made inside the transaction. */
const REMAKE_MOVES = 40;

/**
 * A part is bad: it leaves the work, and a new one takes its place with a code of its own. When an offcut in the rack
 * can hold it, its plan is made and released in the same step; otherwise it waits for the next batch of its material.
 * What the bad part cost stays with its order, with the cause.
 */
export async function remakePart(
  tx: Tx,
  caller: Caller,
  given: { readonly code: string; readonly centre: string; readonly reason: string },
): Promise<StationAnswer> {
  const tables = tx.tables<ProductionTables>();
  const code = readCode(given.code);
  const bad = (await lockParts(tx, [code])).get(code);
  if (!bad) return conflict('part_unknown', { code }, ['ok', 'help']);
  if (bad.state === 'bad') {
    const known = await tables
      .selectFrom('part')
      .select('code')
      .where('tenant_id', '=', tx.tenantId)
      .where('remake_of', '=', bad.id)
      .executeTakeFirst();
    return already('part_remade_before', { code, newCode: known?.code ?? '' });
  }
  if (bad.state === 'waiting') return conflict('part_not_cut_yet', { code }, ['ok', 'help']);

  const order = await tables
    .updateTable('released_order')
    .set((e) => ({ parts_made: e('parts_made', '+', 1) }))
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', bad.order_id)
    .returning(['number', 'parts_made'])
    .executeTakeFirstOrThrow();
  const shop = await loadShopData(tx);
  const steps = await tables
    .selectFrom('operation')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('part_id', '=', bad.id)
    .orderBy('seq')
    .execute();
  const costMinor = await costOf(tx, bad, steps, shop);
  const newId = idAt(caller.now);
  const newCode = partCode(order.number, order.parts_made);
  const { edges, holes, programs, ...same } = bad;
  await insertRows(tx, 'part', [
    {
      ...same,
      id: newId,
      code: newCode,
      edges: JSON.stringify(edges),
      holes: JSON.stringify(holes),
      programs: JSON.stringify(programs),
      state: 'waiting',
      batch_id: null,
      sheet_id: null,
      remake_of: bad.id,
    },
  ]);
  await insertRows(
    tx,
    'operation',
    steps.map((step) => ({
      ...step,
      id: idAt(caller.now),
      part_id: newId,
      state: 'open' as const,
      done_at: null,
      // Sawn on its own sheet; behind the saw it joins the work orders of its order.
      work_order_id: step.kind === 'saw' ? null : step.work_order_id,
    })),
  );
  await tables
    .updateTable('part')
    .set({ state: 'bad' })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', bad.id)
    .execute();
  await tables
    .updateTable('operation')
    .set({ state: 'void' })
    .where('tenant_id', '=', tx.tenantId)
    .where('part_id', '=', bad.id)
    .where('state', '=', 'open')
    .execute();
  await reopenUnit(tx, bad.order_id, bad.unit_no);
  const remakeId = idAt(caller.now);
  await insertRows(tx, 'remake', [
    {
      tenant_id: tx.tenantId,
      id: remakeId,
      order_id: bad.order_id,
      bad_part_id: bad.id,
      new_part_id: newId,
      reason: given.reason,
      centre: given.centre,
      cost_minor: costMinor,
      at: caller.now,
      actor: caller.actor,
    },
  ]);
  await publish(tx, caller, 'part.remade', bad.id, {
    code,
    newCode,
    orderId: bad.order_id,
    unitNo: bad.unit_no,
    reason: given.reason,
    centre: given.centre,
  });
  const offcut = await cutFromOffcut(tx, caller, { id: newId, material: bad.material });
  await queueSchedule(tx, 'part.remade');
  return offcut
    ? done('part_remade_from_offcut', { code, newCode, offcut })
    : done('part_remade_next_batch', { code, newCode });
}

/** Plans and releases the part on the offcut the engine likes best. @returns the offcut's code, or null when none can hold it */
async function cutFromOffcut(
  tx: Tx,
  caller: Caller,
  part: { id: Id; material: string },
): Promise<string | null> {
  const tables = tx.tables<ProductionTables>();
  const batch = await openBatch(tx, caller, part.material, 'remake');
  await tables
    .updateTable('part')
    .set({ batch_id: batch.id })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', part.id)
    .execute();
  const facts = await loadBatchFacts(tx, batch.id, 'cost', 'offcuts');
  if (facts.ok) {
    const answer = solve({ job: facts.value.job, pins: [], seed: 1, seconds: 2, moves: REMAKE_MOVES });
    if (answer.faults.length === 0 && answer.plan.unplaced.length === 0) {
      const planId = await storePlan(
        tx,
        caller,
        batch.id,
        { objective: 'cost', seed: 1 },
        facts.value,
        answer,
      );
      const released = await releasePlan(tx, caller, planId);
      if (released.ok) return facts.value.boards.get(answer.plan.patterns[0]!.board)?.code ?? null;
    }
  }
  await tables
    .updateTable('part')
    .set({ batch_id: null })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', part.id)
    .execute();
  return null;
}

type PartRow = Selectable<ProductionTables['part']>;

/** Board by its share of the sheet (or the list price where there is none), and the work done on it at standard time. */
async function costOf(
  tx: Tx,
  part: PartRow,
  steps: readonly { readonly state: string; readonly centre: string; readonly ms: number }[],
  shop: ShopData,
): Promise<Minor> {
  const area = BigInt(part.cut_length_hmm) * BigInt(part.cut_width_hmm);
  const sheet =
    part.sheet_id === null
      ? undefined
      : await tx
          .tables<ProductionTables>()
          .selectFrom('cut_sheet')
          .select(['cost_minor', 'length_hmm', 'width_hmm'])
          .where('tenant_id', '=', tx.tenantId)
          .where('id', '=', part.sheet_id)
          .executeTakeFirst();
  const price = shop.boards.get(part.material)?.priceMinorPerSquareMetre ?? 0n;
  // 1 m² = 10^10 (0.01 mm)².
  const board = sheet
    ? fraction(sheet.cost_minor * area, BigInt(sheet.length_hmm) * BigInt(sheet.width_hmm))
    : fraction(price * area, 10_000_000_000n);
  const labour = steps
    .filter((step) => step.state === 'done')
    .map((step) =>
      fraction(BigInt(step.ms) * (shop.centres.get(step.centre)?.rateMinorPerHour ?? 0n), 3_600_000n),
    );
  return minor(roundHalfAway(add(board, labour.reduce(add, ZERO))));
}
