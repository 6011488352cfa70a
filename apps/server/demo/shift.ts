import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Compute } from '#modules/production/module.ts';
import type { Caller, Role, TenantFacts } from '#platform/http/caller.ts';
import { wallTime } from './calendar.ts';
import type { StoryOrder } from './story.ts';

/** An order of the story together with what it became. */
export interface DemoOrder {
  readonly plan: StoryOrder;
  id: Id | null;
}

/** One day of the demo factory: who acts at which time of it. */
export interface Shift {
  readonly day: Day;
  /** 0 is the first working day of the history */
  readonly index: number;
  /** where plans are computed, beside the work of the day */
  readonly compute: Compute;
  as(role: Role, clock: string): Caller;
  /** minutes after `clock`, for what happens one after the other */
  later(role: Role, clock: string, minutes: number): Caller;
}

/**
 * Office, floor and van write at the same time, each a millisecond beside the others: ids of one moment count up in the
 * order in which they are asked for, and that order must not depend on who happens to be faster.
 */
const BESIDE_MS: Readonly<Record<string, number>> = { planner: 1, worker: 1, driver: 2 };

export function shiftOn(
  facts: TenantFacts,
  logins: ReadonlyMap<Role, Id>,
  compute: Compute,
  day: Day,
  index: number,
): Shift {
  const later = (role: Role, clock: string, minutes: number): Caller => {
    const ms = Date.parse(wallTime(facts.zone, day, clock)) + minutes * 60_000 + (BESIDE_MS[role] ?? 0);
    return callerAt(facts, logins, role, new Date(ms).toISOString());
  };
  return { day, index, compute, as: (role, clock) => later(role, clock, 0), later };
}

/** A member of the demo at a moment. */
export function callerAt(
  facts: TenantFacts,
  logins: ReadonlyMap<Role, Id>,
  role: Role,
  now: Instant,
): Caller {
  const loginId = logins.get(role) ?? null;
  return {
    ...facts,
    loginId,
    actor: loginId ? `login:${loginId}` : 'system',
    name: role[0]!.toUpperCase() + role.slice(1),
    role,
    now,
    today: dayIn(facts.zone, now),
  };
}
