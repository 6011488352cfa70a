import { connect } from 'node:net';
import nodemailer from 'nodemailer';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestApp } from '#apps/server/test-kit.ts';
import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { inviteMember } from '#modules/accounts/people-contract.ts';
import { registerOwnServer } from '#modules/policy/recipients/contract.ts';
import { decideInsidePlace } from '#modules/policy/recipients/own-servers.ts';
import { retryOutgoing } from '#modules/support/contract.ts';
import {
  checkFrom,
  dropFrom,
  dropRelay,
  getWays,
  putFrom,
  putRelay,
  testRelay,
} from '#modules/support/relay-contract.ts';
import { createEgress } from '#platform/egress/egress.ts';
import type { MailTables } from '#platform/mail/mail-tables.ts';
import { OPTIONAL_KINDS, type MailKind } from '#platform/mail/kinds.ts';
import { listMails, queueMail } from '#platform/mail/outbox.ts';
import { giveMailAddress } from '#platform/mail/sender.ts';
import { LOOPBACK } from '#platform/mail/testing/loopback-certificate.ts';
import { plainMail } from '#platform/mail/testing/mail-world.ts';
import { ownRelayServer } from './own-relay-server.ts';
import { openPostOffice, type Gone, type PostOffice } from './post-office.ts';

const PUBLIC = 'https://tenon.example';

let office: PostOffice;
let t: TestApp;
let gone: readonly Gone[];
const send: PostOffice['send'] = (...mail) => office.send(...mail);

beforeAll(async () => {
  office = await openPostOffice({ tls: true, second: true, publicUrl: PUBLIC });
  ({ t, gone } = office);
}, 120_000);
afterAll(() => office?.close());
beforeEach(() => void office.moods.fill('takes'));

