import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import type { Reason } from '#domain/scheduling/explain.ts';
import type { LateReason } from './store.ts';

/** More would not be read on the floor. */
const REASONS_MAX = 3;

/** A machine that stands still, and why. */
export interface StandingMachine {
  readonly machine: string;
  readonly reason: string;
}

/** What an operation of the schedule is called on screens. */
export interface NamedWork {
  readonly name: string;
  readonly centre: string;
  readonly orderNumber: string;
}

/**
 * The telling part of a chain of binding steps: waiting for a machine, a stop, a pin, closed time. Waiting for the
 * order's own step before is no news; equal reasons in a row are told once.
 */
export function lateReasons(
  chain: readonly Reason[],
  work: ReadonlyMap<string, NamedWork>,
  origin: Instant,
  stops: readonly StandingMachine[] = [],
): LateReason[] {
  const told: LateReason[] = [];
  for (const reason of chain) {
    const one = reasonOf(reason, work, origin, stops);
    if (one && !told.some((other) => other.code === one.code && other['centre'] === one['centre']))
      told.push(one);
  }
  if (told.length === 0 && chain[0])
    told.push({ code: 'work_content', centre: work.get(chain[0].operation)?.centre ?? chain[0].machine });
  return told.slice(0, REASONS_MAX);
}

function reasonOf(
  reason: Reason,
  work: ReadonlyMap<string, NamedWork>,
  origin: Instant,
  stops: readonly StandingMachine[],
): LateReason | null {
  const own = work.get(reason.operation);
  const centre = own?.centre ?? reason.machine;
  const stop = stops.find((one) => one.machine === reason.machine);
  if (stop && reason.closed)
    return {
      code: 'machine_stopped',
      centre,
      machine: stop.machine,
      reason: stop.reason,
      until: addMinutes(origin, reason.closed.until),
    };
  const until = addMinutes(origin, reason.until);
  switch (reason.code) {
    case 'machine_busy': {
      const other = reason.waitedFor === undefined ? undefined : work.get(reason.waitedFor);
      // Behind its own order's work it waits for itself.
      return other && other.orderNumber !== own?.orderNumber
        ? { code: 'machine_busy', centre, order: other.orderNumber, until }
        : null;
    }
    case 'material':
      return { code: 'material_missing', material: reason.material ?? '', until };
    case 'pin_start':
    case 'pin_not_before':
    case 'pin_after':
      return { code: 'pinned', centre, reason: reason.reason ?? '', until };
    case 'release':
    case 'order_release':
      return { code: 'not_released_before', until };
    default:
      return reason.closed
        ? { code: 'closed', centre, until: addMinutes(origin, reason.closed.until) }
        : null;
  }
}
