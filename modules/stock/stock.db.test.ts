import type { Tx } from '#platform/postgres/tx.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { hmm } from '#domain/kernel/units.ts';
import { installLibrary } from '#modules/catalog/api.ts';
import { ProblemError } from '#platform/http/client.ts';
import type { Caller } from '#platform/http/caller.ts';
import { scrapOffcut } from './offcuts.ts';
import {
  boardsForCutting,
  offcutAreas,
  putOffcut,
  putOffcuts,
  releaseReservation,
  reserveForPlan,
  takeSheets,
} from './api.ts';
import * as contract from './contract.ts';

let t: TestApp;
let owner: Caller;
beforeAll(async () => {
  t = await openTestApp();
  owner = await t.caller();
  await t.inTenant((tx) => installLibrary(tx, owner));
});
afterAll(() => t.close());

const problemOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof ProblemError)) throw new Error(`expected a problem, got ${JSON.stringify(error)}`);
  return error.problem;
};
const planId = (): Id => `018f0000-0000-7000-8000-${crypto.randomUUID().slice(-12)}`;
/** A board of a size of its own, so that the tests do not share a rack. */
let size = 1000;
const receive = async (quantity: number) => {
  const office = await t.client('office');
  return office.call(contract.receiveBoards, {
    body: { materialCode: 'W18', length: ++size, width: 900, quantity, rack: 'A1' },
  });
};
const boardNow = async (boardId: string) => {
  const office = await t.client('office');
  const { materials } = await office.call(contract.listStock);
  return materials.flatMap((material) => material.boards).find((board) => board.id === boardId)!;
};

test('boards received twice lie together, each receipt a movement; without a price the area decides', async () => {
  const first = await receive(5);
  const office = await t.client('office');
  const again = await office.call(contract.receiveBoards, {
    body: {
      materialCode: 'W18',
      length: first.length,
      width: 900,
      quantity: 7,
      costPerSheet: '8.40',
      rack: '',
    },
  });
  expect(again).toMatchObject({ id: first.id, quantity: 12, costPerSheet: '8.40', rack: 'A1' });
  // 1.001 m × 0.9 m × 9.50 = 8.55855
  expect(first.costPerSheet).toBe('8.56');
  const { movements } = await office.call(contract.listMovements, { params: { boardId: first.id } });
  expect(movements.map((movement) => movement.quantity)).toEqual([7, 5]);
});

test('unknown material, nothing wide, a negative price: each has its refusal', async () => {
  const office = await t.client('office');
  const body = { materialCode: 'W18', length: 2800, width: 2070, quantity: 1, rack: '' };
  const refused = (change: object) =>
    problemOf(office.call(contract.receiveBoards, { body: { ...body, ...change } }));
  expect(await refused({ materialCode: 'X99' })).toMatchObject({
    code: 'stock_material_unlisted',
    errors: [{ field: 'materialCode' }],
  });
  expect(await refused({ width: 0 })).toMatchObject({ code: 'size_zero', errors: [{ field: 'width' }] });
  expect(await refused({ costPerSheet: '-1.00' })).toMatchObject({
    code: 'price_negative',
    errors: [{ field: 'costPerSheet' }],
  });
});

test('two plans that want the last boards at once: one gets them, the other is told what is missing', async () => {
  const board = await receive(10);
  const outcomes = await Promise.all(
    Array.from({ length: 4 }, () =>
      t.inTenant((tx) => reserveForPlan(tx, owner, planId(), [{ boardId: board.id, quantity: 4 }])),
    ),
  );
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(2);
  expect(outcomes.find((outcome) => !outcome.ok)).toMatchObject({
    refusal: { code: 'stock_short', shortages: [{ needed: 4, free: 2 }] },
  });
  expect(await boardNow(board.id)).toMatchObject({ quantity: 10, reserved: 8 });
});

test('a plan that is short of one thing reserves nothing of the other, when its transaction is rolled back', async () => {
  const [enough, short] = [await receive(3), await receive(1)];
  const needs = [
    { boardId: enough.id, quantity: 3 },
    { boardId: short.id, quantity: 2 },
  ];
  await expect(
    t.inTenant(async (tx) => must(await reserveForPlan(tx, owner, planId(), needs))),
  ).rejects.toThrow(/stock_short/);
  expect(await boardNow(enough.id)).toMatchObject({ quantity: 3, reserved: 0 });
});

const take = async (tx: Tx, plan: Id, sourceId: Id) =>
  (await takeSheets(tx, [{ caller: owner, planId: plan, sourceId }]))[0]!;

test('each reserved sheet is taken once, however many saws tap at once; the rest is given back', async () => {
  const board = await receive(5);
  const plan = planId();
  await t.inTenant(async (tx) =>
    must(await reserveForPlan(tx, owner, plan, [{ boardId: board.id, quantity: 3 }])),
  );
  const taps = await Promise.all(
    Array.from({ length: 6 }, () => t.inTenant((tx) => take(tx, plan, board.id))),
  );
  expect(taps.filter((tap) => tap.ok)).toHaveLength(3);
  expect(await boardNow(board.id)).toMatchObject({ quantity: 2, reserved: 0 });

  const other = planId();
  await t.inTenant(async (tx) =>
    must(await reserveForPlan(tx, owner, other, [{ boardId: board.id, quantity: 2 }])),
  );
  await t.inTenant((tx) => take(tx, other, board.id));
  await t.inTenant((tx) => releaseReservation(tx, owner, other));
  await t.inTenant((tx) => releaseReservation(tx, owner, other));
  expect(await boardNow(board.id)).toMatchObject({ quantity: 1, reserved: 0 });
});

