import { describe, expect, test } from 'vitest';
import type { PlanView } from '#modules/billing/api.ts';
import { choose } from './choose.ts';
import type { Offer } from './offers.ts';
import { stageOf } from './orders.ts';

const planOf = (code: string, net: string, more: Partial<PlanView> = {}): PlanView => ({
  ...{ id: code, code, version: 1, kind: 'hosting', months: 12, name: { en: code, de: code } },
  ...{ refundable: 'prorated', terms: { en: '', de: '' }, tax: { category: 'S', percent: '19' } },
  ...{ prices: [{ currency: 'EUR', net }], onSale: true, subscriptions: 0 },
  ...{ shown: { en: `${code}: by days`, de: `${code}: nach Tagen` } },
  ...more,
});
const OFFER: Offer = {
  ...{
    plan: planOf('TEAM', '1200.00'),
    kind: 'workspace',
    version: '',
    quota: { users: 10 },
    atLimit: 'tell',
  },
  addons: [planOf('LABELS', '300.00', { kind: 'addon' })],
  works: [
    {
      ...{ code: 'IMPORT', name: { en: 'Import', de: 'Übernahme' }, net: '2000.00', taxPercent: '19' },
      ...{ refundable: 'none', terms: { en: 'Made for you.', de: 'Für Sie gemacht.' } },
    },
  ],
  public: true,
};
const EN = { currency: 'EUR', locale: 'en' } as const;

describe('what is chosen of an offer', () => {
  test('each line has its price and the refund terms that are accepted with it', () => {
    const chosen = choose(OFFER, { addons: ['LABELS'], works: ['IMPORT'] }, EN);
    // 1,200.00 + 300.00 + 2,000.00
    expect(chosen).toMatchObject({ ok: true, value: { net: '3500.00' } });
    expect(chosen.ok && chosen.value.lines.map(({ name, months, terms }) => [name, months, terms])).toEqual([
      ['TEAM', 12, 'TEAM: by days'],
      ['LABELS', 12, 'LABELS: by days'],
      ['Import', 0, 'Import: what was paid is not given back when the service ends.\nMade for you.'],
    ]);
  });

  test('twice the same is once', () => {
    const chosen = choose(OFFER, { addons: ['LABELS', 'LABELS'], works: [] }, EN);
    expect(chosen.ok && chosen.value.net).toBe('1500.00');
  });

  test.each([
    ['another add-on', OFFER, { addons: ['GOLD'], works: [] }, EN, 'hosting_extra_not_offered'],
    ['another customisation', OFFER, { addons: [], works: ['GOLD'] }, EN, 'hosting_extra_not_offered'],
    [
      'another currency',
      OFFER,
      { addons: [], works: [] },
      { ...EN, currency: 'CHF' },
      'hosting_plan_not_offered',
    ],
    [
      'a plan that is not on sale',
      { ...OFFER, plan: planOf('TEAM', '1.00', { onSale: false }) },
      { addons: [], works: [] },
      EN,
      'hosting_plan_not_offered',
    ],
  ] as const)('%s is refused', (_name, offer, choice, as, code) => {
    expect(choose(offer, choice, as)).toMatchObject({ ok: false, refusal: { code } });
  });
});

describe('how far an order is', () => {
  const AT = '2026-03-02T09:00:00.000Z' as const;
  const open = { state: 'open', login_checked_at: AT, handed_over_at: AT, accepted_at: AT } as const;

  test('delivered is tried, handed over and accepted', () => {
    const placed = { state: 'placed' } as const;
    expect(stageOf(placed, open)).toBe('delivered');
    expect(stageOf(placed, { ...open, accepted_at: null })).toBe('handed-over');
    expect(stageOf(placed, { ...open, handed_over_at: null })).toBe('making');
    expect(stageOf(placed, { ...open, login_checked_at: null })).toBe('making');
    expect(stageOf(placed, { ...open, state: 'ordered' })).toBe('to-pay');
    expect(stageOf(placed, { ...open, state: 'ended' })).toBe('over');
    expect(stageOf({ state: 'lapsed' }, undefined)).toBe('lapsed');
  });
});
