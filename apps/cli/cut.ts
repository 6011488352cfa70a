import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve as resolvePath } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CuttingJob, Objective } from '#domain/cutting/instance.ts';
import { writePlan, type CutPlan } from '#domain/cutting/plan.ts';
import { readJobText } from '#domain/cutting/read-job.ts';
import { joinPlans, splitByMaterial, type Progress } from '#domain/cutting/solve.ts';
import { bestOfStrands, strandsOf } from '#domain/cutting/strands.ts';
import { verifyPlan } from '#domain/cutting/verify.ts';
import { writeChoices } from './cut-choices.ts';
import { writeSawFiles, type SawFileKind } from './cut-saw-files.ts';
import { drawPlan } from './cut-svg.ts';
import { CUT_WORKER, cpuSecondsOfProcess, solveTask, type CutAnswer, type CutTask } from './cut-worker.ts';

export interface CutIo {
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** folder against which the paths of the arguments are meant; the process's own when absent */
  cwd?: string;
}

const USAGE = `usage: tenon cut JOB.json [--seconds N | --moves N] [--seed S] [--threads T]
                 [--objective boards|cost|time] [--out PLAN.json] [--svg DIR]
                 [--ptx DIR] [--dxf DIR]
       tenon cut JOB.json --choices DIR [--seconds N | --moves N] [--seed S]

  --seconds N     CPU seconds for each material, default 10
  --moves N       moves for each material instead: the same plan byte for byte on any number of threads
  --seed S        whole number, default 1
  --threads T     searches at the same time, over materials and within them, default 1
  --objective O   in place of the job's own
  --out FILE      writes the plan there and not to stdout
  --svg DIR       draws each pattern there, to scale
  --ptx DIR       writes a saw file for each material there; what a saw may not read is refused
  --dxf DIR       writes a DXF drawing for each pattern there
  --choices DIR   writes the good plans of each material between fewest boards and least saw time there, and no other
`;

/** Done; refused or not understood; done, but finite stock ran out. */
const EXIT = { done: 0, refused: 2, unplaced: 3 } as const;

interface Arguments {
  jobPath: string;
  budget: { moves: number } | { seconds: number };
  seed: number;
  threads: number;
  objective: Objective | null;
  outPath: string | null;
  svgPath: string | null;
  ptxPath: string | null;
  dxfPath: string | null;
  choicesPath: string | null;
}

/** @returns the arguments, or a sentence that says what is wrong with them */
function readArguments(argv: readonly string[]): Arguments | string {
  const known = [
    '--seconds',
    '--moves',
    '--seed',
    '--threads',
    '--objective',
    '--out',
    '--svg',
    '--ptx',
    '--dxf',
    '--choices',
  ];
  const given = new Map<string, string>();
  let jobPath: string | null = null;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (!word.startsWith('--')) {
      if (jobPath !== null) return `one job at a time: ${jobPath} and ${word} were given`;
      jobPath = word;
      continue;
    }
    const [name, inline] = word.includes('=')
      ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]
      : [word, undefined];
    if (!known.includes(name)) return `${name} is not known`;
    if (given.has(name)) return `${name} is given twice`;
    const value = inline ?? argv[++i];
    if (value === undefined || value === '') return `${name} needs a value`;
    given.set(name, value);
  }
  if (jobPath === null) return 'no job was given';
  const number = (name: string, standard: number, whole: boolean, from: number): number | string => {
    const text = given.get(name);
    if (text === undefined) return standard;
    const value = Number(text);
    if (!Number.isFinite(value) || value < from || (whole && !Number.isSafeInteger(value)))
      return `${name} is ${text}. It needs a ${whole ? 'whole number' : 'number'} of ${from} or more`;
    return value;
  };
  if (given.has('--seconds') && given.has('--moves')) return '--seconds and --moves exclude each other';
  const alone = ['--out', '--svg', '--ptx', '--dxf', '--threads', '--objective'].find((name) =>
    given.has(name),
  );
  if (given.has('--choices') && alone) return `--choices writes plans of its own: leave ${alone} out`;
  const seconds = number('--seconds', 10, false, 0);
  const moves = number('--moves', 0, true, 0);
  const seed = number('--seed', 1, true, 0);
  const threads = number('--threads', 1, true, 1);
  for (const value of [seconds, moves, seed, threads]) if (typeof value === 'string') return value;
  const objective = given.get('--objective') ?? null;
  if (objective !== null && objective !== 'boards' && objective !== 'cost' && objective !== 'time')
    return `--objective is ${objective}. It needs one of boards, cost, time`;
  return {
    jobPath,
    budget: given.has('--moves') ? { moves: moves as number } : { seconds: seconds as number },
    seed: seed as number,
    threads: threads as number,
    objective,
    outPath: given.get('--out') ?? null,
    svgPath: given.get('--svg') ?? null,
    ptxPath: given.get('--ptx') ?? null,
    dxfPath: given.get('--dxf') ?? null,
    choicesPath: given.get('--choices') ?? null,
  };
}

