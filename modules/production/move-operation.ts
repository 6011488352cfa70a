import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must, ok, refuse, type Result } from '#domain/kernel/result.ts';
import { checkInstance } from '#domain/scheduling/check-instance.ts';
import type { Instance, Schedule } from '#domain/scheduling/instance.ts';
import { solveSchedule } from '#domain/scheduling/solve.ts';
import { whatIfMoved, type MoveRefusal, type WhatIf } from '#domain/scheduling/what-if.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { listEvents, publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { WhatIfAnswer } from './move-contract.ts';
import { lockSchedule, newestSchedule, rowsFor, scheduleOfVersion, storeSchedule } from './plan-schedule.ts';
import { queueSchedule } from './queue-schedule.ts';
import { floorChanged, loadScheduleFacts } from './schedule-facts.ts';
import { minutesFrom, scheduleInstance, type ScheduleFacts } from './schedule-instance.ts';
import { answerFor } from './schedule-thread.ts';
import type { ProductionTables } from './store.ts';
import { workRuns } from './work-runs.ts';

interface Place {
  readonly subject: string;
  readonly machine: string;
  readonly startAt: Instant;
}

/** Facts of the floor with what they mean for one operation that somebody wants elsewhere. */
interface Asked {
  readonly facts: ScheduleFacts;
  readonly instance: Instance;
  readonly told: Result<WhatIf, MoveRefusal>;
}

const SEED = 1;
/** More would not be read; the number of the others is told. */
const BROKEN_MAX = 5;

async function ask(
  tx: Tx,
  caller: Caller,
  place: Place,
  about: { reason: string; event: string },
): Promise<Asked> {
  const facts = await loadScheduleFacts(tx, caller);
  const last = await newestSchedule(tx);
  const instance = must(checkInstance(scheduleInstance(facts, caller.today)));
  if (await hasBegun(tx, place.subject)) return { facts, instance, told: refuse({ code: 'move_begun' }) };
  const told = whatIfMoved(
    instance,
    last ? rowsFor(instance, last) : [],
    {
      operation: place.subject,
      machine: place.machine,
      start: minutesFrom(instance.origin, place.startAt),
      ...about,
    },
    { seed: SEED },
  );
  return { facts, instance, told };
}

/** Some of it is done: the rest follows where it was begun. */
async function hasBegun(tx: Tx, subject: string): Promise<boolean> {
  const workOrder = /^(?:saw|work):([0-9a-f-]{36})$/.exec(subject)?.[1];
  if (!workOrder) return false;
  const done = await tx
    .tables<ProductionTables>()
    .selectFrom('operation')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('work_order_id', '=', workOrder as Id)
    .where('state', '=', 'done')
    .limit(1)
    .executeTakeFirst();
  return done !== undefined || (await workRuns(tx, [workOrder as Id])).size > 0;
}

/** Who would get late or earlier if an operation were moved. Reads only. */
export async function whatIf(tx: Tx, caller: Caller, place: Place): Promise<WhatIfAnswer> {
  const { facts, instance, told } = await ask(tx, caller, place, { reason: '', event: '' });
  const at = (minute: number): Instant => addMinutes(instance.origin, minute);
  const names = new Map(facts.work.map((one) => [one.id, one.name]));
  if (!told.ok) {
    const { refusal } = told;
    const earliest = 'earliest' in refusal ? refusal.earliest : null;
    return {
      refused: {
        code: refusal.code,
        earliest: earliest === null ? null : at(earliest),
        predecessor: 'predecessor' in refusal ? (names.get(refusal.predecessor) ?? null) : null,
      },
      until: null,
      others: 0,
      orders: [],
      broken: [],
    };
  }
  const { schedule, before, changes } = told.value;
  const numbers = new Map(facts.orders.map((order) => [order.orderId as string, order.number]));
  const rank = ['late', 'on_time', 'later', 'earlier'];
  return {
    refused: null,
    until: at(schedule.rows.find((row) => row.operation === place.subject)!.end),
    others: changes.operations.filter((one) => one.operation !== place.subject).length,
    orders: changes.orders
      .flatMap((one) =>
        one.change === 'new' || one.finishFrom === null
          ? []
          : [
              {
                orderId: one.order,
                number: numbers.get(one.order) ?? '',
                change: one.change,
                endsFrom: at(one.finishFrom),
                endsTo: at(one.finishTo),
                lateMinutes: one.lateMinutes,
              },
            ],
      )
      .sort((a, b) => rank.indexOf(a.change) - rank.indexOf(b.change) || b.lateMinutes - a.lateMinutes),
    broken: schedule.conflicts
      .filter(
        (one) =>
          !before.conflicts.some((other) => other.operation === one.operation && other.code === one.code),
      )
      .map((one) => names.get(one.operation) ?? one.operation)
      .slice(0, BROKEN_MAX),
  };
}

