import type { Instant } from '#domain/kernel/days.ts';
import type { WorkCalendar } from './calendar.ts';
import type { ChangeoverRule } from './changeover.ts';

/** Whole minutes from `Instance.origin`; may be negative for what ran before it. */
export type Minute = number;

/**
 * A machine, a bench, a drying slot or a person: one thing that does one operation at a time.
 * A group with n machines is n resources of one `group`; people are found by `skills`.
 */
export interface Resource {
  readonly id: string;
  readonly kind: 'machine' | 'person';
  readonly group: string;
  /** id in `Instance.calendars` */
  readonly calendar: string;
  /** unplanned closed time of this resource alone, on top of its calendar */
  readonly stops?: readonly Stop[];
  /** id in `Instance.changeovers`; absent: no set-up between operations */
  readonly changeover?: string;
  /** family it is set up for at the start of the plan; absent: not set up */
  readonly family?: number;
  /** people: skill → speed in percent of the standard time (100 = standard, 80 = slower) */
  readonly skills?: Readonly<Record<string, number>>;
}

export interface Stop {
  readonly from: Minute;
  readonly until: Minute;
  readonly reason?: string;
}

/** Where an operation may run. `speed` in percent (100 when absent); time taken = ⌈minutes × 100 ÷ speed⌉. */
export type Alternative = (
  { readonly group: string } | { readonly machine: string } | { readonly skill: string }
) & {
  readonly minutes: number;
  readonly speed?: number;
};

export interface Operation {
  readonly id: string;
  /** id in `Instance.orders` */
  readonly order: string;
  readonly alternatives: readonly Alternative[];
  /** family per changeover rule (material, edge, program, colour …); no entry: needs no set-up and changes none */
  readonly families?: Readonly<Record<string, number>>;
  /** ids of the operations that must have ended before this one starts */
  readonly after: readonly string[];
  readonly release?: Minute;
  /** when what it consumes is there; `name` is for the reasons shown to people */
  readonly material?: { readonly name: string; readonly from: Minute };
  /** true: its minutes pass on the clock, open or closed, whoever does it (drying, curing); only its start needs open time */
  readonly elapsed?: boolean;
  /** may be divided into at most `lots` equal lots running side by side, each of at least `minMinutes` */
  readonly split?: { readonly lots: number; readonly minMinutes: number };
  /** what already happened to it: never planned away */
  readonly state?: OperationState;
}

export type OperationState =
  | { readonly kind: 'done'; readonly machine: string; readonly start: Minute; readonly end: Minute }
  /** `minutesLeft` of working time from `Instance.now` on */
  | {
      readonly kind: 'running';
      readonly machine: string;
      readonly start: Minute;
      readonly minutesLeft: number;
    };

export interface Order {
  readonly id: string;
  /** absent: never late */
  readonly due?: Minute;
  readonly weight: number;
  readonly release?: Minute;
}

/**
 * A person's or a fact's wish that the next solve must respect (DESIGN §1). `event` is the id of the event it
 * came from. A start that cannot be kept is moved to the earliest possible minute after it and reported in
 * `Schedule.conflicts`; it is never dropped silently.
 */
export type Pin = { readonly subject: string; readonly reason: string; readonly event: string } & (
  | { readonly constraint: 'machine'; readonly value: string }
  | { readonly constraint: 'start'; readonly value: Minute }
  | { readonly constraint: 'not-before'; readonly value: Minute }
  /** `value` = id of the operation that must have ended before the subject starts */
  | { readonly constraint: 'after'; readonly value: string }
);

export interface Instance {
  readonly name: string;
  /** the moment of minute 0 */
  readonly origin: Instant;
  /** nothing new starts before it */
  readonly now: Minute;
  /** `lateness`: weighted late days, then changeover minutes, then work in process; `makespan`: the last end */
  readonly objective: 'lateness' | 'makespan';
  readonly calendars: readonly WorkCalendar[];
  readonly resources: readonly Resource[];
  readonly changeovers: readonly ChangeoverRule[];
  readonly orders: readonly Order[];
  readonly operations: readonly Operation[];
  readonly pins: readonly Pin[];
  /** rows of the released plan that start before `until` stay as they are */
  readonly frozen?: { readonly until: Minute; readonly rows: readonly ScheduledOperation[] };
}

/** The time a resource is taken by an operation (or one lot of it): [start, end), changeover first, then work. */
export interface ScheduledOperation {
  readonly operation: string;
  /** 0-based; `lots` is 1 unless the operation was split */
  readonly lot: number;
  readonly lots: number;
  readonly machine: string;
  readonly start: Minute;
  readonly end: Minute;
  /** minutes of set-up at the beginning of the row (a start-pinned or frozen row may reserve more than needed) */
  readonly changeover: number;
}

export type Conflict =
  /** a frozen row or pinned start that the facts no longer allow; `got` is where the operation starts instead */
  | {
      readonly code: 'frozen_broken' | 'pin_start_missed';
      readonly operation: string;
      readonly wanted: Minute;
      readonly got: Minute;
    }
  /** no machine it may run on is open long enough within ten years */
  | { readonly code: 'never_open'; readonly operation: string };

export interface Schedule {
  readonly instance: string;
  readonly engine: string;
  readonly seed: number;
  /** complete timings tried */
  readonly moves: number;
  /** sorted by start, then machine */
  readonly rows: readonly ScheduledOperation[];
  readonly figures: Figures;
  /** no schedule of this instance has a smaller `figures.value` */
  readonly lowerBound: number;
  /** true only when `lowerBound` equals `figures.value` */
  readonly proven: boolean;
  readonly conflicts: readonly Conflict[];
}

export interface Figures {
  /** makespan in minutes, or weighted late days rounded to two decimals */
  readonly value: number;
  readonly makespan: Minute;
  /** Σ weight × minutes after due */
  readonly weightedLateMinutes: number;
  readonly lateOrders: number;
  readonly changeoverMinutes: number;
  /** Σ over orders of completion − first start */
  readonly workInProcessMinutes: number;
}

/** Weighted minutes to days with two decimals, half up: the unit in which a factory is judged. */
export function lateDays(weightedLateMinutes: number): number {
  return Math.round((weightedLateMinutes / 1440) * 100) / 100;
}

/** Minutes an alternative takes at `speed` percent, rounded up to a whole minute. */
export function minutesAt(minutes: number, speed: number): number {
  return Math.ceil((minutes * 100) / speed);
}

/** Minutes of lot `lot` of `lots`: equal shares, the first ones one minute longer where it does not divide. */
export function lotMinutes(minutes: number, lot: number, lots: number): number {
  return Math.floor(minutes / lots) + (lot < minutes % lots ? 1 : 0);
}
