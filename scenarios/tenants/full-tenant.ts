import { createCustomer, getCustomer } from '#modules/accounts/contract.ts';
import { addContact } from '#modules/accounts/contacts-contract.ts';
import { checkVat, updateBank } from '#modules/accounts/company-contract.ts';
import { createKey } from '#modules/accounts/keys-contract.ts';
import { setPicture } from '#modules/accounts/me-contract.ts';
import { grantSupport, inviteMember, setFactorRoles } from '#modules/accounts/people-contract.ts';
import { updateMe } from '#modules/accounts/me-contract.ts';
import { listShared, makeBadges } from '#modules/accounts/stations-contract.ts';
import { saveCompany } from '#modules/accounts/module.ts';
import { issueDeposit, issueInvoice, recordPayment } from '#modules/billing/contract.ts';
import { fillAgents } from './fill-agents.ts';
import { fillCards } from './fill-cards.ts';
import { fillCancellation } from './fill-cancellation.ts';
import { fillHosting } from './fill-hosting.ts';
import { fillMoney } from './fill-money.ts';
import { fillMoneyWaiting } from './fill-money-waiting.ts';
import { fillMoneyOut } from './fill-money-out.ts';
import { fillSubscriptions } from './fill-subscriptions.ts';
import { acceptPolicy, myConsents, sayOfSource, withdrawConsent } from '#modules/policy/consent/contract.ts';
import { listProducts } from '#modules/catalog/contract.ts';
import { installLibrary } from '#modules/catalog/module.ts';
import { deliverNote, loadNote } from '#modules/delivery/contract.ts';
import {
  acceptOrder,
  addProductLine,
  createOrder,
  quoteOrder,
  updateSettings,
} from '#modules/orders/contract.ts';
import {
  askForPlan,
  createBatch,
  getBatch,
  getSchedule,
  getStation,
  listCutting,
  listStations,
  releasePlan,
  sendCommand,
  setPin,
  type StationCommand,
} from '#modules/production/contract.ts';
import { addOffcut, receiveBoards } from '#modules/stock/contract.ts';
import { modules } from '#apps/server/modules.ts';
import type { TestApp } from '#apps/server/test-kit.ts';
import type { Client } from '#platform/http/client.ts';
import type { AnyRoute } from '#platform/http/contract.ts';
import { fillMail } from './fill-mail.ts';
import { fillPrivacy } from './fill-privacy.ts';
import { fillNumbers } from './fill-numbers.ts';
import { fillSite } from './fill-site.ts';
import { fillTickets } from './fill-tickets.ts';
import { DEMO_COMPANY } from '#apps/server/demo/people.ts';

/** Stands in every free text that the factory of this story is given, so that it is recognised wherever it turns up. */
export const MARK = 'Zirbelkiefer';

const LIST = `Description;Length;Width;Quantity;Material\n${MARK} shelf;800;300;2;W18\n${MARK} rail;600;100;1;NO-SUCH\n`;
const ROUNDS_MAX = 40;

/**
 * Takes one order all the way, so that the first tenant has rows of every kind: customer, order, imported list, quote,
 * parts, plans, sheets, scans, a remake, a stopped machine, a pin, packages, a delivery, an invoice, a payment, papers, mail.
 */
