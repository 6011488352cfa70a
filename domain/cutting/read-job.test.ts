import { expect, test } from 'vitest';
import { DEFAULT_SAW } from './instance.ts';
import type { JobReason } from './job-reader.ts';
import { readJob, readJobText } from './read-job.ts';

const board = {
  id: 'W18',
  material: 'W18',
  thickness: 18,
  length: 2800,
  width: 2070,
  quantity: null,
  cost: 55.06,
  grain: 'none',
};
const part = { id: 'side', material: 'W18', length: 720, width: 559.5, quantity: 2, grain: 'none' };
const job = (change: Record<string, unknown> = {}) => ({
  name: 'K-1042',
  boards: [board],
  parts: [part],
  ...change,
});

function reasons(json: unknown): readonly JobReason[] {
  const read = readJob(json);
  if (read.ok) throw new Error('the job was accepted');
  return read.refusal.reasons;
}
const paths = (json: unknown): string[] => reasons(json).map((r) => r.path);

test('a job reads into hundredths of a millimetre, with the defaults of the contract', () => {
  const read = readJob(job());
  expect(read).toMatchObject({
    ok: true,
    value: {
      name: 'K-1042',
      objective: 'cost',
      saw: DEFAULT_SAW,
      parts: [{ length: 720_00, width: 559_50, group: null }],
    },
  });
  expect(DEFAULT_SAW).toMatchObject({
    kerf: 4_20,
    trim: { left: 10_00, top: 10_00 },
    stages: null,
    firstCut: 'any',
  });
});

test('a saw that names one trim keeps the others', () => {
  const read = readJob(job({ saw: { trim: { left: 0 } } }));
  expect(read).toMatchObject({
    ok: true,
    value: { saw: { trim: { left: 0, right: 10_00, bottom: 10_00, top: 10_00 } } },
  });
});

test.each([
  ['an unknown field', job({ partz: [] }), 'partz'],
  ['an unknown field of a part', job({ parts: [{ ...part, lenght: 3 }] }), 'parts.0.lenght'],
  ['an unknown field of the speed', job({ saw: { speed: { feed: 3 } } }), 'saw.speed.feed'],
  ['a length as text', job({ parts: [{ ...part, length: '720' }] }), 'parts.0.length'],
  ['a length finer than 0.01 mm', job({ parts: [{ ...part, width: 559.505 }] }), 'parts.0.width'],
  ['a negative length', job({ parts: [{ ...part, length: -1 }] }), 'parts.0.length'],
  ['a length of zero', job({ boards: [{ ...board, width: 0 }] }), 'boards.0.width'],
  ['a length in the wrong unit', job({ boards: [{ ...board, length: 2_800_000 }] }), 'boards.0.length'],
  ['a negative kerf', job({ saw: { kerf: -4 } }), 'saw.kerf'],
  ['no quantity', job({ parts: [{ ...part, quantity: undefined }] }), 'parts.0.quantity'],
  ['half a part', job({ parts: [{ ...part, quantity: 1.5 }] }), 'parts.0.quantity'],
  ['a negative price', job({ boards: [{ ...board, cost: -1 }] }), 'boards.0.cost'],
  ['an unknown grain', job({ boards: [{ ...board, grain: 'x' }] }), 'boards.0.grain'],
  ['an unknown objective', job({ objective: 'waste' }), 'objective'],
  ['one stage', job({ saw: { stages: 1 } }), 'saw.stages'],
  ['an id used twice', job({ parts: [part, part] }), 'parts.1.id'],
  ['a board id used twice', job({ boards: [board, board] }), 'boards.1.id'],
  ['no parts', job({ parts: [] }), 'parts'],
  ['no boards', job({ boards: undefined }), 'boards'],
  ['no name', job({ name: ' ' }), 'name'],
  ['a feed of zero', job({ saw: { speed: { feedMPerMin: 0 } } }), 'saw.speed.feedMPerMin'],
  ['an offcut worth more than its board', job({ offcut: { value: 1.1 } }), 'offcut.value'],
  ['a position without a group', job({ parts: [{ ...part, position: 1 }] }), 'parts.0.position'],
  ['a group without a position', job({ parts: [{ ...part, group: 'G' }] }), 'parts.0.position'],
  ['an offcut flag as text', job({ boards: [{ ...board, offcut: 'yes' }] }), 'boards.0.offcut'],
])('%s is refused where it stands', (_, json, path) => {
  expect(paths(json)).toEqual([path]);
});