/**
 * `tenon cut`: reads a job, cuts every material on its own, checks the plan with the independent verifier and writes
 * it. Progress and messages go to stderr.
 *
 * @param argv the words after `cut`
 * @returns exit code: 0 done, 2 bad usage, a refused job or saw file, 3 parts left because finite stock ran out
 * @throws Error when the engine's plan does not pass the check (a bug): nothing is written then
 */
export async function cut(argv: string[], io: CutIo): Promise<number> {
  if (argv.includes('--help')) {
    io.stdout(USAGE);
    return EXIT.done;
  }
  const args = readArguments(argv);
  if (typeof args === 'string') {
    io.stderr(`${args}\n${USAGE}`);
    return EXIT.refused;
  }
  const at = (path: string): string => resolvePath(io.cwd ?? process.cwd(), path);
  let text: string;
  try {
    text = readFileSync(at(args.jobPath), 'utf8');
  } catch (cause) {
    io.stderr(`${args.jobPath} cannot be read: ${(cause as Error).message}\n`);
    return EXIT.refused;
  }
  const read = readJobText(text);
  if (!read.ok) {
    io.stderr(
      `${args.jobPath} cannot be cut:\n${read.refusal.reasons.map((r) => `  ${r.sentence}\n`).join('')}`,
    );
    return EXIT.refused;
  }
  const job: CuttingJob = args.objective ? { ...read.value, objective: args.objective } : read.value;
  if (args.choicesPath !== null) {
    const { lines, complete } = writeChoices(job, args, at(args.choicesPath));
    io.stderr(lines.map((line) => `${line}\n`).join(''));
    return complete ? EXIT.done : EXIT.unplaced;
  }
  const plan = await solveAll(job, args, io);

  const faults = verifyPlan(job, plan);
  if (faults.length > 0)
    throw new Error(`the plan of ${job.name} does not pass its check: ${faults.join('; ')}`);
  const json = `${JSON.stringify(writePlan(plan))}\n`;
  if (args.outPath === null) io.stdout(json);
  else {
    try {
      writeFileSync(at(args.outPath), json);
    } catch (cause) {
      io.stderr(`${args.outPath} cannot be written: ${(cause as Error).message}\n`);
      return EXIT.refused;
    }
  }
  if (args.svgPath !== null) {
    const folder = at(args.svgPath);
    try {
      mkdirSync(folder, { recursive: true });
      for (const { file, svg } of drawPlan(job, plan)) writeFileSync(join(folder, file), svg);
    } catch (cause) {
      io.stderr(`${args.svgPath} cannot be written: ${(cause as Error).message}\n`);
      return EXIT.refused;
    }
  }
  let complete = true;
  const sawFiles: [SawFileKind, string | null][] = [
    ['ptx', args.ptxPath],
    ['dxf', args.dxfPath],
  ];
  for (const [kind, path] of sawFiles) {
    if (path === null) continue;
    try {
      const written = writeSawFiles(job, plan, kind, at(path));
      complete &&= written.complete;
      io.stderr(written.lines.map((line) => `${line}\n`).join(''));
    } catch (cause) {
      io.stderr(`${path} cannot be written: ${(cause as Error).message}\n`);
      return EXIT.refused;
    }
  }
  io.stderr(summary(plan));
  if (!complete) return EXIT.refused;
  if (plan.unplaced.length === 0) return EXIT.done;
  io.stderr(`stock ran out: ${plan.unplaced.map((u) => `${u.quantity} of ${u.part}`).join(', ')} left\n`);
  return EXIT.unplaced;
}

