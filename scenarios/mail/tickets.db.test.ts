import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '#apps/server/test-kit.ts';
import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { createCustomer } from '#modules/accounts/contract.ts';
import { addContact } from '#modules/accounts/contacts-contract.ts';
import { chooseMyMail } from '#modules/accounts/mail-choices-contract.ts';
import { createOrder } from '#modules/orders/contract.ts';
import { loadInstallation } from '#modules/policy/module.ts';
import { addHoliday } from '#modules/support/contract.ts';
import * as contract from '#modules/support/tickets/contract.ts';
import { watchTickets } from '#modules/support/tickets/escalate.ts';
import { lockTicket } from '#modules/support/tickets/history.ts';
import {
  askOperator,
  listMyTickets,
  sendFileToOperator,
  settleMyTicket,
  writeToOperator,
} from '#modules/support/tickets/my-contract.ts';
import { mailDigest } from '#modules/support/notices/digest.ts';
import { listNotices, readNotices } from '#modules/support/notices/contract.ts';
import { DESKS } from '#modules/support/tickets/rules.ts';
import * as settings from '#modules/support/tickets/settings-contract.ts';
import type { TicketTables } from '#modules/support/tickets/store.ts';
import { answerTicket } from '#modules/support/tickets/write-message.ts';
import { systemCaller } from '#platform/http/caller.ts';
import type { Client } from '#platform/http/client.ts';
import { shortId } from '#platform/http/short-id.ts';
import { plainMail } from '#platform/mail/testing/mail-world.ts';
import { openPostOffice, type Gone, type PostOffice } from './post-office.ts';

const CARD = '4111 1111 1111 1111';
const BOSS = 'boss@customer.example';
let office: PostOffice;
let t: TestApp;
let gone: readonly Gone[];
let owner: Client;
let desk: Client;

beforeAll(async () => {
  office = await openPostOffice({ publicUrl: 'https://tenon.example' });
  ({ t, gone } = office);
  await signIn();
}, 120_000);
afterAll(() => office?.close());

/** Nobody stays signed in over days. */
async function signIn(): Promise<void> {
  [owner, desk] = [await t.client('owner'), await t.client('office')];
}
const refused = (code: string) => ({ problem: { code } });
const ofTicket = (id: string) => ({ params: { ticketId: id as Id } });
const look = (id: string, as = owner) => as.call(contract.getTicket, ofTicket(id));
const queue = async (as = owner, show: 'ours' | 'theirs' | 'solved' = 'ours') =>
  (await as.call(contract.listTickets, { query: { show } })).tickets;

async function arrives(mail: Parameters<typeof plainMail>[0], from = BOSS): Promise<void> {
  const answer = await office.send(plainMail(mail), { from, to: 'info@tenon.example' });
  expect(answer.code).toBe(250);
  await t.app.runDueJobs();
}
async function enter(subject: string, more: object = {}): Promise<contract.TicketView> {
  return owner.call(contract.enterTicket, {
    body: {
      desk: 'support',
      priority: 'normal',
      subject,
      contactName: 'Ms Oak',
      contactEmail: 'oak@customer.example',
      locale: 'de',
      text: 'What she said.',
      ...more,
    } as never,
  });
}
const lastMail = (): Gone => gone.at(-1)!;

