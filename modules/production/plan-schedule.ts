import { sql } from 'kysely';
import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import { checkInstance } from '#domain/scheduling/check-instance.ts';
import type { Instance, ScheduledOperation } from '#domain/scheduling/instance.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { PROGRESS_CHANNEL } from '#platform/http/live.ts';
import type { Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { runInThread } from '#platform/threads/run-in-thread.ts';
import { sha256 } from './batch-facts.ts';
import { lateReasons } from './late-reasons.ts';
import { PLAN_SCHEDULE, queueSchedule } from './queue-schedule.ts';
import { loadPins, loadScheduleFacts } from './schedule-facts.ts';
import { minutesFrom, scheduleInstance, type ScheduleFacts } from './schedule-instance.ts';
import type { ScheduleAnswer, ScheduleTask } from './schedule-thread.ts';
import type { ProductionTables, ScheduledRow } from './store.ts';

/** Enough for a week of a 30-person factory to settle within a few seconds. */
const MOVES = 1500;
const SEED = 1;

export interface StoredSchedule {
  readonly version: number;
  readonly origin: Instant;
  readonly rows: readonly ScheduledRow[];
}

/**
 * Plans the floor anew from the facts. After an event (a machine stopped, a part is bad) the machines keep their order
 * of work and only times move, unless another order saves a late day; when a person asks, everything is open.
 */
export const planSchedule: Job<{ cause: string }, AppContext> = {
  ...PLAN_SCHEDULE,
  timeoutSeconds: 300,
  async run({ context, tenantId, signal }, { cause }) {
    const caller = systemCaller(
      await context.tenantFacts(tenantId),
      context.clock,
      `job:${PLAN_SCHEDULE.name}`,
    );
    const { facts, last } = await context.db.inTenant(tenantId, async (tx) => ({
      facts: await loadScheduleFacts(tx, caller),
      last: await newestSchedule(tx),
    }));
    const instance = scheduleInstance(facts, caller.today);
    const checked = checkInstance(instance);
    if (!checked.ok)
      throw new Error(`the floor cannot be planned: ${JSON.stringify(checked.refusal.faults.slice(0, 5))}`);
    const task: ScheduleTask = {
      instance,
      seed: SEED,
      moves: MOVES,
      start: last && cause !== 'asked' ? rowsFor(instance, last) : null,
    };
    const answer = await runInThread<ScheduleTask, ScheduleAnswer, { value: number; moves: number }>(
      new URL('./schedule-thread.ts', import.meta.url),
      task,
      {
        signal,
        onProgress: (news) =>
          void context.db
            .notify(PROGRESS_CHANNEL, { tenantId, about: 'schedule', ...news })
            .catch(() => undefined),
      },
    );
    // A schedule that its check refuses is a fault of ours; the one in force stays.
    if (answer.faults.length > 0)
      throw new Error(`the schedule failed its check: ${JSON.stringify(answer.faults.slice(0, 5))}`);
    await context.db.inTenant(tenantId, async (tx) => {
      await lockSchedule(tx);
      // Somebody moved an operation while this was computed: that plan is in force, and this one does not know of it.
      if (JSON.stringify(await loadPins(tx)) !== JSON.stringify(facts.pins)) return queueSchedule(tx, cause);
      await storeSchedule(tx, { ...caller, now: context.clock.now() }, { facts, instance, answer, cause });
    });
  },
};

/** One at a time decides which schedule is in force next. */
export async function lockSchedule(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`schedule ${tx.tenantId}`}, 7463))`.execute(
    tx.tables(),
  );
}

/** Quotes and stations of one transaction ask for the same plan again and again, and it is long. */
const newest = new WeakMap<Tx, Promise<StoredSchedule | undefined>>();

/** The schedule in force: the newest one. */
export function newestSchedule(tx: Tx): Promise<StoredSchedule | undefined> {
  const known = newest.get(tx) ?? readNewest(tx);
  newest.set(tx, known);
  return known;
}

/** A schedule that was in force once. */
export function scheduleOfVersion(tx: Tx, version: number): Promise<StoredSchedule | undefined> {
  return tx
    .tables<ProductionTables>()
    .selectFrom('schedule_version')
    .select(['version', 'origin', 'rows'])
    .where('tenant_id', '=', tx.tenantId)
    .where('version', '=', version)
    .executeTakeFirst();
}

function readNewest(tx: Tx): Promise<StoredSchedule | undefined> {
  return tx
    .tables<ProductionTables>()
    .selectFrom('schedule_version')
    .select(['version', 'origin', 'rows'])
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Rows of a stored schedule in the minutes of an instance; work that is done since then is left out. */
export function rowsFor(instance: Instance, stored: StoredSchedule): ScheduledOperation[] {
  const open = new Set(instance.operations.map((operation) => operation.id));
  const machines = new Set(instance.resources.map((resource) => resource.id));
  return stored.rows
    .filter((row) => open.has(row.operation) && machines.has(row.machine))
    .map((row) => ({
      operation: row.operation,
      lot: 0,
      lots: 1,
      machine: row.machine,
      start: minutesFrom(instance.origin, row.from),
      end: minutesFrom(instance.origin, row.until),
      changeover: row.changeoverMinutes,
    }));
}

/** Keeps a faultless schedule as the next version; from now on it is in force. @returns its version */
export async function storeSchedule(
  tx: Tx,
  caller: Caller,
  given: { facts: ScheduleFacts; instance: Instance; answer: ScheduleAnswer; cause: string },
): Promise<number> {
  await lockSchedule(tx);
  const { facts, instance, answer } = given;
  const { schedule } = answer;
  const { origin } = instance;
  const work = new Map(facts.work.map((one) => [one.id, one]));
  const orders = new Map(facts.orders.map((order) => [order.orderId, order]));
  const named = new Map(
    facts.work.map((one) => [
      one.id,
      { name: one.name, centre: one.centre, orderNumber: orders.get(one.orderId)?.number ?? '' },
    ]),
  );
  const version = ((await readNewest(tx))?.version ?? 0) + 1;
  const id = idAt(caller.now);
  const rows = schedule.rows.map((row): ScheduledRow => {
    const one = work.get(row.operation)!;
    return {
      operation: row.operation,
      machine: row.machine,
      from: addMinutes(origin, row.start),
      until: addMinutes(origin, row.end),
      changeoverMinutes: row.changeover,
      kind: one.kind,
      centre: one.centre,
      name: one.name,
      orderId: one.orderId,
      orderNumber: orders.get(one.orderId)?.number ?? '',
    };
  });
  const late = answer.explained.map((one) => {
    const order = orders.get(one.order)!;
    return {
      orderId: one.order,
      number: order.number,
      dueOn: order.dueOn,
      endsAt: addMinutes(origin, one.finish),
      lateMinutes: one.lateMinutes,
      reasons: one.lateMinutes > 0 ? lateReasons(one.chain, named, origin, facts.stops) : [],
    };
  });
  await tx
    .tables<ProductionTables>()
    .insertInto('schedule_version')
    .values({
      tenant_id: tx.tenantId,
      id,
      version,
      cause: given.cause,
      input_hash: sha256(instance),
      engine: schedule.engine,
      seed: schedule.seed,
      moves: schedule.moves,
      origin,
      rows: JSON.stringify(rows),
      orders: JSON.stringify(late),
      figures: JSON.stringify(schedule.figures),
      conflicts: JSON.stringify(schedule.conflicts),
      solved_at: caller.now,
    })
    .execute();
  newest.delete(tx);
  await publish(tx, caller, 'schedule.planned', id, {
    version,
    cause: given.cause,
    late: schedule.figures.lateOrders,
  });
  return version;
}
