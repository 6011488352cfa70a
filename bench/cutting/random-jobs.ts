import fc from 'fast-check';
import { readJob } from '#domain/cutting/read-job.ts';
import { anyJob } from '#domain/cutting/sample-jobs.ts';
import { solveCutting } from '#domain/cutting/solve.ts';
import { verifyPlan } from '#domain/cutting/verify.ts';

/**
 * Random jobs over all rules of the contract, cut with few moves and judged by our check.
 * @throws Error with the job that has an invalid plan
 */
export function measureRandomJobs(count: number, seed: number): Record<string, number | string> {
  const seen = { cut: 0, refused: 0, unplaced: 0, proven: 0, runs: 0, invalid: 0 };
  const property = fc.property(anyJob, fc.nat(), (json, own) => {
    const read = readJob(json);
    if (!read.ok) {
      seen.refused += 1;
      return;
    }
    const plan = solveCutting(read.value, { seed: own, budget: { moves: 60 } });
    const faults = verifyPlan(read.value, plan);
    if (faults.length > 0) throw new Error(faults.join('; '));
    seen.cut += 1;
    if (read.value.parts.some((p) => p.group !== null)) seen.runs += 1;
    if (plan.unplaced.length > 0) seen.unplaced += 1;
    if (plan.bound.proven) seen.proven += 1;
    if (seen.cut % 500 === 0) process.stderr.write(`${seen.cut} cut, ${seen.refused} refused\n`);
  });
  fc.assert(property, { numRuns: count, seed });
  return { set: 'random', seed, jobs: count, ...seen };
}
