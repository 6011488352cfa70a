import { addDays, type Day, type Instant } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { DEFAULTS, type ParameterValues } from '../../parameters.ts';
import type { CaseEvent } from './events.ts';
import type { CaseBasis, CaseState } from './state.ts';
import { timersOf } from './timers.ts';

/** A short calendar on which every order of events can be tried: deadlines of a day or two, a term that ends after six. */
export const FIRST: Day = '2026-01-01';
export const noon = (day: number): Instant => `${addDays(FIRST, day)}T12:00:00.000Z`;
export const dayNo = (day: number): Day => addDays(FIRST, day);

export const SHORT_VALUES: ParameterValues = {
  ...DEFAULTS,
  'cancel.noticeDays': 2,
  'cancel.clarifyDays': 2,
  'cancel.clarifyRemindDays': 1,
  'cancel.remindDaysBefore': [1],
  'cancel.finalInvoiceDays': 1,
  'cancel.retrievalGraceDays': 1,
};

export const SHORT_BASIS: CaseBasis = {
  zone: 'UTC',
  currency: 'EUR',
  subscription: {
    renews: true,
    anchor: '2025-12-07',
    months: 1,
    priceMinor: minor(31_00n),
    vatRate: '0',
  },
  lines: [
    {
      id: 'hosting',
      kind: 'hosting',
      from: '2025-12-07',
      until: '2026-01-06',
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

/** Everything that may happen at noon of a day, read then or a day late. */
export function possible(state: CaseState | null, day: number): CaseEvent[] {
  const at = noon(day);
  const ats = [at, noon(day - 1)];
  if (state === null)
    return (['known', 'unknown'] as const).flatMap((sender) =>
      [null, dayNo(day + 4)].map(
        (askedOn): CaseEvent => ({ kind: 'arrived', at, zone: 'UTC', values: SHORT_VALUES, sender, askedOn }),
      ),
    );
  const basis = SHORT_BASIS;
  const due = timersOf(state).filter(({ dueAt }) => dueAt <= at);
  return [
    { kind: 'checked', verdict: 'unauthorised', accountKnown: true },
    { kind: 'checked', verdict: 'unclear' },
    { kind: 'checked', verdict: 'clear', basis },
    { kind: 'checked', verdict: 'no_cancellation' },
    { kind: 'checked', verdict: 'already_ended' },
    ...ats.flatMap((when): CaseEvent[] => [
      { kind: 'confirmed', at: when, basis },
      { kind: 'confirmed', at: when, basis: null },
      { kind: 'own_request', at: when, askedOn: null, basis },
      { kind: 'answered', at: when, basis },
      { kind: 'withdrawn', at: when },
      { kind: 'not_us', at: when },
      ...[day, day + 2, day + 5].map((on): CaseEvent => ({ kind: 'amended', at: when, on: dayNo(on) })),
    ]),
    { kind: 'duplicate', at },
    { kind: 'dues', owedMinor: minor(2_00n), settledOn: null },
    { kind: 'dues', owedMinor: minor(0n), settledOn: dayNo(day) },
    { kind: 'dues', owedMinor: minor(0n), settledOn: dayNo(day - 1) },
    { kind: 'set_off', on: dayNo(day), owedMinor: minor(2_00n) },
    { kind: 'waived' },
    { kind: 'refund_paid' },
    ...due.slice(0, 1).flatMap(({ name }): CaseEvent[] => [
      { kind: 'timer', timer: name, owedMinor: minor(0n) },
      { kind: 'timer', timer: name, owedMinor: minor(2_00n) },
    ]),
  ];
}
