import { existsSync, readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { addContact, enterAcceptance } from '#modules/accounts/contacts-contract.ts';
import { createCustomer, signIn } from '#modules/accounts/contract.ts';
import { addMember } from '#modules/accounts/module.ts';
import { installLibrary } from '#modules/catalog/api.ts';
import { createBoard, listProducts } from '#modules/catalog/contract.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { partsOf, progressOf } from '#modules/production/api.ts';
import { ProblemError, type Client } from '#platform/http/client.ts';
import { sql } from 'kysely';
import * as contract from './contract.ts';
import { loadOrder } from './order-facts.ts';
import { loadPaper } from './queries.ts';

const KITCHEN = new URL('../../../shared/samples/homag/kitchen.xlsx', import.meta.url);

let t: TestApp;
let office: Client;
let customerId: string;
beforeAll(async () => {
  t = await openTestApp();
  const owner = await t.caller();
  await t.inTenant((tx) => installLibrary(tx, owner));
  office = await t.client('office');
  customerId = (await takeOn('Forest House Ltd')).id;
});
afterAll(() => t.close());

const takeOn = (name: string) =>
  office.call(createCustomer, {
    body: {
      name,
      email: `${name.slice(0, 4).toLowerCase()}@customer.example`,
      street: '4 Mill Street',
      postcode: '72070',
      city: 'Tübingen',
    } as never,
  });
const problemOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof ProblemError)) throw new Error(`expected a problem, got ${JSON.stringify(error)}`);
  return error.problem;
};
const productId = async (code: string) =>
  (await office.call(listProducts)).products.find((product) => product.code === code)!.id as Id;
const draft = () =>
  office.call(contract.createOrder, {
    body: { customerId: customerId as Id, reference: 'Plot 14', wantedOn: null },
  });
const params = (order: { id: string }) => ({ orderId: order.id as Id });
const add = async (
  order: { id: string },
  code: string,
  parameters = {},
  quantity = 1,
  unitNet: string | null = null,
) =>
  office.call(contract.addProductLine, {
    params: params(order),
    body: { productId: await productId(code), parameters, quantity, unitNet },
  });
const upload = (order: { id: string }, name: string, bytes: Uint8Array | string) =>
  office.call(contract.uploadPartList, {
    params: params(order),
    upload: { name, bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes },
  });

