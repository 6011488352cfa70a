import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Instance } from './cutting/instances.ts';
import { measure, type Measured } from './cutting/measure.ts';
import { measureRandomJobs } from './cutting/random-jobs.ts';
import { SETS, type BenchSet } from './cutting/sets.ts';
import { measureStacks } from './cutting/stacks.ts';
import { commit, machine } from './provenance.ts';
import type { Bench } from './run.ts';

const RESULTS = join(import.meta.dirname, 'results');

interface Row {
  name: string;
  group: string;
  value: number;
  boards: number;
  bound: number;
  proven: boolean;
  patterns: number;
  sawSeconds: number;
  firstSeconds: number;
  firstBoards: number;
  /** boards of the best complete plan after 0.3 and 1 CPU seconds; 0 = none yet */
  boardsAt03s: number;
  boardsAt1s: number;
  cpuSeconds: number;
  moves: number;
  peers: Record<string, number | null>;
  faults: string[];
}

const rounded = (value: number, digits = 3): number => Number(value.toFixed(digits));

function rowOf(set: BenchSet, instance: Instance, m: Measured): Row {
  const { plan } = m;
  const value =
    set.measure === 'boards' ? plan.boardsUsed : set.measure === 'cost' ? plan.cost : plan.yield * 100;
  return {
    name: instance.name,
    group: instance.group,
    value: rounded(value),
    boards: plan.boardsUsed,
    bound: plan.bound.boards,
    proven: plan.bound.proven,
    patterns: plan.patterns.length,
    sawSeconds: rounded(plan.sawSeconds, 0),
    firstSeconds: rounded(m.firstSeconds),
    firstBoards: m.firstBoards,
    boardsAt03s: m.boardsAt03s,
    boardsAt1s: m.boardsAt1s,
    cpuSeconds: rounded(m.cpuSeconds, 1),
    moves: m.moves,
    peers: instance.peers,
    faults: m.faults,
  };
}

/** The sums of a table's numbers, peers included; a peer without a value in some row has no sum. */
function sumsOf(rows: readonly Row[]): Record<string, number> {
  const sum = (of: (row: Row) => number): number =>
    rounded(
      rows.reduce((s, r) => s + of(r), 0),
      2,
    );
  const sums: Record<string, number> = {
    instances: rows.length,
    value: sum((r) => r.value),
    boards: sum((r) => r.boards),
    bound: sum((r) => r.bound),
    proven: rows.filter((r) => r.proven).length,
    firstBoards: sum((r) => r.firstBoards),
    boardsAt03s: sum((r) => r.boardsAt03s),
    boardsAt1s: sum((r) => r.boardsAt1s),
    patterns: sum((r) => r.patterns),
    cpuSeconds: sum((r) => r.cpuSeconds),
    invalid: rows.filter((r) => r.faults.length > 0).length,
  };
  for (const peer of Object.keys(rows[0]?.peers ?? {})) {
    const known = rows.filter((r) => r.peers[peer] !== null);
    if (known.length === rows.length) sums[peer] = sum((r) => r.peers[peer]!);
  }
  return sums;
}

/** Writes a result beside the others, with what it was measured on. */
function keep(name: string, figures: Record<string, number | string>, rows: readonly Row[]): void {
  mkdirSync(RESULTS, { recursive: true });
  const result = { name: 'cutting', commit: commit(), machine: machine(), figures, rows };
  writeFileSync(join(RESULTS, `cutting-${name}.json`), `${JSON.stringify(result)}\n`);
}

function printTable(rows: readonly Record<string, number | string>[]): void {
  const columns = [...new Set(rows.flatMap((r) => Object.keys(r)))];
  const text = (r: Record<string, number | string>, c: string): string => String(r[c] ?? '');
  const widths = columns.map((c) => Math.max(c.length, ...rows.map((r) => text(r, c).length)));
  const line = (cells: string[]): string => cells.map((c, i) => c.padStart(widths[i]!)).join('  ');
  process.stderr.write(
    [line(columns), ...rows.map((r) => line(columns.map((c) => text(r, c))))].join('\n') + '\n',
  );
}

