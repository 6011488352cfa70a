import { expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { hmm } from '#domain/kernel/units.ts';
import { solveCutting } from '#domain/cutting/solve.ts';
import { readDxf } from '#domain/formats/dxf/read-dxf.ts';
import { readPtx } from '#domain/formats/ptx/read-ptx.ts';
import { cuttingJob } from './cutting-job.ts';
import { drawNode, drawSteps } from './drawing.ts';
import { dxfOf, ptxOf, sawFilesOf, stepsCsv, type SawPlan } from './saw-files.ts';

const UUID = '0190b4c2-0000-7000-8000-000000000001';

/** Nine sides on boards of one size; six lie on a board of 2050 x 1200. */
function solved(kerf = 4.4, pinned = 0): SawPlan {
  const job = cuttingJob({
    name: 'B-7 W18',
    material: { code: 'W18', thickness: hmm(18), grain: 'none' },
    parts: Array.from({ length: 9 }, (_, i) => ({
      code: `K1-${i}`,
      cutLength: hmm(660),
      cutWidth: hmm(590),
      grain: 'none' as const,
    })),
    boards: [{ id: UUID, length: hmm(2050), width: hmm(1200), quantity: null, cost: 20, offcut: false }],
    rules: {
      kerf: hmm(kerf),
      trim: hmm(5),
      bookHeight: hmm(75),
      offcutLength: hmm(600),
      offcutWidth: hmm(300),
      offcutValuePercent: 30,
      hourRate: 52,
    },
    objective: 'boards',
  });
  const plan = solveCutting(job, { seed: 1, budget: { moves: 5 } });
  return { job, plan, pinned, codes: new Map([[UUID, 'W18']]) };
}

test('the saw file holds the new patterns alone, with the code that stands on the board and the parts that lie there', () => {
  const saw = solved();
  expect(saw.plan.patterns.map((p) => p.repeat)).toEqual([1, 1]);
  const lines = (of: SawPlan): string[] => must(ptxOf(of)).split('\r\n');
  const all = lines(saw);
  expect(all.find((l) => l.startsWith('BOARDS'))).toContain(',W18,');
  expect(all.join()).not.toContain(UUID);
  expect(all.find((l) => l.startsWith('PARTS_REQ'))).toMatch(/,660,590,9,/);
  // The first sheet is at the saw: what it holds is in no file again.
  const rest = { ...saw, pinned: 1 };
  const onFirst =
    must(readPtx(all.join('\r\n'))).patterns.length - must(readPtx(lines(rest).join('\r\n'))).patterns.length;
  expect(onFirst).toBe(1);
  expect(lines(rest).find((l) => l.startsWith('PARTS_REQ'))).not.toMatch(/,660,590,9,/);
  expect(ptxOf({ ...saw, pinned: 2 })).toMatchObject({
    refusal: { code: 'saw_file_refused', where: 'plan' },
  });
});

test('a drawing is of one pattern; one that the plan does not have is refused', () => {
  const saw = solved();
  expect(must(readDxf(must(dxfOf(saw, 2)))).boxes.length).toBeGreaterThan(1);
  expect(dxfOf(saw, 3)).toMatchObject({ refusal: { code: 'pattern_unknown', pattern: 3, patterns: 2 } });
});

test('each file says how far it is proven, and one finer than a saw reads says why it is not written', () => {
  expect(sawFilesOf(solved())).toEqual([
    { kind: 'ptx', proof: 'untested', refusal: null },
    { kind: 'dxf', proof: 'untested', refusal: null },
  ]);
  // 4.45 mm of kerf are hundredths; the receiver reads tenths, and nothing is rounded for it.
  expect(sawFilesOf(solved(4.45))[0]).toMatchObject({ refusal: { where: 'kerf', code: 'saw_file_refused' } });
});

test('the step list has a row for each saw line, and a name that looks like a formula stays a name', () => {
  const { plan } = solved();
  const pattern = (root: (typeof plan.patterns)[number]['root'], code: string) => ({
    board: { code, length: 2050, width: 1200, thickness: 18, grain: 'none' as const, offcut: false },
    repeat: 1,
    perBook: 4,
    pinned: false,
    root: drawNode(root),
    steps: drawSteps(root),
    sheets: [{ id: UUID, no: 3, state: 'released' as const }],
  });
  const drawn = [pattern(plan.patterns[0]!.root, 'W18'), pattern(plan.patterns[1]!.root, '=1+1')];
  const rows = stepsCsv(drawn).trimEnd().split('\r\n');
  expect(rows).toHaveLength(1 + drawn[0]!.steps.length + drawn[1]!.steps.length);
  expect(rows[1]).toMatch(/^1;W18;3;1;(rip|head);sheet;/);
  expect(rows.at(-1)).toMatch(/^2;'=1\+1;3;/);
});
