import { addMinutes, dayIn, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Schedule } from '#domain/scheduling/instance.ts';
import { promiseDate } from '#domain/scheduling/promise.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { loadShopData } from '#modules/catalog/api.ts';
import { lateReasons } from './late-reasons.ts';
import { newestSchedule, rowsFor } from './plan-schedule.ts';
import type { ReleasedUnit } from './release-work.ts';
import { draftSteps } from './draft-steps.ts';
import { gatherWork, loadScheduleFacts } from './schedule-facts.ts';
import { scheduleInstance } from './schedule-instance.ts';
import type { LateReason } from './store.ts';

/** An order that is not released yet, as far as time is concerned. */
export interface WorkDraft {
  /** wanted day, when there is one */
  readonly dueOn?: Day;
  readonly weight?: number;
  readonly units: readonly Pick<ReleasedUnit, 'unitNo' | 'name' | 'parts' | 'operations'>[];
}

export interface PromisedDay {
  /** day on which the last unit is packed; null when a work centre it needs is never open */
  readonly promisedOn: Day | null;
  /** what decides that day, the last step first */
  readonly reasons: readonly LateReason[];
}

/** An order in front of which nothing is planned still cannot be made by a machine that is closed for ten years. */
const NO_ORDER = '00000000-0000-7000-8000-000000000000' as Id;

/** The earliest day a new order can be finished when nothing that is planned moves. Reads only. */
export async function promiseFor(tx: Tx, caller: Caller, draft: WorkDraft): Promise<PromisedDay> {
  const facts = await loadScheduleFacts(tx, caller);
  const shop = await loadShopData(tx);
  const steps = draftSteps(draft.units, NO_ORDER, shop.centres, () => idAt(caller.now));
  const wanted = gatherWork(steps.steps, steps.workOrders, [NO_ORDER], new Map());
  if (wanted.length === 0) return { promisedOn: caller.today, reasons: [] };
  const order = {
    orderId: NO_ORDER,
    number: '',
    dueOn: draft.dueOn ?? caller.today,
    weight: draft.weight ?? 1,
  };
  // One instance of both gives the new work its families and minutes by the same rules; then it is taken apart again.
  const both = scheduleInstance(
    { ...facts, orders: [...facts.orders, order], work: [...facts.work, ...wanted] },
    caller.today,
  );
  const instance = {
    ...both,
    orders: both.orders.filter((one) => one.id !== NO_ORDER),
    operations: both.operations.filter((one) => one.order !== NO_ORDER),
  };
  const last = await newestSchedule(tx);
  const schedule: Schedule = {
    instance: instance.name,
    engine: '',
    seed: 0,
    moves: 0,
    rows: last ? rowsFor(instance, last) : [],
    figures: {
      value: 0,
      makespan: 0,
      weightedLateMinutes: 0,
      lateOrders: 0,
      changeoverMinutes: 0,
      workInProcessMinutes: 0,
    },
    lowerBound: 0,
    proven: false,
    conflicts: [],
  };
  const promised = promiseDate(instance, schedule, {
    order: both.orders.find((one) => one.id === NO_ORDER)!,
    operations: both.operations.filter((one) => one.order === NO_ORDER),
  });
  const numbers = new Map(facts.orders.map((one) => [one.orderId, one.number]));
  const named = new Map(
    [...facts.work, ...wanted].map((one) => [
      one.id,
      { name: one.name, centre: one.centre, orderNumber: numbers.get(one.orderId) ?? '' },
    ]),
  );
  // A finish at midnight belongs to the day before.
  const promisedOn =
    promised.finish === null ? null : dayIn(caller.zone, addMinutes(instance.origin, promised.finish - 1));
  return { promisedOn, reasons: lateReasons(promised.reasons, named, instance.origin, facts.stops) };
}
