import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCustomer } from '#modules/accounts/contract.ts';
import {
  getInvoice,
  invoicePdf,
  issueDeposit,
  issueInvoice,
  listInvoices,
  orderMargin,
  recordPayment,
} from '#modules/billing/contract.ts';
import { checkBeforeIssue, setOrderTerms } from '#modules/billing/before-issue/contract.ts';
import { invoiceDocument } from '#modules/billing/electronic.ts';
import { profit, profitRows } from '#modules/billing/profit/contract.ts';
import { createBoard, createEdge, listProducts } from '#modules/catalog/contract.ts';
import { installLibrary } from '#modules/catalog/module.ts';
import { deliverNote, loadNote } from '#modules/delivery/contract.ts';
import {
  acceptOrder,
  addFreeLine,
  addProductLine,
  createOrder,
  getOrder,
  listOrders,
  quoteOrder,
  readPartList,
  takePartList,
  uploadPartList,
} from '#modules/orders/contract.ts';
import {
  askForPlan,
  createBatch,
  getBatch,
  getPlan,
  getSchedule,
  getStation,
  getWork,
  listCutting,
  listStations,
  releasePlan,
  sendCommand,
  type StationCommand,
} from '#modules/production/contract.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import { receiveBoards } from '#modules/stock/contract.ts';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Client } from '#platform/http/client.ts';
import type { ResponseOf } from '#platform/http/contract.ts';

const KITCHEN = new URL('../../../shared/samples/homag/kitchen.xlsx', import.meta.url);

/** How an order ends, told on its own page. */
const LAST_STEPS = ['order.delivered', 'order.invoiced', 'order.paid'];

