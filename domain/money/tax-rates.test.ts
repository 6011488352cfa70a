import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '#domain/kernel/days.ts';
import { KNOWN_RATES, rateOf, rateOnSupply, withOwn } from './tax-rates.ts';

describe('the rate of the day of supply', () => {
  test('Germany: 19 and 7 per cent, and 16 and 5 in the second half of 2020', () => {
    const on = (percent: string, day: string) => rateOnSupply(KNOWN_RATES, 'DE', percent, day);
    expect(on('19', '2020-06-30')).toBe('19');
    expect(on('19', '2020-07-01')).toBe('16');
    expect(on('19.0', '2020-12-31')).toBe('16');
    expect(on('7', '2020-12-31')).toBe('5');
    // Priced in December, delivered in January.
    expect(on('16', '2021-01-01')).toBe('19');
    expect(on('5', '2021-01-01')).toBe('7');
    expect(on('16', '2020-12-31')).toBe('16');
  });

  test('what is no rate of the country stays; so does a rate before the first that is known', () => {
    expect(rateOnSupply(KNOWN_RATES, 'DE', '8.1', '2026-01-01')).toBe('8.1');
    expect(rateOnSupply(KNOWN_RATES, 'US', '19', '2020-08-01')).toBe('19');
    expect(rateOnSupply(KNOWN_RATES, 'DE', '16', '2000-01-01')).toBe('16');
    expect(rateOf(KNOWN_RATES, 'CH', 'standard', '2017-12-31')).toBeUndefined();
  });

  test('a tenant’s own row of the same day counts', () => {
    const own = withOwn([{ country: 'DE', class: 'standard', from: '2027-01-01', percent: '20' }]);
    expect(rateOnSupply(own, 'DE', '19', '2026-12-31')).toBe('19');
    expect(rateOnSupply(own, 'DE', '19', '2027-01-01')).toBe('20');
    const corrected = withOwn([{ country: 'DE', class: 'standard', from: '2021-01-01', percent: '18' }]);
    expect(rateOf(corrected, 'DE', 'standard', '2022-01-01')).toBe('18');
  });

  test('property: asked twice for the same day it is the same; a known rate becomes one that is valid that day', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KNOWN_RATES), fc.nat(6000), (rate, days) => {
        const day = addDays('2014-01-01', days);
        const once = rateOnSupply(KNOWN_RATES, rate.country, rate.percent, day);
        expect(rateOnSupply(KNOWN_RATES, rate.country, once, day)).toBe(once);
        const valid = (['standard', 'reduced'] as const).map((each) =>
          rateOf(KNOWN_RATES, rate.country, each, day),
        );
        if (valid.every((each) => each !== undefined)) expect(valid).toContain(once);
      }),
    );
  });
});
