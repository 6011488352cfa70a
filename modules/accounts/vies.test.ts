import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createEgress } from '#platform/egress/egress.ts';
import { registeredOnly } from '#platform/egress/guards.ts';
import { openViesFake, type ViesFake } from './testing/vies-fake.ts';
import { askVies, type ViesAnswer } from './vies.ts';

let fake: ViesFake;
beforeAll(async () => {
  fake = await openViesFake();
});
beforeEach(() => {
  fake.asked.length = 0;
  fake.restSays = 'as documented';
});
afterAll(() => fake.close());

const registered = () =>
  createEgress({
    guard: registeredOnly(() => [
      { purpose: 'accounts.vat-number', host: '127.0.0.1', port: fake.port, inside: true },
    ]),
  });
const TENANT = '0198c0de-0000-7000-8000-000000000001';
const ask = (number: string, country = 'DE'): Promise<ViesAnswer> =>
  askVies(registered(), TENANT, { country, number }, { rest: fake.rest, soap: fake.soap });

const RIGHT = { name: 'LARCH & SONS GMBH', address: 'LÄRCHENWEG 12\n70173 STUTTGART' };

test('a number is valid or not as the service says, by its first door', async () => {
  expect(await ask('100')).toEqual({ outcome: 'valid', ...RIGHT, door: 'rest' });
  expect(await ask('200')).toEqual({ outcome: 'invalid', name: '', address: '', door: 'rest' });
  expect(fake.asked).toEqual(['rest DE100', 'rest DE200']);
});

test.each(['a page', 'silence', 'gone'] as const)(
  'where the first door gives %s, the second is asked',
  async (says) => {
    fake.restSays = says;
    expect(await ask('100')).toEqual({ outcome: 'valid', ...RIGHT, door: 'soap' });
    expect(await ask('200')).toMatchObject({ outcome: 'invalid', door: 'soap' });
  },
);

test.each([
  ['300', 'SERVICE_UNAVAILABLE', 2],
  ['301', 'MS_UNAVAILABLE', 2],
  ['302', 'TIMEOUT', 2],
  ['500', 'GLOBAL_MAX_CONCURRENT_REQ', 2],
  ['600', 'MS_MAX_CONCURRENT_REQ', 2],
  // Asked again these would say the same.
  ['400', 'VAT_BLOCKED', 1],
  ['401', 'IP_BLOCKED', 1],
])('%s is not answered and therefore unchecked, never invalid (%s)', async (number, why, asked) => {
  expect(await ask(number)).toEqual({ outcome: 'unchecked', why });
  expect(fake.asked).toHaveLength(asked);
});

test('a number that the service calls malformed is invalid', async () => {
  expect(await ask('201')).toMatchObject({ outcome: 'invalid' });
  fake.restSays = 'gone';
  expect(await ask('201')).toMatchObject({ outcome: 'invalid', door: 'soap' });
});

test('without a place in the register nothing leaves', async () => {
  const closed = createEgress({ guard: registeredOnly(() => []) });
  const vat = { country: 'DE', number: '100' };
  expect(await askVies(closed, TENANT, vat, { rest: fake.rest, soap: fake.soap })).toEqual({
    outcome: 'unchecked',
    why: 'not_registered',
  });
  expect(fake.asked).toEqual([]);
});

test('both doors away: unchecked', async () => {
  fake.restSays = 'silence';
  const gone = { rest: fake.rest, soap: fake.rest };
  expect(await askVies(registered(), TENANT, { country: 'DE', number: '100' }, gone)).toEqual({
    outcome: 'unchecked',
    why: 'no_answer',
  });
});
