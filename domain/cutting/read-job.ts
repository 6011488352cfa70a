import type { Hmm } from '#domain/kernel/units.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { findUncuttable } from './cuttable.ts';
import { PIECES_MAX, Reader, show, type JobReason } from './job-reader.ts';
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

export interface JobRefused {
  readonly code: 'cutting_job_refused';
  readonly reasons: readonly JobReason[];
  readonly [fact: string]: unknown;
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
