import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DATA_CATEGORIES, personalTable, PURPOSES, type Purpose } from '#domain/kernel/personal.ts';
import { channelOfAddress, channelOfWorker } from './channels.ts';
import { FEATURES, featureOf } from './features.ts';
import { DEFAULTS } from './parameters.ts';
import { isJustified, PURPOSE_REGISTER, WITHDRAWABLE } from './purposes.ts';
import { keptText, recordOfProcessing } from './record.ts';
import {
  afterWithdrawal,
  categoriesOf,
  entryOf,
  REGISTER,
  registerAllows,
  type RegisterEntry,
} from './register.ts';
import { SOURCES } from './sources.ts';

describe('the register', () => {
  test('allows exactly what its rows say, and nothing for a name that is on no list', () => {
    for (const category of DATA_CATEGORIES)
      for (const purpose of PURPOSES)
        expect(registerAllows(purpose, category)).toBe(
          (REGISTER[category].purposes as readonly Purpose[]).includes(purpose),
        );
    fc.assert(
      fc.property(fc.string(), fc.string(), (purpose, category) => {
        const known = (PURPOSES as readonly string[]).includes(purpose) && entryOf(category) !== undefined;
        expect(registerAllows(purpose, category) && !known).toBe(false);
      }),
    );
    expect(registerAllows('marketing', 'contact')).toBe(false);
    expect(registerAllows('account', 'toString')).toBe(false);
  });

  test('bank details and cards are read for billing and the law only', () => {
    for (const category of ['bank', 'card-token'] as const)
      expect([...REGISTER[category].purposes]).toEqual(['billing', 'legal']);
  });

  test('what a tenant keeps for itself has no purpose of ours', () => {
    for (const category of ['hosted-odoo', 'worker-times'] as const) {
      expect(REGISTER[category].purposes).toEqual([]);
      expect(REGISTER[category].stated).toBe('instruction');
    }
  });

  test('a purpose that stands on our interest has a balancing note, and without one it may not be pursued', () => {
    for (const purpose of PURPOSES) {
      const entry = PURPOSE_REGISTER[purpose];
      expect(isJustified(entry), purpose).toBe(true);
      const interest = entry.stated === 'legitimate-interest' || entry.fallback === 'legitimate-interest';
      expect(isJustified({ ...entry, balancing: null }), purpose).toBe(!interest);
      if (entry.balancing) {
        const hollow = { ...entry.balancing, safeguards: { en: ' ', de: '' } };
        expect(isJustified({ ...entry, balancing: hollow }), purpose).toBe(false);
      }
    }
  });

  test('a foreign source tells only what its purpose may use', () => {
    for (const { categories, purpose } of Object.values(SOURCES))
      for (const category of categories) expect(registerAllows(purpose, category)).toBe(true);
  });
});

describe('a withdrawal', () => {
  const arbitrary = fc.tuple(fc.constantFrom(...WITHDRAWABLE), fc.subarray([...WITHDRAWABLE]));

  test('accounts for each category of the purpose once: held by law, needed for another purpose, or over', () => {
    fc.assert(
      fc.property(arbitrary, ([purpose, before]) => {
        const { byLaw, forOthers, ends } = afterWithdrawal(purpose, before);
        const named = [...byLaw, ...forOthers.map(({ category }) => category), ...ends];
        expect(new Set(named).size).toBe(named.length);
        for (const category of categoriesOf(purpose)) expect(named).toContain(category);
        for (const { purposes } of forOthers) {
          expect(purposes.length).toBeGreaterThan(0);
          expect(purposes).not.toContain(purpose);
          for (const gone of before) expect(purposes).not.toContain(gone);
        }
      }),
    );
  });

  test('never ends what the law holds, and each further one leaves less to others', () => {
    fc.assert(
      fc.property(arbitrary, ([purpose, before]) => {
        const { ends, forOthers, byLaw } = afterWithdrawal(purpose, before);
        expect(byLaw).toContain('invoice');
        for (const category of ends) expect((REGISTER[category] as RegisterEntry).heldByLaw).toBe(false);
        expect(forOthers.length).toBeLessThanOrEqual(afterWithdrawal(purpose, []).forOthers.length);
      }),
    );
  });

  test('of the account ends the picture; contact details stay for orders', () => {
    const { ends, forOthers } = afterWithdrawal('account', []);
    expect(ends).toContain('profile-picture');
    expect(forOthers.find(({ category }) => category === 'contact')?.purposes).toContain('order');
  });
});

