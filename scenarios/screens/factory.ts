import type { Id } from '#domain/kernel/ids.ts';
import { addDays, type Day, type Instant } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';
import type { TestApp } from '#apps/server/test-kit.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import { invoiceByHand, issueInvoice, recordPayment } from '#modules/billing/contract.ts';
import * as sepa from '#modules/billing/sepa/contract.ts';
import { uploadSupplierInvoice } from '#modules/billing/payables/contract.ts';
import { supplierDocument, supplierXml } from '#modules/billing/testing/supplier-file.ts';
import { listProducts } from '#modules/catalog/contract.ts';
import { installLibrary } from '#modules/catalog/module.ts';
import { deliverNote, loadNote } from '#modules/delivery/contract.ts';
import * as orders from '#modules/orders/contract.ts';
import * as production from '#modules/production/contract.ts';
import { addOffcut, receiveBoards } from '#modules/stock/contract.ts';
import { answerTicket, enterTicket, listTickets, noteOnTicket } from '#modules/support/tickets/contract.ts';
import type { Client } from '#platform/http/client.ts';
import { fillSubscriptions } from '../tenants/fill-subscriptions.ts';
import { takeMail } from '#platform/mail/intake/take-mail.ts';
import { fillServices, type Services } from './services.ts';

/** Two parts and no edge: through the floor in a few steps. */
const SMALL_LIST = `Name;Material;Länge;Breite;Anzahl
Shelf;W18;560;300;2
Back;H3;716;596;1
`;
/** A row that cannot be made beside a material that nobody knows. */
const FAULTY_LIST = `Name;Material;Länge;Breite;Anzahl
Shelf;P18-OAK;560;300;2
Side;W18;720;;1
Tray base;W18;900;400;1
`;

/** A factory with one order in each state, so that every screen has something to show. */
export interface Factory {
  readonly orders: Readonly<Record<Stage, Id>>;
  readonly customerId: Id;
  readonly productId: Id;
  /** a product of few parts: each part is a form in its editor */
  readonly smallProductId: Id;
  /** of the draft: rows that wait for an answer */
  readonly importId: Id;
  /** with two plans, not released */
  readonly batchId: Id;
  readonly invoiceId: Id;
  /** a year of maintenance */
  readonly subscriptionId: Id;
  /** from a supplier, with a rule it breaks */
  readonly supplierInvoiceId: Id;
  /** of direct debits, composed and not handed over */
  readonly runId: Id;
  /** a letter that came in */
  readonly mailId: Id;
  /** with the operator: one to look at, one that is being cancelled */
  readonly services: Services;
  /** what that letter asks, as a request with a note and an answer */
  readonly ticketId: Id;
  /** codes of the work centres, in the order of work */
  readonly centres: readonly string[];
}

type Stage =
  | 'draft'
  | 'quoted'
  | 'cancelled'
  | 'accepted'
  | 'planned'
  | 'cutting'
  | 'packed'
  | 'loaded'
  | 'delivered'
  | 'invoiced'
  | 'paid';
const HANDED_OVER: readonly Stage[] = ['delivered', 'invoiced', 'paid'];
/** Through the floor as a whole. */
const FINISHED: readonly Stage[] = ['packed', 'loaded', ...HANDED_OVER];