describe('a thread of mails', () => {
  let ticketId = '';

  test('a question is a ticket with its files; the answer goes out with the number, in its thread', async () => {
    await arrives({
      id: 'q1@customer.example',
      subject: 'When do you deliver?',
      text: 'When does it come, please?',
    });
    const [row] = await queue();
    expect(row).toMatchObject({
      subject: 'When do you deliver?',
      source: 'mail',
      state: 'open',
      desk: 'support',
    });
    ticketId = row!.id;
    await desk.call(contract.noteOnTicket, {
      ...ofTicket(ticketId),
      body: { text: 'The van is broken, say nothing.' },
    });
    await desk.call(contract.attachToTicket, {
      ...ofTicket(ticketId),
      upload: { bytes: Buffer.from(`plan ${CARD}`), name: 'plan.txt' },
    });
    const { unsent } = await look(ticketId, desk);
    const answered = await desk.call(contract.answerTicket, {
      ...ofTicket(ticketId),
      body: {
        text: 'On Tuesday.',
        documentIds: unsent.map(({ documentId }) => documentId as Id),
        solved: false,
      },
    });
    expect(answered).toMatchObject({ state: 'waiting', paused: true, unsent: [] });
    expect(answered.messages.map(({ side }) => side)).toEqual(['customer', 'note', 'staff']);
    // The mail that waited in the inbox is dealt with by the answer.
    expect((await office.sorted('q1@customer.example')).state).toBe('done');
    await t.app.runDueJobs();
    const { mail } = lastMail();
    expect(mail.subject).toBe(`[${row!.number}] When do you deliver?`);
    expect(mail.inReplyTo).toBe('<q1@customer.example>');
    expect(mail.text).toContain('On Tuesday.');
    expect(mail.attachments.map(({ content }) => content.toString())).toEqual(['plan •••• 1111']);
  });

  test('an answer to it joins and opens it; after it was solved it reopens it', async () => {
    const reply = { subject: 'AW: whatever', text: 'And at what time?' };
    await arrives({
      ...reply,
      id: 'q2@customer.example',
      headers: `In-Reply-To: ${lastMail().mail.messageId!}\r\n`,
    });
    expect(await look(ticketId)).toMatchObject({ state: 'open', paused: false });
    await desk.call(contract.setTicketState, { ...ofTicket(ticketId), body: { to: 'solved' } });
    await expect(
      desk.call(contract.setTicketState, { ...ofTicket(ticketId), body: { to: 'solved' } }),
    ).rejects.toMatchObject(refused('ticket_solved'));
    // By the customer's own mail before, which ours was never an answer to.
    await arrives({ ...reply, id: 'q3@customer.example', headers: 'References: <q2@customer.example>\r\n' });
    const again = await look(ticketId);
    expect(again).toMatchObject({ state: 'reopened' });
    expect(again.history.map(({ what }) => what)).toEqual([
      'opened',
      'noted',
      'answered',
      'customer-wrote',
      'solved',
      'reopened',
    ]);
    expect(await queue()).toHaveLength(1);
  });

  test('a number in the subject joins its own people only; of anybody else it is a ticket of its own', async () => {
    const { number } = await look(ticketId);
    await arrives({ id: 'n1@customer.example', subject: `[${number}] one more question`, text: 'How long?' });
    expect((await look(ticketId)).messages).toHaveLength(6);
    await arrives(
      {
        id: 'n2@stranger.example',
        from: 'eve@stranger.example',
        subject: `[${number}] what was said?`,
        text: 'What do you know of the order, please?',
      },
      'eve@stranger.example',
    );
    expect((await look(ticketId)).messages).toHaveLength(6);
    const theirs = (await queue()).filter(({ contactEmail }) => contactEmail === 'eve@stranger.example');
    expect(theirs.map(({ subject }) => subject)).toEqual(['what was said?']);
  });

  test('its people read it by the link in their mail, without notes, and answer there', async () => {
    await desk.call(contract.answerTicket, { ...ofTicket(ticketId), body: { text: 'An hour.' } as never });
    await t.app.runDueJobs();
    const link = /https:\/\/tenon\.example(\/support\/ticket\/\S+)/.exec(lastMail().mail.text!)![1]!;
    const get = (url: string) => t.app.server.inject({ method: 'GET', url });
    const page = await get(link);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('On Tuesday.');
    expect(page.body).toContain('An hour.');
    const sent = gone.map(({ raw }) => raw.toString()).join('\n');
    for (const text of [page.body, sent]) expect(text).not.toContain('The van is broken');
    const post = (fields: Record<string, string>) =>
      t.app.server.inject({
        method: 'POST',
        url: link,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(fields).toString(),
      });
    const message = crypto.randomUUID();
    for (let time = 0; time < 2; time += 1)
      expect((await post({ do: 'answer', message, text: `Thanks. ${CARD}` })).statusCode).toBe(200);
    const { messages, state } = await look(ticketId);
    expect(state).toBe('open');
    expect(messages.filter(({ text }) => text === 'Thanks. •••• 1111')).toHaveLength(1);
    expect((await post({ do: 'solved' })).statusCode).toBe(303);
    expect((await look(ticketId)).state).toBe('solved');
    // Another ticket's link made of this one, and one whose time is over, open nothing.
    const [other] = await queue();
    const [, , , , proof] = link.split('/');
    expect(
      (await get(`/support/ticket/${shortId(t.tenantId)}${shortId(other!.id as Id)}/${proof!}`)).statusCode,
    ).toBe(404);
    t.clock.advance({ days: 61 });
    expect((await get(link)).statusCode).toBe(404);
    await signIn();
  });
});