describe('mail that goes out', () => {
  const SUBJECT = '0198a000-0000-7000-8000-00000000cafe' as Id;
  const queue = async (recipient: string, kind: MailKind = 'orders.confirmation') => {
    const caller = await t.caller('office');
    await t.inTenant((tx) =>
      queueMail(tx, caller, {
        kind,
        subjectId: SUBJECT,
        recipient,
        locale: 'en',
        subject: 'Your order',
        headline: 'Your order',
        blocks: [],
        documentIds: [],
      }),
    );
  };
  const mailTo = async (recipient: string) =>
    (await t.inTenant((tx) => listMails(tx, SUBJECT))).find((mail) => mail.recipient === recipient)!;
  const report = (of: Gone, action: string, status: string, to = of.envelopeFrom) => {
    const recipient = [of.mail.to].flat()[0]!.text;
    return send(
      `From: MAILER-DAEMON@mx.customer.example
To: ${to}
Subject: Undelivered
Message-ID: <${crypto.randomUUID()}@mx.customer.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=r

--r
Content-Type: text/plain

Could not be delivered. Please cancel our hosting.
--r
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example

Final-Recipient: rfc822; ${recipient}
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; 550 ${status} no such user

--r
Content-Type: text/rfc822-headers

${of.mail.headerLines.map(({ line }) => line).join('\n')}

--r--
`,
      { from: '', to },
    );
  };

  test('a hard bounce marks the mail and its address; nothing more is sent there until somebody says so', async () => {
    await queue('old@customer.example');
    await t.app.runDueJobs();
    expect(await mailTo('old@customer.example')).toMatchObject({ state: 'sent' });
    const sent = gone.at(-1)!;
    expect(sent.envelopeFrom).toMatch(/^b-[a-z2-7]{62}@tenon\.example$/);
    expect(sent.mail.messageId).toMatch(/^<[0-9a-f-]{36}\.[0-9a-f-]{36}@tenon\.example>$/);
    // A report that somebody made up for a mail that is not ours goes nowhere.
    expect(await report(sent, 'failed', '5.1.1', `b-${'a'.repeat(62)}@tenon.example`)).toMatchObject({
      code: 550,
    });
    expect(await report(sent, 'failed', '5.1.1')).toMatchObject({ code: 250 });
    await t.app.runDueJobs();
    expect(await mailTo('old@customer.example')).toMatchObject({
      state: 'bounced',
      problem: '5.1.1 550 5.1.1 no such user',
    });
    const caller = await t.caller('office');
    const count = gone.length;
    await t.inTenant((tx) =>
      queueMail(tx, caller, {
        kind: 'orders.quote',
        subjectId: SUBJECT,
        recipient: 'Old@customer.example',
        locale: 'en',
        subject: 'x',
        headline: 'x',
        blocks: [],
        documentIds: [],
      }),
    );
    await t.app.runDueJobs();
    expect(gone).toHaveLength(count);
    const desk = await t.client('office');
    const { id } = await mailTo('old@customer.example');
    await desk.call(retryOutgoing, { params: { outgoingMailId: id as Id } });
    await t.app.runDueJobs();
    expect(gone.slice(count).map(({ mail }) => mail.messageId)).toEqual([sent.mail.messageId]);
    expect((await office.inbox()).mails.find((mail) => mail.subject === 'Undelivered')).toMatchObject({
      class: 'bounce',
      state: 'quiet',
    });
  });

  test('a soft bounce sends the same message later, three times at most; then it counts as bounced', async () => {
    await queue('full@customer.example');
    await t.app.runDueJobs();
    const first = gone.at(-1)!;
    for (const hours of [1, 4, 16]) {
      await report(gone.at(-1)!, 'failed', '4.2.2');
      expect((await mailTo('full@customer.example')).state, `${hours}`).toBe('waiting');
      await runWaiting();
    }
    expect(gone.slice(-3).map(({ mail }) => mail.messageId)).toEqual(Array(3).fill(first.mail.messageId));
    await report(gone.at(-1)!, 'failed', '4.2.2');
    expect((await mailTo('full@customer.example')).state).toBe('bounced');
  });

  /** Jobs that wait for a later hour run by the database's clock, which no test moves. */
  async function runWaiting(): Promise<void> {
    const client = new pg.Client({ connectionString: t.ownerUrl });
    await client.connect();
    await client.query(
      `update graphile_worker._private_jobs set run_at = now() where run_at > now() and task_id = (select id from graphile_worker._private_tasks where identifier = 'mail.send')`,
    );
    await client.end();
    await t.app.runDueJobs();
  }

  test('a relay that may not be used now keeps the mail waiting, and it goes out by itself later', async () => {
    const { egress } = t.app.context;
    const closed = createEgress({});
    Object.assign(t.app.context, { egress: closed });
    await queue('later@customer.example');
    await t.app.runDueJobs();
    expect(await mailTo('later@customer.example')).toMatchObject({ state: 'no_provider' });
    Object.assign(t.app.context, { egress });
    await runWaiting();
    expect(await mailTo('later@customer.example')).toMatchObject({ state: 'sent' });
  });

  test('a kind that the policy does not know is not queued, and one that was smuggled in does not go out', async () => {
    const caller = await t.caller('office');
    const mail = {
      subjectId: SUBJECT,
      recipient: 'x@customer.example',
      locale: 'en',
      subject: 'x',
      headline: 'x',
      blocks: [],
      documentIds: [],
    };
    await expect(
      t.inTenant((tx) => queueMail(tx, caller, { ...mail, kind: 'news.offer' as 'orders.quote' })),
    ).rejects.toMatchObject({ code: 'mail_kind_unknown' });
    await queue('x@customer.example');
    await t.inTenant((tx) =>
      tx
        .tables<MailTables>()
        .updateTable('outgoing_mail')
        .set({ kind: 'news.offer' })
        .where('tenant_id', '=', t.tenantId)
        .where('recipient', '=', 'x@customer.example')
        .execute(),
    );
    const count = gone.length;
    await t.app.runDueJobs();
    expect(gone).toHaveLength(count);
    expect(await mailTo('x@customer.example')).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('mail_kind_unknown') as string,
    });
  });

  test('the second relay takes over while the first cannot, and not where the first refuses the mail itself', async () => {
    office.moods[0] = 'later';
    await queue('second@customer.example');
    await t.app.runDueJobs();
    expect(gone.at(-1)).toMatchObject({ relay: 1 });
    expect(await mailTo('second@customer.example')).toMatchObject({ state: 'sent' });
    office.moods[0] = 'refuses';
    const before = gone.length;
    await queue('refused@customer.example');
    await t.app.runDueJobs();
    // Only the first was given it: what one provider calls bad is not tried on another.
    expect(gone.slice(before).map(({ relay }) => relay)).toEqual([0]);
    expect(await mailTo('refused@customer.example')).toMatchObject({ state: 'failed' });
    // Both cannot: it waits, and goes out by the first when that is back.
    office.moods.fill('later');
    await queue('both@customer.example');
    await t.app.runDueJobs();
    expect(await mailTo('both@customer.example')).toMatchObject({ state: 'waiting' });
    office.moods.fill('takes');
    await runWaiting();
    expect(gone.at(-1)).toMatchObject({ relay: 0 });
    expect(await mailTo('both@customer.example')).toMatchObject({ state: 'sent' });
  });

  test('a link that works once arrives whole, is nowhere afterwards, and is not sent a second time', async () => {
    const owner = await t.client('owner');
    await owner.call(inviteMember, { body: { email: 'guest@customer.example', role: 'office' } });
    await t.app.runDueJobs();
    const sent = gone.at(-1)!;
    expect(sent.mail.text).toMatch(
      /https:\/\/tenon\.example\/link\/invitation#[0-9a-f-]{36}\.[0-9a-f-]{36}\.[\w-]{43}/,
    );
    const row = () =>
      t.inTenant((tx) =>
        tx
          .tables<MailTables>()
          .selectFrom('outgoing_mail')
          .selectAll()
          .where('tenant_id', '=', t.tenantId)
          .where('recipient', '=', 'guest@customer.example')
          .executeTakeFirstOrThrow(),
      );
    expect(await row()).toMatchObject({ state: 'sent', links_sealed: '' });
    expect(JSON.stringify(await row())).not.toContain('#');
    // A full mailbox: other mail comes again by itself, this one cannot.
    await report(sent, 'failed', '4.2.2');
    const { id, state } = await row();
    expect(state).toBe('bounced');
    await expect(
      owner.call(retryOutgoing, { params: { outgoingMailId: id as never } }),
    ).rejects.toMatchObject({ problem: { code: 'mail_link_gone' } });
  });

  describe('mail that the contract does not need', () => {
    const choiceOf = ({ mail }: Gone): string =>
      /<([^>]+)>/.exec(String(mail.headerLines.find(({ key }) => key === 'list-unsubscribe')?.line))?.[1] ??
      '';
    const press = (url: string, body: string, type = 'application/x-www-form-urlencoded') =>
      t.app.server.inject({
        method: 'POST',
        url: new URL(url).pathname,
        headers: { 'content-type': type },
        payload: body,
      });

    test('names where it is turned off by one press; what the contract needs does not', async () => {
      await queue('desk@customer.example', 'delivery.note');
      await t.app.runDueJobs();
      const optional = gone.at(-1)!;
      const lines = optional.mail.headerLines.map(({ line }) => line);
      expect(choiceOf(optional)).toMatch(/^https:\/\/tenon\.example\/mail\/choice\/[\w-]{44}\/\S+$/);
      expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
      expect(optional.mail.text).toContain(choiceOf(optional));
      await queue('desk@customer.example', 'orders.quote');
      await t.app.runDueJobs();
      expect(gone.at(-1)!.mail.headerLines.some(({ key }) => key.startsWith('list-'))).toBe(false);
    });

    test('one press of the mail program turns its kind off, at send too, and the page on again', async () => {
      await queue('one@customer.example', 'service.maintenance');
      await t.app.runDueJobs();
      const url = choiceOf(gone.at(-1)!);
      const path = new URL(url).pathname;
      // Opening the link changes nothing: programs open links by themselves.
      const opened = await t.app.server.inject({ url: path });
      expect(opened.body.match(/ checked/g)).toHaveLength(OPTIONAL_KINDS.length);
      // Queued before the word, and sent after it.
      await queue('one@customer.example', 'service.incident');
      await queue('one@customer.example', 'delivery.note');
      const parts =
        '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n';
      expect((await press(url, parts, 'multipart/form-data; boundary=x')).statusCode).toBe(200);
      expect((await press(url, 'wanted=service.maintenance&wanted=service.incident')).body).toContain(
        'Saved',
      );
      const count = gone.length;
      await t.app.runDueJobs();
      expect(gone.slice(count).map(({ mail }) => mail.subject)).toHaveLength(1);
      const states = (await t.inTenant((tx) => listMails(tx, SUBJECT)))
        .filter(({ recipient }) => recipient === 'one@customer.example')
        .map(({ kind, state }) => [kind, state]);
      expect(states).toEqual(
        expect.arrayContaining([
          ['service.incident', 'sent'],
          ['delivery.note', 'declined'],
        ]),
      );
      expect((await press(url, 'List-Unsubscribe=One-Click')).body).toContain('Turned off');
      const page = await t.app.server.inject({ url: path, headers: { 'accept-language': 'de' } });
      expect(page.body.match(/ checked/g)).toHaveLength(1);
      // What the contract needs comes all the same.
      await queue('one@customer.example', 'orders.confirmation');
      await t.app.runDueJobs();
      expect(await mailTo('one@customer.example')).toBeDefined();
      expect(gone.at(-1)!.mail.subject).toBe('Your order');
    });

    test('a link that this installation did not make opens and changes nothing', async () => {
      await queue('safe@customer.example', 'delivery.note');
      await t.app.runDueJobs();
      const url = choiceOf(gone.at(-1)!);
      for (const wrong of [
        `${url.slice(0, -3)}AAA`,
        url.replace(/choice\/.{6}/, 'choice/AAAAAA'),
        `${PUBLIC}/mail/choice/x/y`,
      ]) {
        expect((await press(wrong, 'List-Unsubscribe=One-Click')).statusCode, wrong).toBe(404);
        expect((await t.app.server.inject({ url: new URL(wrong).pathname })).statusCode).toBe(404);
      }
      expect(
        (await t.app.server.inject({ url: new URL(url).pathname })).body.match(/ checked/g),
      ).toHaveLength(OPTIONAL_KINDS.length);
    });
  });
});

