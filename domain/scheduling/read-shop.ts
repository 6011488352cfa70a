import type { Instance, Operation } from './instance.ts';
import type { NumberLine } from './read-text.ts';
import { BadLine, MINUTES_MAX } from './read-text.ts';

/** What the benchmark job shops share: machines by number from 0, always open, no due dates, the makespan counts. */
export function shopInstance(
  name: string,
  machines: number,
  jobs: readonly string[],
  operations: readonly Operation[],
): Instance {
  return {
    name,
    origin: '2024-01-01T00:00:00.000Z',
    now: 0,
    objective: 'makespan',
    calendars: [{ id: 'always', weekStart: 0, weekly: null, exceptions: [] }],
    resources: Array.from({ length: machines }, (_, m) => ({
      id: String(m),
      kind: 'machine',
      group: String(m),
      calendar: 'always',
    })),
    changeovers: [],
    orders: jobs.map((id) => ({ id, weight: 1 })),
    operations,
    pins: [],
  };
}

/** One walk over a line's numbers that knows where it is. */
export class Cursor {
  private at = 0;
  readonly line: number;
  private readonly numbers: readonly number[];
  constructor(source: NumberLine) {
    this.line = source.line;
    this.numbers = source.numbers;
  }

  take(what: string): number {
    const value = this.numbers[this.at++];
    if (value === undefined) throw new BadLine(this.line, `ends before ${what}`);
    return value;
  }

  get left(): number {
    return this.numbers.length - this.at;
  }

  /** @throws BadLine when the line has numbers left over */
  end(): void {
    if (this.left > 0) throw new BadLine(this.line, `has ${this.left} numbers too many`);
  }
}

/** `count (machine minutes)` pairs of one operation. */
export function takeAlternatives(
  from: Cursor,
  count: number,
  machines: number,
  operation: string,
): { machine: string; minutes: number }[] {
  if (count < 1) throw new BadLine(from.line, `operation ${operation} has no machine`);
  const seen = new Set<number>();
  return Array.from({ length: count }, () => {
    const machine = from.take(`the machine of operation ${operation}`);
    const minutes = from.take(`the minutes of operation ${operation}`);
    if (machine >= machines)
      throw new BadLine(from.line, `operation ${operation} names machine ${machine} of ${machines}`);
    if (seen.has(machine))
      throw new BadLine(from.line, `operation ${operation} names machine ${machine} twice`);
    if (minutes > MINUTES_MAX)
      throw new BadLine(
        from.line,
        `operation ${operation} takes ${minutes} minutes, more than ${MINUTES_MAX}`,
      );
    seen.add(machine);
    return { machine: String(machine), minutes };
  });
}

/** The first line's counts, within what a file of this kind may ask for. */
export function takeCount(from: Cursor, what: string, least: number): number {
  const count = from.take(`the number of ${what}`);
  if (count < least || count > 1_000_000) throw new BadLine(from.line, `${count} ${what}`);
  return count;
}

/** Exactly `jobs` further lines, one a job. */
export function jobLines(lines: readonly NumberLine[], jobs: number): readonly NumberLine[] {
  const rows = lines.slice(1);
  if (rows.length < jobs)
    throw new BadLine(lines[lines.length - 1]!.line, `the file ends after ${rows.length} of ${jobs} jobs`);
  const extra = rows[jobs];
  if (extra) throw new BadLine(extra.line, `there are more lines than the ${jobs} jobs`);
  return rows;
}
