import { addDays, addMinutes, daysBetween, type Day, type Instant } from '#domain/kernel/days.ts';
import { workingDaysAfter } from '#domain/kernel/working-days.ts';
import { plusMonths } from '#domain/money/terms.ts';
import { enforces, shows } from './keep.ts';

/** What a person can ask of whoever holds data about them (Art. 15–22 GDPR). */
export const RIGHTS = [
  'access',
  'rectification',
  'erasure',
  'restriction',
  'portability',
  'objection',
  'withdrawal',
] as const;
export type Right = (typeof RIGHTS)[number];

/** What moves the day on which an answer is due. */
export interface RequestTimes {
  readonly receivedOn: Day;
  /** the time was made longer, once */
  readonly extended: boolean;
  /** days on which we waited for the person to show who they are */
  readonly waitedDays: number;
}

const SOURCES = ['domain/policy/rights.ts', 'domain/money/terms.ts'];
const TEST = 'domain/policy/rights.test.ts';

/**
 * Last day for the answer: the same day number of a later month, clamped to its last day, counted from receipt also when
 * the time was made longer; then later by the days we waited for the person. Weekends and holidays do not move it, which is
 * stricter than the law.
 *
 * @see P-rights
 */
export const answerDueOn = enforces(
  'P-1.1',
  'time-for-requests',
  {
    keptBy: {
      en: 'A request of a person is a case with a last day for the answer, computed in calendar months from receipt; only waiting for the person moves it, and making it longer needs a reason that the person hears in time.',
      de: 'Das Anliegen einer Person ist ein Vorgang mit einem letzten Tag für die Antwort, in Kalendermonaten ab Eingang berechnet; nur das Warten auf die Person verschiebt ihn, und eine Verlängerung braucht einen Grund, den die Person rechtzeitig erfährt.',
    },
    sources: [...SOURCES, 'modules/privacy/rules.ts'],
    parameters: ['dsr.months', 'dsr.extensionMonths'],
  },
  (p, { receivedOn, extended, waitedDays }: RequestTimes): Day =>
    addDays(plusMonths(receivedOn, p['dsr.months'] + (extended ? p['dsr.extensionMonths'] : 0)), waitedDays),
);
shows('P-1.1', 'time-for-requests', {
  file: TEST,
  test: 'an answer is due on the same day of the next month, on its last day where it is shorter',
});
shows('P-1.1', 'time-for-requests', {
  file: TEST,
  test: 'a longer time is counted from receipt, and waiting for the person is added',
});

/** Days between asking who somebody is and their showing it; while nobody answered, until today. */
export function waitedDays(askedOn: Day | null, shownOn: Day | null, today: Day): number {
  return askedOn === null ? 0 : Math.max(0, daysBetween(askedOn, shownOn ?? today));
}

/** Until when a request about a customer's own data is passed on to that customer. @see clause P-1.2 */
export const passOnBy = enforces(
  'P-1.2',
  'pass-on-requests',
  {
    keptBy: {
      en: 'Somebody who asks us about data that a customer keeps is told so without our saying what is there, and the customer gets the request within working days that the case counts.',
      de: 'Wer uns nach Daten fragt, die ein Kunde führt, erfährt das, ohne dass wir sagen, was da ist, und der Kunde bekommt das Anliegen innerhalb von Werktagen, die der Vorgang zählt.',
    },
    sources: [
      'domain/policy/rights.ts',
      'domain/kernel/working-days.ts',
      'modules/privacy/rules.ts',
      'modules/privacy/cases.ts',
      'modules/privacy/letters.ts',
    ],
    parameters: ['processor.forwardWorkingDays'],
  },
  (p, receivedOn: Day, holidays: ReadonlySet<Day>): Day =>
    workingDaysAfter(receivedOn, p['processor.forwardWorkingDays'], holidays),
);

/** Moments until which others hear of a breach. */
export interface BreachTimes {
  /** the authority */
  readonly authorityBy: Instant;
  /** businesses whose own data it was: without delay, this is the target */
  readonly businessesBy: Instant;
}

/**
 * Real elapsed time from the moment somebody became aware: also over a change of the clocks.
 * @see P-breach, Art. 33 GDPR
 */
export const breachTimes = enforces(
  'P-data.0a',
  'clock-of-breaches',
  {
    keptBy: {
      en: 'Each breach is written down with what happened, whom it concerns, its effects and what was done; the hours until the authority must know run from the moment we became aware, and a customer whose data it was is told within a day.',
      de: 'Jede Datenpanne wird mit Hergang, Betroffenen, Folgen und Maßnahmen aufgeschrieben; die Stunden bis zur Meldung an die Behörde laufen ab dem Moment der Kenntnis, und ein Kunde, dessen Daten es waren, erfährt es innerhalb eines Tages.',
    },
    sources: [
      'domain/policy/rights.ts',
      'modules/privacy/rules.ts',
      'modules/privacy/breaches.ts',
      'modules/privacy/letters.ts',
    ],
    parameters: ['breach.hours', 'breach.tenantHours'],
  },
  (p, awareAt: Instant): BreachTimes => ({
    authorityBy: addMinutes(awareAt, p['breach.hours'] * 60),
    businessesBy: addMinutes(awareAt, p['breach.tenantHours'] * 60),
  }),
);
shows('P-data.0a', 'clock-of-breaches', {
  file: TEST,
  test: 'the hours after a breach are real ones, also when the clocks change',
});
shows('P-data.0a', 'clock-of-breaches', {
  file: 'domain/policy/rights.ts',
  self: (values) => {
    const { authorityBy } = breachTimes(values, '2026-10-23T14:30:00.000Z');
    const hours = (Date.parse(authorityBy) - Date.parse('2026-10-23T14:30:00.000Z')) / 3_600_000;
    return hours === values['breach.hours'] ? null : `the authority hears after ${hours} hours`;
  },
});
