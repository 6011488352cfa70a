import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hmm } from '#domain/kernel/units.ts';
import { createFormat, parseDecimal } from './format.ts';

const en = createFormat({ locale: 'en', zone: 'Europe/Berlin', currency: 'EUR' });
const de = createFormat({ locale: 'de', zone: 'Europe/Berlin', currency: 'EUR' });
/** Unbreakable spaces read badly in expectations. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('writing', () => {
  test('lengths drop needless decimals and keep needed ones', () => {
    expect(plain(en.mm(hmm(720)))).toBe('720 mm');
    expect(plain(de.mm(hmm(0.45)))).toBe('0,45 mm');
    expect(plain(en.size(hmm(2800), hmm(2070), hmm(18)))).toBe('2800 × 2070 × 18');
  });

  test('working time reads as it is said', () => {
    expect([52, 60, 112, 0, -90, 65].map((m) => plain(en.minutes(m)))).toEqual([
      '52 min',
      '1 h',
      '1 h 52',
      '0 min',
      '−1 h 30',
      '1 h 05',
    ]);
  });

  test('money keeps every digit that a float would lose', () => {
    // 2^53 + 1 is the first whole number a float cannot hold.
    expect(plain(en.money('9007199254740993.01'))).toBe('€9,007,199,254,740,993.01');
    expect(plain(de.money('1250.00'))).toBe('1.250,00 €');
    expect(plain(en.money('18240.40', 'EUR', 'none'))).toBe('€18,240');
    expect(plain(en.money('100', 'JPY'))).toContain('100');
  });

  test('a day is the same day in every zone; an instant is shown on the tenant’s wall clock', () => {
    expect(en.day('2026-11-27')).toBe('Fri 27 Nov');
    // 23:30 UTC in winter is half past midnight of the next day in Berlin.
    expect(en.instant('2026-11-27T23:30:00.000Z')).toBe('28 Nov, 00:30');
  });

  test('near days are told by distance, far ones by date', () => {
    expect(en.relativeDay('2026-11-27', '2026-11-27')).toBe('today');
    expect(de.relativeDay('2026-11-28', '2026-11-27')).toBe('morgen');
    expect(en.relativeDay('2026-11-30', '2026-11-27')).toBe('in 3 days');
    expect(en.relativeDay('2026-12-04', '2026-11-27')).toBe(en.day('2026-12-04'));
  });

  test('shares, areas and bytes carry their unit', () => {
    expect(plain(en.percent(0.914))).toBe('91.4 %');
    expect(plain(de.area(5.796))).toBe('5,80 m²');
    expect(plain(en.bytes(1_234_567))).toBe('1.2 MB');
    // The limit of an upload is written as 20 × 1024 × 1024.
    expect(plain(en.bytes(20 * 1024 * 1024))).toBe('20 MB');
  });
});

describe('reading what was typed', () => {
  test('both marks together leave no doubt in either language', () => {
    for (const locale of ['en', 'de'] as const) {
      expect(parseDecimal('1.234,5', locale)).toBe('1234.5');
      expect(parseDecimal('1,234.5', locale)).toBe('1234.5');
      expect(parseDecimal('1 234 567,25', locale)).toBe('1234567.25');
    }
  });

  test('one mark alone is read by the language, unless it cannot be a thousands mark', () => {
    expect(parseDecimal('1,234', 'en')).toBe('1234');
    expect(parseDecimal('1,234', 'de')).toBe('1.234');
    expect(parseDecimal('12,5', 'en')).toBe('12.5');
    expect(parseDecimal('0,500', 'en')).toBe('0.5');
    expect(parseDecimal('1.234.567', 'de')).toBe('1234567');
  });

  test('what is no number is refused, never guessed', () => {
    for (const text of ['', '-', '1,23,4', '1.2.3', '12a', '1,234.5.6', 'ten', '1e3', '..', ','])
      expect(parseDecimal(text, 'en'), text).toBeNull();
    expect(parseDecimal('1.005', 'en', 2)).toBeNull();
    expect(parseDecimal('1.500', 'en', 1)).toBe('1.5');
  });

  test('whatever the formatter writes, the reader reads back, in both languages', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999_999, max: 99_999_999 }),
        fc.constantFrom(en, de),
        (hundredths, format) => {
          const typed = format.number(hundredths / 100, 2);
          // ICU writes a minus sign; a negative zero has none.
          expect(Number(format.parseDecimal(typed))).toBeCloseTo(hundredths / 100, 6);
        },
      ),
    );
  });
});
