import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJob } from './read-job.ts';
import { anyJob } from './sample-jobs.ts';
import { solveCutting } from './solve.ts';
import { verifyPlan } from './verify.ts';

test('any job over all rules is refused with reasons or cut without a fault', () => {
  const seen = { cut: 0, refused: 0, unplaced: 0, proven: 0 };
  fc.assert(
    fc.property(anyJob, fc.nat(), (json, seed) => {
      const read = readJob(json);
      if (!read.ok) {
        seen.refused += 1;
        expect(read.refusal.reasons.length).toBeGreaterThan(0);
        for (const reason of read.refusal.reasons) expect(reason.sentence).toMatch(/^\S.*\.$/);
        return;
      }
      const plan = solveCutting(read.value, { seed, budget: { moves: 80 } });
      expect(verifyPlan(read.value, plan)).toEqual([]);
      seen.cut += 1;
      if (plan.unplaced.length > 0) seen.unplaced += 1;
      if (plan.bound.proven) seen.proven += 1;
    }),
    { numRuns: 400, seed: 20 },
  );
  // A generator that produced one kind only would prove nothing.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});
