import { createHash } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { addDays } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must, type Refusal, type Result } from '#domain/kernel/result.ts';
import { verifyAudit } from '#platform/audit/audit.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { EgressRefused, type Recipient } from '#platform/egress/egress.ts';
import { MailDelayed, relayId, sendMail } from '#platform/mail/send.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { loadInstallation } from '../installation.ts';
import {
  approveDisclosure,
  enterDisclosure,
  recordHandOver,
  tellBusiness,
} from '../disclosures/enter-disclosure.ts';
import { makePackage } from '../disclosures/package.ts';
import { loadDisclosures } from '../disclosures/store.ts';
import { decideInsidePlace, registerOwnServer, removeOwnServer } from '../recipients/own-servers.ts';
import { loadOwnServers } from '../recipients/store.ts';
import {
  addProcessor,
  changeProcessor,
  confirmContract,
  handInContract,
  resumeProcessor,
  stopProcessor,
} from './change-processor.ts';
import { checkProcessors } from './check-processors.ts';
import { listEgress } from './egress-log.ts';
import { processorGuard } from './guard.ts';
import { loadProcessors, tablesOf } from './store.ts';

let provider: Server;
let port: number;
let connections = 0;
const sockets = new Set<Socket>();
let factory: TestApp;
let operator: Id;

beforeAll(async () => {
  provider = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined).end('hello');
  });
  await new Promise<void>((done) => provider.listen(0, '127.0.0.1', done));
  port = (provider.address() as AddressInfo).port;
  factory = await openTestApp({ relay: { host: '127.0.0.1', port, security: 'none' } });
  const { db, clock } = factory.app.context;
  operator = (await loadInstallation(db, clock.now()))!.operatorTenantId;
});
afterAll(async () => {
  await factory.close();
  for (const socket of sockets) socket.destroy();
  provider.close();
});

const staff = async (name: string): Promise<Caller> => {
  const { context } = factory.app;
  return {
    ...systemCaller(await context.tenantFacts(operator), context.clock, `login:${name}`),
    name,
    role: 'operator',
  };
};
const asOperator = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
  factory.app.context.db.inTenant(operator, work);
const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : (result.refusal as Refusal).code);

const call = (id: string, categories: readonly ('contact' | 'bank')[] = ['contact']) =>
  factory.app.context.egress
    .connectTcp({
      purpose: 'test.call',
      recipient: { kind: 'processor', id },
      categories,
      host: '127.0.0.1',
      port,
      tenantId: factory.tenantId,
    })
    .then(
      (socket) => {
        socket.destroy();
        return 'connected';
      },
      (error: unknown) => {
        if (!(error instanceof EgressRefused)) throw error;
        return `${error.code}: ${error.reason}`;
      },
    );

const CARRIER = {
  id: 'carrier-x',
  name: 'Carrier X',
  country: 'DE',
  service: 'delivers',
  categories: ['contact'],
  purposes: ['delivery'],
  subProcessors: [],
  transferBasis: '',
  contact: 'data@carrier.example',
} as const;

