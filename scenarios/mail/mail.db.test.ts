import { createConnection } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '#apps/server/test-kit.ts';
import { today } from '#modules/overview/contract.ts';
import { addHoliday, settleMail, sortByHand } from '#modules/support/contract.ts';
import { watchAnswers } from '#modules/support/escalate.ts';
import { createEgress } from '#platform/egress/egress.ts';
import { registeredOnly } from '#platform/egress/guards.ts';
import { readMailbox, type Mailbox } from '#platform/mail/intake/imap.ts';
import type { IncomingTables } from '#platform/mail/intake/incoming-tables.ts';
import type { MailTables } from '#platform/mail/mail-tables.ts';
import { MAIL_WEBHOOK_PATH, webhookSignature } from '#platform/mail/intake/webhook.ts';
import { giveMailAddress } from '#platform/mail/sender.ts';
import { plainMail } from '#platform/mail/testing/mail-world.ts';
import { hasDovecot, LOGIN, startDovecot } from './dovecot.ts';
import { HOOK_SECRET, openPostOffice, type Gone, type PostOffice } from './post-office.ts';

const CARD = '4111 1111 1111 1111';

let office: PostOffice;
let t: TestApp;
let gone: readonly Gone[];
const send: PostOffice['send'] = (...mail) => office.send(...mail);
const stored = () => office.stored();
const storedWith = (messageId: string) => office.storedWith(messageId);
const sorted = (messageId: string) => office.sorted(messageId);

beforeAll(async () => {
  office = await openPostOffice();
  ({ t, gone } = office);
}, 120_000);
afterAll(() => office?.close());

/** Bytes of buffers that somebody still holds: what is only waiting to be collected does not count. */
function bytesHeld(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().arrayBuffers;
}

