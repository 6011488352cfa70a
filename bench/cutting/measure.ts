import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpuUsage } from 'node:process';
import { must } from '#domain/kernel/result.ts';
import { writePlan, type CutPlan } from '#domain/cutting/plan.ts';
import { readJob } from '#domain/cutting/read-job.ts';
import { solveCutting } from '#domain/cutting/solve.ts';
import { verifyPlan } from '#domain/cutting/verify.ts';
import { DATA, type Instance } from './instances.ts';

export interface Measured {
  plan: CutPlan;
  /** CPU seconds until the first complete plan, and its boards */
  firstSeconds: number;
  firstBoards: number;
  boardsAt03s: number;
  boardsAt1s: number;
  cpuSeconds: number;
  moves: number;
  faults: string[];
}

/** CPU seconds of this process; the bench computes on one thread. */
function cpuSeconds(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1e6;
}

/** Solves an instance and has the plan judged by our own check and by the one that does not know the program. */
export function measure(
  instance: Instance,
  budget: { seconds: number } | { moves: number },
  seed: number,
  folder: string,
): Measured {
  const job = must(readJob(instance.json));
  const from = cpuSeconds();
  let firstSeconds = NaN;
  let firstBoards = 0;
  let moves = 0;
  let asked = 0;
  let over = false;
  let boardsAt03s = 0;
  let boardsAt1s = 0;
  const plan = solveCutting(job, {
    seed,
    budget:
      'moves' in budget
        ? budget
        : { deadline: () => (over ||= asked++ % 64 === 0 && cpuSeconds() - from >= budget.seconds) },
    onProgress: (news) => {
      moves = news.moves;
      if (news.unplaced > 0) return;
      const at = cpuSeconds() - from;
      if (at <= 0.3) boardsAt03s = news.boardsUsed;
      if (at <= 1) boardsAt1s = news.boardsUsed;
      if (!Number.isNaN(firstSeconds)) return;
      firstSeconds = at;
      firstBoards = news.boardsUsed;
    },
  });
  const spent = cpuSeconds() - from;
  const faults = verifyPlan(job, plan);
  const jobPath = join(folder, 'job.json');
  const planPath = join(folder, 'plan.json');
  writeFileSync(jobPath, JSON.stringify(instance.json));
  writeFileSync(planPath, JSON.stringify(writePlan(plan)));
  const checked = spawnSync(process.execPath, [join(DATA, 'verify.mjs'), jobPath, planPath], {
    encoding: 'utf8',
  });
  if (checked.status !== 0) faults.push(`verify.mjs: ${checked.stdout || checked.stderr}`);
  return { plan, firstSeconds, firstBoards, boardsAt03s, boardsAt1s, cpuSeconds: spent, moves, faults };
}
