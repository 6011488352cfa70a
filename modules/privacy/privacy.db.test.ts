import { fromBuffer, type Entry, type ZipFile } from 'yauzl';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { addMember } from '#modules/accounts/api.ts';
import { linkFaults } from '#domain/policy/subjects/links.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import type { Client } from '#platform/http/client.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import { newId } from '#platform/clock/clock.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import { publish } from '#platform/outbox/events.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import { GLOBAL_TABLES } from '#platform/postgres/global-tables.ts';
import * as contract from './contract.ts';
import { openArchiveOf } from './person/archives.ts';
import { reapplyDeletions } from './person/deletion-list.ts';
import { mayWriteTo } from './person/restriction.ts';
import { endWhatIsOver } from './person/retention.ts';
import { allTables } from './person/rows-about.ts';
import type { PrivacyTables } from './store.ts';

let t: TestApp;
let operator: Client;
let operatorId: Id;

beforeAll(async () => {
  t = await openTestApp();
  operator = await t.client('operator');
  operatorId = (await loadInstallation(t.app.context.db, t.clock.now()))!.operatorTenantId;
});
afterAll(() => t.close());

const mails = (): Promise<{ kind: string; recipient: string; text: string }[]> =>
  asOwner(t.ownerUrl, async (query) => {
    await query(`set local app.tenant_id = '${operatorId}'`);
    return (await query(
      `select kind, recipient, message::text as text from outgoing_mail where tenant_id = $1 and kind like 'privacy.%' order by id`,
      [operatorId],
    )) as never;
  });

const request = {
  asks: 'erasure',
  channel: 'letter',
  personName: 'Robin Elm',
  personEmail: 'robin@elm.example',
  language: 'en',
  details: 'Everything about my kitchen.',
  receivedOn: '2026-02-27',
} as const;

test('a request about a customer’s data goes to its owners, and the person hears only that', async () => {
  const { cases } = await operator.call(contract.enterCase, { body: { ...request, ofTenant: t.tenantId } });
  // Friday 27 February: two working days later is Tuesday.
  expect(cases[0]).toMatchObject({ number: 1, state: 'open', passOnBy: '2026-03-03', may: ['passed-on'] });
  const params = { caseId: cases[0]!.id as Id };
  // What the staff notes for the customer is nothing for the person either.
  const body = { kind: 'passed-on', note: 'There is a kitchen in their books.' } as const;
  const after = await operator.call(contract.takeCaseStep, { params, body });
  expect(after.cases[0]).toMatchObject({ state: 'passed-on', may: [] });
  await t.app.runDueJobs();
  await t.app.runDueJobs();
  const [toPerson, toOwner, ...more] = await mails();
  expect(more).toEqual([]);
  expect(toPerson).toMatchObject({ kind: 'privacy.answer', recipient: 'robin@elm.example' });
  expect(toPerson!.text).toContain('cannot say what is held there');
  expect(toPerson!.text).not.toMatch(/Factory|larch|kitchen/i);
  expect(toOwner).toMatchObject({ kind: 'privacy.business', recipient: 'owner@larch.example' });
  expect(toOwner!.text).toMatch(/Robin Elm.*to have their data deleted.*my kitchen/s);
  await expect(operator.call(contract.takeCaseStep, { params, body })).rejects.toMatchObject({
    problem: { code: 'privacy_step_not_now', status: 409 },
  });
});

test('a person is told that somebody asks who they are, waiting moves the day, and nothing is answered before', async () => {
  const before = (await mails()).length;
  const { cases } = await operator.call(contract.enterCase, { body: { ...request, ofTenant: null } });
  const params = { caseId: cases[0]!.id as Id };
  const step = (kind: 'identity-asked' | 'identity-shown' | 'asked-for' | 'answered', note = '') =>
    operator.call(contract.takeCaseStep, { params, body: { kind, note } });
  await expect(step('asked-for')).rejects.toMatchObject({ problem: { code: 'privacy_step_not_now' } });
  await step('identity-asked');
  t.clock.advance({ minutes: 3 * 24 * 60 });
  // A session does not outlive three days of silence.
  operator = await t.client('operator');
  const shown = await step('identity-shown', 'Answered from the address on file.');
  // Received 27 February: 27 March, and the three days that we waited.
  expect(shown.cases[0]).toMatchObject({ dueOn: '2026-03-30', waitedDays: 3 });
  // Nobody can only say that it was done.
  await expect(step('answered', 'Done.')).rejects.toMatchObject({ problem: { status: 409 } });
  const sent = (await mails()).slice(before);
  expect(sent.map(({ recipient }) => recipient)).toEqual(['robin@elm.example']);
  await expect(
    operator.call(contract.enterCase, { body: { ...request, ofTenant: null, receivedOn: '2026-12-31' } }),
  ).rejects.toMatchObject({ problem: { code: 'privacy_day_ahead' } });
  await expect((await t.client('owner')).call(contract.listCases, {})).rejects.toMatchObject({
    problem: { status: 403 },
  });
});

