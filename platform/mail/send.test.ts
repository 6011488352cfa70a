import { connect, createServer as createTcpServer, type AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { must } from '#domain/kernel/result.ts';
import { createEgress } from '#platform/egress/egress.ts';
import { registeredOnly } from '#platform/egress/guards.ts';
import { LOOPBACK } from './testing/loopback-certificate.ts';
import { isMailAddress, MailDelayed, sendMail, type MailServer, type OutgoingMail } from './send.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A real SMTP server on loopback that keeps what it takes; `options` makes it refuse. */
async function startRelay(options: SMTPServerOptions = {}) {
  const taken: { raw: Buffer; mail: ParsedMail; from: string; to: string[] }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    async onData(stream, session, done) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
      const raw = Buffer.concat(chunks);
      const { mailFrom, rcptTo } = session.envelope;
      taken.push({
        raw,
        mail: await simpleParser(raw),
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map((r) => r.address),
      });
      done();
    },
    ...options,
  });
  // A client that turns away during the TLS handshake is an error on this side too.
  server.on('error', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => new Promise<void>((done) => server.close(() => done())));
  const port = (server.server.address() as AddressInfo).port;
  const relay: MailServer = { host: '127.0.0.1', port, security: 'none' };
  return { taken, relay, egress: egressTo(port) };
}

const egressTo = (port: number) =>
  createEgress({
    guard: registeredOnly(() => [{ purpose: 'mail.send', host: '127.0.0.1', port, inside: true }]),
  });

const PDF = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 7919) % 256));
const MAIL: OutgoingMail = {
  from: { name: 'Larch Lane Furniture', address: 'office@larchlane.example' },
  to: [{ name: 'Jörg Müller, Tischlerei', address: 'joerg@mueller.example' }],
  subject: 'Auftragsbestätigung K-1042 – Küche für Familie Grün',
  text: 'Guten Tag,\n.\n..zwei Punkte am Anfang\n\nBis bald',
  html: '<p>Guten Tag</p>',
  attachments: [{ name: 'Auftrag K-1042 (Küche).pdf', mimeType: 'application/pdf', bytes: PDF }],
  key: '0198a000-0000-7000-8000-0000000000aa',
  sentAt: '2026-05-04T08:30:00.000Z',
  automatic: true,
};
const delayed = async (sending: Promise<unknown>): Promise<MailDelayed> => {
  const error: unknown = await sending.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(MailDelayed);
  return error as MailDelayed;
};

describe('a mail that is taken', () => {
  test('arrives whole: words, umlauts, attachment, headers', async () => {
    const { taken, relay, egress } = await startRelay();
    const sent = must(await sendMail(egress, relay, MAIL));
    expect(sent).toMatchObject({
      messageId: '<0198a000-0000-7000-8000-0000000000aa@larchlane.example>',
      accepted: ['joerg@mueller.example'],
      rejected: [],
    });
    const { mail, from, to } = taken[0]!;
    expect([from, to]).toEqual(['office@larchlane.example', ['joerg@mueller.example']]);
    expect(mail.subject).toBe(MAIL.subject);
    expect(mail.text?.trimEnd()).toBe(MAIL.text);
    expect(mail.messageId).toBe(sent.messageId);
    expect(mail.date).toEqual(new Date(MAIL.sentAt));
    expect(mail.from?.value).toEqual([{ name: 'Larch Lane Furniture', address: 'office@larchlane.example' }]);
    expect([mail.to].flat()[0]?.value).toEqual([
      { name: 'Jörg Müller, Tischlerei', address: 'joerg@mueller.example' },
    ]);
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.headers.has('x-mailer')).toBe(false);
    expect(mail.attachments).toHaveLength(1);
    expect(mail.attachments[0]).toMatchObject({
      filename: 'Auftrag K-1042 (Küche).pdf',
      contentType: 'application/pdf',
    });
    expect(mail.attachments[0]!.content.equals(PDF)).toBe(true);
  });

  test('carries the same Message-ID on each attempt, and a hidden copy stays hidden', async () => {
    const { taken, relay, egress } = await startRelay();
    const mail = {
      ...MAIL,
      bcc: [{ address: 'archive@larchlane.example' }],
      inReplyTo: '<q@mueller.example>',
      references: ['<p@mueller.example>'],
    };
    must(await sendMail(egress, relay, mail));
    must(await sendMail(egress, relay, mail));
    expect(new Set(taken.map((t) => t.mail.messageId)).size).toBe(1);
    expect(taken[0]!.to).toEqual(['joerg@mueller.example', 'archive@larchlane.example']);
    expect(taken[0]!.raw.toString()).not.toContain('archive@');
    expect(taken[0]!.mail.inReplyTo).toBe('<q@mueller.example>');
  });

  test('a login is used when the relay wants one', async () => {
    const { taken, relay, egress } = await startRelay({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (auth, _, done) =>
        auth.password === 'right' ? done(null, { user: auth.username }) : done(new Error('no')),
    });
    expect((await delayed(sendMail(egress, relay, MAIL))).reason).toBe('login');
    expect(
      (await delayed(sendMail(egress, { ...relay, login: { user: 'u', password: 'wrong' } }, MAIL))).reason,
    ).toBe('login');
    must(await sendMail(egress, { ...relay, login: { user: 'u', password: 'right' } }, MAIL));
    expect(taken).toHaveLength(1);
  });
});

