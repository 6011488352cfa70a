import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { solveChoices } from '#domain/cutting/choices.ts';
import type { CuttingJob } from '#domain/cutting/instance.ts';
import { writePlan, type CutPlan } from '#domain/cutting/plan.ts';
import { splitByMaterial, type Budget } from '#domain/cutting/solve.ts';
import { verifyPlan } from '#domain/cutting/verify.ts';
import { cpuSecondsOfProcess } from './cut-worker.ts';

/**
 * Writes the good plans of each material between fewest boards and least saw time into a folder, one file each:
 * `W18-1.plan.json` has the fewest boards, the last one takes the saw the least time.
 *
 * @returns a line for each plan: boards, minutes, patterns, and how many minutes a board more saves; `complete` is false
 *   where finite stock ran out
 * @throws Error when a plan does not pass its check (a bug), or when the folder cannot be written
 */
export function writeChoices(
  job: CuttingJob,
  wish: { seed: number; budget: { moves: number } | { seconds: number } },
  folder: string,
): { lines: string[]; complete: boolean } {
  mkdirSync(folder, { recursive: true });
  let complete = true;
  const lines = splitByMaterial(job).flatMap((one) => {
    const material = one.parts[0]!.material;
    const plans = solveChoices(one, { seed: wish.seed, budget: () => half(wish.budget) });
    return plans.map((plan, i) => {
      const faults = verifyPlan(one, plan);
      if (faults.length > 0)
        throw new Error(`a plan of ${material} does not pass its check: ${faults.join('; ')}`);
      const name = `${material.replace(/[^\w.-]/g, '_')}-${i + 1}.plan.json`;
      writeFileSync(join(folder, name), `${JSON.stringify(writePlan(plan))}\n`);
      complete &&= plan.unplaced.length === 0;
      return `${name}: ${tell(plan, plans[0]!)}`;
    });
  });
  return { lines, complete };
}

/** Half of a budget, from now on: one half looks for fewest boards, the other for least saw time. */
function half(budget: { moves: number } | { seconds: number }): Budget {
  if ('moves' in budget) return { moves: Math.ceil(budget.moves / 2) };
  const from = cpuSecondsOfProcess();
  let asked = 0;
  let over = false;
  return {
    deadline: () => (over ||= asked++ % 64 === 0 && cpuSecondsOfProcess() - from >= budget.seconds / 2),
  };
}

function tell(plan: CutPlan, fewest: CutPlan): string {
  const minutes = (p: CutPlan): number => Math.round(p.sawSeconds / 60);
  const more = plan.boardsUsed - fewest.boardsUsed;
  const saved = minutes(fewest) - minutes(plan);
  const boards = more === 1 ? 'one board' : `${more} boards`;
  const against = plan === fewest ? '' : `, ${boards} more and ${saved} minutes less than the first`;
  return (
    `${plan.boardsUsed} boards, cost ${plan.cost.toFixed(2)}, ${minutes(plan)} min on the saw, ` +
    `${plan.patterns.length} patterns${plan.bound.proven ? ', proven' : ''}${against}`
  );
}
