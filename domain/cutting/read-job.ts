import type { Hmm } from '#domain/kernel/units.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { findUncuttable } from './cuttable.ts';
import {
  DEFAULT_OFFCUT,
  DEFAULT_SAW,
  DEFAULT_SPEED,
  type Board,
  type CuttingJob,
  type Grain,
  type OffcutPolicy,
  type Part,
  type Saw,
  type SawSpeed,
} from './instance.ts';

/** One reason why a job is refused: where, what stands there, and a whole sentence with what to try. */
export interface JobReason {
  /** e.g. `parts.3.length`; empty for the job itself */
  path: string;
  /** what stands there; null where nothing does */
  value: unknown;
  sentence: string;
}

export interface JobRefused {
  readonly code: 'cutting_job_refused';
  readonly reasons: readonly JobReason[];
  readonly [fact: string]: unknown;
}

/** Longest side of a board or part: 100 m, far beyond any saw, small enough that areas stay exact. */
const LENGTH_MAX_MM = 100_000;
/** Pieces in one job. */
const PIECES_MAX = 200_000;

type Fields = Readonly<Record<string, unknown>>;

/** Collects reasons, so that all of them are told at once. */
class Reader {
  readonly reasons: JobReason[] = [];

  no(path: string, value: unknown, sentence: string): void {
    this.reasons.push({ path, value: value === undefined ? null : value, sentence });
  }

  fields(value: unknown, path: string, known: readonly string[]): Fields | null {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      const name = path || 'the job';
      this.no(path, value, `${name} is ${show(value)}, not an object. Maybe a pair of braces is missing.`);
      return null;
    }
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue;
      const at = path ? `${path}.${key}` : key;
      this.no(
        at,
        (value as Fields)[key],
        `${at} is not known here. Known are ${known.join(', ')}; maybe it is a spelling mistake.`,
      );
    }
    return value as Fields;
  }

  list(of: Fields, key: string): unknown[] {
    const value = of[key];
    if (!Array.isArray(value)) {
      this.no(
        key,
        value,
        `${key} is ${show(value)}, not a list. Maybe a pair of square brackets is missing.`,
      );
      return [];
    }
    if (value.length === 0)
      this.no(key, value, `${key} is empty. A job needs at least one ${key.slice(0, -1)}.`);
    return value;
  }

  text(of: Fields, path: string, key: string): string {
    const value = of[key];
    if (typeof value === 'string' && value.trim() !== '' && value.length <= 200) return value;
    this.no(
      join(path, key),
      value,
      `${join(path, key)} is ${show(value)}. It needs a text of 1 to 200 characters.`,
    );
    return '';
  }

  number(
    of: Fields,
    path: string,
    key: string,
    rule: { above?: number; from?: number; to?: number },
  ): number {
    const value = of[key];
    const { above = -Infinity, from = -Infinity, to = Infinity } = rule;
    if (typeof value === 'number' && Number.isFinite(value) && value > above && value >= from && value <= to)
      return value;
    const wanted =
      above === 0
        ? 'a number above 0'
        : from === 0
          ? to < Infinity
            ? `a number from 0 to ${to}`
            : 'a number of 0 or more'
          : 'a number';
    this.no(join(path, key), value, `${join(path, key)} is ${show(value)}. It needs ${wanted}.`);
    return 0;
  }

  count(of: Fields, path: string, key: string): number {
    const value = of[key];
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= PIECES_MAX)
      return value;
    this.no(
      join(path, key),
      value,
      `${join(path, key)} is ${show(value)}. It needs a whole number from 1 to ${PIECES_MAX}; maybe the row is to be left out.`,
    );
    return 0;
  }

  length(of: Fields, path: string, key: string, zero: boolean): Hmm {
    const value = of[key];
    const at = join(path, key);
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      this.no(
        at,
        value,
        `${at} is ${show(value)}, not a length in mm. Maybe it is a text and needs no quotes.`,
      );
      return 0 as Hmm;
    }
    if (value < 0 || (value === 0 && !zero)) {
      this.no(at, value, `${at} is ${value} mm. It needs a length ${zero ? 'of 0 or more' : 'above 0'}.`);
      return 0 as Hmm;
    }
    if (value > LENGTH_MAX_MM) {
      this.no(at, value, `${at} is ${value} mm, longer than ${LENGTH_MAX_MM} mm. Maybe it is not in mm.`);
      return 0 as Hmm;
    }
    const hundredths = Math.round(value * 100);
    if (Math.abs(hundredths - value * 100) > 1e-6) {
      this.no(at, value, `${at} is ${value} mm, finer than 0.01 mm. Round it to two decimals.`);
      return 0 as Hmm;
    }
    return hundredths as Hmm;
  }

  choice<T extends string>(of: Fields, path: string, key: string, known: readonly T[]): T {
    const value = of[key];
    if (known.includes(value as T)) return value as T;
    this.no(
      join(path, key),
      value,
      `${join(path, key)} is ${show(value)}. It needs one of ${known.join(', ')}.`,
    );
    return known[0]!;
  }
}