test('two parts at one position of a group and a group of two materials are refused', () => {
  const member = { ...part, group: 'G', position: 1 };
  expect(paths(job({ parts: [member, { ...member, id: 'b' }] }))).toEqual(['parts.1.position']);
  const other = { ...board, id: 'O18', material: 'O18' };
  expect(
    paths(
      job({ boards: [board, other], parts: [member, { ...member, id: 'b', position: 2, material: 'O18' }] }),
    ),
  ).toEqual(['parts.1.material']);
});

test('all reasons are told at once, each with its value and what to try', () => {
  const told = reasons(job({ saw: { kerf: 'wide' }, parts: [{ ...part, length: 0.001, quantity: 0 }] }));
  expect(told.map((r) => [r.path, r.value])).toEqual([
    ['saw.kerf', 'wide'],
    ['parts.0.length', 0.001],
    ['parts.0.quantity', 0],
  ]);
  expect(told[1]!.sentence).toBe('parts.0.length is 0.001 mm, finer than 0.01 mm. Round it to two decimals.');
});

test('a part too large is refused in the words of the contract', () => {
  const along = { ...board, grain: 'length' };
  const told = reasons(
    job({ boards: [along], parts: [{ ...part, id: '14', length: 2810, width: 600, grain: 'length' }] }),
  );
  expect(told.map((r) => r.sentence)).toEqual([
    'part 14 (2810 x 600) is longer than every W18 board (2800 x 2070, grain along the length). Maybe its grain is not needed.',
  ]);
});

test('every part too large is told, and the trim is named where it is to blame', () => {
  const told = reasons(
    job({
      parts: [
        { ...part, length: 2795 },
        { ...part, id: 'b', length: 3000 },
        { ...part, id: 'c', material: 'X' },
      ],
    }),
  );
  expect(told.map((r) => r.path)).toEqual(['parts.0', 'parts.1', 'parts.2']);
  expect(told[0]!.sentence).toMatch(
    /^part side \(2795 x 559.5\) is longer than every W18 board \(2800 x 2070\)\. Maybe the trim/,
  );
  expect(told[2]!.sentence).toMatch(/of X, and the job has no board of it/);
});

test('a part as large as the trimmed board is accepted, 0.01 mm more is not', () => {
  expect(readJob(job({ parts: [{ ...part, length: 2780, width: 2050 }] })).ok).toBe(true);
  expect(paths(job({ parts: [{ ...part, length: 2780.01, width: 2050 }] }))).toEqual(['parts.0']);
});

test('a run longer than the board and a board too large for the saw are refused', () => {
  const members = [1, 2, 3, 4, 5].map((position) => ({
    ...part,
    id: `f${position}`,
    quantity: 1,
    group: 'G',
    position,
  }));
  expect(reasons(job({ parts: members }))[0]!.sentence).toMatch(
    /^group G \(f1, f2, f3, f4, f5\) as one run cannot be cut from any W18 board/,
  );
  expect(reasons(job({ saw: { maxCut: 2000 } }))[0]!.sentence).toMatch(
    /^board W18 .* needs a first cut of 2050 mm, the saw can do 2000/,
  );
});

test('text that is no JSON, and JSON that is no job, are refusals as well', () => {
  expect(readJobText('{"name": ')).toMatchObject({ ok: false, refusal: { code: 'cutting_job_refused' } });
  expect(paths([])).toEqual(['']);
  expect(readJobText(JSON.stringify(job())).ok).toBe(true);
});