describe('the record of processing', () => {
  const map = { person: personalTable('controller', { name: 'contact', photo: 'profile-picture' }, 'id') };

  test('has one row for each category with the columns where it lies', () => {
    const { rows } = recordOfProcessing(DEFAULTS, [map]);
    expect(rows.map(({ category }) => category)).toEqual([...DATA_CATEGORIES]);
    expect(rows.find(({ category }) => category === 'contact')?.columns).toEqual(['person.name']);
    expect(rows.flatMap(({ columns }) => columns)).toHaveLength(2);
  });

  test('prints times of keeping from the register and the parameters', () => {
    const kept = (category: 'contact' | 'invoice' | 'usage-log' | 'bank', values = DEFAULTS) =>
      (REGISTER[category] as RegisterEntry).kept.map((time) => keptText(time, values).en);
    expect(kept('contact')).toEqual(['end of the relationship + 1 year']);
    expect(kept('invoice')).toEqual(['end of the year of issue + 10 years']);
    expect(kept('invoice', { ...DEFAULTS, 'invoice.keepYears': 7 })).toEqual([
      'end of the year of issue + 7 years',
    ]);
    expect(kept('usage-log')).toEqual(['30 days']);
    expect(kept('bank')).toEqual(['last use + 13 months', 'mandate: last debit + 36 months']);
  });

  test('says every row in both languages, and no hole is left open', () => {
    const { rows, purposes } = recordOfProcessing(DEFAULTS, []);
    const texts = JSON.stringify({ rows, purposes });
    expect(texts).not.toMatch(/\{time\}|""/);
  });
});

describe('channels', () => {
  test.each([
    ['/api/orders', 'web-application'],
    ['/api/station/:centre', 'station-app'],
    ['/policy/privacy', 'website'],
    ['/fax', null],
    ['/apiary', null],
    ['/policyholders', null],
  ])('%s belongs to %s', (path, channel) => expect(channelOfAddress(path)).toBe(channel));

  test('a job belongs to a channel by its room, and a name of nowhere to none', () => {
    expect(channelOfWorker('mail.send')).toBe('mail');
    expect(channelOfWorker('fax.read')).toBeNull();
    expect(channelOfWorker('constructor.x')).toBeNull();
  });
});

describe('features', () => {
  test('each uses its data for purposes that the register allows, or for the firm that keeps it', () => {
    for (const { id, purposes, data, consent } of FEATURES)
      for (const category of data)
        expect([
          id,
          category,
          consent === 'instruction' || purposes.some((one) => registerAllows(one, category)),
        ]).toEqual([id, category, true]);
    expect(new Set(FEATURES.map(({ id }) => id)).size).toBe(FEATURES.length);
  });

  test.each([
    ['/api/products/:productId/preview', 'calculator'],
    ['/api/products/:productId', 'configurator'],
    ['/api/orders/:id/part-lists/:importId/take', 'part-lists'],
    ['/api/orders/:orderId/accept', 'orders'],
    ['/api/station/:centre/commands', 'scans'],
    ['/api/stationery', undefined],
    ['/contact', 'contact-form'],
    ['/', undefined],
  ])('%s belongs to %s', (path, id) => expect(featureOf(path)?.id).toBe(id));
});

test('a column named twice in one table is refused', () => {
  expect(() => personalTable('controller', { name: 'contact' }, 'id name')).toThrow(RangeError);
});
