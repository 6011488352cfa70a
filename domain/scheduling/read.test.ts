import { describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import type { Instance } from './instance.ts';
import { readFactory } from './read-factory.ts';
import { readFajsp } from './read-fajsp.ts';
import { readFjsp } from './read-fjsp.ts';
import { readJsp } from './read-jsp.ts';
import { writeSchedule } from './write-schedule.ts';
import { solveSchedule } from './solve.ts';

const solve = (instance: Instance) => solveSchedule(instance, { seed: 1, budget: { moves: 30 } });

test('a job shop: two jobs on two machines, in opposite order', () => {
  // 0 |j0 3|   |j1 2|        j0: 0 for 3, 1 for 2;  j1: 1 for 2, 0 for 2
  // 1 |j1 2| |j0 2|
  const instance = must(readJsp('x.txt', '2 2\n0 3 1 2\n\n1 2 0 2\n', 'x'));
  expect(instance.operations.map((o) => [o.id, o.after])).toEqual([
    ['0.0', []],
    ['0.1', ['0.0']],
    ['1.0', []],
    ['1.1', ['1.0']],
  ]);
  const plan = solve(instance);
  expect([plan.figures.value, plan.proven]).toEqual([5, true]);
  expect(JSON.parse(writeSchedule(plan, 'jsp'))).toMatchObject({
    instance: 'x',
    seed: 1,
    value: 5,
    lowerBound: 5,
    proven: true,
    operations: [{ job: 0, op: 0, machine: 0, start: 0, end: 3 }, {}, {}, {}],
  });
});

test('a flexible job shop takes the faster machine; its first line may carry a fraction', () => {
  const plan = solve(must(readFjsp('x.txt', '1 2 1.5\n1 2 0 9 1 4\n', 'x')));
  expect(plan.rows).toEqual([expect.objectContaining({ machine: '1', start: 0, end: 4 })]);
});

test('an assembly job shop: both parts before the assembly', () => {
  const plan = solve(must(readFajsp('x.txt', '3 2 2\n0 2\n1 2\n1 0 5\n1 1 3\n1 0 1\n', 'x')));
  expect(plan.figures.makespan).toBe(6);
});

test('a factory: saw, then pack, weekdays only', () => {
  const ops = 'op,group,minutes,family,order,successor,release_min\n0,SAW,20,3,0,1,0\n1,PACK,10,0,0,-1,0\n';
  const instance = must(
    readFactory({ ops: 'f-ops.csv', orders: 'f-orders.csv' }, ops, 'order,due_min,weight\n0,400,2\n', 'f'),
  );
  const plan = solve(instance);
  // Saw 06:00: 5 set-up + 20 = 06:25; pack opens 07:00: 07:00-07:10 = minute 430, 30 late, weight 2
  expect(plan.rows.map((r) => [r.machine, r.start, r.end])).toEqual([
    ['SAW-1', 360, 385],
    ['PACK-1', 420, 430],
  ]);
  expect(plan.figures).toMatchObject({ weightedLateMinutes: 60, value: 0.04, changeoverMinutes: 5 });
  expect(plan.proven).toBe(true);
});

describe('bad files are refused with file, line and reason', () => {
  const said = (result: { ok: boolean; refusal?: unknown }): string => {
    const { refusal } = result as { ok: false; refusal: { file: string; line: number; reason: string } };
    return `${refusal.file} line ${refusal.line}: ${refusal.reason}`;
  };
  const ops = (line: string): string =>
    said(
      readFactory(
        { ops: 'f-ops.csv', orders: 'f-orders.csv' },
        `op,group,minutes,family,order,successor,release_min\n${line}\n`,
        'order,due_min,weight\n0,400,2\n',
        'f',
      ),
    );
  test.each([
    ['', 'mk01.txt line 0: the file is empty'],
    ['x 2', 'mk01.txt line 1: "x" is no number'],
    ['0 2', 'mk01.txt line 1: 0 jobs'],
    ['1', 'mk01.txt line 1: ends before the number of machines'],
    ['1 6\n4 1 0 5 1 1 5 1 2 5 1 9 5', 'mk01.txt line 2: operation 3 names machine 9 of 6'],
    ['1 6\n1 2 0 5 0 5', 'mk01.txt line 2: operation 0 names machine 0 twice'],
    ['1 6\n1 0', 'mk01.txt line 2: operation 0 has no machine'],
    ['1 6\n1 1 0', 'mk01.txt line 2: ends before the minutes of operation 0'],
    ['1 6\n1 1 0 5 7', 'mk01.txt line 2: has 1 numbers too many'],
    ['1 6\n1 1 0 2.5', 'mk01.txt line 2: 2.5 is no whole number from 0'],
    ['1 6\n1 1 0 -5', 'mk01.txt line 2: -5 is no whole number from 0'],
    ['1 6\n1 1 0 99000000', 'mk01.txt line 2: operation 0 takes 99000000 minutes, more than 10000000'],
    ['2 6\n1 1 0 5', 'mk01.txt line 2: the file ends after 1 of 2 jobs'],
    ['1 6\n1 1 0 5\n1 1 0 5', 'mk01.txt line 3: there are more lines than the 1 jobs'],
  ])('flexible job shop %j', (text, sentence) => {
    expect(said(readFjsp('mk01.txt', text, 'mk01'))).toBe(sentence);
  });
  test('job shop', () => {
    expect(said(readJsp('a.txt', '1 2\n0 3 5 1', 'a'))).toBe(
      'a.txt line 2: operation 1 names machine 5 of 2',
    );
  });
  test('assembly job shop', () => {
    expect(said(readFajsp('a.txt', '2 1 1\n0 7\n1 0 5\n1 0 5', 'a'))).toBe(
      'a.txt line 2: precedence names operation 7 of 2',
    );
    expect(said(readFajsp('a.txt', '2 2 1\n0 1\n1 0\n1 0 5\n1 0 5', 'a'))).toBe(
      'a.txt line 1: operation 0 waits for itself',
    );
  });
  test.each([
    ['0,SAW,20,3,0', 'f-ops.csv line 2: has 5 of 7 columns'],
    ['1,SAW,20,3,0,-1,0', 'f-ops.csv line 2: operation 1 stands where operation 0 is expected'],
    [
      '0,LASER,20,3,0,-1,0',
      'f-ops.csv line 2: operation 0 names group LASER, which the factory does not have',
    ],
    ['0,SAW,x,3,0,-1,0', 'f-ops.csv line 2: minutes "x" is no whole number from 0'],
    ['0,SAW,20,3,4,-1,0', 'f-ops.csv line 2: operation 0 names order 4 of 1'],
    ['0,SAW,20,3,0,8,0', 'f-ops.csv line 2: operation 0 names successor 8 of 1'],
    ['0,SAW,20,3,0,0,0', 'f-ops.csv line 2: operation 0 waits for itself'],
  ])('factory %s', (line, sentence) => {
    expect(ops(line)).toBe(sentence);
  });
  test('factory heads and orders', () => {
    const files = { ops: 'f-ops.csv', orders: 'f-orders.csv' };
    expect(said(readFactory(files, 'a,b\n', 'order,due_min,weight\n', 'f'))).toMatch(
      /^f-ops.csv line 1: the first line is not op,group/,
    );
    expect(said(readFactory(files, '', 'order,due_min,weight\n0,5,-1\n', 'f'))).toBe(
      'f-orders.csv line 2: weight "-1" is no number from 0',
    );
  });
});