test('the only owner of a business is not deleted: nobody could open it any more', async () => {
  const body = { ...request, personEmail: 'owner@larch.example', ofTenant: null };
  const { cases } = await operator.call(contract.enterCase, { body });
  const params = { caseId: cases[0]!.id as Id };
  const step = (kind: 'identity-shown' | 'asked-for') =>
    operator.call(contract.takeCaseStep, { params, body: { kind, note: '' } });
  await step('identity-shown');
  await expect(step('asked-for')).rejects.toMatchObject({
    problem: { code: 'only_owner', status: 409, remedy: 'Make somebody else an owner first.' },
  });
});

test('a breach is written down for good, and the owners of the customers concerned are written to', async () => {
  const before = (await mails()).length;
  const { breaches } = await operator.call(contract.enterBreach, {
    body: {
      awareOn: '2026-03-05',
      time: '09:30',
      what: 'A lost disk.',
      people: 3,
      records: 40,
      categories: ['contact', 'invoice'],
      effects: 'It was sealed.',
      measures: 'Keys changed.',
      ofTenants: [t.tenantId],
    },
  });
  // 09:30 in Berlin is 08:30 UTC in winter; 72 and 24 hours later.
  expect(breaches[0]).toMatchObject({
    ...{ number: 1, state: 'to-decide', businessesWait: true, overdue: false },
    ...{ authorityBy: '2026-03-08T08:30:00.000Z', businessesBy: '2026-03-06T08:30:00.000Z' },
  });
  const params = { breachId: breaches[0]!.id as Id };
  const moment = { happenedOn: '2026-03-05', time: '09:45' };
  const body = { kind: 'businesses-told', note: '', ...moment } as const;
  const told = await operator.call(contract.takeBreachStep, { params, body });
  expect(told.breaches[0]).toMatchObject({ businessesWait: false, businesses: ['Factory larch'] });
  await t.app.runDueJobs();
  const [mail, ...more] = (await mails()).slice(before);
  expect([mail!.recipient, more]).toEqual(['owner@larch.example', []]);
  expect(mail!.text).toMatch(/A lost disk\..*It was sealed\./s);
  const no = { kind: 'not-notify', note: 'The disk was encrypted.', ...moment } as const;
  expect((await operator.call(contract.takeBreachStep, { params, body: no })).breaches[0]).toMatchObject({
    state: 'done',
    steps: [{ kind: 'businesses-told' }, { kind: 'not-notify', who: 'Operator' }],
  });
  for (const table of ['breach', 'breach_step', 'privacy_case', 'privacy_step']) {
    const change = t.app.context.db.inTenant(operatorId, async (tx) => {
      await tx.tables<Record<string, { tenant_id: Id }>>().deleteFrom(table).execute();
    });
    await expect(change, table).rejects.toMatchObject({ code: '42501' });
  }
});

test('in every table with data of people somebody would be found, or it says why nobody is', () => {
  expect(linkFaults(allTables())).toEqual([]);
});

/** Somebody who speaks for two customers of the operator, works in a factory and wrote to us; with a mark in each place. */
const MARK = 'Zirbelkiefer';
const mail = 'zirbelkiefer@two.example';

