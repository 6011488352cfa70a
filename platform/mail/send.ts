import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { domainToASCII } from 'node:url';
import nodemailer from 'nodemailer';
import type { Instant } from '#domain/kernel/days.ts';
import type { DataCategory } from '#domain/kernel/personal.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { readHost } from '#platform/egress/address.ts';
import { EgressFailed, EgressRefused, type Egress } from '#platform/egress/egress.ts';
import { safeFileName } from '#platform/files/store.ts';
import { oneLine } from '#platform/log/log.ts';

/** The relay that takes our mail. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /**
   * `tls`: TLS from the first byte (465); `starttls`: must be offered and must succeed (587), never a fall back to plain text;
   * `none`: plain text, for a relay on this machine only.
   */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly login?: { readonly user: string; readonly password: string };
  /** trust this authority (PEM) instead of the public ones */
  readonly ca?: string;
  /** a machine of the tenant's own, which the register of its machines judges, and not that of processors */
  readonly own?: boolean;
}

export interface MailAddress {
  readonly name?: string;
  readonly address: string;
}

export interface OutgoingMail {
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc?: readonly MailAddress[];
  readonly bcc?: readonly MailAddress[];
  readonly replyTo?: MailAddress;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly {
    readonly name: string;
    readonly mimeType: string;
    readonly bytes: Uint8Array;
  }[];
  /**
   * The caller's key of this mail, the same on each attempt (the id of its outbox row): letters, digits, `.`, `_`, `-`.
   * The Message-ID is made of it, so a mail that was taken although its answer got lost is recognised as the same one.
   */
  readonly key: string;
  /** domain in the Message-ID; that of `from` when absent. Whichever relay takes it, a mail has one Message-ID. */
  readonly idDomain?: string;
  /** the Message-ID this answers, with its brackets, and those before it */
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  /** moment of the Date header */
  readonly sentAt: Instant;
  /** made by a rule and not by a person: tells answering machines to stay silent (RFC 3834); `reply` answers somebody's mail */
  readonly automatic: boolean | 'reply';
  /** https address where the recipient turns such mail off, by one press of their mail program (RFC 8058) */
  readonly unsubscribe?: string;
  /** where reports of failed delivery go, when not to `from` */
  readonly envelopeFrom?: string;
}

export interface MailSent {
  readonly messageId: string;
  readonly accepted: readonly string[];
  /** recipients that the relay refused for good while it took the mail for others */
  readonly rejected: readonly { address: string; answer: string }[];
  readonly answer: string;
}

/** This mail will never go out as it is. */
export type MailRefusal =
  | { code: 'mail_address_invalid'; field: 'from' | 'to' | 'cc' | 'bcc' | 'replyTo'; value: string }
  | { code: 'mail_no_recipient' }
  | { code: 'mail_refused'; smtpCode: number; answer: string; recipients: readonly string[] };

/** Why a mail waits. `server` and `connection` pass by themselves; `login`, `tls` and `not_allowed` need a person. */
export type DelayReason = 'connection' | 'server' | 'login' | 'tls' | 'not_allowed';

/** The mail did not go out now; the same call later may succeed, so a job throws this on to be run again. */
export class MailDelayed extends Error {
  readonly code = 'mail_delayed';
  readonly reason: DelayReason;
  /** the connection broke after the last byte and before the answer: the mail may have been taken */
  readonly maybeTaken: boolean;
  constructor(reason: DelayReason, message: string, options: { cause: unknown; maybeTaken?: boolean }) {
    super(message, { cause: options.cause });
    this.name = 'MailDelayed';
    this.reason = reason;
    this.maybeTaken = options.maybeTaken ?? false;
  }
}

const PURPOSE = 'mail.send';

export interface SendOptions {
  readonly tenantId?: string;
  readonly timeoutMs?: number;
  /** kinds of personal data in it; all that a mail may hold when absent */
  readonly categories?: readonly DataCategory[];
}
/** What may be in a mail or its attachments. */
export const RELAY_CATEGORIES = [
  'contact',
  'company',
  'correspondence',
  'order-delivery',
  'invoice',
] as const;
const CATEGORIES = RELAY_CATEGORIES;

/** The relay's name in the register of processors. */
export function relayId({ host, port }: Pick<MailServer, 'host' | 'port'>): string {
  return `relay:${host}:${port}`.toLowerCase();
}

/**
 * Hands one mail to the relay over a connection of the egress door.
 * @returns what was taken, or a refusal that no retry can cure
 * @throws MailDelayed when a later attempt may succeed; RangeError when `key` or `references` are malformed (a bug in the caller)
 */
