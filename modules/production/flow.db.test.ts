import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { readDxf } from '#domain/formats/dxf/read-dxf.ts';
import { readPtx } from '#domain/formats/ptx/read-ptx.ts';
import { loadBatchFacts } from './batch-facts.ts';
import { solve } from './cutting-thread.ts';
import { loadSawFile } from './load-saw-file.ts';
import { storePlan } from './plan-cutting.ts';
import { timesAnnounced } from './testing/events.ts';
import type { Caller } from '#platform/http/caller.ts';
import { ProblemError, type Client } from '#platform/http/client.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { listOffcuts, listStock } from '#modules/stock/contract.ts';
import { actualCosts, finishedUnits, progressOf } from './api.ts';
import * as contract from './contract.ts';
import type { PartLabelsData } from './documents/part-labels.data.ts';
import type { PlainLabelsData } from './documents/plain-labels.data.ts';
import { printPartLabels } from './label-contract.ts';
import { offcutLabels, partLabels } from './labels.ts';
import * as moves from './move-contract.ts';
import { releaseWork } from './release-work.ts';
import { floorChanged, loadScheduleFacts } from './schedule-facts.ts';
import { partsOn } from './sheet-pattern.ts';
import { looseUnit, release, stockFactory, unitsOf } from './testing/work.ts';
import { withdrawWork } from './withdraw-work.ts';

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

const send = (
  centre: string,
  command: Partial<contract.StationCommand> & { do: string },
  key: string = crypto.randomUUID(),
) =>
  worker.call(contract.sendCommand, {
    params: { centre },
    body: { key, at: owner.now, command } as never,
    idempotencyKey: crypto.randomUUID(),
  });
const problemOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof ProblemError)) throw new Error(`expected a problem, got ${String(error)}`);
  return error.problem;
};
const planBatch = async (batchId: string) => {
  await planner.call(contract.askForPlan, {
    params: { batchId: batchId as Id },
    body: { objective: 'cost', seconds: 5, moves: 60, seed: 1 },
  });
  await t.app.runDueJobs();
  const page = await planner.call(contract.getBatch, { params: { batchId: batchId as Id } });
  return page.plans[0]!;
};
/** Batches and releases everything of one order, material by material. */
const releaseAllPlans = async (orderId: string) => {
  const { materials } = await planner.call(contract.listCutting);
  for (const material of materials) {
    if (!material.orders.some((order) => order.orderId === orderId)) continue;
    const batch = await planner.call(contract.createBatch, {
      body: { material: material.code, orderIds: [orderId as Id] },
    });
    const plan = await planBatch(batch.id);
    expect(plan.faults).toEqual([]);
    const listed = async () =>
      (await planner.call(contract.listCutting)).batches.find((one) => one.id === batch.id)!;
    expect(await listed()).toMatchObject({ state: 'solved', planId: plan.id });
    await planner.call(contract.releasePlan, { params: { planId: plan.id as Id } });
    expect(await listed()).toMatchObject({ state: 'released', planId: null });
  }
};
const allSheets = async (centre: string) =>
  (await worker.call(contract.getStation, { params: { centre } })).sheets;

