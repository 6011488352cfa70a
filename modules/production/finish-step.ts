import { sql, type Selectable } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import type { CentreKind } from '#domain/product/factory.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { readCode } from './part-code.ts';
import { settleParts, settlePartsAlone, settleUnits } from './settle.ts';
import { already, conflict, done, type StationAnswer, type StationCode } from './station-answer.ts';
import type { ProductionTables } from './store.ts';

/** Codes named in a sentence; the rest is a number. */
const NAMED_MAX = 3;

type Step = Selectable<ProductionTables['operation']>;

/** A step that a tap has done, at the moment of the tap. */
interface DoneStep {
  readonly id: Id;
  readonly at: Instant;
}

export interface PartTap {
  readonly caller: Caller;
  readonly code: string;
  readonly centre: string;
}

/**
 * Parts are done at a station, each named once. Earlier steps may still be open: another station's tablet may be
 * offline, and what lies on this table is proof enough that it was there.
 * @returns one answer per tap, in their order
 */
export async function finishParts(tx: Tx, taps: readonly PartTap[]): Promise<StationAnswer[]> {
  const tables = tx.tables<ProductionTables>();
  const codes = taps.map((tap) => readCode(tap.code));
  const parts = await lockParts(tx, codes);
  const { rows: steps } = await sql<Step>`
    select * from operation where tenant_id = ${tx.tenantId}
      and part_id = any(${[...parts.values()].map((part) => part.id)}::uuid[])
    order by seq`.execute(tables);
  const stepsOf = Map.groupBy(steps, (step) => step.part_id);
  const answers: StationAnswer[] = [];
  const closed: (DoneStep & { readonly tap: PartTap; readonly part: PartRow })[] = [];
  for (const [i, tap] of taps.entries()) {
    const code = codes[i]!;
    const part = parts.get(code);
    const own = part ? (stepsOf.get(part.id) ?? []) : [];
    const here = own.filter((step) => step.centre === tap.centre);
    const open = here.find((step) => step.state === 'open');
    if (!part) answers.push(conflict('part_unknown', { code }, ['ok', 'help']));
    else if (part.state === 'bad') answers.push(await remadeAnswer(tx, part));
    else if (here.length === 0) {
      const next = own.find((step) => step.state === 'open');
      answers.push(conflict('part_not_for_here', { code, next: next?.centre ?? '' }, ['ok', 'help']));
    } else if (!open) answers.push(already('part_done_before', { code }));
    else {
      closed.push({ id: open.id, at: tap.caller.now, tap, part });
      const next = own.find((step) => step.state === 'open' && step.id !== open.id);
      answers.push(done(next ? 'part_done' : 'part_ready', { code, next: next?.centre ?? '' }));
    }
  }
  await closeSteps(tx, closed);
  await settleParts(
    tx,
    closed.map(({ tap, part }) => ({ caller: tap.caller, id: part.id })),
  );
  for (const { tap, part } of closed)
    await publish(tx, tap.caller, 'part.scanned', part.id, {
      code: part.code,
      centre: tap.centre,
      orderId: part.order_id,
      unitNo: part.unit_no,
    });
  return answers;
}

async function remadeAnswer(tx: Tx, part: PartRow): Promise<StationAnswer> {
  const next = await tx
    .tables<ProductionTables>()
    .selectFrom('part')
    .select('code')
    .where('tenant_id', '=', tx.tenantId)
    .where('remake_of', '=', part.id)
    .executeTakeFirst();
  return conflict('part_was_remade', { code: part.code, newCode: next?.code ?? '' }, ['use-new', 'scrap']);
}

export interface UnitTap {
  readonly caller: Caller;
  readonly unitId: Id;
  readonly centre: string;
  readonly force: boolean;
}

/**
 * Units are done at assembly or packing, each named once. When parts of one are not ready on paper, the worker is
 * asked: "all is here" (`force`) settles the open steps, because parts on the bench were made whatever the tablets say.
 * @returns one answer per tap, in their order
 */
