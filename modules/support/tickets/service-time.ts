import { addDays, dayIn, instantAt, type Day, type Instant } from '#domain/kernel/days.ts';
import { isWorkingDay } from '#domain/kernel/working-days.ts';
import type { Priority } from './rules.ts';

/** When people work here: Monday to Friday but holidays, between two times of the wall clock. */
export interface ServiceCalendar {
  readonly zone: string;
  readonly holidays: ReadonlySet<Day>;
  /** minutes after midnight; `opens` < `closes` */
  readonly opens: number;
  readonly closes: number;
}

/** A time in which the clock stands, because somebody else is to act; `until` null: still. */
export interface Pause {
  readonly from: Instant;
  readonly until: Instant | null;
}

const MINUTE_MS = 60_000;
/** Ten years: a calendar that is all holidays must not be walked for ever. */
const DAYS_MAX = 3_660;

/**
 * When `minutes` of working time have passed since a moment, without the pauses. Working time is what lies between
 * `opens` and `closes` of working days on the wall clock; a day on which the clocks change has more or less of it.
 * @returns null while a pause goes on that began before the time was used up, and where ten years are not enough
 */
export function serviceDue(
  from: Instant,
  minutes: number,
  pauses: readonly Pause[],
  calendar: ServiceCalendar,
): Instant | null {
  const { zone, holidays, opens, closes } = calendar;
  const sorted = [...pauses].sort((a, b) => a.from.localeCompare(b.from));
  let left = minutes * MINUTE_MS;
  let day = dayIn(zone, from);
  for (let passed = 0; passed < DAYS_MAX; passed += 1, day = addDays(day, 1)) {
    if (!isWorkingDay(day, holidays)) continue;
    const close = Date.parse(instantAt(zone, day, closes));
    let at = Math.max(Date.parse(instantAt(zone, day, opens)), Date.parse(from));
    for (const pause of sorted) {
      const starts = Date.parse(pause.from);
      if (starts >= close) break;
      const free = Math.max(0, starts - at);
      if (free >= left) break;
      left -= free;
      if (pause.until === null) return null;
      at = Math.max(at, starts, Date.parse(pause.until));
      if (at >= close) break;
    }
    const free = Math.max(0, close - at);
    if (free >= left) return new Date(at + left).toISOString();
    left -= free;
  }
  return null;
}

/** What a time is promised for. */
export interface ServiceLevel {
  readonly firstMinutes: number;
  readonly solutionMinutes: number;
}

/** Where nobody wrote down anything else: minutes of working time, eight hours a day. */
export const SHIPPED_LEVELS: Readonly<Record<Priority, ServiceLevel>> = {
  urgent: { firstMinutes: 60, solutionMinutes: 480 },
  high: { firstMinutes: 240, solutionMinutes: 960 },
  normal: { firstMinutes: 480, solutionMinutes: 2_400 },
  low: { firstMinutes: 960, solutionMinutes: 4_800 },
};

export interface LevelRow extends ServiceLevel {
  /** code of a plan; '' for everybody */
  readonly plan: string;
  readonly priority: Priority;
}

/**
 * What is promised to whoever has these plans: of several the shortest of each time; without one for their plans what
 * holds for everybody, and without that what is shipped.
 */
export function levelFor(
  rows: readonly LevelRow[],
  plans: readonly string[],
  priority: Priority,
): ServiceLevel {
  const own = rows.filter((row) => row.priority === priority && row.plan !== '' && plans.includes(row.plan));
  const all = rows.filter((row) => row.priority === priority && row.plan === '');
  const found = own.length > 0 ? own : all;
  if (found.length === 0) return SHIPPED_LEVELS[priority];
  return {
    firstMinutes: Math.min(...found.map((row) => row.firstMinutes)),
    solutionMinutes: Math.min(...found.map((row) => row.solutionMinutes)),
  };
}

/** What of a ticket's history counts for its times. */
export interface ServiceStep {
  readonly what: string;
  readonly at: Instant;
}

export interface TicketTimes {
  /** when a person answers at the latest; null: it was answered, or solved without a word */
  readonly firstDueAt: Instant | null;
  readonly firstAnsweredAt: Instant | null;
  /** when it is solved at the latest; null: it is, or the clock stands */
  readonly solutionDueAt: Instant | null;
  /** the clock stands: it is the customer's turn */
  readonly paused: boolean;
  /** the earlier of what is still owed */
  readonly nextDueAt: Instant | null;
}

/**
 * The promised times of a ticket. The first answer is owed from the moment it was opened, without a pause. The solution
 * is too, but while it is the customer's turn, and while the ticket counted as solved, the clock stands.
 * @param steps oldest first; `waiting` begins a pause as an answer does; `customer-wrote` and `reopened` end it
 */
export function ticketTimes(
  steps: readonly ServiceStep[],
  level: ServiceLevel,
  calendar: ServiceCalendar,
): TicketTimes {
  const opened = steps[0]?.at;
  if (opened === undefined) throw new RangeError('a ticket without a first step has no times');
  const pauses: Pause[] = [];
  let pausedFrom: Instant | null = null;
  let solved = false;
  let answeredAt: Instant | null = null;
  for (const { what, at } of steps) {
    if (what === 'answered') answeredAt ??= at;
    if (what === 'answered' || what === 'waiting' || what === 'solved') pausedFrom ??= at;
    if (what === 'solved') solved = true;
    if ((what === 'customer-wrote' || what === 'reopened') && pausedFrom !== null) {
      pauses.push({ from: pausedFrom, until: at });
      pausedFrom = null;
      solved = false;
    }
  }
  const firstDueAt =
    answeredAt === null && !solved ? serviceDue(opened, level.firstMinutes, [], calendar) : null;
  const solutionDueAt =
    pausedFrom !== null ? null : serviceDue(opened, level.solutionMinutes, pauses, calendar);
  const owed = [firstDueAt, solutionDueAt].filter((at) => at !== null).sort();
  return {
    firstDueAt,
    firstAnsweredAt: answeredAt,
    solutionDueAt,
    paused: pausedFrom !== null,
    nextDueAt: owed[0] ?? null,
  };
}