test('an order goes through the whole factory: batch, plan, release, saw, edge, drill, assemble, pack', async () => {
  const units = await t.inTenant((tx) => unitsOf(tx, ['BASE600', 'BASE600']));
  const work = await release(t, owner, 'K-1042', units);
  const pieces = units.reduce((n, unit) => n + unit.parts.reduce((m, part) => m + part.quantity, 0), 0);
  // BASE600 has 9 parts (field/factory.md 4.2).
  expect(pieces).toBe(18);

  const before = await planner.call(contract.listCutting);
  expect(before.materials.map((material) => [material.code, material.parts])).toEqual([
    ['D18', 4],
    ['H3', 2],
    ['W18', 12],
  ]);
  // 2 × 1.525 m² of W18 per cabinet, by the golden list.
  expect(before.materials.find((material) => material.code === 'W18')!.squareMetres).toBeCloseTo(3.05, 1);

  await releaseAllPlans(work.orderId);
  expect((await planner.call(contract.listCutting)).materials).toEqual([]);
  const stocked = await planner.call(listStock);
  expect(
    stocked.materials.flatMap((material) => material.boards).reduce((n, board) => n + board.reserved, 0),
  ).toBe(3);

  const sheets = await allSheets('SAW');
  expect(sheets).toHaveLength(3);
  expect(sheets.flatMap((sheet) => Object.keys(sheet.parts)).sort()[0]).toBe('K1042-001');
  for (const sheet of sheets)
    expect(await send('SAW', { do: 'sheet-done', sheetId: sheet.id as Id })).toMatchObject({
      outcome: 'done',
    });
  const left = await planner.call(listStock);
  expect(
    left.materials.flatMap((material) => material.boards).reduce((n, board) => n + board.reserved, 0),
  ).toBe(0);

  for (const centre of ['EDGE', 'CNC']) {
    const { parts } = await worker.call(contract.getStation, { params: { centre } });
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts)
      expect(await send(centre, { do: 'part-done', code: part.code })).toMatchObject({ outcome: 'done' });
  }
  for (const centre of ['ASM', 'PACK']) {
    const { units: waiting } = await worker.call(contract.getStation, { params: { centre } });
    expect(waiting).toHaveLength(2);
    for (const unit of waiting)
      expect(await send(centre, { do: 'unit-done', unitId: unit.id as Id, force: false })).toMatchObject({
        outcome: 'done',
      });
  }
  const progress = await t.inTenant((tx) => progressOf(tx, [work.orderId]));
  expect(progress.get(work.orderId)).toMatchObject({
    units: { open: 0, assembled: 0, packed: 2 },
    parts: { used: 18, waiting: 0 },
  });
  expect(progress.get(work.orderId)!.finishedAt).not.toBeNull();
  expect(await t.inTenant((tx) => finishedUnits(tx, work.orderId))).toMatchObject([
    { unitNo: 1 },
    { unitNo: 2 },
  ]);
  expect(await timesAnnounced(t, 'work.finished', work.orderId)).toBe(1);
  const costs = await t.inTenant((tx) => actualCosts(tx, work.orderId));
  // Three whole sheets, 55.06 + 81.14 + 20.87 = 157.07 less the offcuts kept; hardware twice 12.44 of the golden table.
  expect(costs.hardwareMinor).toBe(2488n);
  expect(costs.boardsMinor).toBeGreaterThan(0n);
  expect(costs.boardsMinor).toBeLessThan(15_707n);
  expect(costs.labourMinor).toBeGreaterThan(0n);
  expect(costs.otherMinor).toBe(0n);
});

test('a plan is a version: immutable, repeatable by its seed and moves, and released once', async () => {
  const work = await release(t, owner, 'K-2001', [looseUnit(1, { length: 700, width: 500 }, 'W18', 9)]);
  const batch = await planner.call(contract.createBatch, {
    body: { material: 'W18', orderIds: [work.orderId] },
  });
  const first = await planBatch(batch.id);
  const second = await planBatch(batch.id);
  expect([first.version, second.version]).toEqual([1, 2]);
  expect(second.inputHash).toBe(first.inputHash);
  const [a, b] = await Promise.all(
    [first, second].map((plan) => planner.call(contract.getPlan, { params: { planId: plan.id as Id } })),
  );
  expect(b!.patterns).toEqual(a!.patterns);
  expect(partsOn(a!.patterns[0]!.root as never)).toHaveLength(9);

  const fileOf = (kind: 'ptx' | 'dxf' | 'steps', pattern = 1) =>
    t.inTenant((tx) => loadSawFile(tx, owner, first.id as Id, kind, pattern));
  const textOf = (file: { bytes: unknown }): string => Buffer.from(file.bytes as Uint8Array).toString('utf8');
  const ptx = must(await fileOf('ptx'));
  expect(ptx.name).toBe(`B-${batch.number}-v1.ptx`);
  expect(must(readPtx(textOf(ptx))).patterns).toHaveLength(first.patterns);
  expect(must(readDxf(textOf(must(await fileOf('dxf'))))).texts).toHaveLength(9);
  expect(textOf(must(await fileOf('steps')))).toContain('K2001-001');
  expect(a!.sawFiles.map(({ kind, proof, refused }) => [kind, proof, refused])).toEqual([
    ['ptx', 'untested', null],
    ['dxf', 'untested', null],
  ]);
  const absent = planner.call(contract.getSawFile, {
    params: { planId: first.id as Id, sawFile: 'dxf' },
    query: { pattern: 9 },
  });
  expect(await problemOf(absent)).toMatchObject({ code: 'pattern_unknown' });

  await planner.call(contract.releasePlan, { params: { planId: first.id as Id } });
  // Its parts have their sheets now: nothing is left that the other version could place.
  expect(
    await problemOf(planner.call(contract.releasePlan, { params: { planId: second.id as Id } })),
  ).toMatchObject({ status: 409, code: 'batch_done' });
  await expect(
    t.inTenant((tx) =>
      tx.tables<{ cut_plan: { version: number } }>().updateTable('cut_plan').set({ version: 9 }).execute(),
    ),
  ).rejects.toThrow(/permission denied/);
});

