import { mixSeed } from './engine/random.ts';
import type { CuttingJob, Objective } from './instance.ts';
import type { CutPlan } from './plan.ts';

/** A search of so many moves is made as several; a shorter one has hardly begun to climb when its share is over. */
const MOVES_MANY = 40_000;
/** Into so many, whatever the number of threads, so that the plan does not depend on it. */
const STRANDS = 4;

/** One of several searches for the same material, each with a seed and a budget of its own. */
interface Strand<B> {
  seed: number;
  budget: B;
}

/** The seed of a strand, of 31 bits; the first keeps the one it was given. */
export function strandSeed(seed: number, strand: number): number {
  return strand === 0 ? seed : mixSeed(seed, `strand ${strand}`) >>> 1;
}

/**
 * Divides a search for one material among threads. Under a budget of moves the number of strands depends on the moves
 * alone: the same seed and moves give the same plan on any number of threads. Under a budget of seconds there are as
 * many strands as threads for it, and they share its CPU seconds.
 *
 * @param threads that this material may have, at least 1
 */
export function strandsOf(
  budget: { moves: number } | { seconds: number },
  seed: number,
  threads: number,
): Strand<{ moves: number } | { seconds: number }>[] {
  const count = 'seconds' in budget ? Math.max(1, threads) : budget.moves >= MOVES_MANY ? STRANDS : 1;
  return Array.from({ length: count }, (_, i) => ({
    seed: strandSeed(seed, i),
    budget:
      'seconds' in budget
        ? { seconds: budget.seconds / count }
        : { moves: Math.floor((budget.moves + i) / count) },
  }));
}

/**
 * The best plan of several strands by the job's objective, the first of equals; what one of them proved holds for it.
 * @throws RangeError without a plan
 */
export function bestOfStrands(job: CuttingJob, plans: readonly CutPlan[]): CutPlan {
  const [first, ...others] = plans;
  if (!first) throw new RangeError(`job ${job.name} has no plan to choose from`);
  const best = others.reduce((a, b) => (isBetter(job, b, a) ? b : a), first);
  const bound = plans.map((p) => p.bound).reduce((a, b) => (b.boards > a.boards ? b : a));
  // Proven in the first term: who uses no more sheets of one price, or of any where they alone count, is as good.
  const proven = plans.some((p) => p.bound.proven && p.boardsUsed === best.boardsUsed);
  return { ...best, bound: best.unplaced.length > 0 ? best.bound : { ...bound, proven } };
}

/** What is left out first, then the objective's terms in their order. */
function isBetter(job: CuttingJob, a: CutPlan, b: CutPlan): boolean {
  const area = new Map(job.parts.map((p) => [p.id, p.length * p.width]));
  const left = (plan: CutPlan): number =>
    plan.unplaced.reduce((sum, { part, quantity }) => sum + quantity * (area.get(part) ?? 0), 0);
  const terms: Readonly<Record<Objective, (plan: CutPlan) => number[]>> = {
    boards: (p) => [left(p), p.boardsUsed, p.cost],
    cost: (p) => [left(p), p.cost],
    time: (p) => [left(p), p.sawSeconds, p.cost],
  };
  const of = terms[job.objective];
  const [x, y] = [of(a), of(b)];
  for (const [i, term] of x.entries()) if (term !== y[i]!) return term < y[i]!;
  return false;
}
