import type pg from 'pg';
import { expect, test } from 'vitest';
import { isPlanOutdated, preparing, StatementNames } from './prepared.ts';

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

test('a transaction begins with its first statement, in one message where that can be, and not at all when there is none', async () => {
  const heard: string[] = [];
  const answer = (text: string) => ({ command: text.split(' ')[0]!.toUpperCase(), rowCount: 0, rows: [] });
  const client = {
    query: (asked: string | { text: string }) => {
      const text = typeof asked === 'string' ? asked : asked.text;
      heard.push(text);
      const answers = text.split('; ').map(answer);
      return Promise.resolve(answers.length > 1 ? answers : answers[0]);
    },
    release: () => undefined,
  };
  const pool = { options: {}, connect: () => Promise.resolve(client), end: () => Promise.resolve() };
  const connection = await preparing(pool as unknown as pg.Pool, new StatementNames()).connect();
  const ask = async (text: string, values: unknown[] = []): Promise<string[]> => {
    const before = heard.length;
    await connection.query(text, values);
    return heard.slice(before);
  };
  expect([await ask('begin'), await ask(`set local app.tenant_id = 'x'`)]).toEqual([
    [],
    [`begin; set local app.tenant_id = 'x'`],
  ]);
  expect([await ask(text, [1, 2]), await ask('commit')]).toEqual([[text], ['commit']]);
  expect([await ask('begin'), await ask(text, [1, 2])]).toEqual([[], ['begin', text]]);
  expect([await ask('begin'), await ask('commit'), await ask('begin'), await ask('rollback')].flat()).toEqual(
    [],
  );
  // What a connection was left with is nothing to the next who gets it.
  await ask('begin');
  connection.release();
  expect(await ask('select 1')).toEqual(['select 1']);
});