test('what is released stays when a batch is planned again; a plan of before the change is refused', async () => {
  const first = await release(t, owner, 'K-2002', [looseUnit(1, { length: 900, width: 400 }, 'W18', 5)]);
  const batch = await planner.call(contract.createBatch, {
    body: { material: 'W18', orderIds: [first.orderId] },
  });
  const plan1 = await planBatch(batch.id);
  const released = await planner.call(contract.releasePlan, { params: { planId: plan1.id as Id } });
  const more = await release(t, owner, 'K-2003', [looseUnit(1, { length: 900, width: 400 }, 'W18', 4)]);
  await planner.call(contract.addToBatch, {
    params: { batchId: batch.id as Id },
    body: { orderIds: [more.orderId] },
  });
  const plan2 = await planBatch(batch.id);
  expect(plan2).toMatchObject({ version: 2, pinned: released.sheets, faults: [] });
  const later = await release(t, owner, 'K-2004', [looseUnit(1, { length: 300, width: 200 }, 'W18', 1)]);
  await planner.call(contract.addToBatch, {
    params: { batchId: batch.id as Id },
    body: { orderIds: [later.orderId] },
  });
  expect(
    await problemOf(planner.call(contract.releasePlan, { params: { planId: plan2.id as Id } })),
  ).toMatchObject({ status: 409, code: 'plan_outdated' });
  const plan3 = await planBatch(batch.id);
  await planner.call(contract.releasePlan, { params: { planId: plan3.id as Id } });
  const page = await planner.call(contract.getPlan, { params: { planId: plan3.id as Id } });
  expect(page.patterns.filter((pattern) => pattern.pinned)).toHaveLength(released.sheets);
  expect(page.batch).toMatchObject({ parts: 10, waiting: 0, state: 'released' });
});

