import { explainOrder, type Reason } from '#domain/scheduling/explain.ts';
import type { Instance, Schedule, ScheduledOperation } from '#domain/scheduling/instance.ts';
import { solveSchedule } from '#domain/scheduling/solve.ts';
import { verifySchedule, type ScheduleFault } from '#domain/scheduling/verify.ts';
import type { ThreadHandle } from '#platform/threads/run-in-thread.ts';

export interface ScheduleTask {
  readonly instance: Instance;
  readonly seed: number;
  /** timings tried; the same number gives the same schedule */
  readonly moves: number;
  /** rows of the plan in force; machines keep their order of work unless another saves at least a weighted late day */
  readonly start: readonly ScheduledOperation[] | null;
}

export interface ScheduleAnswer {
  readonly schedule: Schedule;
  readonly faults: readonly ScheduleFault[];
  /** per order, from its last operation back to what everything waited for */
  readonly explained: readonly {
    readonly order: string;
    readonly finish: number;
    readonly lateMinutes: number;
    readonly chain: readonly Reason[];
  }[];
}

/** A new order of work on the machines is worth this much to those who prepared for the old one. */
const REORDER_WORTH_DAYS = 1;

/** Runs in a worker thread: plans or repairs, checks the result with code that knows nothing of the engine, explains it. */
export function run(
  task: ScheduleTask,
  handle: ThreadHandle<{ value: number; moves: number }>,
): ScheduleAnswer {
  const { instance, seed } = task;
  const solve = (start: readonly ScheduledOperation[] | null, keepOrder: boolean): Schedule =>
    solveSchedule(instance, {
      seed,
      budget: { moves: task.moves },
      cancelled: () => handle.cancelled(),
      onProgress: (news) => handle.progress(news),
      ...(start ? { start, keepOrder } : {}),
    });
  let schedule = solve(task.start, true);
  if (task.start && schedule.figures.value > REORDER_WORTH_DAYS) {
    const anew = solve(task.start, false);
    if (
      anew.conflicts.length <= schedule.conflicts.length &&
      anew.figures.value < schedule.figures.value - REORDER_WORTH_DAYS
    )
      schedule = anew;
  }
  return answerFor(instance, schedule);
}

/** A schedule with what the independent check says and why each order ends when it does. */
export function answerFor(instance: Instance, schedule: Schedule): ScheduleAnswer {
  return {
    schedule,
    faults: verifySchedule(instance, schedule),
    explained: instance.orders.flatMap((order) => {
      const found = explainOrder(instance, schedule, order.id);
      return found
        ? [{ order: order.id, finish: found.finish, lateMinutes: found.lateMinutes, chain: found.chain }]
        : [];
    }),
  };
}
