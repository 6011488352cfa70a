import { expect, test } from 'vitest';
import { maskCardNumbersIn } from './masking-values.ts';

const CARD = '4111 1111 1111 1111';

test('every text of a value is masked, and where it stood is told', () => {
  const given = {
    name: 'Anna',
    lines: [{ note: 'none' }, { note: `take ${CARD}` }],
    count: 4111111111111111,
    [`key ${CARD}`]: true,
    nothing: null,
  };
  expect(maskCardNumbersIn(given)).toEqual({
    value: {
      name: 'Anna',
      lines: [{ note: 'none' }, { note: 'take •••• 1111' }],
      count: '•••• 1111',
      'key •••• 1111': true,
      nothing: null,
    },
    masked: 3,
    fields: ['lines.1.note', 'count', `key ${CARD}`],
  });
});

test('a value without a card is the same object', () => {
  const given = { name: 'Anna', cvv: '123', length: 600.25, big: 12345678901234567890n, at: new Date(0) };
  expect(maskCardNumbersIn(given).value).toBe(given);
});

test('a verification code beside a card goes with it', () => {
  expect(maskCardNumbersIn({ card: CARD, cvv: '123', room: '123' }).value).toEqual({
    card: '•••• 1111',
    cvv: '•••',
    room: '123',
  });
});

test('the name of a field counts as a word beside its text', () => {
  expect(maskCardNumbersIn({ cardNumber: '4222222222222', ean: '4222222222222' }).value).toEqual({
    cardNumber: '•••• 2222',
    ean: '4222222222222',
  });
});

test('bytes are not looked into, and depth has an end', () => {
  const bytes = new TextEncoder().encode(CARD);
  expect(maskCardNumbersIn({ bytes }).value).toEqual({ bytes });
  let deep: unknown = CARD;
  for (let i = 0; i < 1000; i += 1) deep = [deep];
  expect(() => maskCardNumbersIn(deep)).not.toThrow();
});
