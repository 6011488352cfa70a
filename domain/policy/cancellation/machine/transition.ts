import type { Instant } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { AFTER_END } from './after-end.ts';
import { BEFORE_PLAN } from './before-plan.ts';
import type { CaseEvent, CaseEventKind, EventOf } from './events.ts';
import type { Moved } from './plan.ts';
import { PLANNED } from './planned.ts';
import type { CaseState, CaseStateName } from './state.ts';

/** @returns null where the event is known to the state and its guard says no */
export type Rule<K extends CaseEventKind> = (
  state: CaseState,
  event: EventOf<K>,
  now: Instant,
) => Moved | null;
export type Rules = { readonly [K in CaseEventKind]?: Rule<K> };

export interface TransitionRefused {
  readonly code: 'cancellation_state';
  readonly state: CaseStateName | null;
  readonly event: CaseEventKind;
  /** events that this state takes */
  readonly allowed: readonly CaseEventKind[];
  readonly [fact: string]: unknown;
}

const RULES: Readonly<Record<CaseStateName, Rules>> = {
  ...BEFORE_PLAN,
  ...PLANNED,
  ...AFTER_END,
};

/**
 * What becomes of a case when something happens. Pure: the same state, event and clock give the same answer.
 *
 * @param state null: there is no case yet
 * @param now the clock; it decides whether a timer is due, never what a mail meant
 * @returns the new state with what must be done, or a refusal that names what this state takes
 * @see clauses, section 5
 */
export function transition(
  state: CaseState | null,
  event: CaseEvent,
  now: Instant,
): Result<Moved, TransitionRefused> {
  if (state === null) return event.kind === 'arrived' ? ok(open(event)) : no(null, event.kind, ['arrived']);
  const rules = RULES[state.name];
  const rule = rules[event.kind] as Rule<CaseEventKind> | undefined;
  const moved = rule?.(state, event, now) ?? null;
  return moved ? ok(moved) : no(state.name, event.kind, allowedIn(state.name));
}

/** The events that a state knows. */
export function allowedIn(name: CaseStateName): CaseEventKind[] {
  return Object.keys(RULES[name]) as CaseEventKind[];
}

function no(
  state: CaseStateName | null,
  event: CaseEventKind,
  allowed: readonly CaseEventKind[],
): Result<never, TransitionRefused> {
  return refuse({ code: 'cancellation_state', state, event, allowed });
}

function open(event: EventOf<'arrived'>): Moved {
  const { at, zone, values, sender, askedOn } = event;
  const state: CaseState = {
    name: 'received',
    receivedAt: at,
    zone,
    values,
    askedOn,
    waiting: null,
    plan: null,
    owedMinor: minor(0n),
    settled: null,
    setOffOn: null,
    waived: false,
    access: 'open',
    servedUntil: null,
    data: 'kept',
    refund: 'none',
    fired: [],
  };
  const known = sender === 'known';
  return {
    state,
    effects: [
      known
        ? { kind: 'mail', mail: 'E1', to: 'both', once: 'E1' }
        : { kind: 'mail', mail: 'E1n', to: 'sender', once: 'E1n' },
    ],
  };
}
