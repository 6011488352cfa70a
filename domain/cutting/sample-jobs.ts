import fc from 'fast-check';
import { must } from '#domain/kernel/result.ts';
import type { CuttingJob } from './instance.ts';
import { readJob } from './read-job.ts';

/** A job as the contract's JSON; parts may or may not fit. */
export type JobJson = Record<string, unknown>;

const grain = fc.constantFrom('none', 'none', 'length', 'width');
/** mm with at most two decimals */
const millimetres = (from: number, to: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: from, max: to }) },
    { weight: 1, arbitrary: fc.integer({ min: from * 100, max: to * 100 }).map((v) => v / 100) },
  );

const board = fc.record({
  thickness: fc.constantFrom(8, 18, 25),
  length: millimetres(700, 3000),
  width: millimetres(500, 2100),
  quantity: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null, freq: 2 }),
  cost: fc.integer({ min: 1, max: 9_000 }).map((v) => v / 100),
  grain,
  offcut: fc.boolean(),
});

const part = fc.record({
  length: millimetres(40, 1300),
  width: millimetres(40, 700),
  quantity: fc.integer({ min: 1, max: 5 }),
  grain,
});

const run = fc.record({
  lengths: fc.array(millimetres(60, 400), { minLength: 1, maxLength: 4 }),
  width: millimetres(60, 400),
  uneven: fc.boolean(),
  grain: fc.constantFrom('none', 'length', 'width'),
});

const saw = fc.record(
  {
    kerf: fc.constantFrom(0, 3.2, 4, 4.2, 5.55),
    trim: fc.record({
      left: millimetres(0, 15),
      right: millimetres(0, 15),
      bottom: millimetres(0, 15),
      top: millimetres(0, 15),
    }),
    stages: fc.constantFrom(null, 2, 3, 4),
    firstCut: fc.constantFrom('any', 'x', 'y'),
    minLast: fc.constantFrom(null, null, 60, 150, 400),
    maxCut: fc.constantFrom(null, null, 900, 1800, 2500),
    bookHeight: fc.constantFrom(18, 40, 75),
    hourRate: fc.constantFrom(0, 52),
  },
  { requiredKeys: [] },
);

const panelJob: fc.Arbitrary<JobJson> = fc
  .record({
    saw,
    offcut: fc.record({
      minLength: millimetres(0, 700),
      minWidth: millimetres(0, 300),
      value: fc.constantFrom(0, 0.3, 1),
    }),
    objective: fc.constantFrom('boards', 'cost', 'time'),
    boards: fc.array(board, { minLength: 1, maxLength: 3 }),
    parts: fc.array(part, { minLength: 1, maxLength: 9 }),
    runs: fc.array(run, { maxLength: 2 }),
    materials: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ boards, parts, runs, materials, ...rest }) => ({
    name: 'random panels',
    ...rest,
    boards: boards.map((b, i) => ({ id: `B${i}`, material: `M${i % materials}`, ...b })),
    parts: [
      ...parts.map((p, i) => ({ id: `p${i}`, material: `M${i % Math.min(materials, boards.length)}`, ...p })),
      ...runs.flatMap((r, g) =>
        r.lengths.map((length, i) => {
          const across = r.uneven ? r.width + i : r.width;
          const sides = r.grain === 'width' ? { length: across, width: length } : { length, width: across };
          return {
            id: `g${g}-${i}`,
            material: 'M0',
            ...sides,
            quantity: 1,
            grain: r.grain,
            group: `G${g}`,
            position: i + 1,
          };
        }),
      ),
    ],
  }));

/** Profiles, edge bands and worktops: everything is 1 mm wide. */
const linearJob: fc.Arbitrary<JobJson> = fc
  .record({
    kerf: fc.constantFrom(0, 3, 4.2),
    minLast: fc.constantFrom(null, 100),
    lengths: fc.array(millimetres(30, 2400), { minLength: 1, maxLength: 12 }),
    quantity: fc.integer({ min: 1, max: 6 }),
    stock: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
  })
  .map(({ kerf, minLast, lengths, quantity, stock }) => ({
    name: 'random bars',
    saw: { kerf, minLast, trim: { left: 10, right: 10, bottom: 0, top: 0 } },
    objective: 'boards',
    boards: [{ id: 'bar', material: 'rail', thickness: 20, length: 2600, width: 1, quantity: stock }],
    parts: lengths.map((length, i) => ({
      id: `r${i}`,
      material: 'rail',
      length,
      width: 1,
      quantity: 1 + (i % quantity),
    })),
  }));

/** Jobs over all rules of the contract: grain, stages, first cut, clamps, longest cut, stock, offcuts, runs, bars. */
export const anyJob: fc.Arbitrary<JobJson> = fc.oneof(
  { weight: 5, arbitrary: panelJob },
  { weight: 1, arbitrary: linearJob },
);

/** A job read through the front door: one plain board of 1000 × 500 without trims, kerf 4, unless told otherwise. */
export function sampleJob(
  parts: readonly JobJson[],
  more: { saw?: JobJson; boards?: JobJson[]; rest?: JobJson } = {},
): CuttingJob {
  const noTrim = { left: 0, right: 0, bottom: 0, top: 0 };
  const board = { id: 'B', material: 'M', thickness: 18, length: 1000, width: 500, quantity: null, cost: 10 };
  return must(
    readJob({
      name: 'sample',
      objective: 'boards',
      saw: { kerf: 4, trim: noTrim, ...more.saw },
      boards: more.boards?.map((b) => ({ ...board, ...b })) ?? [board],
      parts: parts.map((p, i) => ({ id: `p${i + 1}`, material: 'M', quantity: 1, ...p })),
      ...more.rest,
    }),
  );
}