/** Sets the factory up through the doors that people use. */
export async function openFactory(t: TestApp): Promise<Factory> {
  const caller = await t.caller('owner');
  await t.inTenant(async (tx) => {
    await installLibrary(tx, caller);
    await saveCompany(tx, DEMO_COMPANY);
  });
  const [office, planner, worker] = await Promise.all([
    t.client('office'),
    t.client('planner'),
    t.client('worker'),
  ]);
  for (const [materialCode, quantity, rack] of [
    ['W18', 24, 'A1'],
    ['D18', 9, 'A2'],
    ['H3', 12, 'B1'],
  ] as const)
    await office.call(receiveBoards, {
      body: { materialCode, length: 2800, width: 2070, quantity, rack },
    });
  for (const [materialCode, length, width] of [
    ['D18', 1480, 900],
    ['W18', 2100, 400],
  ] as const)
    await office.call(addOffcut, { body: { materialCode, length, width, rack: 'C3' } });
  const products = (await office.call(listProducts, {})).products;
  const [productId, smallProductId] = ['BASE600', 'DESK1600'].map(
    (code) => products.find((product) => product.code === code)!.id as Id,
  ) as [Id, Id];
  const customerId = await addCustomer(office, 'Forest House Ltd', 'Tübingen');
  await addCustomer(office, 'Schreinerei Wacholder und Söhne GmbH & Co. KG', 'Freudenstadt');

  const made: Partial<Record<Stage, Id>> = {};
  const begin = async (stage: Stage, line: 'product' | 'list', reference: string): Promise<Id> => {
    const order = await office.call(orders.createOrder, {
      body: { customerId, reference, wantedOn: null },
    });
    const orderId = order.id as Id;
    made[stage] = orderId;
    if (line === 'product')
      await office.call(orders.addProductLine, {
        params: { orderId },
        body: { productId, parameters: { width: 750 }, quantity: 2, unitNet: null },
      });
    else {
      const list = await office.call(orders.uploadPartList, {
        params: { orderId },
        upload: { bytes: new TextEncoder().encode(SMALL_LIST), name: 'shelves.csv' },
      });
      await office.call(orders.takePartList, {
        params: { orderId, importId: list.id as Id },
        body: { name: 'Shelves', quantity: 1, unitNet: '240.00' },
      });
    }
    return orderId;
  };
  const accept = async (orderId: Id): Promise<void> => {
    await office.call(orders.quoteOrder, { params: { orderId }, body: {} });
    await office.call(orders.acceptOrder, { params: { orderId }, body: {} });
  };

  for (const stage of FINISHED) await accept(await begin(stage, 'list', `Shelves, ${stage}`));
  await t.app.runDueJobs();
  await planAll(t, planner, true);
  await workFloor(t, worker);
  await handOver(t, office, made);

  await accept(await begin('cutting', 'product', 'Kitchen, plot 14'));
  await t.app.runDueJobs();
  await planAll(t, planner, true);
  await send(t, worker, 'SAW', {
    do: 'sheet-done',
    sheetId: (await worker.call(production.getStation, { params: { centre: 'SAW' } })).sheets[0]!.id as Id,
  });
  await accept(await begin('planned', 'product', 'Kitchen, plot 15'));
  await t.app.runDueJobs();
  const batchId = await planAll(t, planner, false);
  await accept(await begin('accepted', 'product', 'Kitchen, plot 16'));
  const quoted = await begin('quoted', 'product', 'Office, two desks');
  await office.call(orders.quoteOrder, { params: { orderId: quoted }, body: {} });
  const cancelled = await begin('cancelled', 'product', 'Wardrobe');
  await office.call(orders.cancelOrder, { params: { orderId: cancelled }, body: { reason: 'too late' } });
  const draft = await begin('draft', 'product', 'Bookcase');
  const list = await office.call(orders.uploadPartList, {
    params: { orderId: draft },
    upload: { bytes: new TextEncoder().encode(FAULTY_LIST), name: 'bookcase.csv' },
  });
  await send(t, worker, 'CNC', { do: 'stop', machine: 'CNC-1', reason: 'Tool', expectedMinutes: 90 });
  await t.app.runDueJobs();
  t.clock.advance({ minutes: 22 });
  const { stations } = await worker.call(production.listStations, {});
  const mailId = await letterFrom(t, 'Forest House Ltd <orders@forest-house.example>');
  return {
    orders: made as Record<Stage, Id>,
    customerId,
    productId,
    smallProductId,
    importId: list.id as Id,
    batchId,
    invoiceId: invoices.get(made)!,
    subscriptionId: await fillSubscriptions(office, customerId, 'Wartung'),
    supplierInvoiceId: await supplierInvoice(office),
    runId: await debitRun(office, customerId, t.clock.now()),
    mailId,
    services: await fillServices(t, await t.client('owner'), 'owner@larch.example'),
    ticketId: await ticketOf(office),
    centres: stations.map((station) => station.code),
  };
}

/** A letter with an attachment, whose sender nobody could prove: no name server answers here. */
async function letterFrom(t: TestApp, from: string): Promise<Id> {
  const raw = Buffer.from(
    `From: ${from}\r\nTo: office@larch.example\r\nSubject: When does our kitchen come?\r\nMessage-ID: <1@forest-house.example>\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\nContent-Type: text/plain\r\n\r\nPlease call us before you load.\r\n--z\r\nContent-Type: text/plain; name="plan.txt"\r\nContent-Disposition: attachment; filename="plan.txt"\r\n\r\nGround floor\r\n--z--\r\n`,
  );
  const silent = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
  const taken = await takeMail(
    { ...t.app.context, resolve: silent },
    {
      raw,
      tenantId: t.tenantId,
      channel: 'smtp',
      recipient: 'office@larch.example',
      peer: { envelopeFrom: 'orders@forest-house.example' },
      receivedAt: t.clock.now(),
    },
  );
  await t.app.runDueJobs();
  return taken.mailId;
}

/** The request that the letter became, answered once; beside it one that waits. */
async function ticketOf(office: Client): Promise<Id> {
  const { tickets } = await office.call(listTickets, { query: {} });
  const params = { ticketId: tickets[0]!.id as Id };
  await office.call(noteOnTicket, { params, body: { text: 'The van is booked for Tuesday.' } });
  await office.call(answerTicket, {
    params,
    body: { text: 'It comes on Tuesday.', documentIds: [], solved: false },
  });
  await office.call(enterTicket, {
    body: {
      desk: 'support',
      priority: 'high',
      subject: 'Two handles are missing',
      contactName: 'J. Miller',
      contactEmail: 'miller@forest-house.example',
      locale: 'en',
      text: 'The wardrobe came without two of its handles.',
    },
  });
  return params.ticketId;
}

