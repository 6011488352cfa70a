import { afterAll, beforeAll, expect, test } from 'vitest';
import { modules } from '#apps/server/modules.ts';
import { registerReaders } from '#platform/outbox/readers.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { hmm } from '#domain/kernel/units.ts';
import { putOffcut } from '#modules/stock/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Client } from '#platform/http/client.ts';
import { actualCosts, cutYield, partsOf, progressOf, promiseFor, whyLate } from './api.ts';
import * as contract from './contract.ts';
import { finishUnits } from './finish-step.ts';
import { openHelpCalls } from './help-calls.ts';
import { whatIf } from './move-contract.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { runStationCommand, runStationCommands } from './run-station-command.ts';
import { timesAnnounced } from './testing/events.ts';
import { looseUnit, release, stockFactory, unitsOf } from './testing/work.ts';

let t: TestApp;
let owner: Caller;
let planner: Client;
let worker: Client;
beforeAll(async () => {
  t = await openTestApp();
  owner = await t.caller();
  await stockFactory(t, owner);
  planner = await t.client('planner');
  worker = await t.client('worker');
});
afterAll(() => t.close());

type Sent = Partial<contract.StationCommand> & { do: string };
const send = (centre: string, command: Sent, key: string = crypto.randomUUID()) =>
  worker.call(contract.sendCommand, { params: { centre }, body: { key, at: owner.now, command } as never });
const sawn = async (number: string, quantity: number, size = { length: 700, width: 500 }) => {
  const work = await release(t, owner, number, [looseUnit(1, size, 'W18', quantity)]);
  const batch = await planner.call(contract.createBatch, {
    body: { material: 'W18', orderIds: [work.orderId] },
  });
  await planner.call(contract.askForPlan, {
    params: { batchId: batch.id as Id },
    body: { objective: 'boards', seconds: 5, moves: 5, seed: 1 },
  });
  await t.app.runDueJobs();
  const { plans } = await planner.call(contract.getBatch, { params: { batchId: batch.id as Id } });
  await planner.call(contract.releasePlan, { params: { planId: plans[0]!.id as Id } });
  const { sheets } = await worker.call(contract.getStation, { params: { centre: 'SAW' } });
  return { work, batch, sheets: sheets.filter((sheet) => sheet.batch === batch.number) };
};
const rowsOf = (table: 'scan' | 'scan_answer') =>
  t
    .inTenant((tx) => tx.tables<Record<string, { id: string }>>().selectFrom(table).selectAll().execute())
    .then((rows) => rows.length);

test('the same tap sent ten times at once cuts the sheet once and is answered alike', async () => {
  const { sheets, work } = await sawn('K-3001', 6);
  const before = await rowsOf('scan');
  const key = crypto.randomUUID();
  const message = {
    key,
    at: owner.now,
    centre: 'SAW',
    command: { do: 'sheet-done' as const, sheetId: sheets[0]!.id as Id },
  };
  const caller = await t.caller('worker');
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => t.inTenant((tx) => runStationCommand(tx, caller, message))),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer, Object.keys(answer).sort()))).size).toBe(1);
  expect(answers[0]).toMatchObject({ outcome: 'done', code: 'sheet_cut' });
  expect((await rowsOf('scan')) - before).toBe(1);
  expect(await timesAnnounced(t, 'sheet.cut', sheets[0]!.id as Id)).toBe(1);
  // One cut of 6 parts without further steps finishes the unit and the order, once.
  expect(await timesAnnounced(t, 'work.finished', work.orderId)).toBe(1);
});