export async function fillTenant(t: TestApp): Promise<void> {
  const owner = await t.client('owner');
  const caller = await t.caller('owner');
  await t.inTenant(async (tx) => {
    await installLibrary(tx, caller);
    await saveCompany(tx, { ...DEMO_COMPANY, legalName: `${MARK} GmbH` });
  });
  await fillAccounts(owner);
  // A browser of its own: the device's cookie takes the place of the session's in this small one.
  const tablet = await t.client('owner');
  await tablet.call(routeAt('POST', '/api/shared-stations'), { body: { name: MARK, lockSeconds: 90 } });
  await agree(t, owner);
  const customer = await owner.call(createCustomer, {
    body: {
      name: `${MARK} House`,
      email: 'buy@zirbelkiefer.example',
      city: MARK,
      street: `${MARK} 1`,
    } as never,
  });
  // Who looked at whose data is a row as well.
  await (await t.client('office')).call(getCustomer, { params: { customerId: customer.id as never } });
  const { products } = await owner.call(listProducts, {});
  await owner.call(addContact, {
    params: { customerId: customer.id as never },
    body: { name: `${MARK} buyer`, email: 'buyer@zirbelkiefer.example', mayCancel: true } as never,
  });
  const base = products.find(({ code }) => code === 'BASE600')!;
  const order = async (): Promise<string> => {
    const { id } = await owner.call(createOrder, {
      body: { customerId: customer.id, reference: `${MARK} kitchen`, wantedOn: null } as never,
    });
    await owner.call(addProductLine, {
      params: { orderId: id },
      body: { productId: base.id, parameters: {}, quantity: 1, unitNet: null } as never,
    });
    return id;
  };
  const orderId = await order();
  await addPartList(owner, orderId);
  await owner.call(quoteOrder, { params: { orderId }, body: {} });
  await owner.call(acceptOrder, { params: { orderId }, body: {} });
  await owner.call(issueDeposit, {
    params: { orderId: orderId as never },
    body: { kind: 'deposit', percent: '10' },
  });
  for (const { code: materialCode } of (await owner.call(listCutting, {})).materials)
    await owner.call(receiveBoards, {
      body: { materialCode, length: 2800, width: 2070, quantity: 10, rack: MARK } as never,
    });
  await owner.call(addOffcut, { body: { materialCode: 'W18', length: 700, width: 400, rack: MARK } });
  await t.app.runDueJobs();
  await makeAll(t, orderId);
  const note = await owner.call(loadNote, { params: { orderId: orderId as never }, body: {} });
  await owner.call(deliverNote, {
    params: { noteId: note.id as never },
    body: { receivedBy: `${MARK} reception` },
  });
  const invoice = await owner.call(issueInvoice, { params: { orderId: orderId as never } });
  await owner.call(recordPayment, {
    params: { invoiceId: invoice.id as never },
    body: { amount: '10.00', reference: MARK } as never,
  });
  await fillMoney(t, owner, customer.id as never, invoice.id as never, MARK);
  await fillMoneyOut(t, owner, customer.id as never, MARK);
  await fillCards(t, owner, customer.id as never, MARK);
  const subscriptionId = await fillSubscriptions(owner, customer.id as never, MARK);
  await fillMoneyWaiting(t, owner, { orderId: orderId as never, subscriptionId }, MARK);
  await fillHosting(t, customer.id as never, MARK);
  await fillAgents(t, MARK);
  await fillCancellation(t, customer.id as never, MARK);
  // A second order that is still open everywhere: what can only be done once is still to be done here.
  const open = await order();
  await owner.call(quoteOrder, { params: { orderId: open }, body: {} });
  await owner.call(acceptOrder, { params: { orderId: open }, body: {} });
  await cut(t, open);
  await t.app.runDueJobs();
  const [planned] = (await owner.call(getSchedule, {})).rows;
  await owner.call(setPin, {
    body: { subject: planned!.operation, constraint: 'machine', value: planned!.machine, reason: MARK },
  });
  await owner.call(updateSettings, {
    body: {
      overheadPercent: 11,
      marginPercent: 22,
      taxPercent: '19',
      validDays: 33,
      quoteOpening: MARK,
      quoteClosing: MARK,
      confirmationClosing: MARK,
      paymentTerms: MARK,
    },
  });
  await fillMail(t, MARK);
  await fillTickets(t, MARK);
  await fillPrivacy(t, MARK);
  await fillSite(t, MARK);
  await fillNumbers(t, MARK);
  await t.app.runDueJobs();
  // The consent that was taken back took the first picture with it.
  await setMyPicture(owner);
}

/** The smallest picture there is. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const setMyPicture = (owner: Client) =>
  owner.call(setPicture, { upload: { bytes: PICTURE, name: `${MARK}.png` } });

/** An invitation, a rule, support access, an API key, a picture, and a question to the VAT number service that nobody answers here. */
async function fillAccounts(owner: Client): Promise<void> {
  await owner.call(inviteMember, { body: { email: 'new@zirbelkiefer.example', role: 'office' } });
  await owner.call(setFactorRoles, { body: { factorRoles: [] } });
  await owner.call(routeAt('POST', '/api/me/pin'), {});
  const { people } = await owner.call(listShared);
  await owner.call(makeBadges, { body: { loginIds: [people[0]!.loginId as never] } });
  await owner.call(grantSupport, { body: { reason: MARK, hours: 24 } });
  await owner.call(createKey, { body: { name: MARK, permissions: ['accounts.readCustomers'], days: 30 } });
  await setMyPicture(owner);
  await owner.call(routeAt('POST', '/api/consents/sources'), {
    body: { source: 'eu-vat-number', given: true },
  });
  await owner.call(checkVat, {});
  // Another account waits for a second person.
  await owner.call(updateBank, { body: { iban: 'DE75 5121 0800 1245 1261 99', bic: '' } as never });
  await owner.call(routeAt('POST', '/api/own-servers'), {
    body: { label: MARK, kind: 'printer', host: '192.168.77.20', port: 9100 },
  });
}