/** A real order from quote to paid invoice, through the doors a person or a program uses, with a clock that is moved. */
describe.skipIf(!existsSync(KITCHEN))('an order of two products and an imported part list', () => {
  let t: TestApp;
  let office: Client;
  let planner: Client;
  let worker: Client;
  let driver: Client;
  const received: ParsedMail[] = [];
  let mailServer: SMTPServer;

  beforeAll(async () => {
    mailServer = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, _session, done) => {
        simpleParser(stream).then(
          (mail) => {
            received.push(mail);
            done();
          },
          (error: unknown) => done(error as Error),
        );
      },
    });
    const port = await new Promise<number>((resolve) => {
      const listening = mailServer.listen(0, '127.0.0.1', () =>
        resolve((listening.address() as { port: number }).port),
      );
    });
    t = await openTestApp({ relay: { host: '127.0.0.1', port, security: 'none' } });
    const caller = await t.caller('owner');
    await t.inTenant(async (tx) => {
      await installLibrary(tx, caller);
      await saveCompany(tx, DEMO_COMPANY);
    });
    await signInAll();
  });
  /** Sessions end over night: on another day everybody signs in again. */
  async function signInAll(): Promise<void> {
    [office, planner, worker, driver] = await Promise.all([
      t.client('office'),
      t.client('planner'),
      t.client('worker'),
      t.client('driver'),
    ]);
  }
  async function later(step: { days?: number; hours?: number }): Promise<void> {
    t.clock.advance(step);
    await signInAll();
  }
  afterAll(async () => {
    await t.close();
    await new Promise<void>((resolve) => mailServer.close(() => resolve()));
  });

  let orderId: string;
  const ids: Record<string, string> = {};

  test('the office quotes two cabinets and a customer’s workbook of 19 rows', async () => {
    const customer = await office.call(createCustomer, {
      body: {
        name: 'Forest House Ltd',
        email: 'buy@forest.example',
        street: 'Mühlstraße 4',
        postcode: '72070',
        city: 'Tübingen',
      } as never,
    });
    const products = (await office.call(listProducts, {})).products;
    const byCode = (code: string) => products.find((product) => product.code === code)!.id;
    const order = await office.call(createOrder, {
      body: { customerId: customer.id, reference: 'Kitchen Tübingen', wantedOn: null } as never,
    });
    orderId = order.id;
    await office.call(addProductLine, {
      params: { orderId },
      body: { productId: byCode('BASE600'), parameters: { width: 750 }, quantity: 2, unitNet: null } as never,
    });
    await office.call(addProductLine, {
      params: { orderId },
      body: { productId: byCode('WARD1000'), parameters: {}, quantity: 1, unitNet: null } as never,
    });
    const owner = await t.client('owner');
    for (const [code, grain, price] of [
      ['GOLD19', 'length', '16.00'],
      ['WHITE19', 'none', '10.20'],
    ] as const)
      await owner.call(createBoard, {
        body: {
          code,
          name: code,
          decor: code,
          thickness: 19,
          grain,
          pricePerSquareMetre: price,
          gramsPerSquareMetre: 12_400,
          formats: [{ length: 2800, width: 2070 }],
        } as never,
      });
    await owner.call(createEdge, {
      body: { code: 'PP13', name: 'PP 1.3', thickness: 1.3, height: 22, pricePerMetre: '0.40' },
    });
    const preview = await office.call(uploadPartList, {
      params: { orderId },
      upload: { bytes: await readFile(KITCHEN), name: 'kitchen.xlsx' },
    });
    expect(preview).toMatchObject({ refusedRows: 19, unmatched: { materials: [{}, {}] } });
    const map = (codes: readonly { code: string }[], to: string) =>
      Object.fromEntries(codes.map(({ code }) => [code, to]));
    const read = await office.call(readPartList, {
      params: { orderId, importId: preview.id },
      body: {
        materials: { 'P2_Gold_Craft_Oak_19.0': 'GOLD19', 'P2_White_19.0': 'WHITE19' },
        edges: map(preview.unmatched.edges, 'PP13'),
        markedEdge: null,
        sizes: 'finished',
      } as never,
    });
    expect(read.good).toHaveLength(19);
    await office.call(takePartList, {
      params: { orderId, importId: preview.id },
      body: { name: 'Kitchen carcasses', quantity: 1, unitNet: '1250.00' } as never,
    });
    // Sold and not made here, and a text: both on the papers, the first in totals, invoice and margin too.
    for (const [name, unitNet, unitCost] of [
      ['Assembly on site', '240.00', '180.00'],
      ['Sockets are not part of this quote.', null, null],
    ] as const)
      await office.call(addFreeLine, {
        params: { orderId: orderId as never },
        body: { name, note: '', quantity: 1, unit: '', unitNet, unitCost },
      });
    const quoted = await office.call(quoteOrder, { params: { orderId }, body: {} });
    expect(quoted).toMatchObject({ state: 'quoted', revision: 1 });
    expect(quoted.lines).toHaveLength(5);
    await t.app.runDueJobs();
    expect(received.at(-1)).toMatchObject({ subject: expect.stringContaining(quoted.number) as string });
    expect(received.at(-1)!.attachments.map((file) => file.contentType)).toEqual(['application/pdf']);
  });

  test('the customer accepts two days later: every physical part has a code, every unit an operation list', async () => {
    await later({ days: 2 });
    const accepted = await office.call(acceptOrder, { params: { orderId }, body: {} });
    expect(accepted.state).toBe('accepted');
    await t.app.runDueJobs();
    const work = await office.call(getWork, { params: { orderId } });
    // Two BASE600 of 9 parts, one WARD1000 of 15, and the pieces of the list.
    const list = accepted.lines[2]!.pieces;
    expect(work.parts).toHaveLength(2 * 9 + 15 + list);
    expect(new Set(work.parts.map((part) => part.code)).size).toBe(work.parts.length);
    expect(work.units).toHaveLength(4);
    const deposit = await office.call(issueDeposit, {
      params: { orderId: orderId as never },
      body: { kind: 'deposit', percent: '30' },
    });
    ids['deposit'] = deposit.gross;
    expect(deposit).toMatchObject({ kind: 'deposit', number: 'INV-2026-0001', state: 'open' });
    await expect(
      office.call(issueDeposit, {
        params: { orderId: orderId as never },
        body: { kind: 'progress', percent: '71' },
      }),
    ).rejects.toMatchObject({ problem: { errors: [{ code: 'deposit_above_order' }] } });
    await office.call(recordPayment, {
      params: { invoiceId: deposit.id as never },
      body: { amount: deposit.open } as never,
    });
  });

  test('the planner cuts: a batch per material, solved in a worker, checked, released', async () => {
    for (const [material, quantity] of [
      ['W18', 12],
      ['D18', 8],
      ['H3', 6],
      ['GOLD19', 20],
      ['WHITE19', 20],
    ] as const)
      await office.call(receiveBoards, {
        body: { materialCode: material, length: 2800, width: 2070, quantity } as never,
      });
    const waiting = (await planner.call(listCutting, {})).materials;
    expect(waiting.map((material) => material.code).sort()).toEqual([
      'D18',
      'GOLD19',
      'H3',
      'W18',
      'WHITE19',
    ]);
    for (const material of waiting) {
      const batch = await planner.call(createBatch, {
        body: { material: material.code, orderIds: [orderId] as never },
      });
      await planner.call(askForPlan, {
        params: { batchId: batch.id as never },
        body: { objective: 'cost', seconds: 5, moves: 200, seed: 1 },
      });
      await t.app.runDueJobs();
      const { plans, runs } = await planner.call(getBatch, { params: { batchId: batch.id as never } });
      expect(runs.map((run) => [run.state, run.problem])).toEqual([['done', null]]);
      expect(plans[0]!.faults).toEqual([]);
      const page = await planner.call(getPlan, { params: { planId: plans[0]!.id as never } });
      expect(page.patterns.length).toBeGreaterThan(0);
      await planner.call(releasePlan, { params: { planId: plans[0]!.id as never } });
    }
    await t.app.runDueJobs();
    const schedule = await planner.call(getSchedule, {});
    expect(schedule.rows.length).toBeGreaterThan(0);
    expect(schedule.orders.map((order) => order.number)).toHaveLength(1);
  });

  test('the stations finish every part; a chipped door is made again', async () => {
    const send = (centre: string, command: StationCommand) =>
      worker.call(sendCommand, {
        params: { centre },
        body: { key: crypto.randomUUID(), at: t.clock.now(), command } as never,
      });
    let remade = false;
    for (let round = 0; round < 60; round++) {
      let moved = 0;
      await signInAll();
      for (const station of (await worker.call(listStations, {})).stations) {
        const at = await worker.call(getStation, { params: { centre: station.code } });
        for (const sheet of at.sheets) {
          expect(await send(at.centre, { do: 'sheet-done', sheetId: sheet.id as never })).toMatchObject({
            outcome: 'done',
          });
          moved++;
        }
        for (const part of at.parts.filter((p) => !p.notYet)) {
          t.clock.advance({ minutes: 1 });
          if (!remade && part.label.toLowerCase().includes('door')) {
            remade = true;
            expect(
              await send(at.centre, { do: 'bad-part', code: part.code, reason: 'chipped' }),
            ).toMatchObject({ outcome: 'done' });
          } else
            expect(await send(at.centre, { do: 'part-done', code: part.code })).toMatchObject({
              outcome: 'done',
            });
          moved++;
        }
        for (const unit of at.units.filter((u) => u.parts.every((part) => part.ready))) {
          t.clock.advance({ minutes: 20 });
          expect(
            await send(at.centre, { do: 'unit-done', unitId: unit.id as never, force: false }),
          ).toMatchObject({ outcome: 'done' });
          moved++;
        }
      }
      await t.app.runDueJobs();
      // The remade door waits for a sheet of its own.
      for (const material of (await planner.call(listCutting, {})).materials) {
        const batch = await planner.call(createBatch, {
          body: { material: material.code, orderIds: [orderId] as never },
        });
        await planner.call(askForPlan, {
          params: { batchId: batch.id as never },
          body: { objective: 'cost', seconds: 5, moves: 50, seed: 1 },
        });
        await t.app.runDueJobs();
        const { plans } = await planner.call(getBatch, { params: { batchId: batch.id as never } });
        await planner.call(releasePlan, { params: { planId: plans[0]!.id as never } });
        moved++;
      }
      if (moved === 0) break;
    }
    const work = await office.call(getWork, { params: { orderId } });
    expect(work.units.map((unit) => unit.state)).toEqual(['packed', 'packed', 'packed', 'packed']);
    expect(work.remakes).toHaveLength(1);
    expect(work.finishedAt).not.toBeNull();
  });

  test('the driver loads and delivers', async () => {
    await later({ days: 1 });
    const note = await driver.call(loadNote, { params: { orderId: orderId as never }, body: {} });
    expect(note.packages).toHaveLength(4);
    t.clock.advance({ hours: 2 });
    const delivered = await driver.call(deliverNote, {
      params: { noteId: note.id as never },
      body: { receivedBy: 'J. Miller' },
    });
    expect(delivered.state).toBe('delivered');
    await t.app.runDueJobs();
  });

  test('the office invoices what was delivered, once, and sends the PDF', async () => {
    const at = { params: { orderId: orderId as never } };
    const reference = (buyerReference: string) =>
      office.call(setOrderTerms, { ...at, body: { buyerReference } });
    await expect(reference('04011000-12346-03')).rejects.toMatchObject({
      problem: { errors: [{ code: 'leitweg_id_wrong', field: 'buyerReference' }] },
    });
    await reference('04011000-12345-03');
    // What a receiver would say of it; asked as often as one likes, nothing is issued by it.
    for (let ask = 0; ask < 2; ask++)
      expect(await office.call(checkBeforeIssue, at)).toMatchObject({ required: false, profile: 'en16931' });
    const invoice = await office.call(issueInvoice, at);
    ids['invoice'] = invoice.id;
    const caller = await t.caller('office');
    const data = await t.inTenant((tx) => invoiceDocument(tx, caller, invoice.id as never, 'en16931'));
    expect(data).toMatchObject({ ok: true, value: { buyerReference: '04011000-12345-03' } });
    expect(invoice.number).toBe('INV-2026-0002');
    const order = await office.call(getOrder, { params: { orderId: orderId as never } });
    expect(invoice.net).toBe(order.totals.net);
    expect(invoice.gross).toBe(order.totals.gross);
    expect(invoice.deducted).toMatchObject([{ number: 'INV-2026-0001', gross: ids['deposit'] }]);
    const cents = (text: string): bigint => BigInt(text.replace('.', ''));
    expect(cents(invoice.payable)).toBe(cents(invoice.gross) - cents(ids['deposit']!));
    expect(invoice.open).toBe(invoice.payable);
    await expect(office.call(issueInvoice, { params: { orderId: orderId as never } })).rejects.toMatchObject({
      problem: { code: 'nothing_to_invoice' },
    });
    await t.app.runDueJobs();
    const mail = received.at(-1)!;
    expect(mail.subject).toContain('INV-2026-0002');
    const pdf = await getDocumentProxy(new Uint8Array(mail.attachments[0]!.content));
    const { text } = await extractText(pdf, { mergePages: true });
    expect(text).toContain('INV-2026-0002');
    expect(text).toContain('less INV-2026-0001');
    expect(text).toContain('Kitchen carcasses');
    expect(text).toContain('Assembly on site');
    expect(text).not.toContain('Sockets');
    const answer = await t.app.server.inject({
      method: 'GET',
      url: office
        .address(invoicePdf, { params: { invoiceId: invoice.id as never } })
        .replace('http://127.0.0.1', ''),
    });
    expect(answer.statusCode).toBe(401);
  });

  test('the customer pays in two parts and the order says what it earned', async () => {
    await later({ days: 10 });
    const invoiceId = ids['invoice'] as never;
    const part = await office.call(recordPayment, {
      params: { invoiceId },
      body: { amount: '100.00', method: 'bank', reference: 'INV-2026-0001' } as never,
    });
    expect(part.state).toBe('open');
    await expect(
      office.call(recordPayment, {
        params: { invoiceId },
        body: { amount: part.gross, method: 'bank', reference: '' } as never,
      }),
    ).rejects.toMatchObject({
      problem: { code: 'payment_above_open' },
    });
    await office.call(recordPayment, {
      params: { invoiceId },
      body: { amount: part.open, method: 'bank', reference: 'rest' } as never,
    });
    expect(await office.call(getInvoice, { params: { invoiceId } })).toMatchObject({
      state: 'paid',
      open: '0.00',
    });
    await t.app.runDueJobs();
    const order = await office.call(getOrder, { params: { orderId: orderId as never } });
    expect(order.steps.map((step) => step.state)).toEqual(Array(9).fill('done'));
    const told = order.timeline.map((event) => event.name).filter((name) => LAST_STEPS.includes(name));
    expect(told).toEqual(LAST_STEPS.toReversed());
    // Paid orders are no longer among those that the navigation counts.
    const { counts } = await office.call(listOrders);
    expect(counts['open']).toBe(counts['accepted']! - 1);
    const margin = await office.call(orderMargin, { params: { orderId: orderId as never } });
    expect(Number(margin.actual.cost)).toBeGreaterThan(0);
    // The chipped door cost something that the quote did not know; what is not made here counts as quoted.
    expect(margin.quoted.byCause.other).toBe('180.00');
    expect(Number(margin.actual.byCause.other)).toBeGreaterThan(180);
    expect((await office.call(listInvoices, { query: { state: 'paid' } })).invoices).toHaveLength(2);
    await profitAddsUp(office, orderId, margin);
  });
});