test('taps that come together are carried out in their order, each once, and answered as if they came one by one', async () => {
  const [unit] = await t.inTenant((tx) => unitsOf(tx, ['BASE600']));
  const work = await release(t, owner, 'K-3012', [unit!]);
  const codes = (await t.inTenant((tx) => partsOf(tx, work.orderId)))
    .filter((part) => part.label === 'side')
    .map((part) => part.code);
  const [first, second] = codes;
  const caller = await t.caller('worker');
  const tap = (centre: string, code: string, key: string = crypto.randomUUID()) => ({
    caller,
    message: { key, at: owner.now, centre, command: { do: 'part-done' as const, code } },
  });
  const before = await t.inTenant((tx) => runStationCommands(tx, [tap('EDGE', first!, 'offline-1')]));
  const scans = await rowsOf('scan');
  const sent = [
    tap('EDGE', second!, 'offline-2'),
    tap('EDGE', first!, 'offline-1'),
    tap('CNC', second!),
    tap('EDGE', second!, 'offline-2'),
    tap('EDGE', second!),
    tap('EDGE', 'K9-998'),
  ];
  const answers = await t.inTenant((tx) => runStationCommands(tx, sent));
  expect(answers.map((answer) => answer.outcome)).toEqual([
    'done',
    'done',
    'done',
    'done',
    'already',
    'conflict',
  ]);
  // A repeat gets the first answer, whether that was given before or a moment ago.
  expect(answers[1]).toEqual(before[0]);
  expect(answers[3]).toEqual(answers[0]);
  expect((await rowsOf('scan')) - scans).toBe(4);
  expect(await rowsOf('scan_answer')).toBe(await rowsOf('scan'));
});

test('two devices that say the same thing with keys of their own do it once: the second is told so', async () => {
  const { sheets } = await sawn('K-3002', 4);
  const command: Sent = { do: 'sheet-done', sheetId: sheets[0]!.id as Id };
  const answers = await Promise.all([send('SAW', command), send('SAW', command)]);
  expect(answers.map((answer) => answer.outcome).sort()).toEqual(['already', 'done']);
});

test('scans arrive in any order: drilled before edged before sawn ends as if it had been in order', async () => {
  const [unit] = await t.inTenant((tx) => unitsOf(tx, ['BASE600']));
  const work = await release(t, owner, 'K-3003', [unit!]);
  const parts = await t.inTenant((tx) => partsOf(tx, work.orderId));
  const side = parts.find((part) => part.label === 'side')!;
  expect(await send('CNC', { do: 'part-done', code: side.code })).toMatchObject({ outcome: 'done' });
  expect(await send('EDGE', { do: 'part-done', code: ` ${side.code.toLowerCase()} ` })).toMatchObject({
    outcome: 'done',
  });
  expect(await send('EDGE', { do: 'part-done', code: side.code })).toMatchObject({ outcome: 'already' });
  const now = (await t.inTenant((tx) => partsOf(tx, work.orderId))).find((part) => part.code === side.code)!;
  expect(now).toMatchObject({ state: 'in_work', nextCentre: 'SAW' });
});

test('a part for elsewhere and a code nobody knows change nothing and are answered with choices', async () => {
  const { work } = await sawn('K-3004', 1);
  const [part] = await t.inTenant((tx) => partsOf(tx, work.orderId));
  expect(await send('EDGE', { do: 'part-done', code: part!.code })).toMatchObject({
    outcome: 'conflict',
    code: 'part_not_for_here',
    choices: ['ok', 'help'],
  });
  expect(await send('EDGE', { do: 'part-done', code: 'K9-999' })).toMatchObject({
    outcome: 'conflict',
    code: 'part_unknown',
  });
});