describe('kinds', () => {
  test('who sees help alone finds nothing of a request about an invoice, at any address', async () => {
    const { id } = await enter('Invoice twice', { desk: 'finance' });
    await owner.call(contract.attachToTicket, {
      ...ofTicket(id),
      upload: { bytes: Buffer.from('x'), name: 'x.txt' },
    });
    expect((await queue(desk)).map((row) => row.id)).not.toContain(id);
    expect((await desk.call(contract.listTickets, {})).desks).toEqual(['support']);
    const asked: (() => Promise<unknown>)[] = [
      () => look(id, desk),
      () => desk.call(contract.answerTicket, { ...ofTicket(id), body: { text: 'x' } as never }),
      () => desk.call(contract.noteOnTicket, { ...ofTicket(id), body: { text: 'x' } }),
      () => desk.call(contract.setTicketState, { ...ofTicket(id), body: { to: 'solved' } }),
      () => desk.call(contract.changeTicket, { ...ofTicket(id), body: { desk: 'support' } }),
      () =>
        desk.call(contract.attachToTicket, {
          ...ofTicket(id),
          upload: { bytes: Buffer.from('x'), name: 'y.txt' },
        }),
      () => desk.call(contract.ticketFile, { params: { ticketId: id as Id, position: 1 } }),
    ];
    for (const ask of asked)
      await expect(ask()).rejects.toMatchObject({ problem: { code: 'ticket_unknown', status: 404 } });
    await expect(
      desk.call(contract.enterTicket, {
        body: {
          desk: 'finance',
          priority: 'low',
          subject: 'x',
          contactName: 'x',
          contactEmail: 'x@y.example',
          locale: 'en',
          text: 'x',
        },
      }),
    ).rejects.toMatchObject(refused('desk_not_yours'));
    expect(await look(id)).toMatchObject({ state: 'open', unsent: [{ name: 'x.txt' }] });
  });

  test('a kind is handed on by who sees it; handed a request is only who sees its kind', async () => {
    const { people } = await owner.call(settings.getTicketSettings, {});
    const clerk = people.find(({ role }) => role === 'office')!.loginId as Id;
    const boss = people.find(({ role }) => role === 'owner')!.loginId as Id;
    const give = (loginId: Id, desks: ('support' | 'finance' | 'privacy')[]) =>
      owner.call(settings.giveDesks, { params: { loginId }, body: { desks } });
    const { id } = await enter('Reminder', { desk: 'finance' });
    const hand = (login: Id) =>
      owner.call(contract.changeTicket, { ...ofTicket(id), body: { assignedLogin: login } });
    await expect(hand(clerk)).rejects.toMatchObject(refused('ticket_person_blind'));
    await give(clerk, ['support', 'finance']);
    expect((await hand(clerk)).ticket).toMatchObject({ assignedLogin: clerk });
    expect(await look(id, desk)).toMatchObject({ subject: 'Reminder' });
    // In the application: the clerk was told, who did it was not, and each reads their own.
    const told = await desk.call(listNotices, {});
    expect(told.notices[0]).toMatchObject({ kind: 'assigned', ticketId: id, read: false });
    expect((await owner.call(listNotices, {})).notices.filter(({ ticketId }) => ticketId === id)).toEqual([]);
    expect((await desk.call(readNotices, {})).unread).toBe(0);
    expect((await owner.call(listNotices, {})).unread).toBeGreaterThan(0);
    // Moved to a kind that its holder does not see, it is nobody's again, and who moved it may not see it either.
    const moved = await desk.call(contract.changeTicket, { ...ofTicket(id), body: { desk: 'privacy' } });
    expect(moved.ticket).toBeNull();
    expect(await look(id)).toMatchObject({ desk: 'privacy', assignedLogin: null });
    // What was told of it is not told any more.
    expect((await desk.call(listNotices, {})).notices.map(({ ticketId }) => ticketId)).not.toContain(id);
    // The owner gave finance away and cannot take it back alone.
    await give(boss, ['support', 'privacy']);
    await expect(give(boss, [...DESKS])).rejects.toMatchObject(refused('desk_not_yours'));
    await expect(desk.call(settings.getTicketSettings, {})).rejects.toMatchObject({
      problem: { status: 403 },
    });
  });
});

