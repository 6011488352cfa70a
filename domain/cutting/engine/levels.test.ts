import { expect, test } from 'vitest';
import { sampleJob } from '../sample-jobs.ts';
import { makeCatalog } from './catalog.ts';
import { constructBySheet } from './fill-sheets.ts';
import { Levels } from './levels.ts';
import { Search } from './search.ts';
import { markOf } from './sheet.ts';
import type { Solution } from './solution.ts';

test('sheets of a level stand as often as the level says, are full, and nothing is made twice or lost', () => {
  // Nine of each kind: two fours and one over, so that the level of four may take eight of each at most.
  const job = sampleJob(
    Array.from({ length: 9 }, (_, i) => ({
      length: 160 + 31 * i,
      width: 90 + ((37 * i) % 110),
      quantity: 9,
    })),
  );
  const search = new Search(makeCatalog(job, job.parts, job.boards), 'time', job.offcut, 1);
  search.offer(constructBySheet(search, 4, 0.25, () => false)!);
  const slack = 0.02;
  const levels = new Levels(search, { times: [4, 2], share: 0.85, slack });
  let found: Solution | null = null;
  for (let moves = 0; !found && moves < 5_000; moves++) found = levels.move();

  const { sheets, unplaced } = found!;
  const stacks = new Map<number, number>();
  for (const sheet of sheets) {
    expect(sheet.held).toBe(true);
    stacks.set(markOf(sheet.root), (stacks.get(markOf(sheet.root)) ?? 0) + 1);
  }
  expect(sheets.length).toBeGreaterThan(0);
  for (const count of stacks.values()) expect(count % 2).toBe(0);
  const area = 1000_00 * 500_00;
  const net = search.areaOf(search.catalog.demands.flatMap((d, i) => new Array<number>(d.quantity).fill(i)));
  const mean = net / (search.best.sheets.length * area);
  for (const sheet of sheets) expect(sheet.filled / area).toBeGreaterThanOrEqual(mean - slack);
  // What the sheets hold and what waits is all that is wanted.
  expect(sheets.reduce((sum, s) => sum + s.filled, 0) + search.areaOf(unplaced)).toBe(net);
  const whole = search.complete(found!);
  expect(whole.unplaced).toEqual([]);
  expect(whole.sheets.length).toBeGreaterThanOrEqual(search.best.sheets.length - 1);
});
