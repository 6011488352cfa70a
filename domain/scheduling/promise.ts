import { NEVER } from './calendar.ts';
import { compileInstance, rowOf } from './compile.ts';
import type { Compiled } from './compile.ts';
import { explainOrder } from './explain.ts';
import type { Reason } from './explain.ts';
import type { Instance, Minute, Operation, Order, Schedule, ScheduledOperation } from './instance.ts';
import { endOfWork, setupMinutes } from './machines.ts';
import { figuresOf } from './schedule.ts';

export interface NewOrder {
  readonly order: Order;
  readonly operations: readonly Operation[];
}

export interface Promised {
  /** end of the order's last operation; null when a machine it needs is never open long enough */
  readonly finish: Minute | null;
  /** binding step after binding step, from the last operation back to the root */
  readonly reasons: readonly Reason[];
  /** where each operation of the new order would go */
  readonly rows: readonly ScheduledOperation[];
  /** the instance and plan with the order in it, everything else frozen where it was */
  readonly instance: Instance;
  readonly schedule: Schedule;
}

/**
 * The earliest finish of a new order when nothing planned moves: operations in routing order, longest chain first, each
 * into the first gap of the machine on which it ends earliest. A gap counts when the operation fits with its set-up and
 * the next operation's own set-up stays long enough.
 *
 * @throws RangeError for an instance that `checkInstance` refuses with the order in it
 */
export function promiseDate(instance: Instance, schedule: Schedule, wanted: NewOrder): Promised {
  const together: Instance = {
    ...instance,
    orders: [...instance.orders, wanted.order],
    operations: [...instance.operations, ...wanted.operations],
    frozen: { until: NEVER, rows: schedule.rows },
  };
  const c = compileInstance(together, { lots: 'one', released: new Set() });
  const lines = machineLines(c);
  const end = new Float64Array(c.n);
  const added: ScheduledOperation[] = [];
  for (const t of inRoutingOrder(c)) {
    if (c.isFixed[t]) {
      end[t] = c.fixedEnd[t]!;
      continue;
    }
    let ready = c.earliest[t]!;
    for (let p = c.predFrom[t]!; p < c.predFrom[t + 1]!; p++) ready = Math.max(ready, end[c.pred[p]!]!);
    const gap = bestGap(c, lines, t, ready);
    lines[gap.machine]!.splice(gap.at, 0, gap.block);
    end[t] = gap.block.end;
    added.push(rowOf(c, t, gap.machine, gap.block.start, gap.block.end, gap.block.setup));
  }
  const rows = [...schedule.rows, ...added].sort(
    (a, b) => a.start - b.start || a.end - b.end || (a.machine < b.machine ? -1 : 1),
  );
  const plan: Schedule = {
    ...schedule,
    rows,
    figures: figuresOf(together, rows),
    lowerBound: 0,
    proven: false,
  };
  const explained = explainOrder(together, plan, wanted.order.id);
  const finish = added.reduce((latest, row) => Math.max(latest, row.end), -Infinity);
  return {
    finish: added.length === 0 || finish >= NEVER ? null : finish,
    reasons: explained?.chain ?? [],
    rows: added,
    instance: together,
    schedule: plan,
  };
}

interface Block {
  readonly start: number;
  readonly end: number;
  readonly setup: number;
  /** family + 1, 0 = none */
  readonly own: number;
}

function machineLines(c: Compiled): Block[][] {
  const lines: Block[][] = c.machines.map(() => []);
  for (let t = 0; t < c.n; t++)
    if (c.isFixed[t])
      lines[c.fixedMachine[t]!]!.push({
        start: c.fixedStart[t]!,
        end: c.fixedEnd[t]!,
        setup: c.fixedSetup[t]!,
        own: c.fixedFamily[t]!,
      });
  for (const line of lines) line.sort((a, b) => a.start - b.start || a.end - b.end);
  return lines;
}

function bestGap(
  c: Compiled,
  lines: readonly Block[][],
  t: number,
  ready: number,
): { machine: number; at: number; block: Block } {
  let best: { machine: number; at: number; block: Block } | null = null;
  for (let a = c.altFrom[t]!; a < c.altFrom[t + 1]!; a++) {
    const machine = c.altMachine[a]!;
    const found = firstGap(c, lines[machine]!, t, a, ready);
    if (
      !best ||
      found.block.end < best.block.end ||
      (found.block.end === best.block.end && found.block.setup < best.block.setup)
    )
      best = { machine, ...found };
  }
  if (!best) throw new RangeError(`operation ${c.instance.operations[c.operationOf[t]!]!.id} has no machine`);
  return best;
}

function firstGap(
  c: Compiled,
  line: readonly Block[],
  t: number,
  a: number,
  ready: number,
): { at: number; block: Block } {
  const machine = c.machines[c.altMachine[a]!]!;
  const own = c.altFamily[a]!;
  let family = machine.family;
  let free = -Infinity;
  for (let at = 0; ; at++) {
    const next = line[at];
    if (!next || next.start > Math.max(ready, free)) {
      const start = machine.open.nextOpen(Math.max(ready, free));
      const setup = setupMinutes(machine, family, own);
      const end = endOfWork(machine, { elapsed: c.elapsed[t] === 1 }, start, setup, c.altMinutes[a]!);
      // Blocks without a family leave the machine as it is: the set-up to keep is that of the next one with a family.
      const heir = own > 0 ? line.slice(at).find((block) => block.own > 0) : undefined;
      if (!next || (end <= next.start && (!heir || setupMinutes(machine, own, heir.own) <= heir.setup)))
        return { at, block: { start, end, setup, own } };
    }
    free = Math.max(free, next.end);
    if (next.own > 0) family = next.own;
  }
}

/** Topological, and among those that are free to go the one with the longest chain behind it first. */
function inRoutingOrder(c: Compiled): number[] {
  const behind = new Float64Array(c.n);
  for (let i = c.n - 1; i >= 0; i--) {
    const t = c.topological[i]!;
    const a = c.altFrom[t]!;
    let longest = 0;
    for (let s = c.succFrom[t]!; s < c.succFrom[t + 1]!; s++)
      longest = Math.max(longest, behind[c.succ[s]!]!);
    behind[t] = longest + (a < c.altFrom[t + 1]! ? c.altMinutes[a]! : 0) + 1;
  }
  // A predecessor always has more behind it than its successor, so one sort gives both.
  return [...c.topological].sort((x, y) => behind[y]! - behind[x]! || x - y);
}