describe('the mail of the day', () => {
  test('names what one has not read, once; who turned the kind off gets none', async () => {
    await owner.call(chooseMyMail, { body: { kind: 'support.digest', wanted: false } });
    const { number } = await enter('For the morning');
    const run = {
      context: t.app.context,
      tenantId: t.tenantId,
      signal: new AbortController().signal,
      attempt: 1,
    };
    const told = async (): Promise<string[]> => {
      await mailDigest.run(run, {});
      await t.app.runDueJobs();
      return gone
        .filter(({ mail }) => mail.text!.includes(`${number} For the morning`))
        .map(({ mail }) => String(mail.subject));
    };
    // The office reads its mail; the owner entered it, and was not told.
    const [one, ...others] = await told();
    expect(one).toMatch(/new for you/);
    expect(others).toEqual([]);
    expect(await told()).toHaveLength(1);
    await desk.call(contract.noteOnTicket, { ...ofTicket((await queue(desk))[0]!.id), body: { text: 'x' } });
    await arrives({ id: 'd1@customer.example', subject: 'Digest?', text: 'When does it come, please?' });
    const before = gone.length;
    await told();
    // The owner was told of the mail, and wants no such mail.
    expect(gone.slice(before).map(({ mail }) => mail.to && 'text' in mail.to && mail.to.text)).toEqual([
      'office@larch.example',
    ]);
  });
});