test('a bad part is made again from the best offcut, its cost and cause stay on the order, its old label is refused', async () => {
  await t.inTenant(async (tx) =>
    must(await putOffcut(tx, owner, { materialCode: 'W18', length: hmm(760), width: hmm(560) } as never)),
  );
  const { work, sheets } = await sawn('K-3005', 3, { length: 720, width: 520 });
  for (const sheet of sheets) await send('SAW', { do: 'sheet-done', sheetId: sheet.id as Id });
  await t.inTenant(async (tx) =>
    must(await putOffcut(tx, owner, { materialCode: 'W18', length: hmm(780), width: hmm(580) } as never)),
  );
  const [part] = await t.inTenant((tx) => partsOf(tx, work.orderId));
  const answer = await send('SAW', { do: 'bad-part', code: part!.code, reason: 'chipped' });
  expect(answer).toMatchObject({
    outcome: 'done',
    code: 'part_remade_from_offcut',
    facts: { newCode: 'K3005-004' },
  });
  expect(await send('SAW', { do: 'bad-part', code: part!.code, reason: 'again' })).toMatchObject({
    outcome: 'already',
    facts: { newCode: 'K3005-004' },
  });
  expect(await send('SAW', { do: 'part-done', code: part!.code })).toMatchObject({
    outcome: 'conflict',
    code: 'part_was_remade',
    sentence: 'K3005-001 was bad and is made again as K3005-004.',
    choices: ['use-new', 'scrap'],
  });
  const costs = await t.inTenant((tx) => actualCosts(tx, work.orderId));
  expect(costs.remakesMinor).toBeGreaterThan(0n);
  expect(costs.otherMinor).toBe(costs.remakesMinor);
  const page = await planner.call(contract.getWork, { params: { orderId: work.orderId } });
  expect(page.remakes).toMatchObject([{ code: 'K3005-001', newCode: 'K3005-004', reason: 'chipped' }]);
  // The remake has a sheet of its own at the saw.
  const { sheets: next } = await worker.call(contract.getStation, { params: { centre: 'SAW' } });
  expect(next.some((sheet) => sheet.board.offcut && 'K3005-004' in sheet.parts)).toBe(true);
});

test('a bad part without an offcut waits for the next batch', async () => {
  const { work, sheets } = await sawn('K-3006', 1, { length: 2400, width: 1900 });
  await send('SAW', { do: 'sheet-done', sheetId: sheets[0]!.id as Id });
  expect(await send('SAW', { do: 'bad-part', code: 'K3006-001', reason: 'wrong size' })).toMatchObject({
    outcome: 'done',
    code: 'part_remade_next_batch',
  });
  const { materials } = await planner.call(contract.listCutting);
  const waiting = materials
    .find((material) => material.code === 'W18')!
    .orders.find((order) => order.orderId === work.orderId);
  expect(waiting).toMatchObject({ parts: 1, remakes: 1 });
});

test('a damaged sheet leaves the stock, its parts wait for the next plan, and it can no longer be cut', async () => {
  const { batch, sheets } = await sawn('K-3007', 5);
  expect(
    await send('SAW', { do: 'sheet-damaged', sheetId: sheets[0]!.id as Id, reason: 'water' }),
  ).toMatchObject({ outcome: 'done', facts: { parts: 5 } });
  expect(await send('SAW', { do: 'sheet-done', sheetId: sheets[0]!.id as Id })).toMatchObject({
    outcome: 'conflict',
    code: 'sheet_was_damaged',
  });
  const page = await planner.call(contract.getBatch, { params: { batchId: batch.id as Id } });
  expect(page.batch).toMatchObject({ waiting: 5, sheets: 0 });
  expect(
    await send('SAW', { do: 'sheet-done', sheetId: '018f0000-0000-7000-8000-000000000000' as Id }),
  ).toMatchObject({ outcome: 'conflict', code: 'sheet_unknown' });
});

test('a unit with parts that are not ready asks; "all is here" settles what the tablets missed', async () => {
  const [unit] = await t.inTenant((tx) => unitsOf(tx, ['BASE600']));
  const work = await release(t, owner, 'K-3008', [unit!]);
  const { units } = await worker.call(contract.getStation, { params: { centre: 'ASM' } });
  const mine = units.find((one) => one.orderNumber === 'K-3008')!;
  expect(await send('ASM', { do: 'unit-done', unitId: mine.id as Id, force: false })).toMatchObject({
    outcome: 'conflict',
    code: 'unit_parts_missing',
    facts: { count: 9 },
    choices: ['force', 'ok'],
  });
  expect(await send('PACK', { do: 'unit-done', unitId: mine.id as Id, force: true })).toMatchObject({
    outcome: 'done',
    code: 'unit_finished',
  });
  expect(
    (await t.inTenant((tx) => progressOf(tx, [work.orderId]))).get(work.orderId)!.finishedAt,
  ).not.toBeNull();
});