async function plantPerson(): Promise<void> {
  const { db } = t.app.context;
  const loginId = await addMember(
    db,
    t.clock.now(),
    t.tenantId,
    { email: mail, name: `${MARK} Person`, locale: 'en', role: 'office', password: null },
    90,
  );
  const tenants = [t.tenantId, operatorId];
  await asOwner(t.ownerUrl, async (query) => {
    const customer = `insert into customer (tenant_id, id, number, name, email, country, vat_number, locale, created_at) values ($1, $2, $3, $4, $5, 'DE', $6, 'en', now())`;
    // The factory's own customer of the same address is the factory's affair.
    await query(`set local app.tenant_id = '${t.tenantId}'`);
    await query(customer, [t.tenantId, newId(t.clock), 900, `${MARK} Kitchen`, mail, '']);
    await query(`set local app.tenant_id = '${operatorId}'`);
    for (const [i, name] of ['Alder Joinery', 'Birch Kitchens'].entries()) {
      const id = newId(t.clock);
      await query(customer, [operatorId, id, 901 + i, name, `office@${i}.example`, 'DE123456789']);
      await query(
        `insert into customer_contact (tenant_id, id, customer_id, name, email, phone, locale, is_owner, may_cancel, billing, created_at)
         values ($1, $2, $3, $4, $5, '+49 1', 'en', true, false, false, now())`,
        [operatorId, newId(t.clock), id, `${MARK} of ${name}`, mail],
      );
    }
  });
  for (const tenantId of tenants)
    await t.app.context.db.inTenant(tenantId, async (tx) => {
      const own = {
        ...(await t.caller('office', tenantId)),
        ...{ loginId, actor: `login:${loginId}`, name: `${MARK} Person` },
      };
      await appendAudit(tx, { actor: own, action: 'test.done', subject: 'test:1' });
      await publish(tx, own, 'test.done', loginId, {});
      await queueMail(tx, own, {
        ...{ kind: 'service.maintenance', subjectId: loginId, recipient: mail, locale: 'en' },
        ...{ subject: MARK, headline: MARK, blocks: [], documentIds: [] },
      });
    });
}

/** All entries of a ZIP as one text. */
async function textOfZip(bytes: Buffer): Promise<string> {
  const zip = (await promisify<Buffer, object, ZipFile>(fromBuffer)(bytes, { lazyEntries: true }))!;
  const texts: string[] = [];
  await new Promise<void>((done, fail) => {
    zip.on('end', done);
    zip.on('error', fail);
    zip.on('entry', (entry: Entry) =>
      zip.openReadStream(entry, (error, stream) => {
        if (error) return fail(error);
        text(stream).then((one) => {
          texts.push(`${entry.fileName}\n${one}`);
          zip.readEntry();
        }, fail);
      }),
    );
    zip.readEntry();
  });
  return texts.join('\n');
}

/** Every column of every table in which the mark or the address still stands. */
async function placesOfMark(tenantId: Id): Promise<string[]> {
  return asOwner(t.ownerUrl, async (query) => {
    await query(`set local app.tenant_id = '${tenantId}'`);
    const columns = await query(
      `select table_name as t, column_name as c, exists (select from information_schema.columns k where k.table_schema = 'tenon' and k.table_name = x.table_name and k.column_name = 'tenant_id') as own
       from information_schema.columns x where table_schema = 'tenon' and data_type in ('text', 'jsonb', 'json')`,
    );
    const parts = columns.map(
      ({ t: table, c, own }) =>
        `select '${String(table)}.${String(c)}' as place where exists (select from "${String(table)}" where ${own === true && !(String(table) in GLOBAL_TABLES) ? 'tenant_id = $2::uuid and ' : '$2::uuid is not null and '}"${String(c)}"::text ilike $1)`,
    );
    const rows = await query(parts.join(' union all '), [`%${MARK}%`, tenantId]);
    return rows.map(({ place }) => String(place)).sort();
  });
}

async function ask(asks: 'access' | 'erasure' | 'restriction' | 'objection' | 'withdrawal' | 'portability') {
  const { cases } = await operator.call(contract.enterCase, {
    body: { ...request, asks, personName: `${MARK} Person`, personEmail: mail, ofTenant: null },
  });
  const params = { caseId: cases[0]!.id as Id };
  for (const kind of ['identity-shown', 'asked-for'] as const)
    await operator.call(contract.takeCaseStep, { params, body: { kind, note: '' } });
  await t.app.runDueJobs();
  const after = await operator.call(contract.listCases, {});
  return after.cases.find(({ id }) => id === params.caseId)!;
}