export async function sendMail(
  egress: Egress,
  server: MailServer,
  mail: OutgoingMail,
  options: SendOptions = {},
): Promise<Result<MailSent, MailRefusal>> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(mail.key))
    throw new RangeError(`${mail.key} is no key of a mail`);
  const checked = checkAddresses(mail);
  if (!checked.ok) return checked;
  const messageId = messageIdOf(mail);

  let socket: Socket;
  try {
    socket = await egress.connectTcp({
      purpose: PURPOSE,
      recipient: server.own ? { kind: 'tenant' } : { kind: 'processor', id: relayId(server) },
      categories: options.categories ?? CATEGORIES,
      host: server.host,
      port: server.port,
      ...(options.tenantId === undefined ? {} : { tenantId: options.tenantId }),
    });
  } catch (error) {
    if (error instanceof EgressRefused) throw new MailDelayed('not_allowed', error.message, { cause: error });
    if (error instanceof EgressFailed) throw new MailDelayed('connection', error.message, { cause: error });
    throw error;
  }

  const timeoutMs = options.timeoutMs ?? 60_000;
  const transport = nodemailer.createTransport({
    ...smtpOptions(server),
    getSocket: (_: unknown, use: (error: Error | null, options: { connection: Socket }) => void) =>
      use(null, { connection: socket }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  // Whether the relay was given the message to its last byte: from then on a broken line leaves open whether it was taken.
  let wholeMessageGiven = false;
  transport.use('stream', (made, next) => {
    made.message.transform(
      () =>
        new PassThrough({
          flush(done) {
            wholeMessageGiven = true;
            done();
          },
        }),
    );
    next();
  });
  try {
    const info = await transport.sendMail({
      ...checked.value,
      subject: oneLine(mail.subject, 250),
      text: mail.text,
      ...(mail.html === undefined ? {} : { html: mail.html }),
      messageId,
      date: new Date(mail.sentAt),
      ...(mail.inReplyTo === undefined ? {} : { inReplyTo: knownId(mail.inReplyTo) }),
      ...(mail.references === undefined ? {} : { references: mail.references.map(knownId) }),
      headers: {
        ...(mail.automatic
          ? {
              'Auto-Submitted': mail.automatic === 'reply' ? 'auto-replied' : 'auto-generated',
              'X-Auto-Response-Suppress': 'All',
            }
          : {}),
        ...(mail.unsubscribe === undefined ? {} : unsubscribeHeaders(mail.unsubscribe)),
      },
      ...(mail.envelopeFrom === undefined ? {} : { envelope: envelopeOf(checked.value, mail.envelopeFrom) }),
      // Asked of relays that offer it (RFC 3461): a report when it fails or waits, with the headers only.
      dsn: { ret: 'HDRS', envid: mail.key, notify: ['FAILURE', 'DELAY'] },
      xMailer: false,
      attachments: (mail.attachments ?? []).map(({ name, mimeType, bytes }) => ({
        filename: safeFileName(name),
        contentType: oneLine(mimeType, 100),
        content: Buffer.from(bytes),
        contentDisposition: 'attachment' as const,
      })),
      // Content is bytes and text only; nothing in it may name a file or an address to be read.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const failures = ((info as { rejectedErrors?: SmtpError[] }).rejectedErrors ?? []).map((e) => ({
      address: e.recipient ?? '',
      answer: oneLine(e.response ?? e.message),
    }));
    return ok({
      messageId,
      accepted: info.accepted.map(String),
      rejected: failures,
      answer: oneLine(info.response),
    });
  } catch (error) {
    return classify(error as SmtpError, wholeMessageGiven);
  } finally {
    transport.close();
    socket.destroy();
  }
}

/** Greets a relay and signs in, without a mail. @throws EgressRefused, EgressFailed, or the relay's own answer */
export async function tryRelay(egress: Egress, server: MailServer): Promise<void> {
  const socket = await egress.connectTcp({
    purpose: PURPOSE,
    recipient: { kind: 'processor', id: relayId(server) },
    categories: [],
    host: server.host,
    port: server.port,
  });
  const transport = nodemailer.createTransport({
    ...smtpOptions(server),
    getSocket: (_: unknown, use: (error: Error | null, options: { connection: Socket }) => void) =>
      use(null, { connection: socket }),
  });
  try {
    await transport.verify();
  } finally {
    transport.close();
    socket.destroy();
  }
}

/** RFC 2369, and RFC 8058 where the address is https: elsewhere mail programs may not press the button by themselves. */
function unsubscribeHeaders(url: string): Record<string, string> {
  return {
    'List-Unsubscribe': `<${new URL(url).href}>`,
    ...(url.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
  };
}

interface SmtpError extends Error {
  code?: string;
  command?: string;
  responseCode?: number;
  response?: string;
  recipient?: string;
  rejected?: string[];
  rejectedErrors?: SmtpError[];
}

/** A refusal when the relay said no for good to this mail; everything else is thrown as a delay. */
function classify(error: SmtpError, wholeMessageGiven: boolean): Result<MailSent, MailRefusal> {
  const answer = oneLine(error.response ?? error.message);
  const code = error.responseCode ?? 0;
  if (error.code === 'EAUTH')
    throw new MailDelayed('login', `the mail server refused the login: ${answer}`, { cause: error });
  // 530 and 538 (RFC 4954, 3207): the server wants a login or TLS first. A setting, not a fault of this mail.
  if (code === 530 || code === 538)
    throw new MailDelayed('login', `the mail server wants a login or TLS first: ${answer}`, { cause: error });
  if (error.code === 'ETLS')
    throw new MailDelayed('tls', `no trusted TLS with the mail server: ${answer}`, { cause: error });
  if (error.code === 'EENVELOPE' || error.code === 'EMESSAGE') {
    const codes = error.rejectedErrors?.map((e) => e.responseCode ?? 0) ?? [code];
    // With several recipients refused, one that may be taken later is reason enough to come back.
    if (codes.length > 0 && codes.every((c) => c >= 500 && c < 600))
      return refuse({
        code: 'mail_refused',
        smtpCode: codes[0] ?? code,
        answer,
        recipients: error.rejected ?? [],
      });
    throw new MailDelayed('server', `the mail server said later: ${answer}`, { cause: error });
  }
  if (/certificate|self.signed|altname|handshake|ssl|tls/i.test(`${error.code ?? ''} ${error.message}`))
    throw new MailDelayed('tls', `no trusted TLS with the mail server: ${answer}`, { cause: error });
  throw new MailDelayed('connection', `the mail server broke off: ${answer}`, {
    cause: error,
    maybeTaken: wholeMessageGiven,
  });
}

function smtpOptions(server: MailServer): Record<string, unknown> {
  const host = readHost(server.host);
  return {
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    ...(server.login ? { auth: { user: server.login.user, pass: server.login.password } } : {}),
    tls: {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(host?.kind === 'name' ? { servername: host.name } : {}),
      ...(server.ca === undefined ? {} : { ca: server.ca }),
    },
  };
}

type AddressField = 'from' | 'to' | 'cc' | 'bcc' | 'replyTo';
interface Addresses {
  from: { name: string; address: string };
  to: { name: string; address: string }[];
  cc: { name: string; address: string }[];
  bcc: { name: string; address: string }[];
  replyTo?: { name: string; address: string };
}

function envelopeOf({ to, cc, bcc }: Addresses, from: string): { from: string; to: string[] } {
  return { from, to: [...to, ...cc, ...bcc].map(({ address }) => address) };
}

function checkAddresses(mail: OutgoingMail): Result<Addresses, MailRefusal> {
  const given: [AddressField, readonly MailAddress[]][] = [
    ['from', [mail.from]],
    ['to', mail.to],
    ['cc', mail.cc ?? []],
    ['bcc', mail.bcc ?? []],
    ['replyTo', mail.replyTo ? [mail.replyTo] : []],
  ];
  for (const [field, list] of given)
    for (const { address } of list)
      if (!isMailAddress(address))
        return refuse({ code: 'mail_address_invalid', field, value: oneLine(address, 100) });
  if (mail.to.length + (mail.cc?.length ?? 0) + (mail.bcc?.length ?? 0) === 0)
    return refuse({ code: 'mail_no_recipient' });
  if (mail.envelopeFrom !== undefined && !isMailAddress(mail.envelopeFrom))
    return refuse({ code: 'mail_address_invalid', field: 'from', value: oneLine(mail.envelopeFrom, 100) });
  const plain = ({ name, address }: MailAddress) => ({ name: oneLine(name ?? '', 100), address });
  return ok({
    from: plain(mail.from),
    to: mail.to.map(plain),
    cc: (mail.cc ?? []).map(plain),
    bcc: (mail.bcc ?? []).map(plain),
    ...(mail.replyTo ? { replyTo: plain(mail.replyTo) } : {}),
  });
}

/**
 * One address as people have it: no lists, comments, quotes, folding or control characters, at most 254 characters.
 * Deliberately narrower than RFC 5321, because what it leaves out is used by attackers and by nobody else.
 */
export function isMailAddress(text: string): boolean {
  if (text.length > 254) return false;
  const parts = /^([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@([^@\s]+)$/.exec(text);
  if (!parts) return false;
  const [, local = '', domain = ''] = parts;
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) return false;
  const ascii = domainToASCII(domain);
  return /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(
    ascii,
  );
}

/** `<key@domain of the sender>`: the same for the same mail, on every attempt. */
export function messageIdOf(mail: Pick<OutgoingMail, 'key' | 'from' | 'idDomain'>): string {
  return `<${mail.key}@${domainToASCII(mail.idDomain ?? mail.from.address.split('@').at(-1) ?? '')}>`;
}

function knownId(id: string): string {
  if (!/^<[^\s<>@]{1,200}@[^\s<>@]{1,253}>$/.test(id))
    throw new RangeError(`${oneLine(id, 60)} is no Message-ID`);
  return id;
}