describe('an order from draft to production', () => {
  test('numbers follow each other without a gap, also when many begin at once and one is refused', async () => {
    const before = (await draft()).number;
    await Promise.all([
      draft(),
      problemOf(
        office.call(contract.createOrder, {
          body: { customerId: crypto.randomUUID() as Id, reference: '', wantedOn: null },
        }),
      ),
      draft(),
      draft(),
    ]);
    const { orders } = await office.call(contract.listOrders, { query: { limit: 200 } });
    const numbers = orders.map((order) => Number(order.number.slice(2))).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, i) => 1001 + i));
    expect(before).toMatch(/^K-\d{4}$/);
  });

  test('the price follows the rule, the total adds tax per rate, and a price somebody set stays until the rule is asked again', async () => {
    let order = await add(await draft(), 'BASE600', { width: 750 }, 6);
    const [line] = order.lines;
    expect(line).toMatchObject({ quantity: 6, kind: 'product', pieces: 54, taxPercent: '19' });
    expect(line!.description).toContain('750');
    // The unit price is cost × 1.15 ÷ 0.75; the cost of six is shown on the line.
    expect(Number(line!.unitNet)).toBeCloseTo((Number(line!.cost.total) / 6) * (1.15 / 0.75), 1);

    const set = (unitNet: string | null, quantity = 6) =>
      office.call(contract.updateLine, {
        params: { ...params(order), lineNo: 1 },
        body: { quantity, unitNet },
      });
    order = await set('199.90', 2);
    // 2 × 199.90 = 399.80; 19 % = 75.962 → 75.96
    expect(order.totals).toMatchObject({ net: '399.80', tax: '75.96', gross: '475.76' });
    expect(await problemOf(set('-0.01'))).toMatchObject({
      code: 'price_negative',
      status: 422,
      errors: [{ field: 'unitNet', value: '-0.01' }],
    });
    order = await set(null);
    expect(order.lines[0]!.unitNet).toBe(order.lines[0]!.calculated);
  });

  test('two rates are taxed apart', async () => {
    const order = await draft();
    await add(order, 'BASE600', {}, 1, '100.00');
    const second = await office.call(contract.addProductLine, {
      params: params(order),
      body: {
        productId: await productId('BOOK800'),
        parameters: {},
        quantity: 1,
        unitNet: '50.00',
        taxPercent: '7',
      },
    });
    expect(second.totals.taxes).toEqual([
      { percent: '19', net: '100.00', tax: '19.00' },
      { percent: '7', net: '50.00', tax: '3.50' },
    ]);
  });

  test('quote, change, quote again, accept: work is released once, papers and mails follow', async () => {
    let order = await draft();
    expect(
      await problemOf(office.call(contract.quoteOrder, { params: params(order), body: {} })),
    ).toMatchObject({ code: 'order_empty', status: 409 });
    await add(order, 'BASE600', {}, 2);
    order = await add(order, 'WARD1000');
    expect(
      await problemOf(office.call(contract.acceptOrder, { params: params(order), body: {} })),
    ).toMatchObject({ code: 'order_not_quoted' });

    order = await office.call(contract.quoteOrder, { params: params(order), body: {} });
    expect(order).toMatchObject({ state: 'quoted', revision: 1, validUntil: '2026-04-01' });
    expect(order.promisedOn! > '2026-03-01').toBe(true);
    order = await office.call(contract.updateLine, {
      params: { ...params(order), lineNo: 1 },
      body: { quantity: 3, unitNet: null },
    });
    expect(order).toMatchObject({ state: 'draft', validUntil: null });
    order = await office.call(contract.quoteOrder, {
      params: params(order),
      body: { validUntil: '2026-03-10' },
    });
    expect(order.revision).toBe(2);

    const accept = () =>
      office.call(contract.acceptOrder, { params: params(order), body: { dueOn: '2026-03-27' } });
    const outcomes = await Promise.allSettled([accept(), accept()]);
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    await t.app.runDueJobs();
    order = await office.call(contract.getOrder, { params: params(order) });
    expect(order).toMatchObject({ state: 'accepted', dueOn: '2026-03-27' });
    expect(order.papers.map((paper) => [paper.kind, paper.revision])).toEqual([
      ['quote', 1],
      ['quote', 2],
      ['confirmation', 1],
    ]);
    expect(order.mails.map((mail) => mail.kind).sort()).toEqual([
      'orders.confirmation',
      'orders.quote.1',
      'orders.quote.2',
    ]);
    expect(order.timeline.map((event) => event.name)).toEqual(
      expect.arrayContaining(['order.created', 'order.quoted', 'order.accepted', 'work.released']),
    );
    expect(order.steps.find((step) => step.state === 'now')?.key).toBe('optimise');

    // 3 × 9 parts of BASE600 + 15 of WARD1000, each a physical part; four units.
    const parts = await t.inTenant((tx) => partsOf(tx, order.id as Id));
    expect(parts).toHaveLength(42);
    const progress = (await t.inTenant((tx) => progressOf(tx, [order.id as Id]))).get(order.id as Id);
    expect(progress?.units.open).toBe(4);

    const paper = must(await t.inTenant((tx) => loadPaper(tx, order.id as Id, 'quote', 2)));
    const bytes = await t.app.context.files.readAll(t.tenantId, paper.hash);
    expect(Buffer.from(bytes!.subarray(0, 5)).toString()).toBe('%PDF-');
    const facts = must(await t.inTenant((tx) => loadOrder(tx, order.id as Id)));
    expect(facts.lines.map((line) => [line.lineNo, line.quantity])).toEqual([
      [1, 3],
      [2, 1],
    ]);
    expect(
      await problemOf(office.call(contract.removeLine, { params: { ...params(order), lineNo: 1 } })),
    ).toMatchObject({ code: 'order_not_editable' });
  });

  test('a quote keeps what it said, whatever happens to prices later', async () => {
    const order = await add(await draft(), 'BOOK800', {}, 1, '120.00');
    await office.call(contract.quoteOrder, { params: params(order), body: {} });
    await office.call(contract.updateLine, {
      params: { ...params(order), lineNo: 1 },
      body: { quantity: 1, unitNet: '99.00' },
    });
    const kept = await t.inTenant((tx) =>
      sql<{
        totals: { net: string };
      }>`select totals from sales_quote where tenant_id = ${tx.tenantId} and sales_order_id = ${order.id}`.execute(
        tx.tables(),
      ),
    );
    expect(kept.rows[0]!.totals.net).toBe('120.00');
    await expect(
      t.inTenant((tx) => sql`update sales_quote set totals = '{}'`.execute(tx.tables())),
    ).rejects.toThrow(/permission denied/);
  });

  test('an expired quote is not accepted; a day that is past is no delivery day', async () => {
    const order = await add(await draft(), 'BASE600');
    expect(
      await problemOf(
        office.call(contract.quoteOrder, { params: params(order), body: { validUntil: '2026-03-01' } }),
      ),
    ).toMatchObject({
      code: 'valid_until_passed',
      errors: [{ field: 'validUntil' }],
    });
    await office.call(contract.quoteOrder, { params: params(order), body: { validUntil: '2026-03-02' } });
    expect(
      await problemOf(
        office.call(contract.acceptOrder, { params: params(order), body: { dueOn: '2026-03-01' } }),
      ),
    ).toMatchObject({
      code: 'due_on_passed',
      errors: [{ field: 'dueOn' }],
    });
    const row = sql`update sales_order set valid_until = '2026-03-01' where id = ${order.id}`;
    await t.inTenant((tx) => row.execute(tx.tables()));
    expect(
      await problemOf(office.call(contract.acceptOrder, { params: params(order), body: {} })),
    ).toMatchObject({ code: 'quote_expired' });
  });

  test('a part larger than every board, an unknown parameter, an unknown product: each beside its field, nothing saved', async () => {
    const order = await draft();
    const wide = await problemOf(add(order, 'DESK1600', { width: 99 }));
    expect(wide.errors?.[0]).toMatchObject({ field: 'parameters.width', code: 'parameter_out_of_range' });
    const odd = await problemOf(add(order, 'DESK1600', { widht: 1600 }));
    expect(odd.errors?.[0]).toMatchObject({ field: 'parameters.widht', code: 'parameter_not_known' });
    const gone = await problemOf(
      office.call(contract.addProductLine, {
        params: params(order),
        body: { productId: crypto.randomUUID() as Id, parameters: {}, quantity: 1, unitNet: null },
      }),
    );
    expect(gone).toMatchObject({ code: 'product_not_found', errors: [{ field: 'productId' }] });
    expect((await office.call(contract.getOrder, { params: params(order) })).lines).toEqual([]);
  });

  test('copy makes a new draft with the same lines at the prices of today; cancel keeps the number', async () => {
    const order = await add(await draft(), 'BASE600', { width: 900 }, 3, '1.00');
    const copy = await office.call(contract.copyOrder, { params: params(order), body: {} });
    expect(copy).toMatchObject({ state: 'draft', reference: 'Plot 14' });
    expect(copy.lines[0]).toMatchObject({ quantity: 3, parameters: { width: 900 } });
    expect(copy.lines[0]!.unitNet).toBe(copy.lines[0]!.calculated);
    const cancelled = await office.call(contract.cancelOrder, {
      params: params(order),
      body: { reason: 'customer moved' },
    });
    expect(cancelled).toMatchObject({ state: 'cancelled', number: order.number });
    expect(await problemOf(add(order, 'BASE600'))).toMatchObject({ code: 'order_not_editable' });
  });

  test('the list is filtered by state, customer and text, and paged', async () => {
    const mine = await takeOn('Zebra Interiors');
    const order = await office.call(contract.createOrder, {
      body: { customerId: mine.id as Id, reference: 'Reception 100%', wantedOn: null },
    });
    const find = async (query: object) =>
      (await office.call(contract.listOrders, { query })).orders.map((each) => each.number);
    expect(await find({ find: 'zebra' })).toEqual([order.number]);
    expect(await find({ find: '100%' })).toEqual([order.number]);
    expect(await find({ find: order.number.toLowerCase() })).toEqual([order.number]);
    expect(await find({ customerId: mine.id, state: 'quoted' })).toEqual([]);
    const first = await office.call(contract.listOrders, { query: { limit: 2 } });
    const second = await office.call(contract.listOrders, { query: { limit: 2, cursor: first.next } });
    expect(Number(first.orders[1]!.number.slice(2)) - Number(second.orders[0]!.number.slice(2))).toBe(1);
  });

  test('the live price of a cabinet has parts, cost, weight and warnings', async () => {
    const shown = await office.call(contract.priceLine, {
      body: {
        productId: await productId('BASE600'),
        parameters: { width: 1000 },
        quantity: 2,
        unitNet: null,
      },
    });
    expect(Number(shown.net)).toBeCloseTo(Number(shown.unitNet) * 2, 2);
    expect(shown.one.parts.length).toBeGreaterThan(5);
    expect(shown.one.kilograms).toBeGreaterThan(10);
  });

  test('another factory does not find the order, a worker may not look', async () => {
    const order = await draft();
    const other = await t.anotherTenant();
    expect(await t.app.context.db.inTenant(other, (tx) => loadOrder(tx, order.id as Id))).toMatchObject({
      ok: false,
      refusal: { code: 'order_unknown' },
    });
    const worker = await t.client('worker');
    expect(await problemOf(worker.call(contract.getOrder, { params: params(order) }))).toMatchObject({
      status: 403,
    });
  });
});

