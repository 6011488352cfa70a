import { expect, test } from 'vitest';
import { sampleJob } from '../sample-jobs.ts';
import { makeCatalog } from './catalog.ts';
import { apply, costAcross, costAlong, emptySheet, remove, tighten, type Cell } from './sheet.ts';

/** A board of 1000 x 500 first cut across, with p1 (300 x 400) in it. */
function begun(saw: Record<string, unknown>) {
  const parts = [
    { length: 300, width: 400, grain: 'length' },
    { length: 200, width: 150, grain: 'length' },
  ];
  const job = sampleJob(parts, { saw, boards: [{ grain: 'length' }] });
  const catalog = makeCatalog(job, job.parts, job.boards);
  const { root } = emptySheet(catalog, 0, 0, 1);
  const open: Cell[] = [];
  const [first, second] = catalog.lies[0]!.map((lies) => lies[0]!);
  apply(catalog, { cell: root, lie: first!, way: 'along' }, 0, open);
  return { catalog, root, open, second: second! };
}

test('the rest is sawn the other way only where that cut is not too long for the saw', () => {
  //  500 +-----+-------------+   300 + 4, the rest is 696: a strip across it is a cut of 696
  //      | p1  |    696      |
  const at = (maxCut: number): number => {
    const { catalog, root, second } = begun({ maxCut });
    return costAcross(catalog, root, second, 2);
  };
  expect(at(696)).toBeLessThan(Infinity);
  expect(at(695.99)).toBe(Infinity);
});

test('the stages end with the sizing cut, and nothing goes into what it leaves', () => {
  const two = begun({ stages: 2 });
  // x, then y for the strip of p1; p2 beside it is sized by the cut after the second stage.
  expect(two.open.map((c) => c.level)).toEqual([2]);
  expect(costAlong(two.catalog, two.root, two.second, 2)).toBeLessThan(Infinity);
  const strip = two.open[0]!;
  const narrow = { ...two.second, x: 200 * 100, y: 90 * 100 };
  expect(costAlong(two.catalog, strip, narrow, 2)).toBeLessThan(Infinity);
  expect(costAcross(two.catalog, strip, narrow, 2)).toBe(Infinity);
});

test('a strip becomes as narrow as what is left in it, and the board has the room again', () => {
  //  500 +------+-----+   p2 (200) stands above p1 (300) in a strip of 300; without p1 200 are enough
  //      |  p2  |     |
  //      +------+     |   room before: 1000 + 4 − 304 = 700, after: 1000 + 4 − 204 = 800
  //      |  p1  |     |
  const { catalog, root, open } = begun({ minLast: null });
  const strip = open[0]!;
  const small = { ...catalog.lies[0]![1]![0]!, y: 90 * 100 };
  apply(catalog, { cell: strip, lie: small, way: 'along' }, 1, open);
  expect(root.free).toBe(700_00);
  remove(catalog, strip.kids[0]!, []);
  tighten(root);
  expect([strip.across, root.free]).toEqual([200_00, 800_00]);
});