describe('a processor', () => {
  test('that is in no register gets nothing', async () => {
    const before = connections;
    expect(await call('nobody-known')).toBe(
      'egress_denied: nobody-known is not in the register of processors',
    );
    expect(connections).toBe(before);
  });

  test('gets nothing before a second person confirmed the contract, and only what it covers', async () => {
    const before = connections;
    const [anna, ben] = [await staff('anna'), await staff('ben')];
    const places = [{ host: '127.0.0.1', port, inside: true }];
    must(await asOperator((tx) => addProcessor(tx, anna, { ...CARRIER, places })));
    expect(await call('carrier-x')).toBe('processor_contract_missing: Carrier X is without a contract');
    const handIn = (validFrom: Caller['today']) =>
      asOperator((tx) =>
        handInContract(tx, anna, 'carrier-x', {
          fileHash: 'a'.repeat(64),
          fileName: 'contract.pdf',
          signedByUsOn: anna.today,
          signedByThemOn: anna.today,
          categories: ['contact'],
          validFrom,
          validTo: addDays(validFrom, 99),
        }),
      );
    must(await handIn(anna.today));
    expect(await call('carrier-x')).toContain('waiting for the second person');
    const contractId = (await asOperator((tx) => loadProcessors(tx, 'carrier-x')))[0]!.contracts[0]!.id;
    const confirm = (who: Caller) => asOperator((tx) => confirmContract(tx, who, 'carrier-x', contractId));
    expect(codeOf(await confirm(anna))).toBe('confirm_second_person');
    expect(connections).toBe(before);
    must(await confirm(ben));
    expect(codeOf(await confirm(ben))).toBe('contract_confirmed');
    expect(await call('carrier-x')).toBe('connected');
    expect(await call('carrier-x', ['contact', 'bank'])).toBe(
      'processor_contract_missing: the contract with Carrier X does not cover bank',
    );
    const carrier = { kind: 'processor', id: 'carrier-x' } as const;
    const place = { purpose: 'test.call', categories: [], host: '127.0.0.1', port, addresses: ['127.0.0.1'] };
    // Where the call can do without, it is made without.
    expect(
      await processorGuard(factory.app.context)({
        ...place,
        recipient: carrier,
        strippable: ['contact', 'bank'],
      }),
    ).toEqual({ allow: true, without: ['bank'] });
  });

  test('is reached at its own place only', async () => {
    const before = connections;
    const { egress } = factory.app.context;
    const target = {
      purpose: 'test.call',
      recipient: { kind: 'processor', id: 'carrier-x' },
      categories: [],
    } as const;
    await expect(egress.connectTcp({ ...target, host: '127.0.0.1', port: port + 1 })).rejects.toThrow(
      EgressRefused,
    );
    await expect(egress.connectTcp({ ...target, host: '127.0.0.2', port })).rejects.toThrow(EgressRefused);
    for (const recipient of [
      { kind: 'nobody' },
      { kind: 'tenant' },
      { kind: 'disclosure', id: '1' },
    ] as const)
      await expect(
        egress.connectTcp({ ...target, recipient, host: '127.0.0.1', port, tenantId: factory.tenantId }),
      ).rejects.toThrow(EgressRefused);
    expect(connections).toBe(before);
  });

  test('gets nothing after one person moved it, until another one confirmed its contract anew', async () => {
    const [anna, ben] = [await staff('anna'), await staff('ben')];
    const { id, ...facts } = CARRIER;
    const place = { host: '127.0.0.1', port, inside: true };
    const change = (who: Caller, places: readonly (typeof place)[]) =>
      asOperator((tx) => changeProcessor(tx, who, id, { ...facts, places }));
    const contractId = (await asOperator((tx) => loadProcessors(tx, id)))[0]!.contracts[0]!.id;
    const confirm = (who: Caller) => asOperator((tx) => confirmContract(tx, who, id, contractId));
    // A new telephone number is nobody's second look.
    must(
      await asOperator((tx) => changeProcessor(tx, ben, id, { ...facts, contact: '+49', places: [place] })),
    );
    expect(await call(id)).toBe('connected');
    factory.clock.advance({ minutes: 1 });
    must(await change(await staff('ben'), [place, { ...place, host: '127.0.0.9' }]));
    expect(await call(id)).toContain('waiting for the second person');
    expect(codeOf(await confirm(ben))).toBe('confirm_second_person');
    expect(codeOf(await confirm(anna))).toBe('confirm_second_person');
    must(await confirm(await staff('carla')));
    must(await change(await staff('carla'), [place]));
    must(await confirm(ben));
    expect(await call(id)).toBe('connected');
  });

  test('gets nothing while it is suspended', async () => {
    const anna = await staff('anna');
    must(
      await asOperator((tx) => stopProcessor(tx, anna, 'carrier-x', { how: 'suspend', reason: 'a leak' })),
    );
    expect(await call('carrier-x')).toBe('processor_contract_missing: Carrier X is suspended');
    must(await asOperator((tx) => resumeProcessor(tx, anna, 'carrier-x', 'mended')));
    expect(await call('carrier-x')).toBe('connected');
  });

  test('is announced 60, 30 and 7 days before its contract ends, each once, and gets nothing on the day after', async () => {
    const steps = async () =>
      (await asOperator((tx) => tablesOf(tx).selectFrom('processor_warning').select('days').execute()))
        .map(({ days }) => days)
        .toSorted((a, b) => b - a);
    const check = () =>
      checkProcessors.run({
        context: factory.app.context,
        tenantId: operator,
        signal: new AbortController().signal,
        attempt: 1,
      });
    const seen: number[][] = [];
    for (const days of [38, 1, 30, 23, 7]) {
      factory.clock.advance({ days });
      await check();
      await check();
      seen.push(await steps());
    }
    // 100 days: after 38 there are 61 left, then 60, 30, 7, and on the last day 0.
    expect(seen).toEqual([[], [60], [60, 30], [60, 30, 7], [60, 30, 7]]);
    // Everybody who looks after the installation has one mail for each step, in their language.
    await factory.app.runDueJobs();
    const mails = await asOperator(async (tx) => {
      const { rows } = await sql<{ kind: string; subject: string }>`
        select kind, message->>'subject' as subject from outgoing_mail
        where tenant_id = ${operator} and kind like 'policy.contract-ending.%' order by kind`.execute(
        tablesOf(tx),
      );
      return rows;
    });
    expect(mails).toEqual([
      { kind: 'policy.contract-ending.30', subject: 'The contract with Carrier X ends in 30 days' },
      { kind: 'policy.contract-ending.60', subject: 'The contract with Carrier X ends in 60 days' },
      { kind: 'policy.contract-ending.7', subject: 'The contract with Carrier X ends in 7 days' },
    ]);
    expect(await call('carrier-x')).toBe('connected');
    factory.clock.advance({ days: 1 });
    expect(await call('carrier-x')).toBe(
      'processor_contract_missing: Carrier X is under a contract that has ended',
    );
  });
});

