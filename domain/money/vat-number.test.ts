import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasVatNumbers, readVatNumber, VAT_EXAMPLES } from './vat-number.ts';

test.each([...VAT_EXAMPLES])('%s has its form and its digits', (text) => {
  expect(readVatNumber(text)).toMatchObject({ ok: true });
});

test('is read with spaces and marks, in small letters, and Greece under both of its names', () => {
  expect(readVatNumber('de 136.695.976')).toEqual({
    ok: true,
    value: { country: 'DE', number: '136695976' },
  });
  expect(readVatNumber('GR094259216')).toEqual({ ok: true, value: { country: 'EL', number: '094259216' } });
  expect(hasVatNumbers('GR') && hasVatNumbers('XI') && !hasVatNumbers('CH')).toBe(true);
});

test.each([
  ['CH123456788', 'vat_country'],
  ['', 'vat_country'],
  ['DE13669597', 'vat_form'],
  ['ATX12345675', 'vat_form'],
  ['DE136695975', 'vat_check'],
  ['ATU12345678', 'vat_check'],
  ['BE0403170702', 'vat_check'],
  ['IT00743110158', 'vat_check'],
  ['NL004495446B01', 'vat_check'],
])('%s is refused as %s', (text, code) => {
  expect(readVatNumber(text)).toMatchObject({ ok: false, refusal: { code } });
});

/** Countries whose check digit finds every single wrong digit; the others let some through by their construction. */
const STRICT = ['AT', 'BE', 'DE', 'DK', 'EE', 'HR', 'HU', 'IT', 'LU', 'SE', 'SK'];

test('one wrong digit is found where the way of checking can find it', () => {
  const numbers = VAT_EXAMPLES.filter((text) => STRICT.includes(text.slice(0, 2)));
  fc.assert(
    fc.property(fc.constantFrom(...numbers), fc.nat(), fc.integer({ min: 1, max: 9 }), (text, where, by) => {
      const end = text.startsWith('SE') ? 12 : text.length;
      const places = [...text.slice(0, end)].flatMap((letter, i) => (/\d/.test(letter) ? [i] : []));
      const at = places[where % places.length]!;
      const wrong = text.slice(0, at) + ((Number(text[at]) + by) % 10) + text.slice(at + 1);
      expect(readVatNumber(wrong).ok, wrong).toBe(false);
    }),
  );
});

test('any text gives an answer', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof readVatNumber(text).ok === 'boolean'));
});