describe('a mail that is refused for good', () => {
  const answering = (codes: Record<string, number>): SMTPServerOptions => ({
    onRcptTo(address, _, done) {
      const code = codes[address.address];
      done(code === undefined ? null : Object.assign(new Error(`said ${code}`), { responseCode: code }));
    },
  });

  test('an unknown recipient is a refusal with the answer of the relay', async () => {
    const { taken, relay, egress } = await startRelay(answering({ 'joerg@mueller.example': 550 }));
    expect(await sendMail(egress, relay, MAIL)).toMatchObject({
      ok: false,
      refusal: { code: 'mail_refused', smtpCode: 550, recipients: ['joerg@mueller.example'] },
    });
    expect(taken).toHaveLength(0);
  });

  test('one of two recipients refused: the other gets the mail, and the caller is told', async () => {
    const { taken, relay, egress } = await startRelay(answering({ 'gone@mueller.example': 550 }));
    const sent = must(
      await sendMail(egress, relay, { ...MAIL, to: [...MAIL.to, { address: 'gone@mueller.example' }] }),
    );
    expect(sent.accepted).toEqual(['joerg@mueller.example']);
    expect(sent.rejected).toMatchObject([{ address: 'gone@mueller.example', answer: '550 said 550' }]);
    expect(taken).toHaveLength(1);
  });

  test('one refused for good and one for now is worth another attempt', async () => {
    const { relay, egress } = await startRelay(
      answering({ 'joerg@mueller.example': 550, 'full@mueller.example': 452 }),
    );
    const error = await delayed(
      sendMail(egress, relay, { ...MAIL, to: [...MAIL.to, { address: 'full@mueller.example' }] }),
    );
    expect(error.reason).toBe('server');
  });

  test('a message refused after its data, and one larger than the relay takes', async () => {
    const content = await startRelay({
      onData(stream, _, done) {
        stream.resume();
        stream.on('end', () => done(Object.assign(new Error('spam'), { responseCode: 554 })));
      },
    });
    expect(await sendMail(content.egress, content.relay, MAIL)).toMatchObject({
      ok: false,
      refusal: { smtpCode: 554 },
    });
    const small = await startRelay({
      size: 10_000,
      onData(stream, _, done) {
        stream.resume();
        stream.on('end', () =>
          done(stream.sizeExceeded ? Object.assign(new Error('too large'), { responseCode: 552 }) : null),
        );
      },
    });
    expect(await sendMail(small.egress, small.relay, MAIL)).toMatchObject({
      ok: false,
      refusal: { code: 'mail_refused', smtpCode: 552 },
    });
  });
});

describe('a mail that waits', () => {
  test('4xx, then success with the same call', async () => {
    let attempts = 0;
    const { taken, relay, egress } = await startRelay({
      onMailFrom(_, __, done) {
        attempts += 1;
        done(attempts === 1 ? Object.assign(new Error('greylisted'), { responseCode: 451 }) : null);
      },
    });
    const error = await delayed(sendMail(egress, relay, MAIL));
    expect([error.reason, error.maybeTaken]).toEqual(['server', false]);
    expect(error.message).toContain('451 greylisted');
    must(await sendMail(egress, relay, MAIL));
    expect(taken).toHaveLength(1);
  });

  test('TLS with a certificate nobody vouches for is refused, and not one command is sent in the clear instead', async () => {
    const { taken, relay, egress } = await startRelay({ disabledCommands: [] });
    expect((await delayed(sendMail(egress, { ...relay, security: 'starttls' }, MAIL))).reason).toBe('tls');
    const direct = await startRelay({ secure: true });
    expect((await delayed(sendMail(direct.egress, { ...direct.relay, security: 'tls' }, MAIL))).reason).toBe(
      'tls',
    );
    expect(taken).toHaveLength(0);
    expect(direct.taken).toHaveLength(0);
  });

  test('STARTTLS with a certificate that is trusted: the mail goes over the encrypted line and no other', async () => {
    const lines: (string | false)[] = [];
    const { taken, relay, egress } = await startRelay({
      disabledCommands: [],
      ...LOOPBACK,
      onMailFrom(_address, session, done) {
        lines.push(session.secure && 'encrypted');
        done();
      },
    });
    must(await sendMail(egress, { ...relay, security: 'starttls', ca: LOOPBACK.cert }, MAIL));
    expect(taken).toHaveLength(1);
    expect(lines).toEqual(['encrypted']);
  });

  test('a relay that does not offer STARTTLS gets nothing when it is required', async () => {
    const { taken, relay, egress } = await startRelay();
    expect((await delayed(sendMail(egress, { ...relay, security: 'starttls' }, MAIL))).reason).toBe('tls');
    expect(taken).toHaveLength(0);
  });

  test('nobody there, not allowed, breaking off after the data: each says which', async () => {
    const { relay } = await startRelay();
    expect((await delayed(sendMail(createEgress({}), relay, MAIL))).reason).toBe('not_allowed');
    expect((await delayed(sendMail(egressTo(1), { ...relay, port: 1 }, MAIL))).reason).toBe('connection');
    // A relay that swallows the whole message and hangs up instead of answering.
    const rude = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('220 hello\r\n');
      let inData = false;
      socket.on('data', (chunk) => {
        const said = chunk.toString('latin1');
        if (inData) return void (said.endsWith('\r\n.\r\n') && socket.destroy());
        inData = said.startsWith('DATA');
        socket.write(inData ? '354 go on\r\n' : '250 ok\r\n');
      });
    });
    await new Promise<void>((done) => rude.listen(0, '127.0.0.1', done));
    closers.push(() => new Promise((done) => rude.close(done)));
    const port = (rude.address() as AddressInfo).port;
    const error = await delayed(sendMail(egressTo(port), { ...relay, port }, MAIL));
    expect([error.reason, error.maybeTaken]).toEqual(['connection', true]);
    const absent = createTcpServer((socket) => socket.destroy());
    await new Promise<void>((done) => absent.listen(0, '127.0.0.1', done));
    closers.push(() => new Promise((done) => absent.close(done)));
    const at = (absent.address() as AddressInfo).port;
    const early = await delayed(sendMail(egressTo(at), { ...relay, port: at }, MAIL));
    expect([early.reason, early.maybeTaken]).toEqual(['connection', false]);
  });
});