test('the last two units of an order packed at once finish the work once, not never', async () => {
  const units = await t.inTenant((tx) => unitsOf(tx, ['BASE600', 'BASE600']));
  const work = await release(t, owner, 'K-3009', units);
  const { units: waiting } = await worker.call(contract.getStation, { params: { centre: 'PACK' } });
  const [first, second] = waiting.filter((one) => one.orderNumber === 'K-3009');
  const pack = (tx: Tx, unitId: string) =>
    finishUnits(tx, [{ caller: owner, unitId: unitId as Id, centre: 'PACK', force: true }]);
  // Whoever reads these events queues a job, and that alone would make the second wait: without readers the lock must.
  registerReaders([]);
  const packed = Promise.withResolvers<undefined>();
  const mayCommit = Promise.withResolvers<undefined>();
  // The first is done but not committed while the second is packed: each sees the other's unit as open unless it waits.
  const a = t.inTenant(async (tx) => {
    await pack(tx, first!.id);
    packed.resolve(undefined);
    await mayCommit.promise;
  });
  await packed.promise;
  const b = t.inTenant((tx) => pack(tx, second!.id));
  await Promise.race([b, new Promise((resolve) => setTimeout(resolve, 300))]);
  mayCommit.resolve(undefined);
  await Promise.all([a, b]).finally(() => registerReaders(modules.flatMap((module) => module.readers ?? [])));
  expect(await timesAnnounced(t, 'work.finished', work.orderId)).toBe(1);
});

test('a machine stopped twice stands once; the schedule goes around it and says why an order is late', async () => {
  const [unit] = await t.inTenant((tx) => unitsOf(tx, ['BASE600']));
  const work = await release(t, owner, 'K-3010', [unit!], '2026-03-03');
  await t.app.runDueJobs();
  const before = await planner.call(contract.getSchedule);
  expect(before.orders.find((order) => order.orderId === work.orderId)).toMatchObject({ lateMinutes: 0 });
  const stop: Sent = { do: 'stop', machine: 'EDGE-1', reason: 'glue', expectedMinutes: 3 * 24 * 60 };
  const answers = await Promise.all([send('EDGE', stop), send('EDGE', stop)]);
  expect(answers.map((answer) => answer.outcome).sort()).toEqual(['already', 'done']);
  await t.app.runDueJobs();
  const after = await planner.call(contract.getSchedule);
  expect(after.version).toBeGreaterThan(before.version!);
  expect(after.machines.find((machine) => machine.id === 'EDGE-1')!.stopped).toMatchObject({
    reason: 'glue',
  });
  const late = after.orders.find((order) => order.orderId === work.orderId)!;
  expect(late.lateMinutes).toBeGreaterThan(24 * 60);
  expect(late.reasons.length).toBeGreaterThan(0);
  expect(await t.inTenant((tx) => whyLate(tx, work.orderId))).toMatchObject({
    lateMinutes: late.lateMinutes,
  });
  const stoppedFrom = Date.parse(owner.now);
  for (const row of after.rows.filter((one) => one.machine === 'EDGE-1'))
    expect(Date.parse(row.until)).toBeGreaterThan(stoppedFrom + 2 * 24 * 3_600_000);
  expect(await send('EDGE', { do: 'start', machine: 'EDGE-1' })).toMatchObject({ outcome: 'done' });
  await t.app.runDueJobs();
  expect(
    (await planner.call(contract.getSchedule)).orders.find((order) => order.orderId === work.orderId)!
      .lateMinutes,
  ).toBe(0);
});

