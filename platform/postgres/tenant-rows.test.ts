import { expect, test } from 'vitest';
import { childrenFirst } from './tenant-rows.ts';

test('a table is emptied before the tables it needs', () => {
  const order = childrenFirst([
    { name: 'sales_order', needs: ['customer'] },
    { name: 'customer', needs: [] },
    { name: 'invoice', needs: ['sales_order', 'customer'] },
  ]);
  expect(order).toEqual(['invoice', 'sales_order', 'customer']);
});

test('tables that need each other are named', () => {
  expect(() =>
    childrenFirst([
      { name: 'a', needs: ['b'] },
      { name: 'b', needs: ['a'] },
    ]),
  ).toThrow('a, b');
});
