import { mixSeed } from './engine/random.ts';
import type { CuttingJob } from './instance.ts';
import { MaterialRun } from './material-run.ts';
import type { CutPlan } from './plan.ts';
import type { Budget } from './solve.ts';

/**
 * The good plans of one material between fewest boards and shortest saw time, so that a person can choose "one board
 * more, 40 minutes less": none is beaten by another in boards, saw seconds and number of patterns at once.
 *
 * Half of the budget goes to fewest boards, half to saw time, which tries stacks of equal sheets on the way.
 *
 * @param job one material (`splitByMaterial`)
 * @param options deadlines are asked for each half on their own: `budget(0)` for boards, `budget(1)` for time
 * @returns from fewest boards to most, at least one plan; all complete unless finite stock ran out
 */
export function solveChoices(
  job: CuttingJob,
  options: { seed: number; budget: (half: 0 | 1) => Budget; cancelled?: () => boolean },
): CutPlan[] {
  const { seed } = options;
  const material = job.parts[0]?.material ?? '';
  const run = (objective: 'boards' | 'time', half: 0 | 1): MaterialRun => {
    const one: CuttingJob = { ...job, objective };
    const budget = options.budget(half);
    const over = (): boolean =>
      (options.cancelled?.() ?? false) || ('deadline' in budget ? budget.deadline() : false);
    const search = new MaterialRun(one, one.parts, one.boards, mixSeed(seed, material));
    const limit = 'moves' in budget ? budget.moves : Infinity;
    while (!search.finished && search.moves < limit && !over()) search.move(over);
    return search;
  };
  const boards = run('boards', 0);
  const time = run('time', 1);
  const plans = [boards.plan(seed), time.plan(seed), ...time.stacked.map((s) => time.plan(seed, s))];
  const complete = plans.filter((p) => p.unplaced.length <= plans[0]!.unplaced.length);
  const figures = (p: CutPlan): number[] => [p.boardsUsed, p.sawSeconds, p.patterns.length];
  const beats = (a: CutPlan, b: CutPlan): boolean => {
    const [x, y] = [figures(a), figures(b)];
    return x.every((v, i) => v <= y[i]!) && x.some((v, i) => v < y[i]!);
  };
  const seen = new Set<string>();
  return complete
    .filter((p) => !complete.some((q) => beats(q, p)))
    .filter((p) => {
      const key = figures(p).join(' ');
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => a.boardsUsed - b.boardsUsed || a.sawSeconds - b.sawSeconds);
}
