import type { Id } from '#domain/kernel/ids.ts';
import type { CentreKind } from '#domain/product/factory.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { readCode } from './part-code.ts';
import { settleParts, settleUnit } from './settle.ts';
import { already, conflict, done, type StationAnswer, type StationCode } from './station-answer.ts';
import type { ProductionTables } from './store.ts';

/** Codes named in a sentence; the rest is a number. */
const NAMED_MAX = 3;

/**
 * A part is done at a station. Earlier steps may still be open: another station's tablet may be offline, and what lies
 * on this table is proof enough that it was there.
 */
export async function finishPart(
  tx: Tx,
  caller: Caller,
  given: { readonly code: string; readonly centre: string },
): Promise<StationAnswer> {
  const tables = tx.tables<ProductionTables>();
  const code = readCode(given.code);
  const part = await lockPart(tx, code);
  if (!part) return conflict('part_unknown', { code }, ['ok', 'help']);
  if (part.state === 'bad') {
    const next = await tables
      .selectFrom('part')
      .select('code')
      .where('tenant_id', '=', tx.tenantId)
      .where('remake_of', '=', part.id)
      .executeTakeFirst();
    return conflict('part_was_remade', { code, newCode: next?.code ?? '' }, ['use-new', 'scrap']);
  }
  const steps = await tables
    .selectFrom('operation')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('part_id', '=', part.id)
    .orderBy('seq')
    .execute();
  const here = steps.filter((step) => step.centre === given.centre);
  const open = here.find((step) => step.state === 'open');
  if (here.length === 0) {
    const next = steps.find((step) => step.state === 'open');
    return conflict('part_not_for_here', { code, next: next?.centre ?? '' }, ['ok', 'help']);
  }
  if (!open) return already('part_done_before', { code });
  await tables
    .updateTable('operation')
    .set({ state: 'done', done_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', open.id)
    .execute();
  await settleParts(tx, caller, [part.id]);
  await publish(tx, caller, 'part.scanned', part.id, {
    code,
    centre: given.centre,
    orderId: part.order_id,
    unitNo: part.unit_no,
  });
  const next = steps.find((step) => step.state === 'open' && step.id !== open.id);
  return done(next ? 'part_done' : 'part_ready', { code, next: next?.centre ?? '' });
}

/**
 * A unit is done at assembly or packing. When parts of it are not ready on paper, the worker is asked: "all is here"
 * (`force`) settles the open steps, because parts on the bench were made whatever the tablets say.
 */
export async function finishUnit(
  tx: Tx,
  caller: Caller,
  given: { readonly unitId: Id; readonly centre: string; readonly force: boolean },
): Promise<StationAnswer> {
  const tables = tx.tables<ProductionTables>();
  const unit = await tables
    .selectFrom('production_unit')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', given.unitId)
    .forUpdate()
    .executeTakeFirst();
  if (!unit) return conflict('unit_unknown', {}, ['ok', 'help']);
  const facts = { unit: unit.name, number: unit.unit_no };
  const steps = await tables
    .selectFrom('operation')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('unit_id', '=', unit.id)
    .orderBy('seq')
    .execute();
  const here = steps.filter((step) => step.centre === given.centre);
  if (here.length === 0) return conflict('unit_not_for_here', facts, ['ok', 'help']);
  const open = here.find((step) => step.state === 'open');
  if (!open) return already('unit_done_before', facts);

  const missing = await openPartSteps(tx, unit.order_id, unit.unit_no);
  const before = steps.filter((step) => step.state === 'open' && step.seq < open.seq);
  if (!given.force && missing.codes.length > 0) {
    const named = missing.codes.slice(0, NAMED_MAX).join(', ');
    return conflict('unit_parts_missing', { ...facts, count: missing.codes.length, codes: named }, [
      'force',
      'ok',
    ]);
  }
  if (!given.force && before.length > 0)
    return conflict('unit_step_before', { ...facts, before: before[0]!.centre }, ['force', 'ok']);

  const settled = [...missing.stepIds, ...before.map((step) => step.id), open.id];
  await tables
    .updateTable('operation')
    .set({ state: 'done', done_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', settled)
    .execute();
  await settleParts(tx, caller, missing.partIds);
  await settleUnit(tx, caller, unit.id);
  const last = steps.every((step) => step.state === 'done' || settled.includes(step.id));
  return done(last ? 'unit_finished' : kindSentence(open.kind), facts);
}

function kindSentence(kind: CentreKind): StationCode {
  return kind === 'assembly' ? 'unit_assembled' : 'unit_step_done';
}

async function openPartSteps(
  tx: Tx,
  orderId: Id,
  unitNo: number,
): Promise<{ codes: string[]; stepIds: Id[]; partIds: Id[] }> {
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('operation')
    .innerJoin('part', (join) =>
      join.onRef('part.tenant_id', '=', 'operation.tenant_id').onRef('part.id', '=', 'operation.part_id'),
    )
    .select(['operation.id as step', 'part.id as part', 'part.code as code'])
    .where('operation.tenant_id', '=', tx.tenantId)
    .where('part.tenant_id', '=', tx.tenantId)
    .where('part.order_id', '=', orderId)
    .where('part.unit_no', '=', unitNo)
    .where('operation.state', '=', 'open')
    .orderBy('part.code')
    .execute();
  return {
    codes: [...new Set(rows.map((row) => row.code))],
    stepIds: rows.map((row) => row.step),
    partIds: [...new Set(rows.map((row) => row.part))],
  };
}

/** The part of a label, locked: two scans of one part come one after the other. */
export async function lockPart(tx: Tx, code: string) {
  return tx
    .tables<ProductionTables>()
    .selectFrom('part')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('code', '=', code)
    .forUpdate()
    .executeTakeFirst();
}