test('mail goes out while the contract is in force, waits when it is not, and is not lost', async () => {
  const id = relayId({ host: '127.0.0.1', port });
  const anna = await staff('anna');
  expect(await call(id)).toBe('connected');
  must(
    await asOperator((tx) => stopProcessor(tx, anna, id, { how: 'suspend', reason: 'the provider changes' })),
  );
  const { egress, relays } = factory.app.context;
  const mail = {
    from: { address: 'papers@larch.example' },
    to: [{ address: 'anna@customer.example' }],
    subject: 'x',
    text: 'x',
    key: 'k1',
    sentAt: anna.now,
    automatic: true,
  };
  const refused: unknown = await sendMail(egress, relays[0]!, mail).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(MailDelayed);
  expect(refused).toMatchObject({ reason: 'not_allowed' });
  must(await asOperator((tx) => resumeProcessor(tx, anna, id, 'the same provider after all')));
  expect(await call(id)).toBe('connected');
});

describe("a tenant's own machine", () => {
  const reach = (host: string, at: number, tenantId: Id = factory.tenantId) =>
    factory.app.context.egress
      .connectTcp({
        purpose: 'test.own',
        recipient: { kind: 'tenant' },
        categories: ['bank', 'contact'],
        host,
        port: at,
        tenantId,
      })
      .then(
        (socket) => {
          socket.destroy();
          return 'connected';
        },
        (error: unknown) => (error as EgressRefused).reason,
      );
  const register = async (host: string) => {
    const owner = await factory.caller('owner');
    return factory.inTenant((tx) =>
      registerOwnServer(tx, owner, { label: 'Our Odoo', kind: 'odoo', host, port }),
    );
  };
  const decide = async (admit: boolean): Promise<void> => {
    const [server] = await factory.inTenant(loadOwnServers);
    const anna = await staff('anna');
    must(await asOperator((tx) => decideInsidePlace(tx, anna, server!.id, { admit, reason: 'a test' })));
  };

  test('inside is reached once its administrator registered and the operator admitted exactly its address and port', async () => {
    const before = connections;
    expect(await reach('127.0.0.1', port)).toContain('is not registered as a place inside');
    must(await register('127.1'));
    expect(codeOf(await register('127.0.0.1'))).toBe('own_server_known');
    expect(await reach('127.0.0.1', port)).toContain('the operator has not admitted it');
    await decide(false);
    expect(await reach('127.0.0.1', port)).toContain('the operator has not admitted it');
    expect(connections).toBe(before);
    await decide(true);
    expect(await reach('127.0.0.1', port)).toBe('connected');
    expect(await reach('127.0.0.1', port + 1)).toContain('is not registered as a place inside');
    expect(await reach('127.0.0.2', port)).toContain('is not registered as a place inside');
  });

  test("is no other tenant's, and nobody's after it was removed", async () => {
    const other = await factory.anotherTenant();
    expect(await reach('127.0.0.1', port, other)).toContain('is not registered as a place inside');
    expect(await factory.app.context.db.inTenant(other, loadOwnServers)).toEqual([]);
    const owner = await factory.caller('owner');
    const [server] = await factory.inTenant(loadOwnServers);
    must(await factory.inTenant((tx) => removeOwnServer(tx, owner, server!.id)));
    expect(await reach('127.0.0.1', port)).toContain('is not registered as a place inside');
    // What was admitted once does not come back with the address.
    must(await register('127.0.0.1'));
    expect(await reach('127.0.0.1', port)).toContain('the operator has not admitted it');
  });
});

