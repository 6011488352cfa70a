import { expect, test } from 'vitest';
import { isPlanOutdated, StatementNames } from './prepared.ts';

const text = 'select * from part where tenant_id = $1 and code = $2';

test('a statement gets its name with the third time, and keeps it', () => {
  const names = new StatementNames();
  expect([1, 2, 3, 4].map(() => names.nameOf(text, 2))).toEqual([undefined, undefined, 't0_0', 't0_0']);
});

test('two texts never share a name, also after all were forgotten', () => {
  const names = new StatementNames();
  const name = (statement: string) => [1, 2, 3].map(() => names.nameOf(statement, 1)).at(-1);
  const given = [name('select $1'), name('select -$1')];
  names.forget();
  given.push(name('select -$1'), name('select $1'));
  expect(new Set(given).size).toBe(4);
  expect(given).not.toContain(undefined);
});

test('long lists, statements without values and those beyond the limit stay without a name', () => {
  const names = new StatementNames();
  for (let time = 0; time < 5; time++) {
    expect(names.nameOf('select 1', 0)).toBeUndefined();
    expect(names.nameOf('insert …', 41)).toBeUndefined();
  }
  for (let time = 0; time < 3; time++) for (let i = 0; i < 400; i++) names.nameOf(`select $1 + ${i}`, 1);
  expect(names.nameOf('select $1 + 399', 1)).toBe('t0_399');
  for (let time = 0; time < 5; time++) expect(names.nameOf(text, 2)).toBeUndefined();
});

test('a refused plan is told from other things that a server does not support', () => {
  expect(
    isPlanOutdated(Object.assign(new Error('cached plan must not change result type'), { code: '0A000' })),
  ).toBe(true);
  expect(isPlanOutdated(Object.assign(new Error('no such feature'), { code: '0A000' }))).toBe(false);
  expect(isPlanOutdated(new Error('cached plan'))).toBe(false);
});