describe('a relay of one’s own', () => {
  const SUBJECT = '0198a000-0000-7000-8000-00000000beef' as Id;
  const PASSWORD = 'correct horse battery';
  const relay = ownRelayServer('larch', PASSWORD);
  const { taken } = relay;
  let owner: Awaited<ReturnType<TestApp['client']>>;
  let port: number;
  let ownServerId: Id;
  const send = async (recipient: string): Promise<void> => {
    const caller = await t.caller('office');
    const words = {
      locale: 'en',
      subject: 'Your order',
      headline: 'Your order',
      blocks: [],
      documentIds: [],
    };
    await t.inTenant((tx) =>
      queueMail(tx, caller, { kind: 'orders.confirmation', subjectId: SUBJECT, recipient, ...words }),
    );
    await t.app.runDueJobs();
  };
  const put = (body: object) =>
    owner.call(putRelay, {
      body: { ownServerId, security: 'none', user: 'larch', password: PASSWORD, ...body } as never,
    });
  const stateOf = async (recipient: string) =>
    (await t.inTenant((tx) => listMails(tx, SUBJECT))).find((mail) => mail.recipient === recipient)?.state;

  beforeAll(async () => {
    port = await relay.listen();
    owner = await t.client('owner');
    const { servers } = await owner.call(registerOwnServer, {
      body: { label: 'Mail', kind: 'relay', host: '127.0.0.1', port },
    });
    ownServerId = servers.find((one) => one.port === port)!.id as Id;
  });
  afterAll(() => relay.close());
  beforeEach(() => void (relay.mood = 'takes'));

  test('is one that is registered and admitted; what cannot work is refused with what to do', async () => {
    await expect(put({})).rejects.toMatchObject({
      problem: { errors: [{ code: 'mail_relay_not_admitted', field: 'ownServerId' }] },
    });
    await expect(put({ ownServerId: SUBJECT })).rejects.toMatchObject({
      problem: { errors: [{ code: 'mail_relay_not_registered' }] },
    });
    const caller = await t.caller('owner');
    await t.inTenant((tx) => decideInsidePlace(tx, caller, ownServerId, { admit: true, reason: 'theirs' }));
    for (const [wrong, code] of [
      [{ user: '' }, 'mail_relay_user'],
      [{ password: '' }, 'mail_relay_password'],
    ] as const)
      await expect(put(wrong)).rejects.toMatchObject({ problem: { errors: [{ code }] } });
    const { servers } = await owner.call(registerOwnServer, {
      body: { label: 'Outside', kind: 'relay', host: 'mail.larch.example', port: 587 },
    });
    const outside = servers.find(({ label }) => label === 'Outside')!.id as Id;
    await expect(put({ ownServerId: outside })).rejects.toMatchObject({
      problem: { errors: [{ code: 'mail_relay_plain', field: 'security' }] },
    });
    const office = await t.client('office');
    await expect(office.call(getWays, {})).rejects.toMatchObject({ problem: { status: 403 } });
    await expect(owner.call(testRelay, {})).rejects.toMatchObject({ problem: { code: 'mail_relay_none' } });
  });

  test('says by a test mail whether it works; its password is sealed and stays with its machine', async () => {
    await put({ password: 'wrong' });
    await owner.call(testRelay, {});
    await t.app.runDueJobs();
    expect((await owner.call(getWays, {})).relay).toMatchObject({
      state: 'failing',
      why: 'login',
      said: expect.stringContaining('5.7.8 who are you') as string,
      test: { state: 'failed' },
    });
    const before = gone.length;
    await put({});
    expect((await owner.call(getWays, {})).relay).toMatchObject({ state: 'untried', okAt: null, test: null });
    await owner.call(testRelay, {});
    await t.app.runDueJobs();
    expect(taken.at(-1)).toMatchObject({ to: 'owner@larch.example', user: 'larch' });
    // A test that the installation's relay carried would say nothing.
    expect(gone).toHaveLength(before);
    const now = (await owner.call(getWays, {})).relay;
    expect(now).toMatchObject({ state: 'working', why: null, test: { state: 'sent' } });
    expect(JSON.stringify(now)).not.toContain(PASSWORD);
    const [row] = await t.inTenant((tx) =>
      tx
        .tables<MailTables>()
        .selectFrom('mail_relay')
        .selectAll()
        .where('tenant_id', '=', t.tenantId)
        .execute(),
    );
    expect(row!.password_sealed).toMatch(/^s1\./);
    expect(JSON.stringify(row)).not.toContain(PASSWORD);
    // Kept for this machine and user; another user asks for its own.
    await put({ password: '' });
    await owner.call(testRelay, {});
    await t.app.runDueJobs();
    expect((await owner.call(getWays, {})).relay).toMatchObject({ state: 'working' });
    await expect(put({ user: 'other', password: '' })).rejects.toMatchObject({
      problem: { errors: [{ code: 'mail_relay_password' }] },
    });
  });

  test('carries the company’s mail under its own address; while it does not work the installation’s does, under its own', async () => {
    await owner.call(putFrom, { body: { address: 'office@lärche.example', selector: 's1' } });
    await send('one@customer.example');
    expect(taken.at(-1)).toMatchObject({ from: 'office@lärche.example', envelope: 'office@lärche.example' });
    expect(taken.at(-1)!.messageId).toMatch(/@tenon\.example>$/);
    // What opens a login never goes by it: whoever runs it would read the link.
    const before = taken.length;
    await owner.call(inviteMember, { body: { email: 'new@customer.example', role: 'office' } });
    await t.app.runDueJobs();
    expect(taken).toHaveLength(before);
    expect(gone.at(-1)!.mail.text).toContain('/link/invitation#');
    relay.mood = 'later';
    await send('two@customer.example');
    expect(gone.at(-1)!.mail.from?.value[0]).toMatchObject({ address: 'info@tenon.example' });
    expect(gone.at(-1)!.envelopeFrom).toMatch(/^b-/);
    expect(await stateOf('two@customer.example')).toBe('sent');
    expect((await owner.call(getWays, {})).relay).toMatchObject({ state: 'failing', why: 'server' });
    // It is left alone for ten minutes, and then tried again.
    relay.mood = 'takes';
    const count = taken.length;
    await send('three@customer.example');
    expect(taken).toHaveLength(count);
    t.clock.set(addMinutes(t.clock.now(), 11));
    await send('four@customer.example');
    expect(taken).toHaveLength(count + 1);
    expect((await owner.call(getWays, {})).relay).toMatchObject({ state: 'working' });
    // What it calls bad is not tried on another.
    relay.mood = 'refuses';
    const sent = gone.length;
    await send('five@customer.example');
    expect(gone).toHaveLength(sent);
    expect(await stateOf('five@customer.example')).toBe('failed');
    expect((await owner.call(getWays, {})).relay).toMatchObject({ state: 'failing', why: 'refused' });
    // Where the installation has none, mail that waited goes out once there is an own one.
    relay.mood = 'takes';
    const { relays } = t.app.context;
    await owner.call(dropRelay, {});
    Object.assign(t.app.context, { relays: [] });
    await send('waited@customer.example');
    expect(await stateOf('waited@customer.example')).toBe('waiting');
    await put({});
    await t.app.runDueJobs();
    expect(await stateOf('waited@customer.example')).toBe('sent');
    Object.assign(t.app.context, { relays });
  });

  test('an address of one’s own goes by the installation’s relay once the name servers say that it may', async () => {
    const zone: Record<string, string[]> = { 'xn--lrche-gra.example': ['v=spf1 include:larch.example -all'] };
    const { names } = t.app.context;
    Object.assign(t.app.context, {
      names: {
        resolve: async (name: string) => {
          if (zone[name]) return Promise.resolve(zone[name].map((text) => [text]));
          throw Object.assign(new Error(name), {
            code: name.startsWith('_dmarc') ? 'ESERVFAIL' : 'ENOTFOUND',
          });
        },
      },
    });
    await owner.call(dropRelay, {});
    const looked = await owner.call(checkFrom, {});
    expect(looked.from).toMatchObject({ proven: false });
    expect(looked.from!.records.map(({ record, found }) => [record, found!.verdict])).toEqual([
      ['owner', 'wrong'],
      ['spf', 'ok'],
      ['dkim', 'wrong'],
      ['dmarc', 'unchecked'],
    ]);
    await send('six@customer.example');
    expect(gone.at(-1)!.mail.from?.value[0]).toMatchObject({ address: 'info@tenon.example' });
    const owns = looked.from!.records[0]!;
    zone[owns.name] = [owns.value];
    expect((await owner.call(checkFrom, {})).from).toMatchObject({ proven: true });
    await send('seven@customer.example');
    expect(gone.at(-1)!.mail.from?.value[0]).toMatchObject({ address: 'office@lärche.example' });
    // Another domain has to prove itself; another address of the same has not.
    expect(
      (await owner.call(putFrom, { body: { address: 'hi@lärche.example', selector: 's1' } })).from,
    ).toMatchObject({
      proven: true,
    });
    expect(
      (await owner.call(putFrom, { body: { address: 'x@bank.example', selector: 's1' } })).from,
    ).toMatchObject({
      proven: false,
    });
    await giveMailAddress(t.app.context.db, {
      address: 'taken@other.example',
      tenantId: await t.anotherTenant(),
      sends: false,
      at: t.clock.now(),
    });
    await expect(
      owner.call(putFrom, { body: { address: 'taken@other.example' } as never }),
    ).rejects.toMatchObject({
      problem: { errors: [{ code: 'mail_from_taken' }] },
    });
    await owner.call(dropFrom, {});
    Object.assign(t.app.context, { names });
  });
});

