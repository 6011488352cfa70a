import { expect, test } from 'vitest';
import type { CuttingJob } from '#domain/cutting/instance.ts';
import { sampleJob } from '#domain/cutting/sample-jobs.ts';
import type { Progress } from '#domain/cutting/solve.ts';
import { solve } from './cutting-thread.ts';

const SECONDS = 3;

/** Searches by a clock on which every look takes a millisecond. @returns where the clock stood, and what was told */
function search(job: CuttingJob): { ms: number; news: Progress[]; sheets: number } {
  let ms = 0;
  const news: Progress[] = [];
  const { plan, faults } = solve(
    { job, pins: [], seed: 1, seconds: SECONDS, moves: null },
    { onProgress: (told) => news.push(told) },
    () => ms++,
  );
  expect(faults).toEqual([]);
  return { ms, news, sheets: plan.boardsUsed };
}

//  500 +--------+--------+   two parts of 400 x 300 on a board of 1000 x 500: one sheet, and fewer there cannot be
//      |  400   |  400   |
//    0 +--------+--------+
const two = [{ length: 400, width: 300, quantity: 2 }];

test('a search ends early once no plan can have fewer sheets, after a while of polishing', () => {
  const { ms, sheets } = search(sampleJob(two, { rest: { objective: 'cost' } }));
  expect(sheets).toBe(1);
  expect(ms).toBeGreaterThan(1_500);
  expect(ms).toBeLessThan(2_500);
});

test('a search for saw time, which no bound proves, uses its whole time', () => {
  expect(search(sampleJob(two, { rest: { objective: 'time' } })).ms).toBeGreaterThanOrEqual(SECONDS * 1000);
});

test('a plan of more sheets than the bound is searched on to the end', () => {
  // 512 x 500, 484 x 248 and two of 240 x 248 fill one board by area, but need a third direction of cuts.
  const parts = [
    { length: 512, width: 500, grain: 'length' },
    { length: 484, width: 248, grain: 'length' },
    { length: 240, width: 248, quantity: 2, grain: 'length' },
  ];
  const job = sampleJob(parts, {
    boards: [{ grain: 'length' }],
    saw: { stages: 2 },
    rest: { objective: 'cost' },
  });
  const { ms, sheets } = search(job);
  expect(sheets).toBe(2);
  expect(ms).toBeGreaterThanOrEqual(SECONDS * 1000);
});

test('the last news are told again each second, for a screen that is opened later', () => {
  const { news } = search(sampleJob(two, { rest: { objective: 'time' } }));
  expect(news.length).toBeGreaterThanOrEqual(SECONDS - 1);
  expect(news.at(-1)).toEqual(news.at(-2));
});
