import { expect, test } from 'vitest';
import { insightsOf, type DoorFigures } from './insights.ts';

const door = (name: string, more: Partial<DoorFigures> = {}): DoorFigures => ({
  ...{ door: name, calls: 10, refused: 0, broken: 0, msHalf: 10, msMost: 20 },
  ...more,
});

test('slow are those that were asked often enough, errors those that failed here', () => {
  const { slow, errors } = insightsOf(
    [
      door('GET /api/orders', { msMost: 90 }),
      door('GET /api/seldom', { calls: 4, msMost: 9000 }),
      door('GET /api/customers', { msMost: 300, broken: 2, refused: 5 }),
    ],
    [],
    [],
  );
  expect(slow.map((one) => one.door)).toEqual(['GET /api/customers', 'GET /api/orders']);
  expect(errors.map((one) => one.door)).toEqual(['GET /api/customers']);
});

test('features add up by the register, and a firm counts once however many addresses it used', () => {
  const { features } = insightsOf(
    [door('POST /api/orders'), door('GET /api/orders/:orderId', { calls: 5 }), door('GET /assets/x.js')],
    [
      { door: 'POST /api/orders', business: 'a' },
      { door: 'GET /api/orders/:orderId', business: 'a' },
      { door: 'GET /api/orders/:orderId', business: 'b' },
    ],
    [],
  );
  expect(features).toMatchObject([{ id: 'orders', calls: 15, businesses: 2 }]);
  // Nothing of a firm but the count.
  expect(JSON.stringify(features)).not.toMatch(/"a"|"b"/);
});

test('a form is finished when it was taken; how often it was opened is known where it has a page', () => {
  const { forms } = insightsOf(
    [
      door('GET /contact', { calls: 40 }),
      door('POST /contact', { calls: 12, refused: 3, broken: 1 }),
      door('PUT /api/me', { calls: 6, refused: 1 }),
      door('GET /api/me', { calls: 99 }),
    ],
    [],
    [],
  );
  expect(forms.map(({ id, opened, sent, refused }) => ({ id, opened, sent, refused }))).toEqual([
    { id: 'contact-form', opened: 40, sent: 8, refused: 3 },
    { id: 'profile', opened: null, sent: 5, refused: 1 },
  ]);
});
