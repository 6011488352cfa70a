import { expect, test } from 'vitest';
import { minor } from '../kernel/units.ts';
import { epcTransfer, isIban } from './epc.ts';

test('the code carries name, account, amount and reference line by line', () => {
  const text = epcTransfer({
    name: 'Larch Lane',
    iban: 'DE02 1203 0000 0000 2020 51',
    amountMinor: minor(7010_88n),
    reference: 'INV-2026-0187',
  });
  expect(text?.split('\n')).toEqual([
    'BCD',
    '002',
    '1',
    'SCT',
    '',
    'Larch Lane',
    'DE02120300000000202051',
    'EUR7010.88',
    '',
    '',
    'INV-2026-0187',
  ]);
});

test('no code without an account or above the largest amount', () => {
  const transfer = { name: 'Larch Lane', iban: 'DE02120300000000202051', reference: 'x' };
  expect(epcTransfer({ ...transfer, amountMinor: minor(0n) })).toBeUndefined();
  expect(epcTransfer({ ...transfer, amountMinor: minor(99_999_999_999n) })).toContain('EUR999999999.99');
  expect(epcTransfer({ ...transfer, amountMinor: minor(100_000_000_000n) })).toBeUndefined();
  expect(epcTransfer({ ...transfer, iban: '', amountMinor: minor(1n) })).toBeUndefined();
});

test('an account number with one wrong digit is none', () => {
  expect(isIban('GB33 BUKB 2020 1555 5555 55')).toBe(true);
  expect(isIban('GB33 BUKB 2020 1555 5555 56')).toBe(false);
  expect(isIban('DE89370400440532013000')).toBe(true);
  expect(isIban('DE98370400440532013000')).toBe(false);
});

test('long names and references are cut, line breaks cannot add a line', () => {
  const text = epcTransfer({
    name: `a\nb${'x'.repeat(100)}`,
    iban: 'DE89370400440532013000',
    amountMinor: minor(1n),
    reference: 'r'.repeat(200),
  })!;
  const lines = text.split('\n');
  expect(lines).toHaveLength(11);
  expect(lines[5]).toHaveLength(70);
  expect(lines[10]).toHaveLength(140);
});