describe('attempts to smuggle', () => {
  test('line breaks in subject, names and file names become no header', async () => {
    const { taken, relay, egress } = await startRelay();
    must(
      await sendMail(egress, relay, {
        ...MAIL,
        subject: 'Hello\r\nBcc: victim@evil.example\r\n\r\nbody',
        from: { name: 'Office\r\nX-Evil: 1', address: 'office@larchlane.example' },
        to: [{ name: 'A" <victim@evil.example>, "B', address: 'joerg@mueller.example' }],
        attachments: [{ name: 'x.pdf\r\nX-Evil: 2', mimeType: 'application/pdf\r\nX-Evil: 3', bytes: PDF }],
      }),
    );
    const { mail, to, raw } = taken[0]!;
    expect(to).toEqual(['joerg@mueller.example']);
    expect(mail.headers.has('x-evil')).toBe(false);
    expect(mail.headers.has('bcc')).toBe(false);
    expect(raw.toString()).not.toMatch(/^X-Evil/im);
    expect(mail.subject).toBe('Hello Bcc: victim@evil.example body');
    expect([mail.to].flat()[0]?.value.map((v) => v.address)).toEqual(['joerg@mueller.example']);
  });

  test.each([
    'a@b.example\r\nRCPT TO:<victim@evil.example>',
    'a@b.example, c@d.example',
    'a@b.example>',
    '"a b"@c.example',
    'a@b@c.example',
    '@b.example',
    'a@',
    'a',
    '',
    'a..b@c.example',
    '.a@c.example',
    `${'x'.repeat(65)}@c.example`,
    'a@-c.example',
    'a@c_d.example',
    'a\u0000@c.example',
    'ä@c.example',
  ])('%j is no address', async (address) => {
    const { taken, relay, egress } = await startRelay();
    expect(await sendMail(egress, relay, { ...MAIL, to: [{ address }] })).toMatchObject({
      ok: false,
      refusal: { code: 'mail_address_invalid', field: 'to' },
    });
    expect(taken).toHaveLength(0);
  });

  test('addresses as people have them pass, and none that passes can hold a second one', () => {
    for (const address of ['a@b.example', "o'neil+tag@sub.b.example", 'x@müller.example', 'root@localhost'])
      expect(isMailAddress(address)).toBe(true);
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (a, b) => !isMailAddress(`${a}@${b}`) || !/[\s<>,;:"]/.test(a + b),
      ),
    );
  });

  test('a key or a reference with a line break is a bug of the caller; nobody is a refusal', async () => {
    const { relay, egress } = await startRelay();
    await expect(sendMail(egress, relay, { ...MAIL, key: 'a\r\nb' })).rejects.toThrow(RangeError);
    await expect(sendMail(egress, relay, { ...MAIL, inReplyTo: '<a@b>\r\nX: 1' })).rejects.toThrow(
      /Message-ID/,
    );
    expect(await sendMail(egress, relay, { ...MAIL, to: [] })).toEqual({
      ok: false,
      refusal: { code: 'mail_no_recipient' },
    });
  });
});

test('the fake relay is a real one: it speaks SMTP to anybody', async () => {
  const { relay } = await startRelay();
  const socket = connect(relay.port, '127.0.0.1');
  const greeting = await new Promise<string>((done) => socket.once('data', (d) => done(d.toString())));
  socket.destroy();
  expect(greeting).toMatch(/^220 /);
});
