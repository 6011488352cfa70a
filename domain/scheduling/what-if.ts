import type { Result } from '../kernel/result.ts';
import { ok, refuse } from '../kernel/result.ts';
import { NEVER, openTime, withStops } from './calendar.ts';
import { possibleMachines } from './compile.ts';
import type { Instance, Minute, Operation, Pin, Resource, Schedule, ScheduledOperation } from './instance.ts';
import { changesBetween, type Repair } from './repair.ts';
import { solveSchedule } from './solve.ts';

/** A person wants an operation to start at this very minute on this very machine. */
export interface Move {
  readonly operation: string;
  readonly machine: string;
  readonly start: Minute;
  /** what the person says, and the event it is written down as: both travel in the pins */
  readonly reason: string;
  readonly event: string;
}

/** Why an operation cannot be moved there. Nothing was planned. */
export type MoveRefusal =
  | { readonly code: 'move_unplanned' }
  /** it runs or is done */
  | { readonly code: 'move_begun' }
  | { readonly code: 'move_wrong_machine'; readonly machine: string }
  | { readonly code: 'move_past'; readonly earliest: Minute }
  /** the machine is closed or stands still then; `earliest` is when it opens next, null when never */
  | { readonly code: 'move_closed'; readonly earliest: Minute | null }
  /** `predecessor` has not ended by then */
  | {
      readonly code: 'move_before_predecessor';
      readonly predecessor: string;
      readonly earliest: Minute;
    }
  /** its order or its material is not there by then */
  | { readonly code: 'move_too_early'; readonly earliest: Minute }
  /** something that may not move holds the machine then; `earliest` is where the engine would put it */
  | { readonly code: 'move_taken'; readonly earliest: Minute };

export interface WhatIf {
  /** the instance with the move as pins; what the person held of this operation before is replaced by it */
  readonly instance: Instance;
  /** the plan in force, with its times as the facts have them now */
  readonly before: Schedule;
  readonly schedule: Schedule;
  readonly changes: Repair['changes'];
}

/** Timings tried when keeping the order of work makes somebody late: a fraction of a second for a factory's fortnight. */
const REPAIR_MOVES = 200;

/**
 * What would happen if a person moved one operation: the move becomes pins of start and machine, all machines keep their
 * order of work and only times shift; where that makes orders later than they were, the engine looks for a better order.
 * The comparison is with the plan in force as it would be without the move, so that it shows the move and nothing else.
 *
 * @param rows the plan in force
 * @returns a plan in which the operation starts at that minute on that machine, or why there is none
 * @throws RangeError for an instance that `checkInstance` refuses
 */
export function whatIfMoved(
  instance: Instance,
  rows: readonly ScheduledOperation[],
  move: Move,
  options: { readonly seed?: number } = {},
): Result<WhatIf, MoveRefusal> {
  const operation = instance.operations.find((one) => one.id === move.operation);
  if (!operation) return refuse({ code: 'move_unplanned' });
  if (operation.state) return refuse({ code: 'move_begun' });
  const machine = possibleMachines(instance, operation).find(([one]) => one.id === move.machine)?.[0];
  if (!machine) return refuse({ code: 'move_wrong_machine', machine: move.machine });

  const solve = (of: Instance, start: readonly ScheduledOperation[], moves: number): Schedule =>
    solveSchedule(of, { seed: options.seed ?? 1, budget: { moves }, start, keepOrder: true });
  const before = solve(instance, rows, 1);
  const refusal = refusalOf(instance, before, operation, machine, move.start);
  if (refusal) return refuse(refusal);

  const pinned = withMove(instance, move);
  const kept = solve(pinned, placed(before.rows, move), 1);
  const worse = kept.figures.weightedLateMinutes > before.figures.weightedLateMinutes;
  const better = worse ? solve(pinned, kept.rows, REPAIR_MOVES) : kept;
  const schedule = better.figures.weightedLateMinutes < kept.figures.weightedLateMinutes ? better : kept;
  const row = schedule.rows.find((one) => one.operation === move.operation)!;
  if (row.start !== move.start) return refuse({ code: 'move_taken', earliest: row.start });
  return ok({ instance: pinned, before, schedule, changes: changesBetween(pinned, before, schedule) });
}

function refusalOf(
  instance: Instance,
  before: Schedule,
  operation: Operation,
  machine: Resource,
  start: Minute,
): MoveRefusal | null {
  if (start < instance.now) return { code: 'move_past', earliest: instance.now };
  const calendar = instance.calendars.find((one) => one.id === machine.calendar)!;
  const opens = openTime(withStops(calendar, machine.stops ?? []), instance.now).nextOpen(start);
  if (opens !== start) return { code: 'move_closed', earliest: opens >= NEVER ? null : opens };
  const waitsFor = new Set(operation.after);
  for (const pin of instance.pins)
    if (pin.subject === operation.id && pin.constraint === 'after') waitsFor.add(pin.value);
  const last = before.rows
    .filter((row) => waitsFor.has(row.operation))
    .reduce<ScheduledOperation | null>(
      (latest, row) => (latest && latest.end >= row.end ? latest : row),
      null,
    );
  if (last && last.end > start)
    return { code: 'move_before_predecessor', predecessor: last.operation, earliest: last.end };
  const order = instance.orders.find((one) => one.id === operation.order);
  const there = Math.max(
    operation.release ?? start,
    operation.material?.from ?? start,
    order?.release ?? start,
  );
  return there > start ? { code: 'move_too_early', earliest: there } : null;
}

/** The move as pins, instead of whatever held the operation's start or machine before. */
function withMove(instance: Instance, move: Move): Instance {
  const about = { subject: move.operation, reason: move.reason, event: move.event };
  const others = instance.pins.filter((pin) => pin.subject !== move.operation || pin.constraint === 'after');
  const own: Pin[] = [
    { ...about, constraint: 'start', value: move.start },
    { ...about, constraint: 'machine', value: move.machine },
  ];
  return { ...instance, pins: [...others, ...own] };
}

/** The plan in force with the operation in its new place, so that the order of work is kept around that. */
function placed(rows: readonly ScheduledOperation[], move: Move): ScheduledOperation[] {
  const own = rows.filter((row) => row.operation === move.operation);
  const first = own[0];
  const others = rows.filter((row) => row.operation !== move.operation);
  if (!first) return others;
  const minutes = Math.max(...own.map((row) => row.end)) - first.start;
  return [
    ...others,
    { ...first, lot: 0, lots: 1, machine: move.machine, start: move.start, end: move.start + minutes },
  ];
}