describe('promised times', () => {
  test('what breaks first stands first, the clock stands in their turn, and people are told once', async () => {
    // Monday, nine in Berlin; Wednesday is a holiday.
    t.clock.advance({ seconds: (Date.parse('2026-06-08T07:00:00Z') - Date.parse(t.clock.now())) / 1000 });
    await signIn();
    await owner.call(addHoliday, { body: { day: '2026-06-10', name: 'Founders' } });
    await owner.call(settings.putHours, { body: { opens: '09:00', closes: '17:00' } });
    await expect(
      owner.call(settings.putHours, { body: { opens: '10:00', closes: '10:00' } }),
    ).rejects.toMatchObject({
      problem: { status: 422 },
    });
    await owner.call(settings.putLevel, {
      body: { plan: '', priority: 'urgent', firstMinutes: 30, solutionMinutes: 960 },
    });
    const calm = await enter('Calm');
    const urgent = await enter('Urgent', { priority: 'urgent' });
    expect(urgent).toMatchObject({
      firstDueAt: '2026-06-08T07:30:00.000Z',
      // Eight hours on Monday, eight on Tuesday: it ends with Tuesday.
      solutionDueAt: '2026-06-09T15:00:00.000Z',
    });
    const mine = (rows: { id: string }[]) =>
      rows.map(({ id }) => id).filter((id) => [calm.id, urgent.id].includes(id));
    expect(mine(await queue())).toEqual([urgent.id, calm.id]);
    const told = () => gone.filter(({ mail }) => mail.text!.includes(`${urgent.number} Urgent`)).length;
    const watch = async (): Promise<number> => {
      const run = {
        context: t.app.context,
        tenantId: t.tenantId,
        signal: new AbortController().signal,
        attempt: 1,
      };
      await watchTickets.run(run, {});
      await t.app.runDueJobs();
      return told();
    };
    expect(await watch()).toBe(0);
    t.clock.advance({ minutes: 31 });
    expect((await queue()).find(({ id }) => id === urgent.id)).toMatchObject({ late: true });
    // The owner and the office, each once.
    expect(await watch()).toBe(2);
    expect(await watch()).toBe(2);
    await owner.call(contract.answerTicket, {
      ...ofTicket(urgent.id),
      body: { text: 'Which one?' } as never,
    });
    expect(await look(urgent.id)).toMatchObject({ nextDueAt: null, paused: true });
    // A day later they answer by telephone: a colleague takes it up again, and the rest of the time runs on.
    t.clock.advance({ days: 1 });
    await signIn();
    await owner.call(contract.setTicketState, { ...ofTicket(urgent.id), body: { to: 'solved' } });
    const again = await owner.call(contract.setTicketState, {
      ...ofTicket(urgent.id),
      body: { to: 'reopened' },
    });
    // 31 minutes were used by Tuesday 9:31; 449 are left of Tuesday, then Thursday, for Wednesday is a holiday.
    const left = 960 - 31 - (1020 - 540 - 31);
    expect(again.solutionDueAt).toBe(addMinutes('2026-06-11T07:00:00.000Z' as Instant, left));
  });
});

describe('what it is about, and written answers', () => {
  test('an order of its own customer is linked, nobody else’s; a written answer is filled in their language', async () => {
    const customers = [];
    for (const name of ['Oak House', 'Elm House'])
      customers.push(
        await owner.call(createCustomer, { body: { name, email: `${name.slice(0, 3)}@h.example` } as never }),
      );
    const [own, other] = customers.map(({ id }) => id as Id);
    await owner.call(addContact, {
      params: { customerId: own! },
      body: { name: 'Ms Oak', email: 'oak@customer.example' } as never,
    });
    const orders = [];
    for (const customerId of [own!, other!])
      orders.push(await owner.call(createOrder, { body: { customerId, reference: '', wantedOn: null } }));
    const ticket = await enter('Handles');
    expect(ticket).toMatchObject({ customerId: own, customerName: 'Oak House' });
    const link = (order: { id: string }) =>
      owner.call(contract.changeTicket, {
        ...ofTicket(ticket.id),
        body: { about: { kind: 'order', id: order.id as Id }, priority: 'high' },
      });
    await expect(link(orders[1]!)).rejects.toMatchObject(refused('ticket_link_unknown'));
    expect((await link(orders[0]!)).ticket).toMatchObject({
      about: { kind: 'order', label: orders[0]!.number },
      priority: 'high',
    });
    const canned = { name: 'Thanks', en: 'Dear {name}', de: 'Guten Tag {name}, zu {number} ({about}): {me}' };
    await expect(
      owner.call(settings.addCanned, { body: { ...canned, en: '{price}' } }),
    ).rejects.toMatchObject(refused('canned_hole_unknown'));
    await owner.call(settings.addCanned, { body: canned });
    await expect(owner.call(settings.addCanned, { body: canned })).rejects.toMatchObject(
      refused('canned_name_taken'),
    );
    expect((await look(ticket.id)).canned).toMatchObject([
      { name: 'Thanks', filled: `Guten Tag Ms Oak, zu ${ticket.number} (${orders[0]!.number}): owner` },
    ]);
  });
});