async function addCustomer(office: Client, name: string, city: string): Promise<Id> {
  const customer = await office.call(createCustomer, {
    body: {
      name,
      email: `buy@${name.slice(0, 6).toLowerCase().trim()}.example`,
      street: '4 Mill Street',
      postcode: '72070',
      city,
      country: 'DE',
      phone: '',
      vatNumber: '',
      locale: 'en',
      paymentDays: 14,
    },
  });
  return customer.id as Id;
}

/** The open invoice of each factory. */
const invoices = new WeakMap<object, Id>();

async function handOver(t: TestApp, office: Client, made: Partial<Record<Stage, Id>>): Promise<void> {
  const load = async (orderId: Id): Promise<Id> =>
    (await office.call(loadNote, { params: { orderId }, body: {} })).id as Id;
  await load(made.loaded!);
  for (const stage of HANDED_OVER)
    await office.call(deliverNote, {
      params: { noteId: await load(made[stage]!) },
      body: { receivedBy: 'J. Miller' },
    });
  await t.app.runDueJobs();
  for (const stage of ['invoiced', 'paid'] as const) {
    const invoice = await office.call(issueInvoice, { params: { orderId: made[stage]! } });
    if (stage === 'invoiced') invoices.set(made, invoice.id as Id);
    else
      await office.call(recordPayment, {
        params: { invoiceId: invoice.id as Id },
        body: { amount: invoice.open, method: 'bank', reference: invoice.number },
      });
  }
  await t.app.runDueJobs();
}

/** A batch and a plan for every material that waits. @returns the last batch */
async function planAll(t: TestApp, planner: Client, release: boolean): Promise<Id> {
  let last: Id | null = null;
  for (const material of (await planner.call(production.listCutting, {})).materials) {
    const batch = await planner.call(production.createBatch, {
      body: { material: material.code, orderIds: material.orders.map((order) => order.orderId as Id) },
    });
    last = batch.id as Id;
    const objectives = release ? (['cost'] as const) : (['cost', 'time'] as const);
    for (const objective of objectives)
      await planner.call(production.askForPlan, {
        params: { batchId: last },
        body: { objective, seconds: 5, moves: 60, seed: 1 },
      });
    await t.app.runDueJobs();
    const { plans } = await planner.call(production.getBatch, { params: { batchId: last } });
    if (release) await planner.call(production.releasePlan, { params: { planId: plans[0]!.id as Id } });
  }
  await t.app.runDueJobs();
  if (!last) throw new Error('no material waits for the saw');
  return last;
}

/** An invoice of a supplier whose sums are wrong by a cent: with what it breaks, its page shows everything. */
async function supplierInvoice(office: Client): Promise<Id> {
  const document = supplierDocument('PN-2026-118');
  const totals = { ...document.totals, payableMinor: minor(document.totals.payableMinor + 1n) };
  const bytes = supplierXml({ ...document, totals });
  return (await office.call(uploadSupplierInvoice, { upload: { bytes, name: 'PN-2026-118.xml' } })).id as Id;
}

/** A run of one direct debit, for an invoice of its own. */
async function debitRun(office: Client, customerId: Id, now: Instant): Promise<Id> {
  const today = now.slice(0, 10) as Day;
  await office.call(sepa.setSepaSettings, { body: { creditorId: 'DE98ZZZ09999999999', noticeDays: 5 } });
  await office.call(sepa.recordMandate, {
    params: { customerId },
    body: {
      reference: 'M-2026-7',
      signedOn: today,
      accountName: 'Forest House Ltd',
      iban: 'DE89370400440532013000',
    } as never,
  });
  const invoice = await office.call(invoiceByHand, {
    params: { customerId },
    body: {
      lines: [{ name: 'Repair', quantity: 1, unitNet: '80.00', tax: { category: 'S', percent: '19' } }],
    } as never,
  });
  const run = await office.call(sepa.composeDebits, {
    body: { collectOn: addDays(today, 7), invoiceIds: [invoice.id as Id] },
  });
  return run.id as Id;
}

function send(
  t: TestApp,
  worker: Client,
  centre: string,
  command: production.StationCommand,
): Promise<{ outcome: string }> {
  return worker.call(production.sendCommand, {
    params: { centre },
    body: { key: crypto.randomUUID(), at: t.clock.now(), command },
  });
}

/** Every station does what it can, until nothing moves. */
async function workFloor(t: TestApp, worker: Client): Promise<void> {
  for (let moved = true; moved;) {
    moved = false;
    for (const { code } of (await worker.call(production.listStations, {})).stations) {
      const at = await worker.call(production.getStation, { params: { centre: code } });
      const commands: production.StationCommand[] = [
        ...at.sheets.map((sheet) => ({ do: 'sheet-done', sheetId: sheet.id as Id }) as const),
        ...at.parts
          .filter((part) => !part.notYet)
          .map((part) => ({ do: 'part-done', code: part.code }) as const),
        ...at.units
          .filter((unit) => unit.parts.every((part) => part.ready))
          .map((unit) => ({ do: 'unit-done', unitId: unit.id as Id, force: false }) as const),
      ];
      for (const command of commands) {
        t.clock.advance({ minutes: 1 });
        moved = (await send(t, worker, code, command)).outcome === 'done' || moved;
      }
    }
    await t.app.runDueJobs();
  }
}
