import {
  addDays,
  addMinutes,
  dayIn,
  instantAt,
  weekday,
  type Day,
  type Instant,
} from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { clockChanges, openTime, type WorkCalendar } from '#domain/scheduling/calendar.ts';
import type { ChangeoverRule } from '#domain/scheduling/changeover.ts';
import type { Instance, Operation, Order, Pin, Resource } from '#domain/scheduling/instance.ts';
import type { CentreKind, WorkCentre } from '#domain/product/factory.ts';

/** A work order with what is left of it. */
export interface OpenWork {
  /** `saw:<id>`, `work:<id>`, or `cut:<order>:<material>` for parts that are in no released plan yet */
  readonly id: string;
  readonly kind: CentreKind;
  readonly centre: string;
  readonly family: string;
  readonly name: string;
  /** the order it is done for; a book of several orders belongs to the most urgent */
  readonly orderId: Id;
  /** standard time left, without set-up */
  readonly ms: number;
  readonly after: readonly string[];
}

export interface ScheduleFacts {
  readonly now: Instant;
  readonly zone: string;
  readonly centres: readonly WorkCentre[];
  readonly hours: ReadonlyMap<string, readonly { readonly from: number; readonly until: number }[]>;
  readonly closedDays: readonly { readonly day: Day; readonly reason: string }[];
  readonly orders: readonly {
    readonly orderId: Id;
    readonly number: string;
    readonly dueOn: Day;
    readonly weight: number;
  }[];
  readonly work: readonly OpenWork[];
  readonly stops: readonly {
    readonly machine: string;
    readonly stoppedAt: Instant;
    readonly expectedMinutes: number;
    readonly reason: string;
  }[];
  readonly pins: readonly {
    readonly subject: string;
    readonly constraint: 'machine' | 'start' | 'not-before' | 'after';
    readonly value: string;
    readonly reason: string;
    readonly event: string;
  }[];
}

/** Calendars look this far for clock changes and closed days. */
const HORIZON_DAYS = 400;
const CHANGES_KEPT = 100;
/** A machine that is stopped longer than expected is expected back in so many minutes from now. */
const OVERDUE_STOP_MINUTES = 60;

/** Minute 0 of every schedule of a week: Monday 00:00 on the factory's wall. */
export function originOf(zone: string, today: Day): Instant {
  return instantAt(zone, addDays(today, 1 - weekday(today)));
}

export function minutesFrom(origin: Instant, at: Instant): number {
  return Math.floor((Date.parse(at) - Date.parse(origin)) / 60_000);
}

/** `SAW-1`, `SAW-2`: the machines of a centre, or its benches and people where it has no machine. */
export function machinesOf(centre: Pick<WorkCentre, 'code' | 'machines' | 'people'>): string[] {
  const count = centre.machines || centre.people || 1;
  return Array.from({ length: count }, (_, i) => `${centre.code}-${i + 1}`);
}

/**
 * The facts of the floor as an instance of the scheduling engine: one resource per machine, calendars from weekly hours
 * and closed days in the factory's zone, set-ups as changeovers between families, all open work with its order.
 */
export function scheduleInstance(facts: ScheduleFacts, today: Day): Instance {
  const origin = originOf(facts.zone, today);
  const at = (moment: Instant): number => minutesFrom(origin, moment);
  const centres = facts.centres.filter(
    (centre) => facts.work.some((work) => work.centre === centre.code) || centre.runMs !== null,
  );
  const families = familyNumbers(facts.work);
  const changes = changesOf(facts.zone, origin);
  return {
    name: 'floor',
    origin,
    now: at(facts.now),
    objective: 'lateness',
    calendars: centres.map((centre) => ({ ...calendarOf(centre, facts, origin), clockChanges: changes })),
    resources: centres.flatMap((centre) =>
      machinesOf(centre).map((machine) => resourceOf(centre, machine, facts, at)),
    ),
    changeovers: centres.filter(hasChangeover).map(changeoverOf),
    orders: facts.orders.map((order): Order => ({
      id: order.orderId,
      weight: order.weight,
      due: at(instantAt(facts.zone, addDays(order.dueOn, 1))),
    })),
    operations: facts.work.map((work) => operationOf(work, facts.centres, families)),
    pins: pinsOf(facts, at),
  };
}