/** All pieces are delivered and invoiced: the order's profit is its margin, and every view is the same sums in other rows. */
async function profitAddsUp(
  office: Client,
  orderId: string,
  margin: ResponseOf<typeof orderMargin>,
): Promise<void> {
  const cents = (text: string): bigint => BigInt(text.replace('.', ''));
  const views = await Promise.all(
    (['order', 'customer', 'product', 'month'] as const).map((by) => office.call(profit, { query: { by } })),
  );
  for (const view of views) {
    expect(view.total).toEqual(views[0]!.total);
    for (const figure of ['invoiced', 'paid', 'outstanding', 'earned', 'quotedCost', 'actualCost'] as const)
      expect(view.rows.reduce((sum, row) => sum + cents(row[figure]), 0n)).toBe(cents(view.total[figure]));
  }
  const row = views[0]!.rows.find(({ key }) => key === orderId)!;
  expect(row).toMatchObject({
    outstanding: '0.00',
    earned: margin.actual.price,
    quotedCost: margin.quoted.cost,
    actualCost: margin.actual.cost,
    actualMargin: margin.actual.margin,
    basisPoints: margin.actual.basisPoints,
  });
  const behind = await office.call(profitRows, { query: { by: 'order', key: orderId } });
  expect(behind.total).toMatchObject({ paid: row.paid, earned: row.earned, actualCost: row.actualCost });
  expect(behind.rows.flatMap(({ pieces }) => pieces).length).toBeGreaterThan(0);
}