test('a part larger than every board is refused by name, with what to try', async () => {
  const work = await release(t, owner, 'K-2005', [looseUnit(1, { length: 2810, width: 600 })]);
  const batch = await planner.call(contract.createBatch, {
    body: { material: 'W18', orderIds: [work.orderId] },
  });
  const problem = await problemOf(
    planner.call(contract.askForPlan, {
      params: { batchId: batch.id as Id },
      body: { objective: 'cost', seconds: 1, moves: 1, seed: 1 },
    }),
  );
  expect(problem).toMatchObject({ status: 422, code: 'batch_not_cuttable' });
  expect(problem.errors![0]!.title).toMatch(
    /^part K2005-001 \(2810 x 600\) is longer than every W18 board \(2800 x 2070/,
  );
});

test('a search can be cancelled, before it runs and while it runs', async () => {
  const work = await release(t, owner, 'K-2006', [
    looseUnit(1, { length: 811, width: 377 }, 'W18', 40),
    looseUnit(2, { length: 503, width: 291 }, 'W18', 40),
  ]);
  const batch = await planner.call(contract.createBatch, {
    body: { material: 'W18', orderIds: [work.orderId] },
  });
  const ask = () =>
    planner.call(contract.askForPlan, {
      params: { batchId: batch.id as Id },
      body: { objective: 'time', seconds: 120, moves: null, seed: 1 },
    });
  const waiting = await ask();
  await planner.call(contract.cancelRun, { params: { runId: waiting.runId as Id } });
  await t.app.runDueJobs();
  const running = await ask();
  const heard: unknown[] = [];
  const stream = await t.app.context.db.listen(
    'tenon_progress',
    (text) => heard.push(JSON.parse(text)),
    () => undefined,
  );
  const jobs = t.app.runDueJobs();
  await expect
    .poll(() => heard.some((news) => (news as { id?: string }).id === running.runId), { timeout: 15_000 })
    .toBe(true);
  await planner.call(contract.cancelRun, { params: { runId: running.runId as Id } });
  await jobs;
  await stream.stop();
  const page = await planner.call(contract.getBatch, { params: { batchId: batch.id as Id } });
  expect(page.runs.map((run) => run.state)).toEqual(['cancelled', 'cancelled']);
  expect(page.plans).toEqual([]);
});

test('work is released once, and nothing is not work', async () => {
  const units = [looseUnit(1, { length: 400, width: 300 })];
  const work = await release(t, owner, 'K-2007', units);
  await expect(
    t.inTenant(async (tx) => (await import('./release-work.ts')).releaseWork(tx, owner, work)),
  ).resolves.toMatchObject({ ok: false, refusal: { code: 'work_already_released' } });
  await expect(release(t, owner, 'K-2008', [])).rejects.toThrow(/work_empty/);
});

test('what a transaction has seen of the floor grows by what it releases, as if it had been read again', async () => {
  const work = async (tx: Tx, number: string, dueOn: Day) => {
    const units = await unitsOf(tx, ['BASE600']);
    const given = { orderId: idAt(owner.now), orderNumber: number, customerName: 'Ada', dueOn, weight: 1 };
    must(
      await releaseWork(tx, owner, {
        ...given,
        units: [...units, looseUnit(2, { length: 400, width: 300 })],
      }),
    );
  };
  await t.inTenant(async (tx) => {
    const before = await loadScheduleFacts(tx, owner);
    await work(tx, 'K-2031', '2026-05-04' as Day);
    await work(tx, 'K-2030', '2026-03-03' as Day);
    const grown = await loadScheduleFacts(tx, owner);
    floorChanged(tx);
    const read = await loadScheduleFacts(tx, owner);
    expect(read.work.length).toBeGreaterThan(before.work.length + 4);
    expect(grown).toEqual(read);
  });
});

test('a plan that failed its check is kept for the record and never released', async () => {
  const work = await release(t, owner, 'K-2009', [looseUnit(1, { length: 640, width: 480 }, 'W18', 2)]);
  const batch = await planner.call(contract.createBatch, {
    body: { material: 'W18', orderIds: [work.orderId] },
  });
  const planId = await t.inTenant(async (tx) => {
    const facts = must(await loadBatchFacts(tx, batch.id as Id, 'cost'));
    const answer = solve({ job: facts.job, pins: [], seed: 1, seconds: 1, moves: 2 });
    return storePlan(tx, owner, batch.id as Id, { objective: 'cost', seed: 1 }, facts, {
      ...answer,
      faults: ['pattern 1: a piece is lost'],
    });
  });
  const problem = await problemOf(planner.call(contract.releasePlan, { params: { planId } }));
  expect(problem).toMatchObject({ status: 409, code: 'plan_faulty' });
  expect(problem.title).toContain('a piece is lost');
  const file = planner.call(contract.getSawFile, {
    params: { planId, sawFile: 'steps' },
    query: { pattern: 1 },
  });
  expect(await problemOf(file)).toMatchObject({ status: 409, code: 'plan_faulty' });
});

test('two plans that want the last sheet: one is released, the other is refused by name and leaves no trace', async () => {
  const before = await planner.call(listStock);
  const d25 = before.materials.find((material) => material.code === 'D25')!.boards[0]!;
  const large = (number: string) =>
    release(t, owner, number, [looseUnit(1, { length: 2700, width: 1990 }, 'D25', d25.quantity)]);
  const plans: string[] = [];
  for (const number of ['K-2010', 'K-2011']) {
    const work = await large(number);
    const batch = await planner.call(contract.createBatch, {
      body: { material: 'D25', orderIds: [work.orderId] },
    });
    plans.push((await planBatch(batch.id)).id);
  }
  const outcomes = await Promise.allSettled(
    plans.map((planId) => planner.call(contract.releasePlan, { params: { planId: planId as Id } })),
  );
  expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = outcomes.find((one) => one.status === 'rejected')!;
  expect((refused.reason as ProblemError).problem).toMatchObject({ status: 409, code: 'stock_short' });
  const after = (await planner.call(listStock)).materials.find((material) => material.code === 'D25')!
    .boards[0]!;
  expect(after.reserved).toBe(d25.quantity);
  // Also long after the other: no sheet is there any more, and still the reason is told, not that none is large enough.
  const late = plans[outcomes.indexOf(refused)]! as Id;
  expect(await problemOf(planner.call(contract.releasePlan, { params: { planId: late } }))).toMatchObject({
    status: 409,
    code: 'stock_short',
  });
});

test('an operation is moved by hand: foretold, in force as foretold, kept by the next plan, and taken back whole', async () => {
  const units = await t.inTenant((tx) => unitsOf(tx, ['BASE600', 'BASE600']));
  await release(t, owner, 'K-2012', [units[0]!], '2026-03-30');
  await release(t, owner, 'K-2013', [units[1]!], '2026-03-30');
  await t.app.runDueJobs();
  const before = await planner.call(contract.getSchedule);
  const row = before.rows.find((one) => one.orderNumber === 'K-2012' && one.kind === 'edge')!;
  // The shift before the last one on the board begins then.
  const spans = before.closed.find((one) => one.centre === row.centre)!.spans;
  const place = (startAt: string, of = row) => ({ subject: of.operation, machine: of.machine, startAt });
  const late = spans.at(-2)!.until;
  const told = await planner.call(moves.whatIf, { query: place(late) });
  expect(told.refused).toBeNull();
  const own = told.orders.find((order) => order.number === 'K-2012')!;
  expect(own.endsTo > late).toBe(true);
  expect(await planner.call(contract.getSchedule)).toEqual(before);

  const moved = await planner.call(moves.moveOperation, {
    body: { ...place(late), reason: 'edges come late' },
  });
  const after = await planner.call(contract.getSchedule);
  expect(after.version).toBe(moved.version);
  expect(after.rows.find((one) => one.operation === row.operation)).toMatchObject({
    from: late,
    until: told.until,
    machine: row.machine,
    pinned: true,
  });
  expect(after.orders.find((order) => order.number === 'K-2012')).toMatchObject({
    endsAt: own.endsTo,
    lateMinutes: own.lateMinutes,
  });
  expect(after.pins.filter((pin) => pin.subject === row.operation)).toMatchObject([
    { constraint: 'start', value: late, reason: 'edges come late', event: moved.moveId },
    { constraint: 'machine', value: row.machine, event: moved.moveId },
  ]);
  await planner.call(contract.planScheduleNow);
  await t.app.runDueJobs();
  const next = await planner.call(contract.getSchedule);
  expect(next.version).toBe(moved.version + 1);
  expect(next.rows.find((one) => one.operation === row.operation)).toMatchObject({ from: late });

  await planner.call(moves.undoMove, { params: { pinId: moved.moveId as Id } });
  const undone = await planner.call(contract.getSchedule);
  expect(undone.rows).toEqual(before.rows);
  expect(undone.pins).toEqual(before.pins);
  expect(
    await problemOf(planner.call(moves.undoMove, { params: { pinId: moved.moveId as Id } })),
  ).toMatchObject({ status: 404, code: 'move_unknown' });
});

test('a move into closed time, the past, before its predecessor, to another centre, or of begun work is refused and keeps nothing', async () => {
  const schedule = await planner.call(contract.getSchedule);
  const of = (kind: string) =>
    schedule.rows.find((one) => one.orderNumber === 'K-2013' && one.kind === kind)!;
  const edge = of('edge');
  const { spans } = schedule.closed.find((one) => one.centre === edge.centre)!;
  const night = spans.find((span) => span.from > edge.until)!;
  const refusalOf = async (startAt: string, machine = edge.machine, subject = edge.operation) => {
    const { refused } = await planner.call(moves.whatIf, { query: { subject, machine, startAt } });
    const problem = await problemOf(
      planner.call(moves.moveOperation, { body: { subject, machine, startAt, reason: 'r' } }),
    );
    expect(problem.code).toBe(refused?.code);
    expect(problem.remedy).toBeTruthy();
    return refused;
  };
  expect(await refusalOf(night.from)).toMatchObject({ code: 'move_closed', earliest: night.until });
  expect(await refusalOf('2026-01-05T10:00:00.000Z')).toMatchObject({ code: 'move_past' });
  expect(await refusalOf(night.until, of('assembly').machine)).toMatchObject({ code: 'move_wrong_machine' });
  const built = of('assembly');
  expect(await refusalOf(edge.from, built.machine, built.operation)).toMatchObject({
    code: 'move_before_predecessor',
  });
  expect(await refusalOf(night.until, edge.machine, 'work:gone')).toMatchObject({ code: 'move_unplanned' });
  const { parts } = await worker.call(contract.getStation, { params: { centre: edge.centre } });
  await send(edge.centre, {
    do: 'part-done',
    code: parts.find((part) => part.code.startsWith('K2013'))!.code,
  });
  expect(await refusalOf(night.until)).toMatchObject({ code: 'move_begun' });
  expect((await planner.call(contract.getSchedule)).version).toBe(schedule.version);
});

test('moving twice holds once; letting go asks for a new plan', async () => {
  const schedule = await planner.call(contract.getSchedule);
  const row = schedule.rows.find((one) => one.orderNumber === 'K-2012' && one.kind === 'edge')!;
  const { spans } = schedule.closed.find((one) => one.centre === row.centre)!;
  const [first, second] = spans.filter((span) => span.from > row.until).slice(-2);
  const move = (startAt: string) =>
    planner.call(moves.moveOperation, {
      body: { subject: row.operation, machine: row.machine, startAt, reason: 'crane' },
    });
  const one = await move(first!.until);
  const two = await move(second!.until);
  const held = async () =>
    (await planner.call(contract.getSchedule)).pins
      .filter((pin) => pin.subject === row.operation)
      .map((pin) => pin.event);
  expect(await held()).toEqual([two.moveId, two.moveId]);
  await planner.call(moves.undoMove, { params: { pinId: two.moveId as Id } });
  expect(await held()).toEqual([one.moveId, one.moveId]);
  await planner.call(moves.dropMove, { params: { pinId: one.moveId as Id } });
  await t.app.runDueJobs();
  expect(await held()).toEqual([]);
  const now = (await planner.call(contract.getSchedule)).rows.find((r) => r.operation === row.operation)!;
  expect(now).toMatchObject({ pinned: false });
  expect(now.from < first!.until).toBe(true);
});

test('labels come out in the order of the saw, of a batch, a sheet or a part; an offcut gets its own when it falls', async () => {
  const work = await release(t, owner, 'K-2014', [looseUnit(1, { length: 640, width: 480 }, 'W18', 5)]);
  const batch = await planner.call(contract.createBatch, {
    body: { material: 'W18', orderIds: [work.orderId] },
  });
  const plan = await planBatch(batch.id);
  await planner.call(contract.releasePlan, { params: { planId: plan.id as Id } });
  const { sheets } = await worker.call(contract.getStation, { params: { centre: 'SAW' } });
  const sheet = sheets.find((one) => one.batch === batch.number)!;
  const wish = (query: object) =>
    t.inTenant((tx) => partLabels(tx, owner, { size: '50x30', ...query } as never)).then(must);
  const numbers = ({ pdf }: { pdf: { data: unknown } }): string[] =>
    (pdf.data as PlainLabelsData).labels.map((label) => label.number);
  const falls = sheet.steps.flatMap((step) => step.falls.filter((piece) => piece.kind === 'part'));
  expect(numbers(await wish({ sheet: sheet.id }))).toEqual(falls.map((piece) => piece.name));
  expect(numbers(await wish({ batch: batch.id })).toSorted()).toEqual(
    [1, 2, 3, 4, 5].map((no) => `K2014-00${no}`),
  );
  expect(numbers(await wish({ part: ' k2014-003 ' }))).toEqual(['K2014-003']);
  const large = await t.inTenant((tx) => partLabels(tx, owner, { size: '62x100', part: 'K2014-001' }));
  expect((must(large).pdf.data as PartLabelsData).parts).toMatchObject([{ number: 'K2014-001' }]);
  const offcuts = () => t.inTenant((tx) => offcutLabels(tx, owner, { sheet: sheet.id as Id, size: '50x30' }));
  expect(await offcuts()).toEqual({ ok: false, refusal: { code: 'labels_unknown' } });
  const cut = await send('SAW', { do: 'sheet-done', sheetId: sheet.id as Id });
  expect(numbers(must(await offcuts()))).toEqual(cut.offcuts.map((offcut) => offcut.code));
  // The label of one that lies in the rack, by itself.
  const inRack = (await planner.call(listOffcuts, { query: {} })).offcuts[0]!;
  const one = await t.inTenant((tx) => offcutLabels(tx, owner, { offcut: inRack.id as Id, size: '50x30' }));
  expect(numbers(must(one))).toEqual([inRack.code]);
  const gone = await t.inTenant((tx) => offcutLabels(tx, owner, { offcut: plan.id as Id, size: '50x30' }));
  expect(gone).toMatchObject({ refusal: { code: 'labels_unknown' } });
  const both = worker.call(printPartLabels, {
    query: { part: 'K2014-001', sheet: sheet.id as Id, size: '50x30' },
  });
  expect(await problemOf(both)).toMatchObject({ status: 422 });
});

test('work that is not cut goes back: boards are free, what shares a sheet waits again, the saw is told; what is cut stays', async () => {
  const gone = await release(t, owner, 'K-3101', [looseUnit(1, { length: 600, width: 500 }, 'W18', 2)]);
  const stays = await release(t, owner, 'K-3102', [looseUnit(1, { length: 600, width: 500 })]);
  const batch = await planner.call(contract.createBatch, {
    body: { material: 'W18', orderIds: [gone.orderId, stays.orderId] },
  });
  const reserved = async () =>
    (await planner.call(listStock)).materials
      .flatMap((material) => material.boards.map((board) => board.reserved))
      .reduce((sum, count) => sum + count, 0);
  const before = await reserved();
  const plan = await planBatch(batch.id);
  await planner.call(contract.releasePlan, { params: { planId: plan.id as Id } });
  const sheet = (await allSheets('SAW')).find((one) => 'K3101-001' in one.parts)!;
  expect(Object.keys(sheet.parts)).toContain('K3102-001');
  const withdraw = (orderId: Id) => t.inTenant((tx) => withdrawWork(tx, owner, orderId));

  expect(must(await withdraw(gone.orderId))).toEqual({ parts: 2, sheets: 1, others: 1 });
  expect(await reserved()).toBe(before);
  expect(await send('SAW', { do: 'sheet-done', sheetId: sheet.id as Id })).toMatchObject({
    outcome: 'conflict',
    code: 'sheet_was_withdrawn',
  });
  expect((await t.inTenant((tx) => progressOf(tx, [gone.orderId, stays.orderId]))).size).toBe(1);
  expect(
    await problemOf(planner.call(contract.releasePlan, { params: { planId: plan.id as Id } })),
  ).toMatchObject({
    code: 'plan_outdated',
  });
  // Twice changes nothing more.
  expect(must(await withdraw(gone.orderId))).toEqual({ parts: 0, sheets: 0, others: 0 });

  const again = await planBatch(batch.id);
  await planner.call(contract.releasePlan, { params: { planId: again.id as Id } });
  const next = (await allSheets('SAW')).find((one) => 'K3102-001' in one.parts)!;
  expect(next.no).toBeGreaterThan(sheet.no);
  await send('SAW', { do: 'sheet-done', sheetId: next.id as Id });
  expect(await withdraw(stays.orderId)).toMatchObject({
    refusal: { code: 'work_cut_already', number: 'K-3102', cut: 1, parts: 1 },
  });
  expect(await t.inTenant((tx) => partsIn(tx, stays.orderId))).toBe(1);
});

const partsIn = async (tx: Tx, orderId: Id) => {
  const work = (await progressOf(tx, [orderId])).get(orderId)!;
  return Object.values(work.parts).reduce((sum, count) => sum + count, 0);
};