const CSV = `Name;Material;Länge;Breite;Anzahl;Kante vorne;Maserung
Seite;W18;720,5;560;2;ABS08;0
Boden;W18;564;;1;ABS08;0
Front;P18-OAK;715;296;2;;1
Fachboden;W18;abc;520;1;ABS99;0
Rückwand;H3;716;596;1;;
Riese;W18;2810;600;1;;0
`;

describe('imported part lists', () => {
  test('good rows are kept, each bad cell is told with row, column, value and remedy', async () => {
    const order = await draft();
    const list = await upload(order, 'schrank.csv', CSV);
    expect(list.good.map((part) => [part.label, part.finished.length, part.quantity])).toEqual([
      ['Seite', 720.5, 2],
      ['Rückwand', 716, 1],
    ]);
    const told = list.refused.map((fault) => [fault.row, fault.code]);
    expect(told).toEqual(
      expect.arrayContaining([
        [3, 'row_number_empty'],
        [4, 'row_material_not_listed'],
        [5, 'row_number_not_readable'],
        [7, 'part_larger_than_boards'],
      ]),
    );
    expect(list.refusedRows).toBe(4);
    expect(list.refused.every((fault) => fault.title.length > 5 && fault.remedy.length > 5)).toBe(true);
    expect(list.unmatched.materials).toMatchObject([{ code: 'P18-OAK', rows: 1 }]);

    const taken = await office.call(contract.takePartList, {
      params: { ...params(order), importId: list.id as Id },
      body: { name: 'Cabinet by list', quantity: 2, unitNet: null },
    });
    expect(taken.lines[0]).toMatchObject({
      kind: 'part_list',
      name: 'Cabinet by list',
      quantity: 2,
      pieces: 6,
    });
    expect(
      await problemOf(
        office.call(contract.takePartList, {
          params: { ...params(order), importId: list.id as Id },
          body: { name: '', quantity: 1, unitNet: null },
        }),
      ),
    ).toMatchObject({ code: 'part_list_taken' });
  });

  test('what a code means is chosen once and remembered for this customer alone', async () => {
    const order = await draft();
    const list = await upload(order, 'schrank.csv', CSV);
    const choose = (materials: Record<string, string>) =>
      office.call(contract.readPartList, {
        params: { ...params(order), importId: list.id as Id },
        body: { materials, edges: {}, markedEdge: null, sizes: 'finished' },
      });
    expect(await problemOf(choose({ 'P18-OAK': 'NOPE' }))).toMatchObject({
      code: 'mapping_refused',
      errors: [{ field: 'materials.P18-OAK', value: 'NOPE' }],
    });
    expect((await choose({ 'P18-OAK': 'D18' })).good.map((part) => part.material)).toEqual([
      'W18',
      'D18',
      'H3',
    ]);
    const again = await upload(await draft(), 'schrank.csv', CSV);
    expect(again.unmatched.materials).toEqual([]);
    const other = await takeOn('Another Buyer');
    const theirs = await office.call(contract.createOrder, {
      body: { customerId: other.id as Id, reference: '', wantedOn: null },
    });
    expect((await upload(theirs, 'schrank.csv', CSV)).unmatched.materials).toHaveLength(1);
  });

  test.skipIf(!existsSync(KITCHEN))(
    'a kitchen of 19 rows from an optimiser becomes an accepted order',
    async () => {
      const order = await draft();
      const list = await upload(order, 'kitchen.xlsx', readFileSync(KITCHEN));
      expect(list.good).toEqual([]);
      expect(list.unmatched.materials.map((each) => [each.code, each.thickness])).toEqual([
        ['P2_White_19.0', 19],
        ['P2_Gold_Craft_Oak_19.0', 19],
      ]);
      const take = () =>
        office.call(contract.takePartList, {
          params: { ...params(order), importId: list.id as Id },
          body: { name: '', quantity: 1, unitNet: null },
        });
      expect(await problemOf(take())).toMatchObject({ code: 'part_list_nothing_good' });

      const board = {
        decor: 'x',
        thickness: 19,
        pricePerSquareMetre: '12.00',
        gramsPerSquareMetre: 12_500,
        formats: [{ length: 2800, width: 2070 }],
        emissionClass: '',
        claim: '',
      };
      await office.call(createBoard, {
        body: { ...board, code: 'P2_White_19.0', name: 'White 19', grain: 'none' },
      });
      await office.call(createBoard, {
        body: { ...board, code: 'P2_Gold_Craft_Oak_19.0', name: 'Gold craft oak 19', grain: 'length' },
      });
      const matched = await office.call(contract.readPartList, {
        params: { ...params(order), importId: list.id as Id },
        body: {
          materials: {},
          edges: { PP_White_1_3: 'ABS08', 'PP_White_1.3_22_HM': 'ABS08', 'PP_Oak_bright_1.3_22_HM': 'ABS10' },
          markedEdge: null,
          sizes: 'finished',
        },
      });
      expect(matched.good).toHaveLength(19);
      expect(matched.refused).toEqual([]);
      const shelf = matched.good.find((part) => part.material === 'P2_Gold_Craft_Oak_19.0');
      // 249 − 2 × 1.0 + 2 × 0.5 and 511 − 2 × 1.0 + 2 × 0.5: bands of 1 mm all round, 0.5 mm milled on each side.
      expect(shelf).toMatchObject({ grain: 'length', quantity: 3, cut: { length: 248, width: 510 } });
      await take();
      await office.call(contract.quoteOrder, { params: params(order), body: {} });
      const accepted = await office.call(contract.acceptOrder, { params: params(order), body: {} });
      expect(accepted).toMatchObject({ state: 'accepted' });
      const pieces = matched.good.reduce((all, part) => all + part.quantity, 0);
      expect(await t.inTenant((tx) => partsOf(tx, order.id as Id))).toHaveLength(pieces);
      expect(accepted.lines[0]!.pieces).toBe(pieces);
    },
  );

  test('merged cells refuse their rows and leave the others', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('Parts');
    sheet.addRow(['Name', 'Material', 'Length', 'Width', 'Quantity']);
    sheet.addRow(['Side', 'W18', 720, 560, 2]);
    sheet.addRow(['Shelf', 'W18', 562, 520, 1]);
    sheet.addRow(['Shelf', 'W18', 562, 520, 1]);
    sheet.mergeCells('B3:B4');
    const list = await upload(await draft(), 'merged.xlsx', new Uint8Array(await book.xlsx.writeBuffer()));
    expect(list.good.map((part) => part.label)).toEqual(['Side']);
    expect(list.refused.map((fault) => [fault.row, fault.code])).toEqual([
      [3, 'cells_merged'],
      [4, 'cells_merged'],
    ]);
  });

  test('wrong type, no columns, empty, damaged: each file has its own refusal and leaves no trace', async () => {
    const order = await draft();
    const refused = async (name: string, bytes: Uint8Array | string) =>
      (await problemOf(upload(order, name, bytes))).code;
    expect(
      await refused('photo.xlsx', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])),
    ).toBe('file_type_wrong');
    expect(await refused('notes.csv', 'a;b\n1;2\n')).toBe('part_list_columns_missing');
    expect(await refused('empty.csv', '\n\n')).toMatch(/part_list_empty|file_empty/);
    expect(
      await refused('broken.xlsx', new Uint8Array([0x50, 0x4b, 3, 4, ...new Array<number>(60).fill(7)])),
    ).toBe('file_damaged');
    const left = await t.inTenant((tx) =>
      sql<{
        n: number;
      }>`select count(*)::int as n from part_list_import where tenant_id = ${tx.tenantId} and sales_order_id = ${order.id}`.execute(
        tx.tables(),
      ),
    );
    expect(left.rows[0]!.n).toBe(0);
  });

  test('an upload of more than 20 MB is cut off with its own sentence', async () => {
    const order = await draft();
    const problem = await problemOf(
      upload(order, 'large.csv', new Uint8Array(contract.UPLOAD_BYTES_MAX + 1)),
    );
    expect(problem).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(problem.title).toContain('20 MB');
  });

  test('a zip bomb is refused before it unfolds', async () => {
    const problem = await problemOf(upload(await draft(), 'bomb.xlsx', bomb()));
    expect(problem.code).toBe('file_inflates_too_far');
  });
});

