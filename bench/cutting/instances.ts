import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Job JSON as the front door reads it. */
export type JobJson = Record<string, unknown>;

/** One thing to solve: a job of one material or an academic instance written as one. */
export interface Instance {
  /** row of the table in which it is summed up */
  group: string;
  name: string;
  json: JobJson;
  /** recorded values of others by name, in the instance's own measure */
  peers: Record<string, number | null>;
}

export const DATA = resolve(import.meta.dirname, '../../../shared/bench/cutting');

/** @throws Error when the bench data does not lie beside the project */
export function dataFile(path: string): string {
  const file = join(DATA, path);
  if (!existsSync(file))
    throw new Error(`${file} is missing: the cutting bench needs its data beside the project`);
  return readFileSync(file, 'utf8');
}

interface Table {
  cols: string[];
  rows: (number | string)[][];
}

interface Academic {
  id: string;
  bins: Table;
  items: Table;
}

const cell = (table: Table, row: (number | string)[], name: string): number | undefined => {
  const at = table.cols.indexOf(name);
  return at < 0 || row[at] === undefined || row[at] === '' ? undefined : Number(row[at]);
};

interface AcademicOptions {
  rotation: boolean;
  stages: number | null;
  firstCut: 'x' | 'y' | 'any';
  /** what a bin costs: as the file says, or its area */
  price: 'file' | 'area';
  objective: 'boards' | 'cost';
}

/** An academic instance as a job: no kerf, no trims, bins without limit unless the file counts them. */
export function academicJob(instance: Academic, options: AcademicOptions): JobJson {
  const { bins, items } = instance;
  const grain = options.rotation ? 'none' : 'length';
  return {
    name: instance.id,
    objective: options.objective,
    saw: {
      kerf: 0,
      trim: { left: 0, right: 0, bottom: 0, top: 0 },
      stages: options.stages,
      firstCut: options.firstCut,
      hourRate: 0,
    },
    boards: bins.rows.map((row, i) => {
      const length = cell(bins, row, 'WIDTH')!;
      const width = cell(bins, row, 'HEIGHT')!;
      return {
        id: `bin${i}`,
        material: 'M',
        thickness: 18,
        length,
        width,
        quantity: null,
        grain,
        cost: options.price === 'area' ? length * width : (cell(bins, row, 'COST') ?? 1),
      };
    }),
    parts: items.rows.map((row, i) => ({
      id: `i${i}`,
      material: 'M',
      length: cell(items, row, 'WIDTH')!,
      width: cell(items, row, 'HEIGHT')!,
      quantity: cell(items, row, 'COPIES') ?? 1,
      grain,
    })),
  };
}

/** The lines of `academic/NAME.jsonl`. */
export function academicLines(name: string): Academic[] {
  return dataFile(`academic/${name}.jsonl`)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Academic);
}

/** A best-known table: path of the instance → value of a column; null where the cell is empty. */
export function bestKnown(file: string, column: string): Map<string, number | null> {
  const [head = '', ...rows] = dataFile(`best-known/${file}.csv`).trim().split(/\r?\n/);
  const at = head.split(',').indexOf(column);
  if (at < 0) throw new Error(`${file}.csv has no column ${column}`);
  return new Map(
    rows.map((row) => {
      const cells = row.split(',');
      const value = cells[at];
      return [cells[0]!, value === undefined || value === '' ? null : Number(value)];
    }),
  );
}
