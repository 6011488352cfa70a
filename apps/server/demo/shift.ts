import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
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
  as(role: Role, clock: string): Caller;
  /** minutes after `clock`, for what happens one after the other */
  later(role: Role, clock: string, minutes: number): Caller;
}

export function shiftOn(facts: TenantFacts, logins: ReadonlyMap<Role, Id>, day: Day, index: number): Shift {
  const at = (role: Role, now: Instant): Caller => callerAt(facts, logins, role, now);
  return {
    day,
    index,
    as: (role, clock) => at(role, wallTime(facts.zone, day, clock)),
    later: (role, clock, minutes) =>
      at(role, new Date(Date.parse(wallTime(facts.zone, day, clock)) + minutes * 60_000).toISOString()),
  };
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
