import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MaterialRun } from '../material-run.ts';
import { sampleJob } from '../sample-jobs.ts';
import { makeCatalog } from './catalog.ts';
import { Exclusion } from './exclusion.ts';

function asked(parts: readonly Record<string, unknown>[], sheets: number): string {
  const job = sampleJob(parts, { boards: [{ grain: 'length' }], saw: { kerf: 0 } });
  const question = new Exclusion(makeCatalog(job, job.parts, job.boards), sheets);
  let answer = question.move();
  while (answer === 'open') answer = question.move();
  return answer;
}

test('five parts around a hole fill the board, but no saw from edge to edge can take them apart', () => {
  //  500 +---+--------+     A, C 700 x 200; B, D 300 x 300; the hole of 400 x 100 is filled as well: 100 % of the
  //      | D |   C    |     board's area, yet every line from edge to edge hits a part
  //      |   +----+---+
  //      +---+----+ B |
  //      |   A    |   |
  //    0 +--------+---+
  const grain = 'length';
  const wheel = [
    { length: 700, width: 200, quantity: 2, grain },
    { length: 300, width: 300, quantity: 2, grain },
    { length: 400, width: 100, grain },
  ];
  expect(asked(wheel, 1)).toBe('excluded');
  expect(asked(wheel, 2)).toBe('unknown');
  // With B and D as low as A and C two strips hold them all.
  expect(asked([{ ...wheel[0]! }, { length: 300, width: 200, quantity: 2, grain }], 1)).toBe('unknown');
});

test('two boards are asked one after the other: what the fullest leaves has to fit the last', () => {
  // No two of 334 stand above each other on 500: a board of 1000 x 500 holds two side by side, two boards hold four.
  const grain = 'length';
  expect(asked([{ length: 500, width: 334, quantity: 4, grain }], 2)).toBe('unknown');
  expect(asked([{ length: 500, width: 334, quantity: 5, grain }], 2)).toBe('excluded');
});

const kinds = fc.array(
  fc.record({
    length: fc.integer({ min: 12, max: 70 }).map((v) => v * 10),
    width: fc.integer({ min: 10, max: 40 }).map((v) => v * 10),
    quantity: fc.integer({ min: 1, max: 3 }),
    grain: fc.constantFrom('none', 'length'),
  }),
  { minLength: 1, maxLength: 5 },
);

test('what the search has cut is never excluded', () => {
  const runs = Number(process.env['TENON_CASES'] ?? 30);
  fc.assert(
    fc.property(kinds, (parts) => {
      const job = sampleJob(parts, { boards: [{ grain: 'length' }], saw: { kerf: 0 } });
      const run = new MaterialRun(job, job.parts, job.boards, 1);
      for (let i = 0; i < 40 && !run.finished; i++) run.move(() => false);
      const { boardsUsed } = run.plan(1);
      if (boardsUsed <= 3) expect(asked(parts, boardsUsed)).toBe('unknown');
    }),
    { numRuns: runs },
  );
});