function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}

function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/**
 * Reads the contract's job. Nothing is guessed: unknown fields, wrong types, lengths finer than 0.01 mm, negative
 * values, ids that occur twice and parts that no board can give are refused, all reasons at once.
 *
 * @param json the parsed JSON value
 */
export function readJob(json: unknown): Result<CuttingJob, JobRefused> {
  const reader = new Reader();
  const top = reader.fields(json, '', ['name', 'saw', 'offcut', 'objective', 'boards', 'parts']);
  if (!top) return refuse({ code: 'cutting_job_refused', reasons: reader.reasons });
  const job: CuttingJob = {
    name: reader.text(top, '', 'name'),
    saw: readSaw(reader, top['saw']),
    offcut: readOffcut(reader, top['offcut']),
    objective:
      top['objective'] === undefined
        ? 'cost'
        : reader.choice(top, '', 'objective', ['boards', 'cost', 'time']),
    boards: reader.list(top, 'boards').flatMap((b, i) => readBoard(reader, b, `boards.${i}`)),
    parts: reader.list(top, 'parts').flatMap((p, i) => readPart(reader, p, `parts.${i}`)),
  };
  checkIds(reader, 'boards', job.boards);
  checkIds(reader, 'parts', job.parts);
  checkGroups(reader, job.parts);
  const pieces = job.parts.reduce((sum, p) => sum + p.quantity, 0);
  if (pieces > PIECES_MAX)
    reader.no(
      'parts',
      pieces,
      `the job asks for ${pieces} pieces, more than ${PIECES_MAX}. Split it into several jobs.`,
    );
  if (reader.reasons.length === 0) reader.reasons.push(...findUncuttable(job));
  return reader.reasons.length > 0
    ? refuse({ code: 'cutting_job_refused', reasons: reader.reasons })
    : ok(job);
}

/** The same from JSON text; a text that is no JSON is a refusal as well. */
export function readJobText(text: string): Result<CuttingJob, JobRefused> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const sentence = `the job is no JSON: ${(cause as Error).message}. Maybe the file was cut off.`;
    return refuse({ code: 'cutting_job_refused', reasons: [{ path: '', value: null, sentence }] });
  }
  return readJob(json);
}

function readSaw(reader: Reader, value: unknown): Saw {
  if (value === undefined) return DEFAULT_SAW;
  const known = [
    'kerf',
    'trim',
    'stages',
    'firstCut',
    'minLast',
    'maxCut',
    'bookHeight',
    'hourRate',
    'speed',
  ];
  const of = reader.fields(value, 'saw', known);
  if (!of) return DEFAULT_SAW;
  const orNone = (key: string): Hmm | null =>
    of[key] === undefined || of[key] === null ? null : reader.length(of, 'saw', key, false);
  return {
    kerf: of['kerf'] === undefined ? DEFAULT_SAW.kerf : reader.length(of, 'saw', 'kerf', true),
    trim: readTrim(reader, of['trim']),
    stages: readStages(reader, of['stages']),
    firstCut: of['firstCut'] === undefined ? 'any' : reader.choice(of, 'saw', 'firstCut', ['x', 'y', 'any']),
    minLast: orNone('minLast'),
    maxCut: orNone('maxCut'),
    bookHeight: orNone('bookHeight'),
    hourRate:
      of['hourRate'] === undefined ? DEFAULT_SAW.hourRate : reader.number(of, 'saw', 'hourRate', { from: 0 }),
    speed: readSpeed(reader, of['speed']),
  };
}

function readTrim(reader: Reader, value: unknown): Saw['trim'] {
  const trim = { ...DEFAULT_SAW.trim };
  if (value === undefined) return trim;
  const of = reader.fields(value, 'saw.trim', ['left', 'right', 'bottom', 'top']);
  for (const side of ['left', 'right', 'bottom', 'top'] as const)
    if (of && of[side] !== undefined) trim[side] = reader.length(of, 'saw.trim', side, true);
  return trim;
}

function readStages(reader: Reader, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 2 && value <= 100) return value;
  reader.no(
    'saw.stages',
    value,
    `saw.stages is ${show(value)}. It needs a whole number from 2 to 100, or null for no limit.`,
  );
  return null;
}

function readSpeed(reader: Reader, value: unknown): SawSpeed {
  const speed = { ...DEFAULT_SPEED };
  if (value === undefined) return speed;
  const keys = Object.keys(DEFAULT_SPEED) as (keyof SawSpeed)[];
  const of = reader.fields(value, 'saw.speed', keys);
  for (const key of keys) {
    if (!of || of[key] === undefined) continue;
    speed[key] = reader.number(
      of,
      'saw.speed',
      key,
      key === 'feedMPerMin' || key === 'returnMPerMin' ? { above: 0 } : { from: 0 },
    );
  }
  return speed;
}