/**
 * `npm run bench -- cutting [--set furniture|bpp|bpp-oriented|cintra|pisinger|stacks|random] [--seconds N | --moves N] [--seed S]
 * [--limit K] [--every K] [--only TEXT] [--json]`: CPU seconds for each material or instance, on one thread. Every
 * plan passes both checks, or the run ends with an error. The table goes to stderr and, row by row, to
 * `bench/results/cutting-SET.json`; a run over a part of the set (`--limit`, `--every`, `--only`) is not kept.
 * `stacks` weighs patterns and saw time of the good plans of f500 and f1000, `random` checks random jobs (`--limit`).
 */
export default {
  name: 'cutting',
  run(args) {
    const { values } = parseArgs({
      args,
      options: {
        set: { type: 'string', default: 'furniture' },
        seconds: { type: 'string', default: '10' },
        moves: { type: 'string' },
        seed: { type: 'string', default: '1' },
        limit: { type: 'string' },
        every: { type: 'string', default: '1' },
        only: { type: 'string', default: '' },
      },
    });
    if (values.set === 'stacks' || values.set === 'random') {
      const figures =
        values.set === 'stacks'
          ? measureStacks(Number(values.seconds) / 2, Number(values.seed))
          : measureRandomJobs(Number(values.limit ?? 10_000), Number(values.seed));
      keep(values.set, figures, []);
      return Promise.resolve(figures);
    }
    const set = SETS[values.set];
    if (!set)
      throw new Error(
        `--set is ${values.set}. It needs one of ${[...Object.keys(SETS), 'stacks', 'random'].join(', ')}`,
      );
    const budget =
      values.moves === undefined ? { seconds: Number(values.seconds) } : { moves: Number(values.moves) };
    const every = Number(values.every);
    const instances = set
      .instances()
      .filter((instance, i) => i % every === 0 && instance.name.includes(values.only))
      .slice(0, values.limit === undefined ? undefined : Number(values.limit));
    const folder = mkdtempSync(join(tmpdir(), 'tenon-cutting-'));
    const rows: Row[] = [];
    try {
      for (const instance of instances) {
        const row = rowOf(set, instance, measure(instance, budget, Number(values.seed), folder));
        rows.push(row);
        process.stderr.write(
          `${row.name}: ${row.value}, bound ${row.bound}, first ${row.firstBoards} in ${row.firstSeconds} s, ` +
            `${row.cpuSeconds} s, ${row.moves} moves${row.faults.map((f) => `\n  ${f}`).join('')}\n`,
        );
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const groups = [...new Set(rows.map((r) => r.group))];
    const sums = sumsOf(rows);
    printTable([
      ...groups.map((group) => ({ group, ...sumsOf(rows.filter((r) => r.group === group)) })),
      { group: 'all', ...sums },
    ]);
    if (sums['invalid']! > 0) throw new Error(`${sums['invalid']} plans did not pass their checks`);
    const figures: Record<string, number | string> = {
      set: values.set,
      seed: Number(values.seed),
      ...('moves' in budget ? { moves: budget.moves } : { secondsEach: budget.seconds }),
      ...sums,
      memoryMb: Math.round(process.memoryUsage().rss / 1e6),
    };
    const bounds = rows.flatMap((r) => (r.peers['bound'] ? [r.value / r.peers['bound'] - 1] : []));
    if (bounds.length > 0)
      figures['meanGapPercent'] = rounded((100 * bounds.reduce((a, b) => a + b, 0)) / bounds.length);
    if (set.measure === 'utilisation') figures['utilisationPercent'] = rounded(sums['value']! / rows.length);
    if (every === 1 && values.only === '' && values.limit === undefined)
      keep(`${values.set}${'moves' in budget ? '' : `-${budget.seconds}s`}`, figures, rows);
    return Promise.resolve(figures);
  },
} satisfies Bench;