function summary(plan: CutPlan): string {
  const proof = plan.bound.proven
    ? ', proven'
    : plan.bound.boards > 0
      ? `, at least ${plan.bound.boards}`
      : '';
  return (
    `${plan.boardsUsed} boards${proof}, cost ${plan.cost.toFixed(2)}, ${(plan.sawSeconds / 60).toFixed(0)} min on the saw, ` +
    `${(plan.yield * 100).toFixed(1)} % yield, ${plan.patterns.length} patterns\n`
  );
}

async function solveAll(job: CuttingJob, args: Arguments, io: CutIo): Promise<CutPlan> {
  const materials = splitByMaterial(job);
  const each = Math.floor(args.threads / materials.length);
  const tasks: CutTask[] = materials
    .flatMap((one) => strandsOf(args.budget, args.seed, each).map((strand) => ({ job: one, ...strand })))
    .map((task, index) => ({ index, ...task }));
  const tell = (index: number, p: Progress): void =>
    io.stderr(
      `${tasks[index]!.job.parts[0]!.material}: ${p.boardsUsed} boards, cost ${p.cost.toFixed(2)}, ${(p.sawSeconds / 60).toFixed(0)} min` +
        `${p.unplaced > 0 ? `, ${p.unplaced} without a place` : ''} after ${p.moves} moves\n`,
    );
  const threads = Math.min(args.threads, tasks.length);
  const results =
    threads <= 1
      ? tasks.map((task) => solveTask(task, cpuSecondsOfProcess, (p) => tell(task.index, p)))
      : await solveInThreads(tasks, threads, tell);
  const seconds = 'moves' in args.budget ? null : results.reduce((sum, r) => sum + r.cpuSeconds, 0);
  const plans = materials.map((one) =>
    bestOfStrands(
      one,
      tasks.filter((task) => task.job === one).map((task) => results[task.index]!.plan),
    ),
  );
  return { ...joinPlans(job, plans, seconds), seed: args.seed };
}

type Solved = { plan: CutPlan; cpuSeconds: number };

/** Hands the materials to worker threads, the one with most pieces first. The answers come back in job order. */
async function solveInThreads(
  tasks: readonly CutTask[],
  threads: number,
  tell: (index: number, p: Progress) => void,
): Promise<Solved[]> {
  const pieces = (task: CutTask): number => task.job.parts.reduce((sum, p) => sum + p.quantity, 0);
  const waiting = [...tasks].sort((a, b) => pieces(b) - pieces(a) || a.index - b.index);
  const solved = new Array<Solved>(tasks.length);
  const workers: Worker[] = [];
  try {
    await Promise.all(
      Array.from({ length: threads }, async () => {
        const worker = new Worker(new URL('./cut-worker.ts', import.meta.url), { workerData: CUT_WORKER });
        workers.push(worker);
        for (let task = waiting.shift(); task; task = waiting.shift())
          solved[task.index] = await ask(worker, task, tell);
      }),
    );
  } finally {
    await Promise.all(workers.map((w) => w.terminate()));
  }
  return solved;
}

function ask(worker: Worker, task: CutTask, tell: (index: number, p: Progress) => void): Promise<Solved> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      worker.off('message', hear);
      worker.off('error', fail);
      worker.off('exit', leave);
      end();
    };
    const hear = (answer: CutAnswer): void => {
      if ('progress' in answer) tell(answer.index, answer.progress);
      else settle(() => resolve({ plan: answer.plan, cpuSeconds: answer.cpuSeconds }));
    };
    const fail = (cause: Error): void =>
      settle(() => reject(new Error('a cutting thread failed', { cause })));
    const leave = (code: number): void =>
      settle(() => reject(new Error(`a cutting thread ended with code ${code}`)));
    worker.on('message', hear);
    worker.on('error', fail);
    worker.on('exit', leave);
    worker.postMessage(task);
  });
}
