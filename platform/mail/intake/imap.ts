import type { Duplex } from 'node:stream';
import type { ImapFlow, ImapTransport } from 'imapflow';
import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import type { Egress, Target } from '../../egress/egress.ts';
import type { Tx } from '../../postgres/tx.ts';
import type { IncomingTables } from './incoming-tables.ts';
import { takeMail, type IntakeContext } from './take-mail.ts';

/** A mailbox that is read. Nothing in it is changed: no mail is marked, moved or deleted. */
export interface Mailbox {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte (993); `none` on this machine only */
  readonly security: 'tls' | 'none';
  readonly login: { readonly user: string; readonly password: string };
  /** folder that is read */
  readonly folder: string;
  /** our address whose mail lies there */
  readonly recipient: string;
  readonly tenantId: Id;
  /** trust this authority (PEM) instead of the public ones */
  readonly ca?: string;
}

export interface MailboxNews {
  readonly taken: number;
  readonly repeats: number;
}

const PURPOSE = 'mail.read';
const BYTES_MAX = 25 * 1024 * 1024;
/** Of a mail that is too large this much is fetched: its headers, so that it is known and waits for a person. */
const HEAD_BYTES = 64 * 1024;
const TIMEOUT_MS = 60_000;

/**
 * Reads what is new in a mailbox. Each mail is stored together with the cursor (UIDVALIDITY, UID), so that a crash
 * neither loses nor doubles one. Its arrival is the mailbox's own (INTERNALDATE), however late it is read. When the
 * mailbox was made anew (another UIDVALIDITY) everything in it is read again and what is known counts as a repeat.
 * @throws EgressRefused, EgressFailed, or the mailbox's own error; what was stored until then stays
 */
export async function readMailbox(
  context: IntakeContext & { readonly egress: Egress },
  mailbox: Mailbox,
  bytesMax: number = BYTES_MAX,
): Promise<MailboxNews> {
  const client = await connect(context.egress, mailbox);
  try {
    const lock = await client.getMailboxLock(mailbox.folder, { readOnly: true });
    try {
      const opened = client.mailbox;
      if (!opened) throw new Error(`the folder ${mailbox.folder} could not be opened`);
      const uidValidity = opened.uidValidity;
      const key = `${mailbox.login.user}@${mailbox.host}/${mailbox.folder}`;
      const after = await loadCursor(context, mailbox.tenantId, key, uidValidity);
      const news: { uid: number; size: number; internalDate: Date }[] = [];
      if (opened.exists > 0)
        for await (const found of client.fetch(
          `${after + 1n}:*`,
          { uid: true, size: true, internalDate: true },
          { uid: true },
        ))
          // `n:*` also answers the last message when it lies before n (RFC 3501).
          if (BigInt(found.uid) > after)
            news.push({
              uid: found.uid,
              size: found.size ?? 0,
              internalDate: new Date(found.internalDate ?? context.clock.now()),
            });
      let repeats = 0;
      for (const { uid, size, internalDate } of news.sort((a, b) => a.uid - b.uid)) {
        const cut = size > bytesMax;
        const one = await client.fetchOne(
          String(uid),
          { source: cut ? { start: 0, maxLength: HEAD_BYTES } : true },
          { uid: true },
        );
        // Gone between listing and fetching: somebody else emptied the mailbox.
        if (!one || !one.source) continue;
        const taken = await takeMail(
          context,
          {
            tenantId: mailbox.tenantId,
            raw: one.source,
            channel: 'imap',
            recipient: mailbox.recipient,
            // Who delivered it to the provider is known from headers only, and headers prove nothing: no SPF here.
            peer: { envelopeFrom: returnPath(one.source) },
            receivedAt: earlier(internalDate, context.clock.now()),
            cut,
          },
          (tx) => saveCursor(tx, key, uidValidity, BigInt(uid), context.clock.now()),
        );
        if (taken.repeat) repeats += 1;
      }
      return { taken: news.length - repeats, repeats };
    } finally {
      lock.release();
    }
  } finally {
    await client.logout().catch(() => client.close());
  }
}