export async function finishUnits(tx: Tx, taps: readonly UnitTap[]): Promise<StationAnswer[]> {
  const tables = tx.tables<ProductionTables>();
  const ids = taps.map((tap) => tap.unitId);
  const { rows: units } = await sql<Selectable<ProductionTables['production_unit']>>`
    select * from production_unit where tenant_id = ${tx.tenantId} and id = any(${ids}::uuid[])
    order by id for update`.execute(tables);
  const unitOf = new Map(units.map((unit) => [unit.id, unit]));
  const { rows: steps } = await sql<Step>`
    select * from operation where tenant_id = ${tx.tenantId} and unit_id = any(${ids}::uuid[])
    order by seq`.execute(tables);
  const stepsOf = Map.groupBy(steps, (step) => step.unit_id);
  const openParts = await openPartSteps(tx, units);
  const answers: StationAnswer[] = [];
  const closed: DoneStep[] = [];
  const parts: { readonly caller: Caller; readonly id: Id }[] = [];
  const moved: { readonly caller: Caller; readonly id: Id }[] = [];
  for (const { caller, unitId, centre, force } of taps) {
    const unit = unitOf.get(unitId);
    if (!unit) {
      answers.push(conflict('unit_unknown', {}, ['ok', 'help']));
      continue;
    }
    const missing = openParts.get(`${unit.order_id} ${unit.unit_no}`) ?? [];
    const decision = decideUnit(unit, stepsOf.get(unitId) ?? [], missing, { centre, force });
    answers.push(decision.answer);
    if (decision.settled.length === 0) continue;
    closed.push(...decision.settled.map((id) => ({ id, at: caller.now })));
    parts.push(...new Set(missing.map((step) => step.part)).values().map((id) => ({ caller, id })));
    moved.push({ caller, id: unitId });
  }
  await closeSteps(tx, closed);
  // The tap's own moment comes last and counts.
  await settleUnits(tx, [...(await settlePartsAlone(tx, parts)), ...moved]);
  return answers;
}

/** What a tap on a unit comes to, and the steps that it settles: none unless it is done. */
function decideUnit(
  unit: { readonly name: string; readonly unit_no: number },
  steps: readonly Step[],
  missing: readonly OpenPartStep[],
  tap: { readonly centre: string; readonly force: boolean },
): { answer: StationAnswer; settled: readonly Id[] } {
  const facts = { unit: unit.name, number: unit.unit_no };
  const nothing = (answer: StationAnswer): { answer: StationAnswer; settled: readonly Id[] } => ({
    answer,
    settled: [],
  });
  const here = steps.filter((step) => step.centre === tap.centre);
  if (here.length === 0) return nothing(conflict('unit_not_for_here', facts, ['ok', 'help']));
  const open = here.find((step) => step.state === 'open');
  if (!open) return nothing(already('unit_done_before', facts));
  const before = steps.filter((step) => step.state === 'open' && step.seq < open.seq);
  if (!tap.force && missing.length > 0) {
    const codes = [...new Set(missing.map((step) => step.code))];
    const named = codes.slice(0, NAMED_MAX).join(', ');
    return nothing(
      conflict('unit_parts_missing', { ...facts, count: codes.length, codes: named }, ['force', 'ok']),
    );
  }
  if (!tap.force && before.length > 0)
    return nothing(conflict('unit_step_before', { ...facts, before: before[0]!.centre }, ['force', 'ok']));
  const settled = [...missing.map((step) => step.step), ...before.map((step) => step.id), open.id];
  const last = steps.every((step) => step.state === 'done' || settled.includes(step.id));
  return { answer: done(last ? 'unit_finished' : kindSentence(open.kind), facts), settled };
}

function kindSentence(kind: CentreKind): StationCode {
  return kind === 'assembly' ? 'unit_assembled' : 'unit_step_done';
}

/** Closes steps, each at its own moment. */
async function closeSteps(tx: Tx, steps: readonly DoneStep[]): Promise<void> {
  if (steps.length === 0) return;
  await sql`
    update operation o
    set state = 'done', done_at = now.at
    from unnest(${steps.map((step) => step.id)}::uuid[], ${steps.map((step) => step.at)}::timestamptz[]) as now (id, at)
    where o.tenant_id = ${tx.tenantId} and o.id = now.id`.execute(tx.tables<ProductionTables>());
}

interface OpenPartStep {
  readonly step: Id;
  readonly part: Id;
  readonly code: string;
}

/** Open steps of the units' parts by `<order> <unit number>`, in the order of the parts' codes. */
async function openPartSteps(
  tx: Tx,
  units: readonly { readonly order_id: Id; readonly unit_no: number }[],
): Promise<Map<string, OpenPartStep[]>> {
  const { rows } = await sql<OpenPartStep & { order_id: Id; unit_no: number }>`
    select o.id as step, p.id as part, p.code, p.order_id, p.unit_no
    from unnest(${units.map((unit) => unit.order_id)}::uuid[], ${units.map((unit) => unit.unit_no)}::int[])
      as unit (order_id, unit_no)
    join part p on p.tenant_id = ${tx.tenantId} and p.order_id = unit.order_id and p.unit_no = unit.unit_no
    join operation o on o.tenant_id = ${tx.tenantId} and o.part_id = p.id and o.state = 'open'
    order by p.code`.execute(tx.tables<ProductionTables>());
  return Map.groupBy(rows, (row) => `${row.order_id} ${row.unit_no}`);
}

type PartRow = Selectable<ProductionTables['part']>;

/** The parts of labels by code, locked: two scans of one part come one after the other. */
export async function lockParts(tx: Tx, codes: readonly string[]): Promise<Map<string, PartRow>> {
  const { rows } = await sql<PartRow>`
    select * from part where tenant_id = ${tx.tenantId} and code = any(${codes}::text[])
    order by id for update`.execute(tx.tables<ProductionTables>());
  return new Map(rows.map((part) => [part.code, part]));
}