function readOffcut(reader: Reader, value: unknown): OffcutPolicy {
  const policy = { ...DEFAULT_OFFCUT };
  if (value === undefined) return policy;
  const of = reader.fields(value, 'offcut', ['minLength', 'minWidth', 'value']);
  if (!of) return policy;
  if (of['minLength'] !== undefined) policy.minLength = reader.length(of, 'offcut', 'minLength', true);
  if (of['minWidth'] !== undefined) policy.minWidth = reader.length(of, 'offcut', 'minWidth', true);
  if (of['value'] !== undefined) policy.value = reader.number(of, 'offcut', 'value', { from: 0, to: 1 });
  return policy;
}

const GRAINS: readonly Grain[] = ['none', 'length', 'width'];

function readBoard(reader: Reader, value: unknown, path: string): Board[] {
  const known = ['id', 'material', 'thickness', 'length', 'width', 'quantity', 'cost', 'grain', 'offcut'];
  const of = reader.fields(value, path, known);
  if (!of) return [];
  const length = reader.length(of, path, 'length', false);
  const width = reader.length(of, path, 'width', false);
  let offcut = false;
  if (typeof of['offcut'] === 'boolean') offcut = of['offcut'];
  else if (of['offcut'] !== undefined)
    reader.no(
      `${path}.offcut`,
      of['offcut'],
      `${path}.offcut is ${show(of['offcut'])}. It needs true or false.`,
    );
  return [
    {
      id: reader.text(of, path, 'id'),
      material: reader.text(of, path, 'material'),
      thickness: reader.length(of, path, 'thickness', false),
      length,
      width,
      quantity:
        of['quantity'] === undefined || of['quantity'] === null ? null : reader.count(of, path, 'quantity'),
      cost:
        of['cost'] === undefined || of['cost'] === null
          ? (length * width) / 1e10
          : reader.number(of, path, 'cost', { from: 0 }),
      grain: of['grain'] === undefined ? 'none' : reader.choice(of, path, 'grain', GRAINS),
      offcut,
    },
  ];
}

function readPart(reader: Reader, value: unknown, path: string): Part[] {
  const of = reader.fields(value, path, [
    'id',
    'material',
    'length',
    'width',
    'quantity',
    'grain',
    'group',
    'position',
  ]);
  if (!of) return [];
  const group = of['group'] === undefined || of['group'] === null ? null : reader.text(of, path, 'group');
  const hasPosition = of['position'] !== undefined && of['position'] !== null;
  if (group === null && hasPosition)
    reader.no(
      `${path}.position`,
      of['position'],
      `${path}.position is ${show(of['position'])}, but the part is in no group. Name its group, or leave the position out.`,
    );
  return [
    {
      id: reader.text(of, path, 'id'),
      material: reader.text(of, path, 'material'),
      length: reader.length(of, path, 'length', false),
      width: reader.length(of, path, 'width', false),
      quantity: reader.count(of, path, 'quantity'),
      grain: of['grain'] === undefined ? 'none' : reader.choice(of, path, 'grain', GRAINS),
      group,
      position: group === null ? 0 : reader.number(of, path, 'position', {}),
    },
  ];
}

function checkIds(reader: Reader, key: 'boards' | 'parts', list: readonly { id: string }[]): void {
  const seen = new Map<string, number>();
  list.forEach(({ id }, i) => {
    const first = seen.get(id);
    if (id === '') return;
    if (first === undefined) seen.set(id, i);
    else
      reader.no(
        `${key}.${i}.id`,
        id,
        `${key}.${i}.id is "${id}", as ${key}.${first}.id is. Each ${key.slice(0, -1)} needs an id of its own; maybe one row is there twice.`,
      );
  });
}

function checkGroups(reader: Reader, parts: readonly Part[]): void {
  const groups = new Map<string, { material: string; positions: Map<number, number> }>();
  parts.forEach((part, i) => {
    if (part.group === null) return;
    const group = groups.get(part.group);
    if (!group) {
      groups.set(part.group, { material: part.material, positions: new Map([[part.position, i]]) });
      return;
    }
    if (group.material !== part.material)
      reader.no(
        `parts.${i}.material`,
        part.material,
        `part ${part.id} of group ${part.group} is of ${part.material}, others of ${group.material}. One run is cut from one sheet; maybe it is a group of its own.`,
      );
    const same = group.positions.get(part.position);
    if (same === undefined) group.positions.set(part.position, i);
    else
      reader.no(
        `parts.${i}.position`,
        part.position,
        `parts ${parts[same]!.id} and ${part.id} both stand at position ${part.position} of group ${part.group}. Each needs a position of its own; maybe one belongs to another run.`,
      );
  });
}
