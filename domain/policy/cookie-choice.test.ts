import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULTS } from './parameters.ts';
import {
  cookieSection,
  decideChoice,
  kindOfVisit,
  NO_TO_ALL,
  readChoice,
  YES_TO_ALL,
  CHOICE_WAYS,
  type ChoiceRecord,
} from './cookie-choice.ts';
import { COOKIE_PURPOSES, cookiesFor, DEVICE_STORAGE } from './device-storage.ts';

const VALUES = { ...DEFAULTS, 'cookie.consentMonths': 6, 'operator.zone': 'Europe/Berlin' };
const given = (extra: Partial<ChoiceRecord> = {}): ChoiceRecord => ({
  at: '2026-08-31T10:00:00.000Z',
  how: 'accept',
  choices: YES_TO_ALL,
  section: 'now',
  ...extra,
});
const stand = (
  record: ChoiceRecord | undefined,
  now: string,
  extra: { gpc?: boolean; section?: string } = {},
) => decideChoice(VALUES, { record, section: 'now', gpc: false, now, ...extra });

test('nothing chosen is a no to everything, and is asked', () => {
  expect(stand(undefined, '2026-03-02T09:00:00.000Z')).toEqual({ kind: 'ask', choices: NO_TO_ALL });
});

test('a choice of 31 August 2026 is asked again from 28 February 2027, not a day earlier', () => {
  // February has no 31st day: clamped to its last one. Days begin at midnight in Berlin (23:00 UTC in winter).
  expect(stand(given(), '2027-02-27T22:59:59.999Z')).toMatchObject({ kind: 'chosen', againOn: '2027-02-28' });
  expect(stand(given(), '2027-02-27T23:00:00.000Z')).toEqual({ kind: 'over', choices: NO_TO_ALL });
  // A refusal is remembered for the same time.
  const no = given({ how: 'reject', choices: NO_TO_ALL });
  expect([stand(no, '2027-02-27T22:00:00.000Z').kind, stand(no, '2027-02-28T00:00:00.000Z').kind]).toEqual([
    'chosen',
    'over',
  ]);
});

test('a consent to another cookie section no longer counts, and one that was recorded as expired is asked anew', () => {
  expect(stand(given({ section: 'before' }), '2026-09-01T00:00:00.000Z')).toEqual({
    kind: 'over',
    choices: NO_TO_ALL,
  });
  expect(stand(given({ how: 'expired' }), '2026-09-01T00:00:00.000Z').kind).toBe('ask');
  const clause = { en: 'We ask.', de: 'Wir fragen.' };
  expect(cookieSection(clause)).not.toBe(cookieSection({ ...clause, en: 'We ask you.' }));
});

test('Global Privacy Control is a no until the visitor says yes explicitly', () => {
  const now = '2026-09-01T00:00:00.000Z';
  expect(stand(undefined, now, { gpc: true })).toEqual({ kind: 'gpc', choices: NO_TO_ALL });
  expect(stand(given(), now, { gpc: true })).toMatchObject({ kind: 'chosen', choices: YES_TO_ALL });
  // What the signal decided is not held against a browser that no longer sends it.
  const bySignal = given({ how: 'gpc', choices: NO_TO_ALL });
  expect([stand(bySignal, now, { gpc: true }).kind, stand(bySignal, now).kind]).toEqual(['gpc', 'ask']);
});

test('no record but a valid one of an explicit choice ever allows a purpose', () => {
  const at = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(
      fc.option(
        fc.record({
          at: at.map((one) => one.toISOString()),
          how: fc.constantFrom(...CHOICE_WAYS),
          choices: fc.record({ preferences: fc.boolean(), analytics: fc.boolean() }),
          section: fc.constantFrom('now', 'before'),
        }),
        { nil: undefined },
      ),
      at.map((one) => one.toISOString()),
      fc.boolean(),
      (record, now, gpc) => {
        const state = stand(record, now, { gpc });
        if (state.kind !== 'chosen') return !state.choices.preferences && !state.choices.analytics;
        return record?.section === 'now' && !['gpc', 'expired'].includes(record.how);
      },
    ),
    { numRuns: 300 },
  );
});

test('a form is read by its button: closing or nothing ticked is no yes', () => {
  expect(readChoice('accept', [])).toEqual({ how: 'accept', choices: YES_TO_ALL });
  expect(readChoice('reject', ['analytics'])).toEqual({ how: 'reject', choices: NO_TO_ALL });
  expect(readChoice('custom', ['analytics', 'marketing'])).toEqual({
    how: 'custom',
    choices: { preferences: false, analytics: true },
  });
  expect([readChoice(undefined, ['analytics']), readChoice('close', [])]).toEqual([null, null]);
});

test('every purpose has a cookie that is used for it, and what the station keeps is essential', () => {
  for (const purpose of COOKIE_PURPOSES) expect(cookiesFor(purpose).length, purpose).toBeGreaterThan(0);
  const station = DEVICE_STORAGE.filter(({ name }) => /station/.test(name));
  expect(station.length).toBeGreaterThan(3);
  expect(station.every(({ purpose }) => purpose === 'essential')).toBe(true);
});

test('a visit counts once a day, by the days since the last one', () => {
  expect(kindOfVisit(undefined, '2026-03-09', 0)).toBe('first');
  expect(kindOfVisit('2026-03-09', '2026-03-09', 0)).toBe(null);
  expect(kindOfVisit('2026-03-10', '2026-03-09', -1)).toBe(null);
  expect(kindOfVisit('2026-03-02', '2026-03-09', 7)).toBe('within-a-week');
  expect(kindOfVisit('2026-03-01', '2026-03-09', 8)).toBe('within-a-month');
  expect(kindOfVisit('2026-02-06', '2026-03-09', 31)).toBe('within-a-month');
  expect(kindOfVisit('2026-02-05', '2026-03-09', 32)).toBe('later');
});