describe('STARTTLS at our own listener', () => {
  const deliver = (options: object) => {
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port: office.listener.port,
      name: 'mx.customer.example',
      ...options,
    });
    const envelope = { from: 'boss@customer.example', to: 'info@tenon.example' };
    return transport
      .sendMail({ envelope, raw: plainMail({ id: `${crypto.randomUUID()}@customer.example` }) })
      .finally(() => transport.close());
  };

  test('a sender that trusts our certificate comes in encrypted, one that does not goes away unheard', async () => {
    const before = (await office.stored()).length;
    const trusted = await deliver({ requireTLS: true, tls: { ca: LOOPBACK.cert } });
    expect(trusted.response).toMatch(/^250/);
    await expect(deliver({ requireTLS: true, tls: { ca: [] } })).rejects.toThrow(/self-signed/);
    expect((await office.stored()).length).toBe(before + 1);
  });

  test('what was said before the encryption is forgotten by it, and nothing slips in with the command', async () => {
    const before = (await office.stored()).length;
    const socket = connect(office.listener.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk: Buffer) => void (heard += chunk.toString('latin1')));
    const until = async (pattern: RegExp): Promise<void> => {
      while (!pattern.test(heard)) await new Promise((again) => socket.once('data', again));
    };
    await until(/^220 /);
    socket.write('EHLO mx.customer.example\r\n');
    await until(/250[ -]STARTTLS/);
    // Commands behind STARTTLS in one packet, as an attacker on the wire would add them.
    socket.write('STARTTLS\r\nMAIL FROM:<boss@customer.example>\r\nRCPT TO:<info@tenon.example>\r\nDATA\r\n');
    const gone = new Promise<void>((closed) => socket.once('close', () => closed()));
    await until(/\n220 /);
    socket.end('forged\r\n.\r\n');
    await gone;
    expect(heard).not.toMatch(/\n354 /);
    expect((await office.stored()).length).toBe(before);
  });
});
