import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { BASE600 } from '#domain/product/library/base-cabinet.ts';
import { ProblemError } from '#platform/http/client.ts';
import * as contract from './contract.ts';
import { installLibrary } from './install-library.ts';

let t: TestApp;
beforeAll(async () => {
  t = await openTestApp();
  const owner = await t.caller();
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
const productOf = async (code: string) => {
  const office = await t.client('office');
  return (await office.call(contract.listProducts)).products.find((product) => product.code === code)!;
};
const copyOf = (change: (definition: typeof BASE600) => object) => {
  const copy = structuredClone(BASE600);
  return { ...copy, code: `X${crypto.randomUUID().slice(0, 8)}`, ...change(copy) } as never;
};

test('the library is installed once, however often it is run', async () => {
  const owner = await t.caller();
  await t.inTenant((tx) => installLibrary(tx, owner));
  const office = await t.client('office');
  const { products } = await office.call(contract.listProducts);
  expect(products.map((product) => [product.code, product.version])).toEqual([
    ['BASE600', 1],
    ['BOOK800', 1],
    ['DESK1600', 1],
    ['DRAW600', 1],
    ['TALL600', 1],
    ['WALL600', 1],
    ['WARD1000', 1],
  ]);
  const { boards } = await office.call(contract.listMaterials);
  expect(boards.find((board) => board.code === 'W18')).toMatchObject({
    thickness: 18,
    pricePerSquareMetre: '9.50',
  });
});

test('the preview of a base cabinet shows its golden cut list, in mm and money', async () => {
  const office = await t.client('office');
  const { id } = await productOf('BASE600');
  const shown = await office.call(contract.previewProduct, {
    params: { productId: id },
    body: { parameters: {}, quantity: 1 },
  });
  expect(shown.pieces).toBe(9);
  expect(shown.parts[0]).toMatchObject({
    finished: { length: 720, width: 560 },
    cut: { length: 720, width: 559.5 },
    quantity: 2,
  });
  const sum = [shown.cost.boards, shown.cost.edges, shown.cost.hardware, shown.cost.labour].reduce(
    (all, x) => all + Math.round(Number(x) * 100),
    0,
  );
  expect(sum).toBe(Math.round(Number(shown.cost.total) * 100));
  expect(shown.currency).toBe('EUR');
});

test('a parameter out of its range is told beside its field, with the range', async () => {
  const office = await t.client('office');
  const { id } = await productOf('BASE600');
  const problem = await problemOf(
    office.call(contract.previewProduct, {
      params: { productId: id },
      body: { parameters: { width: 99_999 }, quantity: 1 },
    }),
  );
  expect(problem).toMatchObject({ status: 422, code: 'parameters_refused' });
  expect(problem.errors?.[0]).toMatchObject({
    code: 'parameter_out_of_range',
    field: 'parameters.width',
    value: '99999',
  });
  expect(problem.errors?.[0]?.remedy).toMatch(/Choose a value from/);
});

test('faults of a definition are refused with their paths: unknown name, division by zero, no routing, unknown field', async () => {
  const office = await t.client('office');
  const create = (body: never) => problemOf(office.call(contract.createProduct, { body }));

  const unknown = await create(
    copyOf((p) => ({ formulas: [...p.formulas, { name: 'odd', formula: 'widht - 1' }] })),
  );
  expect(unknown.code).toBe('product_invalid');
  expect(unknown.errors?.[0]).toMatchObject({
    code: 'formula_unknown_name',
    field: `formulas.${BASE600.formulas.length}.formula`,
  });

  const zero = await create(
    copyOf((p) => ({ formulas: [...p.formulas, { name: 'odd', formula: 'width / (doors - doors)' }] })),
  );
  expect(zero).toMatchObject({ code: 'formula_division_by_zero', status: 422 });
  expect(zero.errors?.[0]).toMatchObject({ field: `formulas.${BASE600.formulas.length}.formula` });

  const routing = await create(copyOf(() => ({ routing: {} })));
  expect(routing.errors?.[0]).toMatchObject({ code: 'product_without_routing', field: 'routing' });

  const field = await create(copyOf(() => ({ colour: 'red' })));
  expect(field.errors?.[0]).toMatchObject({ code: 'product_field_not_known', field: 'colour' });

  const large = await create(copyOf((p) => ({ parts: [{ ...p.parts[0], length: '2810', width: '600' }] })));
  expect(large).toMatchObject({ code: 'part_larger_than_boards' });
  expect(large.title).toContain('2810');
});

test('a new version is saved once; a change made from an old version is refused', async () => {
  const office = await t.client('office');
  const { id } = await productOf('DESK1600');
  const { definition } = await office.call(contract.getProduct, { params: { productId: id } });
  const change = {
    params: { productId: id },
    query: { version: 1 },
    body: { ...definition, name: 'Desk, sturdy' },
  };
  expect(await office.call(contract.updateProduct, change)).toMatchObject({
    version: 2,
    name: 'Desk, sturdy',
  });
  expect(await problemOf(office.call(contract.updateProduct, change))).toMatchObject({
    code: 'product_changed_meanwhile',
    status: 409,
  });
});

test('prices change all or none, never below zero, never finer than a cent', async () => {
  const office = await t.client('office');
  const change = (...changes: { kind: 'board' | 'edge'; code: string; price: string }[]) =>
    office.call(contract.changePrices, { body: { changes } });
  const price = async () =>
    (await office.call(contract.listMaterials)).boards.find((board) => board.code === 'H3')
      ?.pricePerSquareMetre;
  expect(
    await problemOf(
      change({ kind: 'board', code: 'H3', price: '4.00' }, { kind: 'edge', code: 'ABS10', price: '-1.00' }),
    ),
  ).toMatchObject({
    code: 'price_negative',
    errors: [{ field: 'changes.1.price', value: '-1.00' }],
  });
  expect(await price()).toBe('3.60');
  expect(await problemOf(change({ kind: 'board', code: 'H3', price: '4.005' }))).toMatchObject({
    code: 'amount_too_fine',
  });
  expect(await problemOf(change({ kind: 'board', code: 'NONE', price: '4.00' }))).toMatchObject({
    code: 'material_not_found',
  });
  await change({ kind: 'board', code: 'H3', price: '4.00' });
  expect(await price()).toBe('4.00');
});

test('a board material is added once, changed, and refused with a size of nothing', async () => {
  const planner = await t.client('planner');
  const body = {
    code: 'P19',
    name: 'Plywood 19',
    decor: 'birch',
    thickness: 19,
    grain: 'length' as const,
    pricePerSquareMetre: '32.00',
    gramsPerSquareMetre: 12_900,
    formats: [{ length: 2500, width: 1250 }],
    emissionClass: '',
    claim: '',
  };
  expect(await planner.call(contract.createBoard, { body })).toMatchObject({
    code: 'P19',
    formats: [{ length: 2500, width: 1250 }],
  });
  expect(await problemOf(planner.call(contract.createBoard, { body }))).toMatchObject({
    code: 'code_taken',
    errors: [{ field: 'code' }],
  });
  const { code, ...fields } = body;
  expect(
    await planner.call(contract.updateBoard, { params: { code }, body: { ...fields, thickness: 18.5 } }),
  ).toMatchObject({ thickness: 18.5 });
  expect(
    await problemOf(
      planner.call(contract.updateBoard, {
        params: { code },
        body: { ...fields, formats: [{ length: 0, width: 10 }] },
      }),
    ),
  ).toMatchObject({ code: 'size_zero', errors: [{ field: 'formats.0' }] });
});

test('another factory sees nothing of this catalogue', async () => {
  const other = await t.anotherTenant();
  const { listProducts } = await import('./products.ts');
  expect(await t.app.context.db.inTenant(other, (tx) => listProducts(tx))).toEqual([]);
});

test('a definition is judged while it is written: its parts for any values, or every fault at its formula; nothing is saved', async () => {
  const planner = await t.client('planner');
  const { id } = await productOf('BASE600');
  const { definition, version } = await planner.call(contract.getProduct, { params: { productId: id } });
  const preview = (change: object, parameters = {}) =>
    planner.call(contract.previewDraft, { body: { definition: { ...definition, ...change }, parameters } });
  const wide = await preview({}, { width: 900 });
  expect(wide.parts).toEqual(
    (
      await planner.call(contract.previewProduct, {
        params: { productId: id },
        body: { parameters: { width: 900 }, quantity: 1 },
      })
    ).parts,
  );
  const parts = definition['parts'] as { length: string }[];
  const broken = parts.map((part, i) => (i === 1 ? { ...part, length: 'widht - 2' } : part));
  expect((await problemOf(preview({ parts: broken }))).errors?.[0]).toMatchObject({
    field: 'parts.1.length',
  });
  expect((await problemOf(preview({}, { width: 9 }))).errors?.[0]).toMatchObject({
    field: 'parameters.width',
  });
  expect((await planner.call(contract.getProduct, { params: { productId: id } })).version).toBe(version);
});

test('a work centre is added once with the hours of the first, and its set-up, run time and shifts are changed', async () => {
  const planner = await t.client('planner');
  const centre = {
    code: 'ASM9',
    name: 'Bench 9',
    kind: 'assembly' as const,
    people: 1,
    machines: 1,
    ratePerHour: '48.00',
    setUpMinutes: 0,
  };
  const first = (await planner.call(contract.listMaterials)).centres[0]!;
  const added = await planner.call(contract.createCentre, { body: centre });
  expect(added).toMatchObject({ code: 'ASM9', weekly: first.weekly, runSeconds: null });
  expect(await problemOf(planner.call(contract.createCentre, { body: centre }))).toMatchObject({
    code: 'code_taken',
    errors: [{ field: 'code' }],
  });
  const { code: _, kind: __, ...rest } = centre;
  const change = { ...rest, setUpMinutes: 12, setUpPer: 'run' as const, runSeconds: 90.5 };
  const night = [{ from: 1320, until: 1800 }];
  expect(
    await planner.call(contract.updateCentre, {
      params: { code: 'ASM9' },
      body: { ...change, name: 'Bench nine', weekly: night },
    }),
  ).toMatchObject({ name: 'Bench nine', setUpMinutes: 12, setUpPer: 'run', runSeconds: 90.5, weekly: night });
  const { centres } = await planner.call(contract.listMaterials);
  expect(centres.at(-1)).toMatchObject({ code: 'ASM9', ratePerHour: '48.00' });
});
