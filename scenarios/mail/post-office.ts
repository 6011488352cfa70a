import type { AddressInfo } from 'node:net';
import nodemailer from 'nodemailer';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { openTestApp, type TestApp } from '#apps/server/test-kit.ts';
import { getMail, listMail, type InboxMail, type MailRow } from '#modules/support/contract.ts';
import { createLog } from '#platform/log/log.ts';
import { startMailListener, type MailListener } from '#platform/mail/intake/listener.ts';
import type { IncomingTables } from '#platform/mail/intake/incoming-tables.ts';
import type { IntakeContext } from '#platform/mail/intake/take-mail.ts';
import { serveMailWebhook } from '#platform/mail/intake/webhook.ts';
import { giveMailAddress } from '#platform/mail/sender.ts';
import { LOOPBACK } from '#platform/mail/testing/loopback-certificate.ts';
import { mailWorld, type MailWorld } from '#platform/mail/testing/mail-world.ts';

const BOUNCES = { domain: 'tenon.example', secret: 'a secret for tests only' };
const SIZE_MAX = 2 * 1024 * 1024;
export const HOOK_SECRET = 'shared with the provider';

/** A mail that the relay took. */
export interface Gone {
  readonly mail: ParsedMail;
  readonly envelopeFrom: string;
  readonly raw: Buffer;
  /** which relay it went to: 0 is the first */
  readonly relay: 0 | 1;
}

type Row<T extends keyof IncomingTables> = IncomingTables[T];

/** An application with a real relay behind it and a real listener before it; names are those of a small internet. */
export interface PostOffice {
  readonly t: TestApp;
  readonly world: MailWorld;
  readonly listener: MailListener;
  /** what went out, oldest first */
  readonly gone: readonly Gone[];
  /** how each relay behaves: takes, asks to come later, or refuses after the data (what it was given is in `gone`) */
  readonly moods: ['takes' | 'later' | 'refuses', 'takes' | 'later' | 'refuses'];
  intake(): IntakeContext;
  /** speaks SMTP to our listener. @returns its last answer */
  send(raw: Buffer | string, envelope?: { from: string; to: string | string[] }): Promise<Answered>;
  stored(): Promise<Row<'incoming_mail'>[]>;
  storedWith(messageId: string): Promise<Row<'incoming_mail'>>;
  repeats(): Promise<Row<'incoming_mail_repeat'>[]>;
  inbox(): Promise<{ mails: MailRow[]; open: number }>;
  sorted(messageId: string): Promise<InboxMail>;
  close(): Promise<void>;
}

/**
 * @param options `tls`: our listener has a certificate; `second`: another relay stands behind the first one; `publicUrl`
 *   where people reach the installation
 */
export async function openPostOffice(
  options: { tls?: true; second?: true; publicUrl?: string } = {},
): Promise<PostOffice> {
  const world = mailWorld();
  const gone: Gone[] = [];
  const moods: PostOffice['moods'] = ['takes', 'takes'];
  const relayNumber = (at: 0 | 1) =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      onMailFrom(_address, _session, done) {
        done(
          moods[at] === 'later' ? Object.assign(new Error('4.3.2 come again'), { responseCode: 451 }) : null,
        );
      },
      async onData(stream, session, done) {
        const chunks: Buffer[] = [];
        for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
        const raw = Buffer.concat(chunks);
        const { mailFrom } = session.envelope;
        gone.push({
          raw,
          mail: await simpleParser(raw),
          envelopeFrom: mailFrom ? mailFrom.address : '',
          relay: at,
        });
        done(
          moods[at] === 'refuses' ? Object.assign(new Error('5.7.1 not this'), { responseCode: 550 }) : null,
        );
      },
    });
  const relays = options.second ? [relayNumber(0), relayNumber(1)] : [relayNumber(0)];
  for (const one of relays) await new Promise<void>((done) => one.listen(0, '127.0.0.1', done));
  const [first, second] = relays.map((one) => ({
    host: '127.0.0.1',
    port: (one.server.address() as AddressInfo).port,
    security: 'none' as const,
  }));
  const t = await openTestApp({
    relay: first!,
    ...(second ? { secondRelay: second } : {}),
    ...(options.publicUrl ? { publicUrl: options.publicUrl } : {}),
    bounceDomain: BOUNCES.domain,
  });
  const intake = (): IntakeContext => ({ ...t.app.context, resolve: world.resolve });
  await giveMailAddress(t.app.context.db, {
    address: 'info@tenon.example',
    tenantId: t.tenantId,
    sends: true,
    at: t.clock.now(),
  });
  serveMailWebhook(t.app.server, intake(), { secret: HOOK_SECRET, bounces: BOUNCES });
  const listener = await startMailListener(intake(), {
    host: '127.0.0.1',
    port: 0,
    bytesMax: SIZE_MAX,
    recipientsMax: 3,
    perMinuteMax: 100,
    bounces: BOUNCES,
    log: createLog({ level: 'silent' }),
    ...(options.tls ? { tls: LOOPBACK } : {}),
  });
  const rows = <T extends 'incoming_mail' | 'incoming_mail_repeat'>(table: T): Promise<Row<T>[]> =>
    t.inTenant((tx) =>
      tx
        .tables<IncomingTables>()
        .selectFrom(table as 'incoming_mail')
        .selectAll()
        .where('tenant_id', '=', t.tenantId)
        .orderBy('id')
        .execute(),
    ) as Promise<unknown> as Promise<Row<T>[]>;
  const storedWith = async (messageId: string) =>
    (await rows('incoming_mail')).find((mail) => mail.message_id === `<${messageId}>`)!;
  return {
    t,
    world,
    listener,
    gone,
    moods,
    intake,
    send: (raw, envelope = { from: 'boss@customer.example', to: 'info@tenon.example' }) =>
      sendTo(listener.port, raw, envelope),
    stored: () => rows('incoming_mail'),
    storedWith,
    repeats: () => rows('incoming_mail_repeat'),
    inbox: async () => (await t.client('office')).call(listMail, {}),
    sorted: async (messageId) => {
      const { id } = await storedWith(messageId);
      return (await t.client('office')).call(getMail, { params: { mailId: id } });
    },
    close: async () => {
      await listener.stop();
      for (const one of relays) await new Promise<void>((done) => one.close(() => done()));
      await t.close();
    },
  };
}

interface Answered {
  readonly code: number;
  readonly text: string;
  /** the command that was refused, `RCPT TO` */
  readonly refused?: string | undefined;
}

async function sendTo(
  port: number,
  raw: Buffer | string,
  envelope: { from: string; to: string | string[] },
): Promise<Answered> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    name: 'mx.customer.example',
  });
  try {
    const { response } = await transport.sendMail({ envelope, raw });
    return { code: Number(response.slice(0, 3)), text: response };
  } catch (error) {
    const { responseCode, response, command, message } = error as {
      responseCode?: number;
      response?: string;
      command?: string;
      message: string;
    };
    return { code: responseCode ?? 0, text: response ?? message, refused: command };
  } finally {
    transport.close();
  }
}
