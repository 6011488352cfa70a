import type { Schedule } from './instance.ts';

export type FileFormat = 'jsp' | 'fjsp' | 'fajsp' | 'factory';

/**
 * A schedule as text in the benchmark's form: one JSON object, an operation a line, operations in the order of the file.
 * @param cpuSeconds left out when undefined, so that equal plans are equal bytes
 */
export function writeSchedule(schedule: Schedule, format: FileFormat, cpuSeconds?: number): string {
  const head = {
    instance: schedule.instance,
    seed: schedule.seed,
    ...(cpuSeconds === undefined
      ? { moves: schedule.moves }
      : { cpuSeconds: Math.round(cpuSeconds * 100) / 100 }),
    value: schedule.figures.value,
    lowerBound: schedule.lowerBound,
    proven: schedule.proven,
  };
  const rows = schedule.rows
    .map(({ operation, machine, start, end }) => {
      const [job, op] = operation.split('.').map(Number);
      if (format === 'factory') return { key: [job!], row: { op: job, machine, start, end } };
      if (format === 'fajsp') return { key: [job!], row: { op: job, machine: Number(machine), start, end } };
      return { key: [job!, op!], row: { job, op, machine: Number(machine), start, end } };
    })
    .sort((a, b) => a.key[0]! - b.key[0]! || (a.key[1] ?? 0) - (b.key[1] ?? 0));
  return `${JSON.stringify(head).slice(0, -1)},"operations":[\n${rows.map((r) => JSON.stringify(r.row)).join(',\n')}\n]}\n`;
}