test('a pin is kept by the next schedule, and can be let go', async () => {
  const [unit] = await t.inTenant((tx) => unitsOf(tx, ['BASE600']));
  await release(t, owner, 'K-3011', [unit!], '2026-03-30');
  await t.app.runDueJobs();
  const schedule = await planner.call(contract.getSchedule);
  const row = schedule.rows.find((one) => one.orderNumber === 'K-3011' && one.centre === 'CNC')!;
  const notBefore = new Date(Date.parse(row.from) + 4 * 24 * 3_600_000).toISOString();
  const pin = await planner.call(contract.setPin, {
    body: { subject: row.operation, constraint: 'not-before', value: notBefore, reason: 'drill bits arrive' },
  });
  await t.app.runDueJobs();
  const pinned = (await planner.call(contract.getSchedule)).rows.find(
    (one) => one.operation === row.operation,
  )!;
  expect(pinned).toMatchObject({ pinned: true });
  expect(pinned.from >= notBefore).toBe(true);
  await planner.call(contract.dropPin, { params: { pinId: pin.id as Id } });
  await planner.call(contract.planScheduleNow);
  await t.app.runDueJobs();
  expect(
    (await planner.call(contract.getSchedule)).rows.find((one) => one.operation === row.operation)!.from <
      notBefore,
  ).toBe(true);
});

test('a promise is the day after everything planned fits, and more work is never promised earlier', async () => {
  const one = await t.inTenant((tx) => unitsOf(tx, ['BASE600']));
  const many = await t.inTenant((tx) =>
    unitsOf(
      tx,
      Array.from({ length: 12 }, () => 'WARD1000'),
    ),
  );
  const [small, large] = await t.inTenant(async (tx) => [
    await promiseFor(tx, owner, { units: one }),
    await promiseFor(tx, owner, { units: many }),
  ]);
  expect(small!.promisedOn! >= owner.today).toBe(true);
  expect(large!.promisedOn! > small!.promisedOn!).toBe(true);
  expect(await t.inTenant((tx) => promiseFor(tx, owner, { units: [] }))).toEqual({
    promisedOn: owner.today,
    reasons: [],
  });
});

test('scans and remakes cannot be changed by the application', async () => {
  for (const table of ['scan', 'scan_answer', 'remake', 'schedule_version'] as const)
    await expect(
      t.inTenant((tx) => tx.tables<Record<string, { tenant_id: string }>>().deleteFrom(table).execute()),
    ).rejects.toThrow(/permission denied/);
});

test('the yield counts what is used up: an offcut that went back into the rack is none of it', async () => {
  const since = t.clock.advance({ minutes: 1 });
  const { sheets } = await sawn('K-3013', 1);
  const cut = await send('SAW', { do: 'sheet-done', sheetId: sheets[0]!.id as Id });
  const { board } = sheets[0]!;
  const kept = cut.offcuts.reduce((sum, offcut) => sum + offcut.length * offcut.width, 0);
  expect(kept).toBeGreaterThan(0);
  const area = board.length * board.width;
  const before = await t.inTenant((tx) => cutYield(tx, since));
  expect(before.sheets).toBe(1);
  expect(before.share).toBeCloseTo((700 * 500) / (area - kept), 6);
});

