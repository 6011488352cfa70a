import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Purpose } from '#domain/kernel/personal.ts';
import { decideConsent, mustAsk, purposesGiven, type AskedForm, type SaidYes } from './rules.ts';

const profile: AskedForm = { id: 'a.profile', version: 2, purpose: 'account', about: 'person' };
const customer: AskedForm = { ...profile, id: 'a.customer', about: 'tenant-data' };
const yes: SaidYes = { form: 'a.profile', version: 2, policyVersion: 3, act: 'button' };
const entered: SaidYes = {
  ...yes,
  form: 'a.customer',
  act: 'telephone',
  givenBy: 'Mrs Ash',
  givenOn: '2026-03-01',
};
const TODAY = '2026-03-02';

describe('consent to a form', () => {
  test('is the form’s own id and version, the policy in force, and an act', () => {
    expect(decideConsent(profile, yes, 3, TODAY)).toMatchObject({ ok: true });
    expect(decideConsent(profile, { ...yes, act: 'ticked' }, 3, TODAY)).toMatchObject({ ok: true });
  });

  test.each<[string, SaidYes | undefined, number | undefined, string]>([
    ['nothing came', undefined, 3, 'missing'],
    ['it is of another form', { ...yes, form: 'a.other' }, 3, 'missing'],
    ['the form has changed', { ...yes, version: 1 }, 3, 'form_changed'],
    ['the policy has changed', yes, 4, 'policy_changed'],
    ['no policy is published', yes, undefined, 'no_policy'],
    ['somebody agreed by letter to their own entry', { ...yes, act: 'letter' }, 3, 'by_whom'],
    ['a name stands beside an own entry', { ...yes, givenBy: 'Mrs Ash' }, 3, 'by_whom'],
  ])('is missing when %s', (_, sent, policy, because) => {
    expect(decideConsent(profile, sent, policy, TODAY)).toMatchObject({
      ok: false,
      refusal: { code: 'consent_required', because, form: 'a.profile', version: 2 },
    });
  });

  test('that staff enters says who agreed, how and when', () => {
    const of = (sent: SaidYes) => decideConsent(customer, sent, 3, TODAY);
    expect(of(entered)).toMatchObject({ ok: true });
    expect(of({ ...entered, givenOn: TODAY })).toMatchObject({ ok: true });
    const { givenBy: _, ...nobody } = entered;
    const { givenOn: __, ...noDay } = entered;
    for (const fault of [nobody, noDay, { ...entered, act: 'button' }, { ...entered, givenOn: '2026-03-03' }])
      expect(of(fault)).toMatchObject({ refusal: { because: 'by_whom' } });
  });
});

test('a factory is not asked about its own customers, the operator and every person are', () => {
  expect(mustAsk(customer, 'factory', 'operator')).toBe(false);
  expect(mustAsk(customer, 'operator', 'operator')).toBe(true);
  expect(mustAsk(customer, null, undefined)).toBe(false);
  expect(mustAsk(profile, 'factory', 'operator')).toBe(true);
  expect(mustAsk(profile, null, undefined)).toBe(true);
});

describe('what a person consents to now', () => {
  const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z`;
  const said = (purpose: Purpose, minute: number) => ({ purpose, at: at(minute) });

  test('a no ends a yes, a later yes brings it back, and at one moment the no counts', () => {
    expect(purposesGiven([said('account', 1)], [])).toEqual(['account']);
    expect(purposesGiven([said('account', 1)], [said('account', 2)])).toEqual([]);
    expect(purposesGiven([said('account', 1), said('account', 3)], [said('account', 2)])).toEqual([
      'account',
    ]);
    expect(purposesGiven([said('account', 2)], [said('account', 2)])).toEqual([]);
  });

  test('is decided by the last word on each purpose alone, in whatever order they are read', () => {
    const words = fc.array(
      fc.record({
        purpose: fc.constantFrom<Purpose>('account', 'order', 'support'),
        minute: fc.integer({ min: 0, max: 59 }),
        yes: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(words, (all) => {
        const of = (which: boolean) =>
          all.filter((one) => one.yes === which).map(({ purpose, minute }) => said(purpose, minute));
        const now = purposesGiven(of(true), of(false));
        expect(new Set(purposesGiven(of(true).reverse(), of(false).reverse()))).toEqual(new Set(now));
        for (const purpose of ['account', 'order', 'support'] as const) {
          const mine = all.filter((one) => one.purpose === purpose);
          const last = Math.max(-1, ...mine.map(({ minute }) => minute));
          const lastWords = mine.filter(({ minute }) => minute === last);
          expect(now.includes(purpose)).toBe(lastWords.length > 0 && lastWords.every((one) => one.yes));
        }
      }),
    );
  });
});