/** Signs in and out again. @throws as readMailbox */
export async function tryMailbox(egress: Egress, mailbox: Mailbox): Promise<void> {
  const client = await connect(egress, mailbox);
  try {
    const lock = await client.getMailboxLock(mailbox.folder, { readOnly: true });
    lock.release();
  } finally {
    await client.logout().catch(() => client.close());
  }
}

/** The mailbox's name in the register of processors. */
export function mailboxId({ host, port }: Pick<Mailbox, 'host' | 'port'>): string {
  return `mailbox:${host}:${port}`.toLowerCase();
}

/** A client over a connection of the egress door: it opens none of its own. */
async function connect(egress: Egress, mailbox: Mailbox): Promise<ImapFlow> {
  // Read when a mailbox is: no start has to wait for it.
  const { ImapFlow } = await import('imapflow');
  const target: Target = {
    purpose: PURPOSE,
    recipient: { kind: 'processor', id: mailboxId(mailbox) },
    categories: ['contact', 'correspondence'],
    host: mailbox.host,
    port: mailbox.port,
    tenantId: mailbox.tenantId,
    timeoutMs: TIMEOUT_MS,
  };
  const socket =
    mailbox.security === 'tls'
      ? await egress.connectTls({ ...target, ...(mailbox.ca === undefined ? {} : { ca: mailbox.ca }) })
      : await egress.connectTcp(target);
  const transport: ImapTransport = {
    connect(_options, onConnect) {
      queueMicrotask(onConnect);
      return socket as Duplex & typeof socket;
    },
  };
  const client = new ImapFlow({
    host: mailbox.host,
    port: mailbox.port,
    secure: mailbox.security === 'tls',
    transport,
    auth: { user: mailbox.login.user, pass: mailbox.login.password },
    logger: false,
    disableAutoIdle: true,
    doSTARTTLS: false,
    maxLiteralSize: 2 * BYTES_MAX,
    maxResponseSize: 3 * BYTES_MAX,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  // A connection that breaks is told by the call that was under way; unheard it would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return client;
}

async function loadCursor(
  { db }: IntakeContext,
  tenantId: Id,
  mailbox: string,
  uidValidity: bigint,
): Promise<bigint> {
  const row = await db.inTenant(tenantId, (tx) =>
    tx
      .tables<IncomingTables>()
      .selectFrom('mailbox_cursor')
      .select(['uid_validity', 'last_uid'])
      .where('tenant_id', '=', tenantId)
      .where('mailbox', '=', mailbox)
      .executeTakeFirst(),
  );
  return row && row.uid_validity === uidValidity ? row.last_uid : 0n;
}

async function saveCursor(
  tx: Tx,
  mailbox: string,
  uidValidity: bigint,
  lastUid: bigint,
  now: Instant,
): Promise<void> {
  const values = { uid_validity: uidValidity, last_uid: lastUid, read_at: now };
  await tx
    .tables<IncomingTables>()
    .insertInto('mailbox_cursor')
    .values({ tenant_id: tx.tenantId, mailbox, ...values })
    .onConflict((c) =>
      c.columns(['tenant_id', 'mailbox']).doUpdateSet({
        ...values,
        // Two readers at once never set it back.
        last_uid: sql`case when mailbox_cursor.uid_validity = excluded.uid_validity
          then greatest(mailbox_cursor.last_uid, excluded.last_uid) else excluded.last_uid end`,
      }),
    )
    .execute();
}

/** The provider writes MAIL FROM into Return-Path. It says who gets reports and proves nothing. */
function returnPath(raw: Buffer): string {
  const head =
    raw
      .subarray(0, HEAD_BYTES)
      .toString('latin1')
      .split(/\r?\n\r?\n/, 1)[0] ?? '';
  const found = /^return-path:[ \t]*<([^>\r\n]*)>/im.exec(head);
  return found ? found[1]!.trim() : 'unknown@invalid';
}

/** A mailbox whose clock runs ahead never makes a mail arrive in the future. */
function earlier(stamp: Date, now: Instant): Instant {
  const text = stamp.toISOString() as Instant;
  return Number.isNaN(stamp.getTime()) || text > now ? now : text;
}