/** When each work centre is closed between two moments, for the board. */
export function closedTimes(
  facts: Pick<ScheduleFacts, 'zone' | 'centres' | 'hours' | 'closedDays'>,
  from: Instant,
  until: Instant,
): {
  readonly centre: string;
  readonly spans: readonly { readonly from: Instant; readonly until: Instant }[];
}[] {
  // Minutes count from the Monday before, as the calendars do.
  const origin = originOf(facts.zone, dayIn(facts.zone, from));
  const changes = changesOf(facts.zone, origin);
  return facts.centres.map((centre) => {
    const calendar = { ...calendarOf(centre, facts, origin), clockChanges: changes };
    const [first, last] = [minutesFrom(origin, from), minutesFrom(origin, until)];
    return {
      centre: centre.code,
      spans: openTime(calendar, first)
        .closedSpans(first, last)
        .map((span) => ({ from: addMinutes(origin, span.from), until: addMinutes(origin, span.until) })),
    };
  });
}

function calendarOf(
  centre: WorkCentre,
  facts: Pick<ScheduleFacts, 'zone' | 'hours' | 'closedDays'>,
  origin: Instant,
): WorkCalendar {
  const weekly = facts.hours.get(centre.code) ?? [];
  return {
    id: centre.code,
    weekStart: 0,
    weekly: weekly.length > 0 ? [...weekly] : null,
    exceptions: facts.closedDays.map(({ day, reason }) => ({
      from: minutesFrom(origin, instantAt(facts.zone, day)),
      until: minutesFrom(origin, instantAt(facts.zone, addDays(day, 1))),
      open: false,
      reason,
    })),
  };
}

type ClockChanges = ReturnType<typeof clockChanges>;
const knownChanges = new Map<string, ClockChanges>();

/** Kept per zone and week: finding them asks the machine's time zones about each of the coming days. */
function changesOf(zone: string, origin: Instant): ClockChanges {
  const key = `${zone} ${origin}`;
  const known = knownChanges.get(key);
  if (known) return known;
  if (knownChanges.size >= CHANGES_KEPT) knownChanges.clear();
  const found = clockChanges(zone, origin, HORIZON_DAYS);
  knownChanges.set(key, found);
  return found;
}

function resourceOf(
  centre: WorkCentre,
  machine: string,
  facts: ScheduleFacts,
  at: (moment: Instant) => number,
): Resource {
  const now = at(facts.now);
  const stops = facts.stops
    .filter((stop) => stop.machine === machine)
    .map((stop) => {
      const expected = at(addMinutes(stop.stoppedAt, stop.expectedMinutes));
      return {
        from: at(stop.stoppedAt),
        until: expected > now ? expected : now + OVERDUE_STOP_MINUTES,
        reason: stop.reason,
      };
    });
  return {
    id: machine,
    kind: 'machine',
    group: centre.code,
    calendar: centre.code,
    stops,
    ...(hasChangeover(centre) ? { changeover: centre.code } : {}),
  };
}

function hasChangeover(centre: WorkCentre): boolean {
  return centre.setUpMinutes > 0 && (centre.setUpPer === 'material' || centre.setUpPer === 'edge');
}

function changeoverOf(centre: WorkCentre): ChangeoverRule {
  return { id: centre.code, kind: 'flat', first: centre.setUpMinutes, same: 0, minutes: centre.setUpMinutes };
}

/** Families are whole numbers for the engine; sorted, so that the same facts give the same instance. */
function familyNumbers(work: readonly OpenWork[]): Map<string, number> {
  const names = [...new Set(work.map((one) => `${one.centre} ${one.family}`))].sort();
  return new Map(names.map((name, number) => [name, number]));
}

function operationOf(
  work: OpenWork,
  centres: readonly WorkCentre[],
  families: ReadonlyMap<string, number>,
): Operation {
  const centre = centres.find((one) => one.code === work.centre)!;
  const setUp = centre.setUpPer === 'run' ? centre.setUpMinutes : 0;
  return {
    id: work.id,
    order: work.orderId,
    alternatives: [{ group: work.centre, minutes: Math.max(1, Math.ceil(work.ms / 60_000)) + setUp }],
    after: work.after,
    ...(hasChangeover(centre)
      ? { families: { [work.centre]: families.get(`${work.centre} ${work.family}`)! } }
      : {}),
  };
}

/** Pins whose work is done have nothing left to hold. */
function pinsOf(facts: ScheduleFacts, at: (moment: Instant) => number): Pin[] {
  const open = new Set(facts.work.map((work) => work.id));
  return facts.pins
    .filter((pin) => open.has(pin.subject) && (pin.constraint !== 'after' || open.has(pin.value)))
    .map((pin): Pin => {
      const about = { subject: pin.subject, reason: pin.reason, event: pin.event };
      return pin.constraint === 'machine' || pin.constraint === 'after'
        ? { ...about, constraint: pin.constraint, value: pin.value }
        : { ...about, constraint: pin.constraint, value: at(pin.value) };
    });
}