test('sheets that are taken together are taken one by one: the one too many is refused, the others are not', async () => {
  const board = await receive(4);
  const [plan, other] = [planId(), planId()];
  await t.inTenant(async (tx) =>
    must(await reserveForPlan(tx, owner, plan, [{ boardId: board.id, quantity: 2 }])),
  );
  await t.inTenant(async (tx) =>
    must(await reserveForPlan(tx, owner, other, [{ boardId: board.id, quantity: 1 }])),
  );
  const taken = await t.inTenant((tx) =>
    takeSheets(
      tx,
      [plan, other, plan, plan].map((one) => ({ caller: owner, planId: one, sourceId: board.id })),
    ),
  );
  expect(taken.map((one) => one.ok)).toEqual([true, true, true, false]);
  expect(await boardNow(board.id)).toMatchObject({ quantity: 1, reserved: 0 });
});

test('the same plan cannot set boards aside twice', async () => {
  const board = await receive(10);
  const plan = planId();
  const need = [{ boardId: board.id, quantity: 2 }];
  await t.inTenant(async (tx) => must(await reserveForPlan(tx, owner, plan, need)));
  await expect(t.inTenant(async (tx) => must(await reserveForPlan(tx, owner, plan, need)))).rejects.toThrow(
    /plan_reserved_already/,
  );
  expect(await boardNow(board.id)).toMatchObject({ reserved: 2 });
});

test('an offcut lives: kept with number, rack and value, reserved by one plan, used once', async () => {
  const kept = await t.inTenant(async (tx) =>
    must(
      await putOffcut(tx, owner, {
        materialCode: 'D18',
        length: hmm(900),
        width: hmm(400),
        planId: planId(),
        sheetNo: 7,
      }),
    ),
  );
  expect(kept.code).toMatch(/^OFF-\d+$/);
  expect(kept.rack).toBe('D18-A');
  // 0.36 m² × 14.00 × 30 % = 1.512
  expect(kept.row.value_minor).toBe(151n);
  const stock = await t.inTenant((tx) => boardsForCutting(tx, 'D18'));
  expect(stock.offcuts).toContainEqual(
    expect.objectContaining({ id: kept.id, code: kept.code, grain: 'length' }),
  );

  const plans = [planId(), planId()];
  const outcomes = await Promise.all(
    plans.map((plan) => t.inTenant((tx) => reserveForPlan(tx, owner, plan, [{ offcutId: kept.id }]))),
  );
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
  const winner = plans[outcomes.findIndex((outcome) => outcome.ok)]!;
  expect(
    (await t.inTenant((tx) => boardsForCutting(tx, 'D18'))).offcuts.map((offcut) => offcut.id),
  ).not.toContain(kept.id);
  const office = await t.client('office');
  expect(
    await problemOf(
      office.call(contract.scrapOffcut, { params: { offcutId: kept.id }, body: { reason: '' } }),
    ),
  ).toMatchObject({
    code: 'offcut_not_available',
    status: 409,
  });
  const uses = await Promise.all([1, 2].map(() => t.inTenant((tx) => take(tx, winner, kept.id))));
  expect(uses.filter((use) => use.ok)).toHaveLength(1);
});

test('a count is corrected with its reason, never below what is set aside', async () => {
  const board = await receive(6);
  await t.inTenant(async (tx) =>
    must(await reserveForPlan(tx, owner, planId(), [{ boardId: board.id, quantity: 4 }])),
  );
  const planner = await t.client('planner');
  const count = (quantity: number) =>
    planner.call(contract.countBoards, {
      params: { boardId: board.id },
      body: { quantity, reason: 'two were damaged' },
    });
  expect(await problemOf(count(3))).toMatchObject({
    code: 'count_below_reserved',
    errors: [{ field: 'quantity' }],
  });
  expect(await count(4)).toMatchObject({ quantity: 4, reserved: 4 });
  const { movements } = await planner.call(contract.listMovements, { params: { boardId: board.id } });
  expect(movements[0]).toMatchObject({ kind: 'corrected', quantity: -2, reason: 'two were damaged' });
});

test('offcuts are entered and scrapped by hand', async () => {
  const office = await t.client('office');
  const made = await office.call(contract.addOffcut, {
    body: { materialCode: 'H3', length: 1200, width: 800, rack: 'H-9' },
  });
  expect(made).toMatchObject({ rack: 'H-9', state: 'available', length: 1200 });
  const gone = await office.call(contract.scrapOffcut, {
    params: { offcutId: made.id },
    body: { reason: 'edge broken' },
  });
  expect(gone.state).toBe('scrapped');
  const { offcuts } = await office.call(contract.listOffcuts, { query: { materialCode: 'H3' } });
  expect(offcuts.map((offcut) => offcut.id)).not.toContain(made.id);
});

test('what went from the saw into the rack, and what was thrown away, is known by area since a moment', async () => {
  const since = t.clock.advance({ minutes: 1 });
  const now = { ...owner, now: since };
  const piece = { caller: now, materialCode: 'D18', length: hmm(1000), width: hmm(500) };
  const [sawn, byHand] = await t.inTenant(async (tx) =>
    must(await putOffcuts(tx, [{ ...piece, planId: planId(), sheetNo: 1 }, piece])),
  );
  expect(await t.inTenant((tx) => offcutAreas(tx, since))).toEqual({ kept: 100_000 * 50_000, scrapped: 0 });
  for (const { id } of [sawn!, byHand!])
    await t.inTenant(async (tx) => must(await scrapOffcut(tx, now, id, '')));
  expect(await t.inTenant((tx) => offcutAreas(tx, since))).toEqual({
    kept: 100_000 * 50_000,
    scrapped: 2 * 100_000 * 50_000,
  });
});