test('a disclosure goes out once another person approved it, with its scope, to its place, about its business, in time', async () => {
  const { context } = factory.app;
  const [anna, ben] = [await staff('anna'), await staff('ben')];
  const host = 'court.example';
  const id = must(
    await asOperator((tx) =>
      enterDisclosure(tx, anna, {
        askedBy: 'Amtsgericht Tübingen',
        caseNo: '4 Gs 17/26',
        receivedOn: anna.today,
        ground: 'legal-process',
        aboutTenant: factory.tenantId,
        fileHash: 'b'.repeat(64),
        fileName: 'request.pdf',
        askedScope: 'who works there',
        askedCategories: ['contact', 'bank'],
        decision: 'give',
        reason: '§ 95 StPO',
        categories: ['contact'],
        recipient: 'Office 4',
        host,
        port: 443,
        validTo: addDays(anna.today, 3),
        tell: 'tell',
        withheldBecause: '',
        withheldUntil: null,
      }),
    ),
  );
  const guard = processorGuard(context);
  const judge = async (more: object = {}) => {
    const recipient: Recipient = { kind: 'disclosure', id };
    const given = {
      purpose: 'disclosure.hand-over',
      recipient,
      categories: ['contact'],
      host,
      port: 443,
    } as const;
    const verdict = await guard({
      ...given,
      addresses: ['93.184.216.34'],
      tenantId: factory.tenantId,
      ...more,
    });
    return verdict.allow ? 'allowed' : `${verdict.code ?? 'egress_denied'}: ${verdict.reason}`;
  };
  const approve = (who: Caller) => asOperator((tx) => approveDisclosure(tx, who, id));
  const tell = (who: Caller) => asOperator((tx) => tellBusiness(tx, who, id, { how: 'mail', note: '' }));
  const over = (who: Caller) =>
    asOperator((tx) => recordHandOver(tx, who, id, { to: 'Office 4', on: who.today, how: 'by-hand' }));

  expect(await judge()).toBe('disclosure_not_approved: the disclosure is not approved');
  expect(codeOf(await approve(anna))).toBe('confirm_second_person');
  expect(codeOf(await tell(anna))).toBe('disclosure_not_approved');
  must(await approve(ben));
  expect(codeOf(await approve(ben))).toBe('disclosure_approved');
  expect(await judge()).toContain('the business was not told yet');
  expect(codeOf(await makePackage(context, anna, id))).toBe('disclosure_not_told');
  expect(codeOf(await over(anna))).toBe('disclosure_not_packed');
  must(await tell(anna));
  expect(await judge()).toBe('allowed');
  expect(await judge({ categories: ['contact', 'bank'] })).toContain('does not cover bank');
  expect(await judge({ tenantId: await factory.anotherTenant() })).toContain('about another business');
  expect(await judge({ host: 'evil.example' })).toContain('is not where the disclosure goes');
  expect(await judge({ addresses: ['127.0.0.1'] })).toContain('egress_denied: 127.0.0.1 is loopback');
  expect(await judge({ recipient: { kind: 'disclosure', id: operator } })).toContain('no such disclosure');

  // The owners are written to from the operator's outbox.
  await factory.app.runDueJobs();
  const mails = await asOperator((tx) =>
    sql<{ subject: string; text: string }>`
      select message->>'subject' as subject, message::text as text from outgoing_mail where tenant_id = ${operator} and kind = 'policy.disclosure'`.execute(
      tx.tables(),
    ),
  );
  expect(mails.rows[0]?.text).toContain('Amtsgericht Tübingen asks us for data');
  expect(mails.rows[0]?.text).toContain('in legal proceedings');

  const { made } = must(await makePackage(context, anna, id));
  const packed = JSON.parse(made.bytes.toString()) as { tables: Record<string, Record<string, unknown>[]> };
  expect(packed.tables['people']!.length).toBeGreaterThan(0);
  const rows = Object.values(packed.tables).flat();
  // Nobody else's row, and no kind of data beside the scope in a row that is there.
  expect(rows.filter((row) => 'tenant_id' in row && row['tenant_id'] !== factory.tenantId)).toEqual([]);
  expect(rows.filter((row) => Object.keys(row).some((column) => /iban|password|totp/.test(column)))).toEqual(
    [],
  );
  must(await over(anna));
  expect((await asOperator((tx) => loadDisclosures(tx, id)))[0]).toMatchObject({
    number: 1,
    approvedName: 'ben',
    approvedAlone: false,
    toldHow: 'mail',
    toldOn: anna.today,
    handedOverTo: 'Office 4',
    handedOverSha256: createHash('sha256').update(made.bytes).digest('hex'),
  });
  // What stands in the log stays: the application has no right to change it.
  for (const table of ['disclosure', 'disclosure_step'])
    await expect(
      asOperator((tx) =>
        sql`update ${sql.table(table)} set tenant_id = tenant_id where tenant_id = ${operator}`.execute(
          tx.tables(),
        ),
      ),
    ).rejects.toThrow('permission denied');
  factory.clock.advance({ days: 4 });
  expect(await judge()).toContain('the last day of the disclosure has passed');
  expect(codeOf(await makePackage(context, await staff('anna'), id))).toBe('disclosure_lapsed');
});

test('every call is in the log with recipient, categories, bytes and decision, and every change in the audit log', async () => {
  await expect
    .poll(
      async () =>
        (await asOperator((tx) => listEgress(tx, 50))).filter((one) => one.decision === 'connected').length,
    )
    .toBeGreaterThan(0);
  const calls = await asOperator((tx) => listEgress(tx, 50));
  expect(calls.find((one) => one.recipient === 'processor:nobody-known')).toMatchObject({
    decision: 'refused',
    categories: ['contact'],
    bytesOut: 0,
  });
  expect(calls.some((one) => one.recipient === 'processor:carrier-x' && one.decision === 'connected')).toBe(
    true,
  );
  expect(await asOperator(verifyAudit)).toBeNull();
});
