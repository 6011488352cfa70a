import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';
import type { ParameterValues } from '../../parameters.ts';
import type { Basis } from '../case.ts';

export const CASE_STATES = [
  'received',
  'unverified',
  'clarifying',
  'scheduled',
  'held',
  'ended',
  'closed',
  'withdrawn',
  'lapsed',
  'rejected',
] as const;
export type CaseStateName = (typeof CASE_STATES)[number];

/** Facts of a subscription with the values of the policy version that its paid term was bought under (C-0). */
export interface CaseBasis extends Basis {
  readonly values: ParameterValues;
}

/** A day that was announced, and the arrival of the message that announced it. */
export interface Announced {
  readonly on: Day;
  readonly at: Instant;
}

/** A plan: which day, from which notice, on which facts. */
export interface Plan {
  readonly basis: CaseBasis;
  /** 1, 2, 3 …: each replaces the one before, and so do its mails */
  readonly no: number;
  readonly madeAt: Instant;
  readonly askedOn: Day | null;
  readonly amendedOn: Day | null;
  /** arrival from which the notice counts: the request’s, or that of an amendment to an earlier day */
  readonly noticeFrom: Instant;
  /** days announced so far, so that an early mail with a far day buys no refund without notice */
  readonly announced: readonly Announced[];
  readonly plannedOn: Day;
  /** last day of service as it stands; moved by dues that were paid late */
  readonly lastOn: Day;
  /** first moment after it */
  readonly endsAt: Instant;
  /** last day of everything that was billed: a held case loses its service after it */
  readonly termUntil: Day;
}

/** What a case knows. Everything in it follows from its events. */
export interface CaseState {
  readonly name: CaseStateName;
  /** first arrival; never moves (C-1) */
  readonly receivedAt: Instant;
  /** of the contract once there is a plan, else the operator’s */
  readonly zone: string;
  readonly values: ParameterValues;
  /** day that the request named */
  readonly askedOn: Day | null;
  /** an amendment that came before the request was cleared; applied with the plan */
  readonly waiting: Announced | null;
  readonly plan: Plan | null;
  /** open amount of what must be settled, as last looked up; from an accepted set-off on what it was then */
  readonly owedMinor: Minor;
  /** the dues that were settled late, and on which day */
  readonly settled: { readonly totalMinor: Minor; readonly on: Day } | null;
  readonly setOffOn: Day | null;
  readonly waived: boolean;
  readonly access: 'open' | 'ended';
  /** last day on which there was service; set when access ends */
  readonly servedUntil: Day | null;
  readonly data: 'kept' | 'deleted';
  readonly refund: 'none' | 'due' | 'paid';
  /** timers that have gone off, by name and plan */
  readonly fired: readonly string[];
}