test('P-1.2: who speaks for two businesses gets an archive of each, none holds the other’s, and what a factory keeps is in none', async () => {
  operator = await t.client('operator');
  await plantPerson();
  const before = (await mails()).length;
  const done = await ask('access');
  expect(done).toMatchObject({
    state: 'answered',
    steps: [{}, {}, { kind: 'carried-out' }, { kind: 'answered' }],
  });
  const rows = await t.app.context.db.inTenant(operatorId, (tx) =>
    tx
      .tables<PrivacyTables>()
      .selectFrom('privacy_archive')
      .selectAll()
      .where('tenant_id', '=', operatorId)
      .where('case_id', '=', done.id as Id)
      .orderBy('label')
      .execute(),
  );
  expect(rows.map(({ label, recipient }) => [label, recipient])).toEqual([
    ['Alder Joinery', mail],
    ['Birch Kitchens', mail],
    ['Factory larch', mail],
    ['you yourself', mail],
  ]);
  const texts = new Map<string, string>();
  for (const row of rows) {
    const zip = (await openArchiveOf(t.app.context, row))!;
    texts.set(row.label, await textOfZip(zip));
    // What lies on the disk is sealed.
    const sealed = await t.app.context.files.readAll(operatorId, row.file_hash!);
    expect(Buffer.from(sealed!).includes(MARK)).toBe(false);
  }
  expect(texts.get('Alder Joinery')).toContain(`${MARK} of Alder`);
  expect(texts.get('Alder Joinery')).not.toMatch(/Birch|Larch/i);
  expect(texts.get('Birch Kitchens')).not.toMatch(/Alder|Larch/i);
  expect(texts.get('you yourself')).toMatch(/Zirbelkiefer Person/);
  // The factory decides about its own customers: we hand nothing of theirs out, and say nothing of it.
  expect([...texts.values()].join()).not.toContain(`${MARK} Kitchen`);
  const [letter] = (await mails()).slice(before);
  const link = /\/api\/privacy\/answers\/data\.zip\?archiveId=([0-9a-f-]+)&mark=([0-9a-f]{40})/.exec(
    letter!.text,
  )!;
  const fetched = await t.app.server.inject({ url: link[0] });
  expect([fetched.statusCode, fetched.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
  const wrong = await t.app.server.inject({ url: link[0].replace(link[2]!, 'a'.repeat(40)) });
  expect(wrong.statusCode).toBe(404);
});

test('a restricted person is written only what they are owed, and the same again once it ends', async () => {
  const done = await ask('restriction');
  expect(done.state).toBe('answered');
  const { context } = t.app;
  const may = (kind: 'service.maintenance' | 'billing.invoice') =>
    mayWriteTo(context, operatorId, kind, mail);
  expect([await may('service.maintenance'), await may('billing.invoice')]).toEqual([false, true]);
  expect(await mayWriteTo(context, t.tenantId, 'service.maintenance', mail)).toBe(true);
  await operator.call(contract.liftRestriction, { params: { caseId: done.id as Id } });
  expect(await may('service.maintenance')).toBe(true);
});

/** Columns that stay because of a law, or that a factory keeps for itself. */
const STAY = [
  ...['audit_entry.actor_name', 'privacy_case.person_email', 'privacy_case.person_name'],
  ...['privacy_archive.recipient', 'outgoing_mail.recipient'],
];

test('erasure leaves the person in nothing but what a law keeps, tells what stays, and does it again after a restore', async () => {
  const places = async () => ({
    own: await placesOfMark(operatorId),
    factory: await placesOfMark(t.tenantId),
  });
  expect((await places()).own).toEqual(
    expect.arrayContaining([
      'customer_contact.email',
      'event.actor_name',
      'login.email',
      'outgoing_mail.message',
    ]),
  );
  const done = await ask('erasure');
  expect(done.state).toBe('answered');
  const left = await places();
  expect(left.own.filter((place) => !STAY.includes(place))).toEqual([]);
  // The factory's own customer and its letters to them are the factory's to decide.
  expect(left.factory.filter((place) => !STAY.includes(place))).toEqual([
    'customer.email',
    'customer.name',
    'outgoing_mail.message',
  ]);
  // Every mail before it went as well.
  const letter = (await mails()).at(-1);
  expect(letter!.recipient).toBe(mail);
  expect(letter!.text).toMatch(/deleted what we hold.*Contact details.*stays until.*Art\. 5\(2\)/s);
  const register = await operator.call(contract.getDeletions, {});
  expect(register.erasures.length).toBeGreaterThanOrEqual(3);
  expect(JSON.stringify(register)).not.toMatch(/zirbelkiefer/i);

  // A database of yesterday is put back: its login and contact are as they were, and its list knows nobody.
  await asOwner(t.ownerUrl, async (query) => {
    await query(`set local app.tenant_id = '${operatorId}'`);
    await query('delete from privacy_erasure where tenant_id = $1', [operatorId]);
    await query('delete from privacy_erased where tenant_id = $1', [operatorId]);
    await query(
      `update customer_contact set name = $2, email = $3 where tenant_id = $1 and email like '%@erased.invalid'`,
      [operatorId, `${MARK} again`, mail],
    );
    await query(`update login set name = $1, email = $2 where email like '%@erased.invalid'`, [
      `${MARK} again`,
      mail,
    ]);
  });
  expect(await reapplyDeletions(t.app.context)).toBe(1);
  expect((await places()).own.filter((place) => !STAY.includes(place))).toEqual([]);
  expect(await reapplyDeletions(t.app.context)).toBe(0);
});

test('what is over its time goes by its rule, with a record of counts, and nothing else does', async () => {
  const old = newId(t.clock);
  const send = (id: Id, at: string) =>
    asOwner(t.ownerUrl, async (query) => {
      await query(`set local app.tenant_id = '${operatorId}'`);
      await query(
        `insert into outgoing_mail (tenant_id, id, kind, subject_id, recipient, message, links_sealed, state, attempts, queued_at, bounces)
         values ($1, $2, 'support.answer', $2, 'old@elm.example', '{"blocks":[]}', '', 'sent', 1, $3, 0)`,
        [operatorId, id, at],
      );
    });
  const young = newId(t.clock);
  // Letters stay two years: 5 March 2026, so what was written on 4 March 2024 goes.
  await send(old, '2024-03-03T12:00:00Z');
  await send(young, '2024-03-20T12:00:00Z');
  await endWhatIsOver(t.app.context);
  const left = await t.app.context.db.inTenant(operatorId, (tx) =>
    tx
      .tables<{ outgoing_mail: { tenant_id: Id; id: Id } }>()
      .selectFrom('outgoing_mail')
      .select('id')
      .where('tenant_id', '=', operatorId)
      .where('id', 'in', [old, young])
      .execute(),
  );
  expect(left).toEqual([{ id: young }]);
  const { runs } = await operator.call(contract.getDeletions, {});
  expect(runs.flatMap(({ rules }) => rules)).toContainEqual({
    what: 'Correspondence',
    before: '2024-03-05',
    rows: 1,
  });
});

test('on their own page a person asks, is answered once at a time, and fetches what nobody else can', async () => {
  const office = await t.client('office');
  const body = { asks: 'access', details: '' } as const;
  const { requests } = await office.call(contract.askAboutMyData, { body });
  expect(requests).toMatchObject([{ asks: 'access', state: 'open', archives: [] }]);
  await expect(office.call(contract.askAboutMyData, { body })).rejects.toMatchObject({
    problem: { code: 'privacy_asked_already' },
  });
  await t.app.runDueJobs();
  const mine = await office.call(contract.getMyData, {});
  const [archive] = mine.requests[0]!.archives;
  expect(mine.requests[0]).toMatchObject({ state: 'answered' });
  const query = { archiveId: archive!.id as Id };
  const zip = await office.call(contract.fetchMyArchive, { query }).catch((error: unknown) => error);
  // A ZIP is no JSON; that it came and was no refusal is what counts here.
  expect(zip).toBeInstanceOf(SyntaxError);
  await expect((await t.client('planner')).call(contract.fetchMyArchive, { query })).rejects.toMatchObject({
    problem: { status: 404 },
  });
});
