import { addDays, type Day, type Instant } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { DEFAULTS, type ParameterValues } from '../../parameters.ts';
import type { CaseEvent } from './events.ts';
import type { CaseBasis, CaseState } from './state.ts';
import { timersOf } from './timers.ts';

/** A short calendar on which every order of events can be tried: deadlines of a day or two, a term that ends after four. */
const FIRST: Day = '2026-01-01';
export const noon = (day: number): Instant => `${addDays(FIRST, day)}T12:00:00.000Z`;
const dayNo = (day: number): Day => addDays(FIRST, day);

const SHORT_VALUES: ParameterValues = {
  ...DEFAULTS,
  'cancel.noticeDays': 1,
  'cancel.clarifyDays': 2,
  'cancel.clarifyRemindDays': 1,
  'cancel.remindDaysBefore': [1],
  'cancel.finalInvoiceDays': 1,
  'cancel.retrievalGraceDays': 1,
};

const SHORT_BASIS: CaseBasis = {
  zone: 'UTC',
  currency: 'EUR',
  subscription: {
    renews: true,
    anchor: '2025-12-05',
    months: 1,
    priceMinor: minor(31_00n),
    vatRate: '0',
  },
  lines: [
    {
      id: 'hosting',
      kind: 'hosting',
      from: '2025-12-05',
      until: '2026-01-04',
      netMinor: minor(31_00n),
      vatRate: '0',
      paid: true,
      refundTerms: null,
      invoice: 'first',
    },
  ],
  payments: [],
  values: SHORT_VALUES,
};

/** Everything that may happen at noon of a day; what is read a day late only where that makes a difference. */
export function possible(state: CaseState | null, day: number): CaseEvent[] {
  const at = noon(day);
  if (state === null)
    return (['known', 'unknown'] as const).flatMap((sender) =>
      [null, dayNo(day + 3)].map((askedOn): CaseEvent => ({
        kind: 'arrived',
        at,
        zone: 'UTC',
        values: SHORT_VALUES,
        sender,
        askedOn,
      })),
    );
  const basis = SHORT_BASIS;
  const ats = state.name === 'ended' ? [at, noon(day - 1)] : [at];
  const paidOn = state.name === 'held' ? [day, day - 1] : [day];
  const due = timersOf(state).filter(({ dueAt }) => dueAt <= at);
  const all: CaseEvent[] = [
    { kind: 'checked', verdict: 'unauthorised', accountKnown: true },
    { kind: 'checked', verdict: 'unclear' },
    { kind: 'checked', verdict: 'clear', basis },
    { kind: 'checked', verdict: 'no_cancellation' },
    { kind: 'checked', verdict: 'already_ended' },
    { kind: 'confirmed', at, basis },
    { kind: 'confirmed', at, basis: null },
    { kind: 'own_request', at, askedOn: null, basis },
    { kind: 'answered', at, basis },
    ...ats.flatMap((when): CaseEvent[] => [
      { kind: 'withdrawn', at: when },
      { kind: 'not_us', at: when },
      ...[day, day + 2].map((on): CaseEvent => ({ kind: 'amended', at: when, on: dayNo(on) })),
    ]),
    { kind: 'duplicate', at },
    { kind: 'dues', owedMinor: minor(2_00n), settledOn: null },
    ...paidOn.map((on): CaseEvent => ({ kind: 'dues', owedMinor: minor(0n), settledOn: dayNo(on) })),
    { kind: 'set_off', on: dayNo(day), owedMinor: minor(2_00n) },
    { kind: 'waived' },
    { kind: 'refund_paid' },
    ...due
      .slice(0, 1)
      .flatMap(({ name }): CaseEvent[] => [
        { kind: 'timer', timer: name, owedMinor: minor(0n) },
        ...(name === 'end' ? [{ kind: 'timer', timer: name, owedMinor: minor(2_00n) } as const] : []),
      ]),
  ];
  return all;
}