describe('mail that comes in', () => {
  test('a mail by SMTP counts from the moment its last byte was here, whatever its Date says', async () => {
    const at = t.clock.now();
    const signed = await office.world.sign(plainMail({ id: 'first@customer.example' }), 'customer.example');
    expect(await send(signed)).toMatchObject({ code: 250 });
    t.clock.advance({ days: 1 });
    await t.app.runDueJobs();
    const mail = await storedWith('first@customer.example');
    expect(mail).toMatchObject({
      received_at: at,
      channel: 'smtp',
      recipient: 'info@tenon.example',
      from_address: 'boss@customer.example',
      header_date: 'Fri, 01 May 2026 09:00:00 +0200',
      verified: true,
      nature: 'personal',
    });
    expect(await sorted('first@customer.example')).toMatchObject({
      class: 'cancellation',
      state: 'open',
      receivedAt: at,
      verdict: 'dmarc_pass',
    });
  });

  test('the same mail again is recorded as a repeat, and nothing follows from it', async () => {
    const raw = await office.world.sign(plainMail({ id: 'twice@customer.example' }), 'customer.example');
    await send(raw);
    const before = (await stored()).length;
    // Somebody else re-sends it: DMARC still passes, because the signature is right.
    expect(await send(raw, { from: 'forger@evil.example', to: 'info@tenon.example' })).toMatchObject({
      code: 250,
    });
    expect((await stored()).length).toBe(before);
    expect((await office.repeats()).at(-1)).toMatchObject({
      mail_id: (await storedWith('twice@customer.example')).id,
      envelope_from: 'forger@evil.example',
      verdict: { verified: false, because: 'replay', dmarc: 'pass' },
    });
  });

  test('a signature that was seen under another Message-ID or body ending is a replay and unverified', async () => {
    const signed = (
      await office.world.sign(plainMail({ id: 'sig@customer.example' }), 'customer.example')
    ).toString();
    await send(signed);
    await giveMailAddress(t.app.context.db, {
      address: 'sales@tenon.example',
      tenantId: t.tenantId,
      sends: false,
      at: t.clock.now(),
    });
    await send(signed, { from: 'forger@evil.example', to: 'sales@tenon.example' });
    const both = (await stored()).filter((mail) => mail.message_id === '<sig@customer.example>');
    expect(both.map(({ verified, verdict, recipient }) => [recipient, verified, verdict.because])).toEqual([
      ['info@tenon.example', true, 'dmarc_pass'],
      ['sales@tenon.example', false, 'replay'],
    ]);
  });

  test('an unknown recipient is refused before any content; too many recipients wait', async () => {
    expect(await send(plainMail(), { from: 'a@evil.example', to: 'victim@elsewhere.example' })).toMatchObject(
      {
        code: 550,
        text: expect.stringContaining('5.1.1') as string,
        refused: 'RCPT TO',
      },
    );
    const four = ['info+a', 'info+b', 'info+c', 'info+d'].map((local) => `${local}@tenon.example`);
    const answer = await send(plainMail({ id: 'many@customer.example' }), {
      from: 'a@evil.example',
      to: four,
    });
    // Three are taken as one mail, the fourth is told to come again.
    expect(answer.code).toBe(250);
    expect((await stored()).filter((mail) => mail.message_id === '<many@customer.example>')).toHaveLength(1);
  });

  test('a mail of 50 MB is refused by its announced size, and cut with a clear answer without one', async () => {
    const huge = Buffer.concat([
      Buffer.from(plainMail({ id: 'huge@customer.example' })),
      Buffer.alloc(50 * 1024 * 1024, 'x\r\n'),
    ]);
    const before = bytesHeld();
    expect(await send(huge)).toMatchObject({ code: 552 });
    const socket = createConnection(office.listener.port, '127.0.0.1');
    const answers: string[] = [];
    const said = (code: string) =>
      new Promise<string>((resolve) =>
        socket.on('data', function on(chunk: Buffer) {
          answers.push(chunk.toString());
          if (chunk.toString().startsWith(code) || chunk.toString().includes(`\n${code} `)) {
            socket.off('data', on);
            resolve(chunk.toString());
          }
        }),
      );
    await said('220');
    for (const line of [
      'EHLO mx.customer.example',
      'MAIL FROM:<a@customer.example>',
      'RCPT TO:<info@tenon.example>',
    ]) {
      const answer = said('250');
      socket.write(`${line}\r\n`);
      await answer;
    }
    const go = said('354');
    socket.write('DATA\r\n');
    await go;
    const end = said('552');
    for (let at = 0; at < huge.length; at += 1024 * 1024) {
      const more = socket.write(huge.subarray(at, at + 1024 * 1024));
      if (!more) await new Promise((drained) => socket.once('drain', drained));
    }
    socket.write('\r\n.\r\n');
    expect(await end).toMatch(/552 5\.3\.4 this mail is larger than 2 MB/);
    socket.destroy();
    expect(bytesHeld() - before).toBeLessThan(40 * 1024 * 1024);
    expect((await stored()).some((mail) => mail.message_id.includes('huge@'))).toBe(false);
  });

  test('a card number is masked in subject, text, names and text files before anything is written', async () => {
    await t.app.runDueJobs();
    // An hour after the last answer to this sender.
    t.clock.advance({ seconds: 3601 });
    const boundary = 'b0';
    await send(`From: Boss ${CARD} <boss@customer.example>
To: info@tenon.example
Subject: my card ${CARD}
Message-ID: <card@customer.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="${boundary}"

--${boundary}
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

${Buffer.from(`<p>Card <b>${CARD}</b>, code 123</p><script>alert(1)</script>`).toString('base64')}
--${boundary}
Content-Type: application/octet-stream; name="card 4111-1111-1111-1111.txt"
Content-Transfer-Encoding: base64

${Buffer.from(`card=${CARD};ok`).toString('base64')}
--${boundary}--
`);
    await t.app.runDueJobs();
    const view = await sorted('card@customer.example');
    expect(view.subject).toBe('my card •••• 1111');
    expect(view.text).toContain('•••• 1111');
    expect(view.text).not.toMatch(/<|alert/);
    expect(view.files).toMatchObject([{ position: 1 }]);
    expect(view.masked).toBeGreaterThanOrEqual(4);
    const file = await t.inTenant((tx) =>
      tx
        .tables<IncomingTables>()
        .selectFrom('incoming_attachment')
        .selectAll()
        .where('tenant_id', '=', t.tenantId)
        .executeTakeFirstOrThrow(),
    );
    const bytes = Buffer.from((await t.app.context.files.readAll(t.tenantId, file.file_hash!))!).toString();
    expect(bytes).toBe('card=•••• 1111;ok');
    expect(
      JSON.stringify([view, file], (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
    ).not.toMatch(/4111[ -]?1111/);
    // Its sender is told.
    expect(gone.at(-1)!.mail.text).toMatch(/card numbers?\. We masked/);
  });

  test('what cannot be taken apart is kept with its sender, and waits for a person', async () => {
    const parts = Array.from({ length: 400 }, (_, at) => `--b\nContent-Type: text/plain\n\n${at}\n`).join('');
    const raw = `From: boss@customer.example\nTo: info@tenon.example\nSubject: many parts\nMessage-ID: <parts@customer.example>\nContent-Type: multipart/mixed; boundary=b\n\n${parts}--b--\n`;
    expect(await send(raw)).toMatchObject({ code: 250 });
    await t.app.runDueJobs();
    expect(await sorted('parts@customer.example')).toMatchObject({
      fromAddress: 'boss@customer.example',
      subject: 'many parts',
      unread: 'too_many_parts',
      class: 'person',
      state: 'open',
    });
  });
});

describe('the automatic answer', () => {
  test('a person is answered once in an hour, in their language, with the policy; machines are not', async () => {
    const write = async (id: string, from: string, text: string, headers = '', envelope = from) => {
      const before = gone.length;
      await send(plainMail({ id, from, text, headers }), { from: envelope, to: 'info@tenon.example' });
      await t.app.runDueJobs();
      return gone.slice(before);
    };
    const [answer] = await write(
      'de@person.example',
      'eva@person.example',
      'Wie kann ich bei Ihnen bestellen?',
    );
    expect(answer!.mail.to).toMatchObject({ value: [{ address: 'eva@person.example' }] });
    expect(answer!.mail.subject).toBe('Wir haben Ihre Nachricht erhalten');
    expect(answer!.mail.text).toContain('http://tenon.test/policy/privacy');
    expect(answer!.mail.headers.get('auto-submitted')).toBe('auto-replied');
    expect(answer!.mail.inReplyTo).toBe('<de@person.example>');
    expect(answer!.mail.from!.value[0]!.address).toBe('info@tenon.example');

    expect(await write('de2@person.example', 'eva@person.example', 'Und was kostet das?')).toEqual([]);
    t.clock.advance({ seconds: 3601 });
    expect(await write('de3@person.example', 'eva@person.example', 'Und was kostet das denn?')).toHaveLength(
      1,
    );

    for (const [id, headers, envelope] of [
      ['m1', 'Auto-Submitted: auto-replied\n', 'm1@machine.example'],
      ['m2', 'List-Id: <all.machine.example>\n', 'm2@machine.example'],
      ['m3', 'Precedence: bulk\n', 'm3@machine.example'],
      ['m4', '', ''],
      ['m5', 'Received: from a by b; now\n'.repeat(31), 'm5@machine.example'],
    ] as const) {
      expect(
        await write(
          `${id}@machine.example`,
          `${id}@machine.example`,
          'Please cancel our hosting.',
          headers,
          envelope,
        ),
      ).toEqual([]);
      expect(await sorted(`${id}@machine.example`), id).toMatchObject({ class: 'auto', state: 'quiet' });
    }
    // Our own automatic answer sent back to us, and mail in our own name: no loop begins.
    const own = answer!.raw.toString();
    const count = gone.length;
    await send(own, { from: 'info@tenon.example', to: 'info@tenon.example' });
    await t.app.runDueJobs();
    expect(gone).toHaveLength(count);
  });

  test('an answer to mail of unproven sender goes to who really sent it', async () => {
    const before = gone.length;
    await send(
      plainMail({ id: 'forged@evil.example', from: 'victim@customer.example', text: 'How are you?' }),
      {
        from: 'forger@evil.example',
        to: 'info@tenon.example',
      },
    );
    await t.app.runDueJobs();
    expect(gone.slice(before).map(({ mail }) => [mail.to].flat()[0]!.text)).toEqual(['forger@evil.example']);
  });
});

describe('the inbox', () => {
  test('every mail that came in stands in it; a person sorts and settles', async () => {
    await t.app.runDueJobs();
    const desk = await t.client('office');
    const all = await stored();
    const { mails } = await office.inbox();
    expect(new Set(mails.map(({ id }) => id))).toEqual(new Set(all.map(({ id }) => id)));
    const { id } = await storedWith('parts@customer.example');
    const params = { mailId: id };
    expect(await desk.call(sortByHand, { params, body: { class: 'question' } })).toMatchObject({
      class: 'question',
      because: ['by_hand'],
      receivedAt: (await storedWith('parts@customer.example')).received_at,
    });
    expect(await desk.call(settleMail, { params, body: { done: true } })).toMatchObject({
      state: 'done',
      doneBy: 'office',
    });
    const quiet = await storedWith('m1@machine.example');
    await expect(
      desk.call(sortByHand, { params: { mailId: quiet.id }, body: { class: 'person' } }),
    ).rejects.toMatchObject({
      problem: { code: 'support_mail_by_machine' },
    });
  });

  test('a question shows until when it is answered, and people are told once, before that day ends', async () => {
    // A Friday afternoon; Monday is a public holiday.
    t.clock.advance({ seconds: (Date.parse('2026-05-22T14:00:00Z') - Date.parse(t.clock.now())) / 1000 });
    const boss = await t.client('owner');
    await boss.call(addHoliday, { body: { day: '2026-05-25', name: 'Whit Monday' } });
    await send(plainMail({ id: 'ask@customer.example', subject: 'When do you deliver?', text: 'When?' }));
    await t.app.runDueJobs();
    const look = () => sorted('ask@customer.example');
    expect(await look()).toMatchObject({ answerBy: '2026-05-26', due: 'later' });
    const told = async () =>
      (
        await t.inTenant((tx) =>
          tx
            .tables<MailTables>()
            .selectFrom('outgoing_mail')
            .select('message')
            .where('tenant_id', '=', t.tenantId)
            .where('kind', '=', 'support.due')
            .execute(),
        )
      ).filter(({ message }) => JSON.stringify(message).includes('When do you deliver?')).length;
    const watch = async () => {
      await watchAnswers.run(
        { context: t.app.context, tenantId: t.tenantId, signal: new AbortController().signal, attempt: 1 },
        {},
      );
      return told();
    };
    expect(await watch()).toBe(0);
    // Days pass: whoever looks signs in anew.
    const due = async () =>
      Number(
        (await (await t.client('owner')).call(today, {})).needs.find(({ kind }) => kind === 'mail_due')
          ?.facts['count'] ?? 0,
      );
    const before = await due();
    t.clock.advance({ days: 4 });
    expect(await look()).toMatchObject({ due: 'today' });
    const heads = await watch();
    expect(heads).toBeGreaterThan(0);
    expect(await watch()).toBe(heads);
    expect(await due()).toBe(before + 1);
    const { id } = await storedWith('ask@customer.example');
    const again = await t.client('owner');
    await again.call(settleMail, { params: { mailId: id }, body: { done: true } });
    expect(await look()).toMatchObject({ answerBy: null, due: null });
    expect(await due()).toBe(before);
  });
});

describe('the webhook', () => {
  const post = async (url: string, body: Buffer, type: string, signature?: string) => {
    const seconds = Math.floor(Date.parse(t.clock.now()) / 1000);
    const answer = await t.app.server.inject({
      method: 'POST',
      url,
      headers: {
        'content-type': type,
        'x-tenon-signature': signature ?? webhookSignature(HOOK_SECRET, seconds, url, body),
      },
      payload: body,
    });
    return { status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown> };
  };

  test('raw or JSON, signed: taken once, with the stamp of the provider and what it saw', async () => {
    const raw = await office.world.sign(
      plainMail({ id: 'hook@customer.example', text: 'What does it cost?' }),
      'customer.example',
    );
    const stamp = new Date(Date.parse(t.clock.now()) - 3_600_000).toISOString();
    const url = `${MAIL_WEBHOOK_PATH}?recipient=info%40tenon.example&receivedAt=${encodeURIComponent(stamp)}`;
    const first = await post(url, raw, 'message/rfc822');
    expect(first).toMatchObject({ status: 202, body: { repeat: false } });
    const json = Buffer.from(
      JSON.stringify({ recipient: 'info@tenon.example', raw: raw.toString('base64') }),
    );
    expect(await post(MAIL_WEBHOOK_PATH, json, 'application/json')).toEqual({
      status: 202,
      body: { id: first.body['id'], repeat: true },
    });
    expect(await storedWith('hook@customer.example')).toMatchObject({
      channel: 'webhook',
      received_at: stamp,
      verified: true,
    });
  });

  test('a wrong or old signature, an unknown address and other content are refused', async () => {
    const raw = Buffer.from(plainMail({ id: 'bad@customer.example' }));
    const url = `${MAIL_WEBHOOK_PATH}?recipient=info%40tenon.example`;
    const code = async (...of: Parameters<typeof post>) => (await post(...of)).body['code'];
    const old = Math.floor(Date.parse(t.clock.now()) / 1000) - 301;
    expect(await code(url, raw, 'message/rfc822', `t=1,v1=${'0'.repeat(64)}`)).toBe('mail_signature_wrong');
    expect(await code(url, raw, 'message/rfc822', webhookSignature('other', old + 301, url, raw))).toBe(
      'mail_signature_wrong',
    );
    expect(await code(url, raw, 'message/rfc822', webhookSignature(HOOK_SECRET, old, url, raw))).toBe(
      'mail_signature_old',
    );
    expect(await code(url.replace('info', 'nobody'), raw, 'message/rfc822')).toBe('mail_recipient_unknown');
    expect(await code(MAIL_WEBHOOK_PATH, Buffer.from('{"recipient":1}'), 'application/json')).toBe(
      'mail_unreadable',
    );
    expect((await stored()).some((mail) => mail.message_id.includes('bad@'))).toBe(false);
  });
});

describe.skipIf(!hasDovecot && !process.env['CI'])('a real IMAP server (Dovecot)', () => {
  test('mail is read by UID, counts from its arrival in the mailbox, stays there, and is read once', async () => {
    const dovecot = await startDovecot();
    try {
      const mailbox: Mailbox = {
        host: '127.0.0.1',
        port: dovecot.port,
        security: 'none',
        login: LOGIN,
        folder: 'INBOX',
        recipient: 'info@tenon.example',
        tenantId: t.tenantId,
      };
      const egress = createEgress({
        guard: registeredOnly(() => [
          { purpose: 'mail.read', host: '127.0.0.1', port: dovecot.port, inside: true },
        ]),
      });
      const read = () => readMailbox({ ...office.intake(), egress }, mailbox, 100_000);
      const arrivedAt = new Date(Date.parse(t.clock.now()) - 5 * 86_400_000);
      const raw = await office.world.sign(plainMail({ id: 'imap@customer.example' }), 'customer.example');
      await dovecot.deliver('one', raw, arrivedAt);
      expect(await read()).toEqual({ taken: 1, repeats: 0 });
      expect(await storedWith('imap@customer.example')).toMatchObject({
        channel: 'imap',
        received_at: arrivedAt.toISOString().replace(/\.\d+Z/, '.000Z'),
        verified: true,
      });
      expect(await read()).toEqual({ taken: 0, repeats: 0 });
      await dovecot.deliver('two', Buffer.from(plainMail({ id: 'imap2@customer.example' })), arrivedAt);
      // Larger than what is read: known by its headers, and waiting for a person.
      await dovecot.deliver(
        'big',
        Buffer.from(plainMail({ id: 'imap3@customer.example', text: 'x'.repeat(200_000) })),
        arrivedAt,
      );
      expect(await read()).toEqual({ taken: 2, repeats: 0 });
      expect(await storedWith('imap3@customer.example')).toMatchObject({
        unread: 'too_large',
        subject: 'Our hosting',
      });
      // A mailbox made anew has other UIDs: everything is read again, and all of it is known.
      await dovecot.renumber();
      expect(await read()).toEqual({ taken: 0, repeats: 3 });
      const files = await dovecot.files();
      expect(files).toHaveLength(3);
      expect(files.filter((name) => /:2,.*S/.test(name))).toEqual([]);
      await expect(
        readMailbox({ ...office.intake(), egress }, { ...mailbox, login: { ...LOGIN, password: 'wrong' } }),
      ).rejects.toThrow();
      await expect(
        readMailbox({ ...office.intake(), egress: createEgress({}) }, mailbox),
      ).rejects.toMatchObject({
        code: 'egress_denied',
      });
    } finally {
      await dovecot.stop();
    }
  }, 60_000);
});