describe('without a sign-in, and from a workspace of one’s own', () => {
  let operatorId: Id;
  const send = (url: string, fields: Record<string, string>) =>
    t.app.server.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    });
  const typed = {
    name: 'Otto Beech',
    email: 'otto@beech.example',
    subject: 'Door',
    text: `It sticks. ${CARD}`,
    desk: 'support',
  };

  test('a company’s form opens a request once; what is missing is said beside what was typed', async () => {
    const url = `/support/ask/${shortId(t.tenantId)}`;
    const wrong = await send(url, { ...typed, email: 'otto', text: '' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('value="Otto Beech"');
    const message = crypto.randomUUID();
    for (let time = 0; time < 2; time += 1)
      expect((await send(url, { ...typed, message })).body).toMatch(/T-\d+/);
    const rows = (await queue()).filter(({ contactEmail }) => contactEmail === typed.email);
    expect(rows).toMatchObject([{ source: 'form', subject: 'Door' }]);
    expect((await look(rows[0]!.id)).messages).toMatchObject([{ text: 'It sticks. •••• 1111' }]);
    expect((await send('/support/ask/nobody', typed)).statusCode).toBe(404);
  });

  test('the operator’s form keeps nothing without a tick beside the policy in force', async () => {
    operatorId = (await loadInstallation(t.app.context.db, t.clock.now()))!.operatorTenantId;
    const count = () =>
      t.app.context.db.inTenant(operatorId, (tx) =>
        tx
          .tables<TicketTables>()
          .selectFrom('ticket')
          .select(['subject', 'consent_id'])
          .where('tenant_id', '=', operatorId)
          .execute(),
      );
    expect((await send('/support/ask', typed)).statusCode).toBe(422);
    expect(await count()).toEqual([]);
    const { body } = await t.app.server.inject({ method: 'GET', url: '/support/ask' });
    const policyVersion = /name="policyVersion" value="(\d+)"/.exec(body)![1]!;
    expect((await send('/support/ask', { ...typed, consent: 'yes', policyVersion })).statusCode).toBe(200);
    expect(await count()).toEqual([{ subject: 'Door', consent_id: expect.any(String) as string }]);
  });

  test('a factory’s owner asks the operator, is answered, and nobody else there sees it', async () => {
    const messageId = crypto.randomUUID() as Id;
    const ask = () =>
      owner.call(askOperator, {
        body: { messageId, desk: 'support', subject: 'Colleague', text: 'How do I invite one?' },
      });
    await ask();
    const { tickets } = await ask();
    expect(tickets).toMatchObject([{ subject: 'Colleague', state: 'open', messages: [{ mine: true }] }]);
    const { id } = tickets[0]!;
    const { context } = t.app;
    const staff = {
      ...systemCaller(await context.tenantFacts(operatorId), t.clock, 'login:x'),
      name: 'Help',
    };
    await context.db.inTenant(operatorId, async (tx) => {
      const ticket = must(await lockTicket(tx, id as Id, DESKS));
      must(
        await answerTicket(tx, staff, context.publicUrl, ticket, {
          text: 'Under People.',
          documentIds: [],
          solved: true,
        }),
      );
    });
    expect(await desk.call(listMyTickets, {})).toMatchObject({ tickets: [] });
    const write = (as: Client) =>
      as.call(writeToOperator, {
        ...ofTicket(id),
        body: { messageId: crypto.randomUUID() as Id, text: 'Thanks!' },
      });
    await expect(write(desk)).rejects.toMatchObject({ problem: { code: 'ticket_unknown', status: 404 } });
    expect((await write(owner)).tickets[0]).toMatchObject({ state: 'reopened' });
    for (let time = 0; time < 2; time += 1)
      await owner.call(sendFileToOperator, {
        ...ofTicket(id),
        upload: { bytes: Buffer.from('x'), name: 'screen.png.txt' },
      });
    await expect(desk.call(settleMyTicket, ofTicket(id))).rejects.toMatchObject(refused('ticket_unknown'));
    const done = await owner.call(settleMyTicket, ofTicket(id));
    expect(done.tickets[0]).toMatchObject({
      state: 'solved',
      messages: [{ mine: true }, { author: 'Help' }, { text: 'Thanks!' }, { files: ['screen.png.txt'] }],
    });
  });
});