/** A profile, the policies, a source, and a word taken back: proofs of every kind. */
async function agree(t: TestApp, owner: Client): Promise<void> {
  await owner.call(updateMe, { body: { name: `${MARK} owner`, locale: 'en' } as never });
  for (const { document, version } of (await owner.call(myConsents, {})).toAccept)
    await owner.call(acceptPolicy, { body: { document, version, act: 'button', occasion: 'later' } });
  await owner.call(sayOfSource, { body: { source: 'eu-vat-number', given: true } });
  t.clock.advance({ seconds: 1 });
  await owner.call(withdrawConsent, { body: { purpose: 'account' } });
}

/** A list with a code that must be explained first, taken as a line. */
async function addPartList(owner: Client, orderId: string): Promise<void> {
  const lists = '/api/orders/:orderId/part-lists';
  const upload = { bytes: Buffer.from(LIST), name: `${MARK}.csv` };
  const { id: importId } = (await owner.call(routeAt('POST', lists), { params: { orderId }, upload })) as {
    id: string;
  };
  const params = { orderId, importId };
  await owner.call(routeAt('PUT', `${lists}/:importId/reading`), {
    params,
    body: { materials: { 'NO-SUCH': 'W18' }, edges: {}, markedEdge: null, sizes: 'finished' },
  });
  await owner.call(routeAt('POST', `${lists}/:importId/take`), {
    params,
    body: { name: `${MARK} list`, quantity: 1, unitNet: '120.00' },
  });
}

/** A route by its address, wherever its module declares it. */
function routeAt(method: string, path: string): AnyRoute {
  const found = modules
    .flatMap((module) => module.handlers ?? [])
    .find(({ route }) => route.method === method && route.path === path);
  if (!found) throw new Error(`no route answers ${method} ${path}`);
  return found.route;
}

/** Batches, plans and releases what waits of an order. @returns whether anything waited */
async function cut(t: TestApp, orderId: string): Promise<boolean> {
  const planner = await t.client('planner');
  const { materials } = await planner.call(listCutting, {});
  for (const { code: material } of materials) {
    const batch = await planner.call(createBatch, { body: { material, orderIds: [orderId] as never } });
    const batchId = batch.id as never;
    await planner.call(askForPlan, {
      params: { batchId },
      body: { objective: 'cost', seconds: 5, moves: 20, seed: 1 },
    });
    await t.app.runDueJobs();
    const { plans } = await planner.call(getBatch, { params: { batchId } });
    await planner.call(releasePlan, { params: { planId: plans[0]!.id as never } });
  }
  return materials.length > 0;
}

/** Every station does what it is shown until nothing is left; one part goes wrong, one machine stands still for a while. */
async function makeAll(t: TestApp, orderId: string): Promise<void> {
  const worker = await t.client('worker');
  const send = (centre: string, command: StationCommand) =>
    worker.call(sendCommand, {
      params: { centre },
      body: { key: crypto.randomUUID(), at: t.clock.now(), command } as never,
    });
  let spoilt = false;
  let stopped = false;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    let moved = await cut(t, orderId);
    for (const { code: centre, machines } of (await worker.call(listStations, {})).stations) {
      if (!stopped && machines[0]) {
        stopped = true;
        await send(centre, { do: 'stop', machine: machines[0].id, reason: MARK, expectedMinutes: 30 });
        await send(centre, { do: 'help', text: MARK });
      }
      const at = await worker.call(getStation, { params: { centre } });
      const workOrderId = at.parts[0]?.workOrderId;
      if (workOrderId) await send(centre, { do: 'pause', workOrderId: workOrderId as never, reason: MARK });
      const commands: StationCommand[] = [
        ...at.sheets.map(({ id }) => ({ do: 'sheet-done' as const, sheetId: id as never })),
        ...at.parts.filter(({ notYet }) => !notYet).map(({ code }) => ({ do: 'part-done' as const, code })),
        ...at.units
          .filter(({ parts }) => parts.every(({ ready }) => ready))
          .map(({ id }) => ({ do: 'unit-done' as const, unitId: id as never, force: false })),
      ];
      for (const command of commands) {
        const bad = !spoilt && command.do === 'part-done';
        if (bad) spoilt = true;
        await send(centre, bad ? { do: 'bad-part', code: command.code, reason: MARK } : command);
        t.clock.advance({ seconds: 30 });
        moved = true;
      }
    }
    await t.app.runDueJobs();
    if (!moved) return;
  }
  throw new Error('the stations are never done');
}
