import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { leavesOf } from '#domain/cutting/plan.ts';
import { readJob } from '#domain/cutting/read-job.ts';
import { solveCutting } from '#domain/cutting/solve.ts';
import { readDxf } from './dxf/read-dxf.ts';
import { DXF_LAYERS, writeDxf } from './dxf/write-dxf.ts';
import { readPtx } from './ptx/read-ptx.ts';
import { PTX_PROFILES, writePtx } from './ptx/write-ptx.ts';

const job = (parts: readonly Record<string, unknown>[], saw: Record<string, unknown> = {}) =>
  must(
    readJob({
      name: 'K-1042',
      objective: 'boards',
      saw: { kerf: 4.4, stages: 3, firstCut: 'y', bookHeight: 72, ...saw },
      offcut: { minLength: 600, minWidth: 300, value: 0.3 },
      boards: [
        { id: 'W18', material: 'W18', thickness: 18, length: 2800, width: 2070, quantity: null, cost: 55 },
      ],
      parts: parts.map((p, i) => ({ id: `P${i + 1}`, material: 'W18', quantity: 1, ...p })),
    }),
  );
const solved = (of: ReturnType<typeof job>) => solveCutting(of, { seed: 1, budget: { moves: 40 } });

test('one strip of three sides: what falls stands row by row, with its size along the cut', () => {
  //  2050 +-----------------------------+   rip 560: a strip; cross 720, 720, 720; the rest of the strip is waste,
  //       |            offcut           |   2780 - 3 x 724.4 = 606.8; above it 2050 - 560 - 4.4 = 1485.6 are kept
  //   560 +------+------+------+--------+   606.8 x 560 is large enough to be kept as well
  //       | 720  | 720  | 720  | 606.8  |
  const sides = job([{ length: 720, width: 560, quantity: 3 }]);
  const plan = solved(sides);
  const lines = must(writePtx(sides, plan, PTX_PROFILES.cautious)).split('\r\n');
  expect(lines[0]).toBe('HEADER,1,TENON,0,0,1');
  expect(lines).toContain('PARTS_REQ,1,1,P1,1,720,560,3,0,0,0,3');
  expect(lines).toContain('PATTERNS,1,1,1,0,1,1,4');
  expect(lines.filter((l) => l.startsWith('CUTS'))).toEqual([
    'CUTS,1,1,1,1,1,560,1,0,0',
    'CUTS,1,1,2,2,2,720,1,1,1',
    'CUTS,1,1,3,3,2,720,1,1,1',
    'CUTS,1,1,4,4,2,720,1,1,1',
    'CUTS,1,1,5,5,2,606.8,1,X1,0',
    'CUTS,1,1,6,6,1,1485.6,1,X2,0',
  ]);
});

const anyJob = fc
  .array(
    fc.record({
      length: fc.integer({ min: 600, max: 12_000 }).map((v) => v / 10),
      width: fc.integer({ min: 600, max: 9_000 }).map((v) => v / 10),
      quantity: fc.integer({ min: 1, max: 6 }),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((parts) => job(parts));

test('any plan written and read back is the same plan, and its areas add up to the board', () => {
  fc.assert(
    fc.property(anyJob, (one) => {
      const plan = solved(one);
      const read = must(readPtx(must(writePtx(one, plan, PTX_PROFILES.wide))));
      expect(read.patterns.map((p) => p.run)).toEqual(plan.patterns.map((p) => p.repeat));
      for (const pattern of plan.patterns) {
        const drawing = must(readDxf(must(writeDxf(one, pattern))));
        const parts = [...leavesOf(pattern.root)].filter((leaf) => leaf.part !== undefined);
        expect(drawing.boxes.filter((b) => b.layer === DXF_LAYERS.part)).toHaveLength(parts.length);
        expect(drawing.texts.map((t) => t.text).sort()).toEqual(parts.map((p) => p.part).sort());
      }
    }),
    { numRuns: 10 },
  );
});

test.each([
  ['a size finer than 0.1 mm', [{ length: 720.05, width: 560 }], {}, /720.05 mm is finer/],
  ['a name with a comma', [{ id: 'a,b', length: 720, width: 560 }], {}, /signs that not every saw reads/],
  ['a first cut across', [{ length: 720, width: 560 }], { firstCut: 'x' }, /runs across/],
  [
    'runs of fronts',
    [
      { length: 720, width: 560, group: 'G', position: 1 },
      { length: 720, width: 560, group: 'G', position: 2 },
    ],
    {},
    /runs of fronts/,
  ],
])('%s is refused, not written differently', (_, parts, saw, why) => {
  const one = job(parts, saw);
  const written = writePtx(one, solved(one), PTX_PROFILES.cautious);
  expect(written.ok).toBe(false);
  if (!written.ok) expect(written.refusal.why).toMatch(why);
});

test('a file that was changed on the way is not believed', () => {
  const one = job([{ length: 720, width: 560, quantity: 3 }]);
  const text = must(writePtx(one, solved(one), PTX_PROFILES.cautious));
  const why = (from: string | RegExp, to: string): string => {
    const read = readPtx(text.replace(from, to));
    return read.ok ? 'believed' : read.refusal.why;
  };
  expect(why('2,720,1,1,1', '2,721,1,1,1')).toMatch(/which has another size/);
  expect(why('2,720,1,1,1', '2,720,2,1,1')).toMatch(/repeated rows/);
  expect(why('CUTS,1,1,5,5,2,606.8', 'CUTS,1,1,5,5,2,611.3')).toMatch(/larger than what is left/);
  expect(why('CUTS,1,1,3,3,2', 'CUTS,1,1,4,3,2')).toMatch(/index 4, expected 3/);
  expect(why('CUTS,1,1,2,2,2', 'CUTS,1,1,2,2,3')).toMatch(/nothing is cut|does not follow/);
  expect(why('P1,1,720,560,3', 'P1,1,720,560,4')).toMatch(/3 are cut, 4 are wanted/);
  expect(why('HEADER,1,TENON,0', 'HEADER,1,TENON,1')).toMatch(/not millimetres/);
  expect(why('JOBS', 'VECTORS')).toMatch(/no record that is read here/);
  const drawing = must(writeDxf(one, solved(one).patterns[0]!));
  const broken = readDxf(drawing.replace('POLYLINE\r\n  8\r\nPART', 'POLYLINE\r\n  8\r\nTEIL'));
  expect(broken.ok).toBe(false);
  expect(readDxf(drawing.slice(0, -10)).ok).toBe(false);
});