test('a tap that was a slip is taken back: the part is open again, the machine stands again, nobody comes', async () => {
  const [unit] = await t.inTenant((tx) => unitsOf(tx, ['BASE600']));
  const work = await release(t, owner, 'K-3014', [unit!], '2026-03-30');
  const codes = (await t.inTenant((tx) => partsOf(tx, work.orderId))).map((part) => part.code);
  const side = codes[0]!;
  const state = async () =>
    (await t.inTenant((tx) => partsOf(tx, work.orderId))).find((p) => p.code === side)!;
  const before = await state();
  const tap = async (centre: string, command: Sent) => {
    const key: string = crypto.randomUUID();
    t.clock.advance({ seconds: 1 });
    expect(await send(centre, command, key)).toMatchObject({ outcome: 'done' });
    return key;
  };
  const undo = (centre: string, key: string) => send(centre, { do: 'undo', tap: key });
  const parted = await tap('EDGE', { do: 'part-done', code: side });
  expect(await state()).not.toEqual(before);
  expect(await undo('EDGE', parted)).toMatchObject({ outcome: 'done', sentence: `${side} is open again.` });
  expect(await state()).toEqual(before);
  expect(await undo('EDGE', parted)).toMatchObject({ outcome: 'already', code: 'undo_nothing' });
  // Done anew by somebody else it is theirs: the old slip takes nothing back.
  await tap('EDGE', { do: 'part-done', code: side });
  expect(await undo('EDGE', parted)).toMatchObject({ outcome: 'already' });
  expect(await undo('EDGE', crypto.randomUUID())).toMatchObject({ outcome: 'already' });

  const stopped = async () =>
    (await planner.call(contract.getSchedule)).machines.find((one) => one.id === 'CNC-1')!.stopped;
  const stop = await tap('CNC', { do: 'stop', machine: 'CNC-1', reason: 'slip', expectedMinutes: 30 });
  await undo('CNC', stop);
  expect(await stopped()).toBeNull();
  await tap('CNC', { do: 'stop', machine: 'CNC-1', reason: 'blade', expectedMinutes: 30 });
  const start = await tap('CNC', { do: 'start', machine: 'CNC-1' });
  expect(await undo('CNC', start)).toMatchObject({ outcome: 'done' });
  expect(await stopped()).toMatchObject({ reason: 'blade' });
  await tap('CNC', { do: 'start', machine: 'CNC-1' });

  // What went on into its unit stays, and so does what is long past.
  const late = await tap('EDGE', { do: 'part-done', code: codes[1]! });
  t.clock.advance({ minutes: 16 });
  expect(await undo('EDGE', late)).toMatchObject({ outcome: 'conflict', code: 'undo_too_late' });
  const { units } = await worker.call(contract.getStation, { params: { centre: 'ASM' } });
  const mine = units.find((one) => one.orderNumber === 'K-3014')!;
  const built = await tap('ASM', { do: 'unit-done', unitId: mine.id as Id, force: true });
  expect(await undo('ASM', built)).toMatchObject({ outcome: 'conflict', code: 'undo_too_late' });
});

test('a call for help is read by the office and answered once; the station hears it; a slip is withdrawn', async () => {
  const slip = crypto.randomUUID();
  await send('PACK', { do: 'help', text: 'foil' }, slip);
  await send('PACK', { do: 'undo', tap: slip });
  expect(await t.inTenant((tx) => openHelpCalls(tx))).toEqual([]);
  t.clock.advance({ seconds: 1 });
  await send('PACK', { do: 'help', text: 'no foil left' });
  const office = await t.client('office');
  // The first page is downstream: here only its address is known.
  const calls = async () => {
    const { needs } = await office.call<never>({ method: 'GET', path: '/api/today', kind: 'json' } as never);
    return (needs as { kind: string; facts: Record<string, unknown> }[]).filter(
      (one) => one.kind === 'help_called',
    );
  };
  const need = (await calls())[0]!;
  expect(need.facts).toMatchObject({ centre: 'PACK', text: 'no foil left' });
  const heard = async () => (await worker.call(contract.getStation, { params: { centre: 'PACK' } })).help;
  expect(await heard()).toMatchObject({ answer: null });
  const params = { callId: String(need.facts['callId']) as Id };
  await office.call(contract.answerHelp, { params, body: { answer: 'coming' } });
  expect(await heard()).toMatchObject({ answer: 'coming' });
  expect(await calls()).toEqual([]);
  await expect(office.call(contract.answerHelp, { params, body: { answer: 'no' } })).rejects.toMatchObject({
    problem: { status: 409, code: 'help_call_over' },
  });
  await expect(worker.call(contract.answerHelp, { params, body: { answer: 'no' } })).rejects.toMatchObject({
    problem: { status: 403 },
  });
});

