import { cpuUsage } from 'node:process';
import { must } from '#domain/kernel/result.ts';
import { solveChoices } from '#domain/cutting/choices.ts';
import { figuresOf, type CutPlan } from '#domain/cutting/plan.ts';
import { readJob } from '#domain/cutting/read-job.ts';
import { verifyPlan } from '#domain/cutting/verify.ts';
import { SETS } from './sets.ts';

const cpu = (): number => {
  const { user, system } = cpuUsage();
  return (user + system) / 1e6;
};

/** A deadline of so many CPU seconds from now. */
function within(seconds: number): { deadline: () => boolean } {
  const from = cpu();
  let asked = 0;
  let over = false;
  return { deadline: () => (over ||= asked++ % 64 === 0 && cpu() - from >= seconds) };
}

/**
 * The good plans of f500 and f1000 at a book height of four sheets of 18 mm. Told are: the least saw time against the
 * fewest-boards plan sawn sheet by sheet, and different patterns ÷ boards on f1000 when the whole job may take one
 * board more than the fewest.
 *
 * @param seconds CPU seconds for each half of the search and each material
 */
export function measureStacks(seconds: number, seed: number): Record<string, number | string> {
  let fewestUnstacked = 0;
  let leastSeconds = 0;
  let extraBoards = 0;
  let invalid = 0;
  const f1000: CutPlan[][] = [];
  for (const instance of SETS['furniture']!.instances()) {
    if (instance.group !== 'f500' && instance.group !== 'f1000') continue;
    const job = must(readJob(instance.json));
    const plans = solveChoices(job, { seed, budget: () => within(seconds) });
    for (const plan of plans) if (verifyPlan({ ...job, objective: 'time' }, plan).length > 0) invalid += 1;
    const alone = { ...job, saw: { ...job.saw, bookHeight: null } };
    fewestUnstacked += figuresOf(alone, plans[0]!.patterns).sawSeconds;
    const quickest = plans.reduce((a, b) => (b.sawSeconds < a.sawSeconds ? b : a));
    leastSeconds += quickest.sawSeconds;
    extraBoards += quickest.boardsUsed - plans[0]!.boardsUsed;
    if (instance.group === 'f1000') f1000.push(plans);
    process.stderr.write(
      `${instance.name}: ${plans.map((p) => `${p.boardsUsed} boards ${p.patterns.length} patterns ${p.sawSeconds.toFixed(0)} s`).join(' | ')}\n`,
    );
  }
  const { boards, patterns, fewest } = fewestPatterns(f1000);
  return {
    set: 'stacks',
    seed,
    secondsEach: 2 * seconds,
    invalid,
    f1000FewestBoards: fewest,
    f1000Boards: boards,
    f1000Patterns: patterns,
    f1000PatternsPerBoard: Number((patterns / boards).toFixed(3)),
    sawSecondsFewestBoardsUnstacked: Math.round(fewestUnstacked),
    sawSecondsLeast: Math.round(leastSeconds),
    sawSecondsRatio: Number((leastSeconds / fewestUnstacked).toFixed(3)),
    boardsMoreForLeastSeconds: extraBoards,
  };
}

/** One plan of each material: fewest patterns ÷ boards with at most one board more than the fewest in total. */
function fewestPatterns(materials: readonly CutPlan[][]): {
  boards: number;
  patterns: number;
  fewest: number;
} {
  const fewest = materials.reduce((sum, plans) => sum + plans[0]!.boardsUsed, 0);
  let best = { boards: fewest, patterns: Infinity };
  const choose = (at: number, boards: number, patterns: number): void => {
    if (boards > fewest + 1) return;
    const plans = materials[at];
    if (!plans) {
      if (patterns / boards < best.patterns / best.boards) best = { boards, patterns };
      return;
    }
    for (const plan of plans) choose(at + 1, boards + plan.boardsUsed, patterns + plan.patterns.length);
  };
  choose(0, 0, 0);
  return { ...best, fewest };
}
