import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ReadRefusal } from '#domain/scheduling/read-text.ts';
import type { Result } from '#domain/kernel/result.ts';
import type { Instance, Schedule } from '#domain/scheduling/instance.ts';
import { readFactory } from '#domain/scheduling/read-factory.ts';
import { readFajsp } from '#domain/scheduling/read-fajsp.ts';
import { readFjsp } from '#domain/scheduling/read-fjsp.ts';
import { readJsp } from '#domain/scheduling/read-jsp.ts';
import type { FileFormat } from '#domain/scheduling/write-schedule.ts';
import { writeSchedule } from '#domain/scheduling/write-schedule.ts';
import { solveInThreads } from './schedule-threads.ts';

const USAGE =
  'usage: tenon schedule INSTANCE [--format jsp|fjsp|fajsp|factory] [--seconds N | --moves N] [--seed S] [--threads T] [--out SCHEDULE.json] [--progress]\n';

export interface Output {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

interface Call {
  readonly path: string;
  readonly format: FileFormat;
  readonly seconds: number;
  readonly moves?: number;
  readonly seed: number;
  readonly threads: number;
  readonly out?: string;
  readonly progress: boolean;
}

/**
 * `tenon schedule`: reads an instance, plans it, writes the plan (contract "scheduling").
 * @param argv what stands after `schedule`
 * @returns exit code: 0 planned, 1 the instance is refused (file, line and reason on stderr), 2 wrong call
 */
export async function schedule(argv: readonly string[], io: Output): Promise<number> {
  const call = parse(argv);
  if (typeof call === 'string') {
    io.stderr.write(`${call}\n${USAGE}`);
    return 2;
  }
  const read = await readInstance(call);
  if (!read.ok) {
    const { file, line, reason } = read.refusal;
    io.stderr.write(line > 0 ? `${file} line ${line}: ${reason}\n` : `${file}: ${reason}\n`);
    return 1;
  }
  const plan = await planned(read.value, call, io);
  const text = writeSchedule(plan, call.format, call.moves === undefined ? cpuSeconds() : undefined);
  if (call.out === undefined) io.stdout.write(text);
  else await writeFile(call.out, text);
  return 0;
}

/** CPU time of this process so far, all threads together. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function planned(instance: Instance, call: Call, io: Output): Promise<Schedule> {
  let best = Infinity;
  return solveInThreads(instance, {
    seed: call.seed,
    threads: call.threads,
    budget: call.moves === undefined ? { cpuSeconds: call.seconds } : { moves: call.moves },
    onProgress(value) {
      if (!call.progress || value >= best) return;
      best = value;
      io.stderr.write(`BEST ${value} ${cpuSeconds().toFixed(2)}\n`);
    },
  });
}

async function readInstance({ path, format }: Call): Promise<Result<Instance, ReadRefusal>> {
  const name = basename(path).replace(/\.txt$/, '');
  const missing: string[] = [];
  const text = async (file: string): Promise<string> =>
    readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      missing.push(file);
      return error.code === 'ENOENT'
        ? 'there is no such file'
        : `cannot be read (${error.code ?? error.message})`;
    });
  const unreadable = (reason: string): Result<Instance, ReadRefusal> => ({
    ok: false,
    refusal: { code: 'instance_file_bad', file: basename(missing[0]!), line: 0, reason },
  });
  if (format === 'factory') {
    const [ops, orders] = [await text(`${path}-ops.csv`), await text(`${path}-orders.csv`)];
    if (missing.length > 0) return unreadable(missing[0]!.endsWith('-ops.csv') ? ops : orders);
    return readFactory({ ops: `${name}-ops.csv`, orders: `${name}-orders.csv` }, ops, orders, name);
  }
  const content = await text(path);
  if (missing.length > 0) return unreadable(content);
  const reader = { jsp: readJsp, fjsp: readFjsp, fajsp: readFajsp }[format];
  return reader(basename(path), content, name);
}

/** The format by the folders and the name in the path; undefined when they do not tell. */
export function guessFormat(path: string): FileFormat | undefined {
  const parts = path.split(/[\\/]/);
  const name = parts.pop() ?? '';
  if (/^factory-/.test(name) || parts.includes('factory')) return 'factory';
  if (parts.some((p) => p.startsWith('fajsp')) || /^(DAFJS|YFJS)\d/i.test(name)) return 'fajsp';
  if (parts.includes('fjsp') || /^(mk|mt10[cx]|set[bi]\d|[sm]fjs|k)\d*/i.test(name)) return 'fjsp';
  if (parts.includes('jsp') || /^(ft|la|abz|orb|swv|yn|ta|dmu|bel)\d+\.txt$/.test(name)) return 'jsp';
  return undefined;
}

function parse(argv: readonly string[]): Call | string {
  const given = new Map<string, string>();
  let path: string | undefined;
  let progress = false;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]!;
    if (word === '--progress') progress = true;
    else if (/^--(format|seconds|moves|seed|threads|out)$/.test(word)) {
      const value = argv[++i];
      if (value === undefined) return `${word} needs a value`;
      if (given.has(word)) return `${word} is given twice`;
      given.set(word, value);
    } else if (word.startsWith('--')) return `there is no option ${word}`;
    else if (path !== undefined) return `one instance at a time: ${path} or ${word}`;
    else path = word;
  }
  if (path === undefined) return 'which instance?';
  if (given.has('--seconds') && given.has('--moves')) return '--seconds or --moves, not both';
  const wrong: string[] = [];
  const number = (option: string, otherwise: number, fits: (n: number) => boolean): number => {
    const text = given.get(option);
    const value = text === undefined ? otherwise : Number(text);
    if (text?.trim() === '' || !Number.isFinite(value) || !fits(value))
      wrong.push(`${option} ${text} is not possible`);
    return value;
  };
  const seconds = number('--seconds', 10, (n) => n > 0);
  const moves = number('--moves', 1, (n) => Number.isInteger(n) && n >= 1);
  const seed = number('--seed', 1, (n) => Number.isInteger(n) && n >= 0 && n < 2 ** 32);
  const threads = number('--threads', 1, (n) => Number.isInteger(n) && n >= 1 && n <= 64);
  if (wrong[0] !== undefined) return wrong[0];
  const asked = given.get('--format');
  if (asked !== undefined && !['jsp', 'fjsp', 'fajsp', 'factory'].includes(asked))
    return `there is no format ${asked}`;
  const format = (asked as FileFormat | undefined) ?? guessFormat(path);
  if (!format) return `the format of ${path} cannot be told from its path: give --format`;
  return {
    path: format === 'factory' ? path.replace(/-(ops|orders)\.csv$/, '') : path,
    format,
    seconds,
    seed,
    threads,
    progress,
    ...(given.has('--moves') ? { moves } : {}),
    ...(given.has('--out') ? { out: given.get('--out')! } : {}),
  };
}