test('work is begun, rests with a reason that the office sees, and goes on; what has begun is not moved', async () => {
  const [unit] = await t.inTenant((tx) => unitsOf(tx, ['BASE600']));
  await release(t, owner, 'K-3015', [unit!], '2026-03-30');
  await t.app.runDueJobs();
  const row = async () =>
    (await planner.call(contract.getSchedule)).rows.find(
      (one) => one.orderNumber === 'K-3015' && one.kind === 'assembly',
    )!;
  const work = await row();
  const workOrderId = work.operation.slice('work:'.length) as Id;
  const say = async (command: Sent, key?: string) => {
    t.clock.advance({ seconds: 1 });
    return (await send('ASM', command, key)).code;
  };
  const begun = crypto.randomUUID();
  expect(await say({ do: 'begin', workOrderId }, begun)).toBe('work_begun');
  expect((await send('ASM', { do: 'undo', tap: begun })).code).toBe('undo_done');
  expect((await row()).run).toBeNull();
  expect(await say({ do: 'begin', workOrderId })).toBe('work_begun');
  expect(await say({ do: 'begin', workOrderId })).toBe('work_runs_already');
  expect(await say({ do: 'pause', workOrderId, reason: 'hinges missing' })).toBe('work_paused');
  expect(await say({ do: 'pause', workOrderId, reason: 'lunch' })).toBe('work_paused_before');
  expect((await row()).run).toMatchObject({ state: 'paused', reason: 'hinges missing' });
  const { units } = await worker.call(contract.getStation, { params: { centre: 'ASM' } });
  expect(units.find((one) => one.workOrderId === workOrderId)!.run).toMatchObject({ state: 'paused' });
  const place = { subject: work.operation, machine: work.machine, startAt: work.until };
  expect((await planner.call(whatIf, { query: place })).refused).toMatchObject({ code: 'move_begun' });
  expect(await say({ do: 'begin', workOrderId })).toBe('work_resumed');
  const slip = crypto.randomUUID();
  expect(await say({ do: 'pause', workOrderId, reason: 'slip' }, slip)).toBe('work_paused');
  await send('ASM', { do: 'undo', tap: slip });
  expect((await row()).run).toMatchObject({ state: 'running', reason: null });
  expect(await say({ do: 'begin', workOrderId: work.orderId as Id })).toBe('work_unknown');
});

test('a shift of taps goes out in one request: each done once and answered by itself, whatever company it comes again in', async () => {
  const [unit] = await t.inTenant((tx) => unitsOf(tx, ['WARD1000']));
  const work = await release(t, owner, 'K-3016', [unit!], '2026-03-30');
  const parts = await t.inTenant((tx) => partsOf(tx, work.orderId));
  const tap = (centre: string, command: Sent) =>
    ({ centre, key: crypto.randomUUID(), at: owner.now, command }) as never;
  const taps: { key: string }[] = [
    ...parts.map((part) => tap('EDGE', { do: 'part-done', code: part.code })),
    tap('EDGE', { do: 'part-done', code: 'K9-997' }),
    tap('ASM', { do: 'help', text: '' }),
  ];
  const scans = await rowsOf('scan');
  const first = await worker.call(contract.sendCommands, { body: { commands: taps as never } });
  expect(first.answers).toHaveLength(taps.length);
  expect(first.answers.at(-1)).toMatchObject({ outcome: 'done' });
  expect(first.answers.at(-2)).toMatchObject({ outcome: 'conflict', code: 'part_unknown' });
  const again = await worker.call(contract.sendCommands, {
    body: { commands: [...taps.slice(3), tap('EDGE', { do: 'part-done', code: 'K9-996' })] as never },
  });
  expect(again.answers.slice(0, -1)).toEqual(first.answers.slice(3));
  expect((await rowsOf('scan')) - scans).toBe(taps.length + 1);
  await expect(
    worker.call(contract.sendCommands, { body: { commands: Array(101).fill(taps[0]) as never } }),
  ).rejects.toMatchObject({ problem: { status: 422 } });
});