/** What a move is remembered by: enough to take it back. */
interface MoveEvent extends Place {
  readonly reason: string;
  /** pins of this operation that it took the place of */
  readonly replaced: readonly Id[];
  /** the schedule that was in force */
  readonly before: number | null;
}

/**
 * Moves an operation. Two pins hold it from now on, input to every next plan; the schedule that was foretold is stored
 * in the same transaction, so that what the person saw is what is in force.
 */
export async function moveOperation(
  tx: Tx,
  caller: Caller,
  wish: Place & { readonly reason: string },
): Promise<Result<{ moveId: Id; version: number }, MoveRefusal>> {
  await lockSchedule(tx);
  const moveId = idAt(caller.now);
  const { facts, instance, told } = await ask(tx, caller, wish, { reason: wish.reason, event: moveId });
  if (!told.ok) return told;
  const before = (await newestSchedule(tx))?.version ?? null;
  const tables = tx.tables<ProductionTables>();
  const replaced = await tables
    .updateTable('pin')
    .set({ dropped_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('subject', '=', wish.subject)
    .where('pin_constraint', '!=', 'after')
    .where('dropped_at', 'is', null)
    .returning('id')
    .execute();
  const start = minutesFrom(instance.origin, wish.startAt);
  const held = { tenant_id: tx.tenantId, subject: wish.subject, reason: wish.reason, event_id: moveId };
  await tables
    .insertInto('pin')
    .values([
      {
        ...held,
        id: moveId,
        pin_constraint: 'start',
        value: addMinutes(instance.origin, start),
        set_at: caller.now,
        dropped_at: null,
      },
      {
        ...held,
        id: idAt(caller.now),
        pin_constraint: 'machine',
        value: wish.machine,
        set_at: caller.now,
        dropped_at: null,
      },
    ])
    .execute();
  floorChanged(tx);
  const version = await store(tx, caller, facts, told.value.instance, told.value.schedule, 'pin.set');
  await publish(tx, caller, 'pin.set', moveId, {
    ...wish,
    replaced: replaced.map((row) => row.id),
    before,
  } satisfies MoveEvent);
  return ok({ moveId, version });
}

/** Takes a move back: its pins go, those it replaced return, and the machines have the order of work they had. */
export async function undoMove(
  tx: Tx,
  caller: Caller,
  moveId: Id,
): Promise<Result<{ version: number }, { readonly code: 'move_unknown' }>> {
  await lockSchedule(tx);
  const [event] = await listEvents(tx, 'pin', moveId);
  if (event?.name !== 'pin.set' || !(await letGo(tx, caller, moveId)))
    return refuse({ code: 'move_unknown' });
  const { replaced, before } = event.payload as Partial<MoveEvent>;
  const tables = tx.tables<ProductionTables>();
  if (replaced && replaced.length > 0)
    await tables
      .updateTable('pin')
      .set({ dropped_at: null })
      .where('tenant_id', '=', tx.tenantId)
      .where('id', 'in', [...replaced])
      .execute();
  floorChanged(tx);
  const facts = await loadScheduleFacts(tx, caller);
  const instance = must(checkInstance(scheduleInstance(facts, caller.today)));
  const last = await scheduleOfVersion(tx, before ?? 0);
  const schedule = solveSchedule(instance, {
    seed: SEED,
    budget: { moves: 1 },
    ...(last ? { start: rowsFor(instance, last), keepOrder: true } : {}),
  });
  const version = await store(tx, caller, facts, instance, schedule, 'pin.dropped');
  await publish(tx, caller, 'pin.dropped', moveId, { undone: true });
  return ok({ version });
}

/** Lets a moved operation go where the engine likes it; the next plan is asked for. */
export async function dropMove(
  tx: Tx,
  caller: Caller,
  moveId: Id,
): Promise<Result<Record<string, never>, { readonly code: 'move_unknown' }>> {
  if (!(await letGo(tx, caller, moveId))) return refuse({ code: 'move_unknown' });
  await publish(tx, caller, 'pin.dropped', moveId);
  await queueSchedule(tx, 'pin.dropped');
  return ok({});
}

async function letGo(tx: Tx, caller: Caller, moveId: Id): Promise<boolean> {
  const dropped = await tx
    .tables<ProductionTables>()
    .updateTable('pin')
    .set({ dropped_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('event_id', '=', moveId)
    .where('dropped_at', 'is', null)
    .returning('id')
    .execute();
  return dropped.length > 0;
}

/** @throws Error when the independent check finds a fault: nothing is kept then */
async function store(
  tx: Tx,
  caller: Caller,
  facts: ScheduleFacts,
  instance: Instance,
  schedule: Schedule,
  cause: string,
): Promise<number> {
  const answer = answerFor(instance, schedule);
  if (answer.faults.length > 0)
    throw new Error(`the moved schedule failed its check: ${JSON.stringify(answer.faults.slice(0, 5))}`);
  return storeSchedule(tx, caller, { facts, instance, answer, cause });
}
