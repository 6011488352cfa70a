import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { writePlan } from './plan.ts';
import { readJobText } from './read-job.ts';
import { joinPlans, solveCutting, splitByMaterial } from './solve.ts';
import { verifyPlan } from './verify.ts';

const bench = join(import.meta.dirname, '../../../shared/bench/cutting');

/**
 * Boards at most, by moves for each material. The recorded greedy packer needs 2 + 1 boards for f50 and 14 + 10 + 7
 * for f500; the npm guillotine packer 12, 28, 28, 59 and 174 for the five larger jobs.
 */
const FLOORS = [
  { name: 'f50', moves: 300, boardsMax: 3 },
  { name: 'f200', moves: 1_600, boardsMax: 12 },
  { name: 'f500', moves: 4_000, boardsMax: 28 },
  { name: 'f500c', moves: 4_000, boardsMax: 28 },
  { name: 'f1000', moves: 4_000, boardsMax: 58 },
  { name: 'f3000', moves: 2, boardsMax: 174 },
];

describe.skipIf(!existsSync(bench))('the six furniture jobs', { timeout: 120_000 }, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cutting-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(FLOORS)(
    '$name needs at most $boardsMax boards after $moves moves, and both checks agree',
    ({ name, moves, boardsMax }) => {
      const jobPath = join(bench, 'furniture', `${name}.job.json`);
      const job = must(readJobText(readFileSync(jobPath, 'utf8')));
      const plans = splitByMaterial(job).map((one) => solveCutting(one, { seed: 1, budget: { moves } }));
      const plan = joinPlans(job, plans, null);
      expect(verifyPlan(job, plan)).toEqual([]);

      const planPath = join(folder, `${name}.plan.json`);
      writeFileSync(planPath, JSON.stringify(writePlan(plan)));
      const checked = spawnSync(process.execPath, [join(bench, 'verify.mjs'), jobPath, planPath], {
        encoding: 'utf8',
      });
      expect(JSON.parse(checked.stdout)).toMatchObject({
        valid: true,
        boards: plan.boardsUsed,
        unplaced: 0,
        patterns: plan.patterns.length,
      });
      expect(plan.boardsUsed).toBeLessThanOrEqual(boardsMax);
      expect(plan.bound.boards).toBeLessThanOrEqual(plan.boardsUsed);
      // No area rules out two boards for the 24 backs of f200: only that no two boards can be sawn full enough does.
      if (name === 'f200') expect(plan.bound).toMatchObject({ boards: 12, proven: true });
      // The area bound of the six jobs together is 283; each part of it may only be beaten by a stronger bound.
      expect(plan.bound.boards).toBeGreaterThan(0);
    },
  );
});