/** A workbook whose one sheet claims to inflate to 300 MB. */
function bomb(): Uint8Array {
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const size = 300 * 1024 * 1024;
  const packed = deflateRawSync(Buffer.alloc(1024 * 1024, 0x20));
  const header = (signature: number, extra: number) => {
    const bytes = Buffer.alloc(extra);
    bytes.writeUInt32LE(signature, 0);
    return bytes;
  };
  const local = header(0x04034b50, 30);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(size, 22);
  local.writeUInt16LE(name.length, 26);
  const central = header(0x02014b50, 46);
  central.writeUInt16LE(20, 4);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(size, 24);
  central.writeUInt16LE(name.length, 28);
  const end = header(0x06054b50, 22);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(local.length + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}

test('an order with the operator waits until somebody who speaks for the customer has accepted the policies', async () => {
  const { db, clock } = t.app.context;
  const { operatorTenantId } = (await loadInstallation(db, clock.now()))!;
  const caller = await t.caller('owner', operatorTenantId);
  const operator = await t.client('operator');
  const said = { act: 'telephone', givenBy: 'Mrs Ash', givenOn: '2026-03-01' } as const;
  const consent = (form: string) => ({ form, version: 1, policyVersion: 1, ...said });
  const { id } = await operator.call(createCustomer, {
    body: { name: 'Ash', email: 'buy@ash.example' } as never,
    consent: consent('accounts.customer'),
  });
  const contact = (name: string, owner: boolean) =>
    operator.call(addContact, {
      params: { customerId: id as Id },
      body: { name, owner, email: `${name}@ash.example` } as never,
      consent: consent('accounts.contact'),
    });
  const enter = (who: { id: string }) =>
    operator.call(enterAcceptance, {
      params: { customerId: id as Id, contactId: who.id as Id },
      body: { act: 'letter' },
    });
  await db.inTenant(operatorTenantId, (tx) => installLibrary(tx, caller));
  const person = { email: 'desk@operator.example', password: 'seven larches at the lake' };
  const member = { ...person, name: 'Desk', locale: 'en', role: 'office' } as const;
  await addMember(db, clock.now(), operatorTenantId, member);
  const desk = await t.client(null);
  await desk.call(signIn, { body: person });
  const body = { customerId: id as Id, reference: '', wantedOn: null };
  const order = await desk.call(contract.createOrder, { body });
  const [product] = (await desk.call(listProducts)).products;
  const line = { productId: product!.id as Id, parameters: {}, quantity: 1, unitNet: null };
  await desk.call(contract.addProductLine, { params: params(order), body: line });
  await desk.call(contract.quoteOrder, { params: params(order), body: {} });
  const accept = () => desk.call(contract.acceptOrder, { params: params(order), body: {} });
  const refused = {
    code: 'customer_policy_not_accepted',
    title: 'The customer has not accepted version 1 of the privacy policy.',
  };

  expect(await problemOf(accept())).toMatchObject(refused);
  const clerk = await contact('clerk', false);
  expect(await problemOf(enter(clerk))).toMatchObject({ code: 'contact_without_authority' });
  const head = await contact('head', true);
  expect(await problemOf(accept())).toMatchObject(refused);
  expect((await enter(head)).accepted).toEqual([
    { document: 'privacy', version: 1 },
    { document: 'cancellation', version: 1 },
  ]);
  expect((await enter(head)).accepted).toEqual([]);
  expect((await accept()).state).toBe('accepted');
});
