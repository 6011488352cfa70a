import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { maskCardNumbers } from '#domain/kernel/masking.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import { idAt } from '../../clock/id-at.ts';
import type { Clock } from '../../clock/clock.ts';
import type { KeptOut } from '../../files/masking/masked-file.ts';
import type { FileStore } from '../../files/store.ts';
import { systemCaller, type Caller, type TenantFacts } from '../../http/caller.ts';
import { oneLine } from '../../log/log.ts';
import { publish } from '../../outbox/events.ts';
import type { Database } from '../../postgres/database.ts';
import type { Tx } from '../../postgres/tx.ts';
import { applyReport, ownMail } from '../bounces.ts';
import { tenantOfAddress } from '../sender.ts';
import { authenticateMail, type MailPeer, type MailResolver, type MailVerdict } from './authenticate.ts';
import type { IncomingTables, MailChannel } from './incoming-tables.ts';
import { natureOf, type MailNature } from './nature.ts';
import { parseMail } from './parse-mail.ts';
import type { ParsedMail, UnreadReason } from './parsed-mail.ts';

/** What the intake needs from the server. */
export interface IntakeContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly files: FileStore;
  readonly resolve: MailResolver;
  tenantFacts(tenantId: Id): Promise<TenantFacts>;
}

/** A mail as it stands at the door. */
export interface ArrivedMail {
  readonly tenantId: Id;
  readonly raw: Buffer;
  readonly channel: MailChannel;
  /** our address it was sent to */
  readonly recipient: string;
  readonly peer: MailPeer;
  /** when it first reached our mail system, never when we got round to it (clause M-2) */
  readonly receivedAt: Instant;
  /** the mail that a report came back for, when the recipient's address says so */
  readonly reportFor?: Id | undefined;
  /** the content was not fetched, because it is larger than this installation takes */
  readonly cut?: boolean;
}

export interface TakenMail {
  readonly mailId: Id;
  /** it was here before: recorded, and nothing follows from it */
  readonly repeat: boolean;
  readonly verified: boolean;
}

const ATTACHMENT_BYTES_MAX = 30 * 1024 * 1024;

/**
 * Takes a mail in: judged, taken apart, masked, stored once, and announced as `mail.received` in the same transaction.
 * Before it returns nothing may be answered with "taken"; if it throws, nothing was stored and the sender keeps the mail.
 * @param also runs in the same transaction, e.g. to move the cursor of a mailbox
 */
export async function takeMail(
  context: IntakeContext,
  mail: ArrivedMail,
  also?: (tx: Tx) => Promise<void>,
): Promise<TakenMail> {
  const { verdict, signatures } = mail.cut
    ? { verdict: UNCHECKED, signatures: [] }
    : await authenticateMail(mail.raw, mail.peer, context.resolve);
  const parsed = await parseMail(mail.raw);
  const content = parsed.ok ? parsed.value : unreadable(mail.raw);
  const unread = mail.cut ? 'too_large' : parsed.ok ? null : parsed.reason;
  const own =
    content.fromAddress !== '' && (await tenantOfAddress(context.db, content.fromAddress)) !== undefined;
  const nature = natureOf(content, mail.peer.envelopeFrom, own);
  const attachments = await saveAttachments(context, mail.tenantId, content);
  const caller = systemCaller(
    await context.tenantFacts(mail.tenantId),
    context.clock,
    `mail:${mail.channel}`,
  );
  return context.db.inTenant(mail.tenantId, async (tx) => {
    const taken = await store(tx, caller, {
      mail,
      content,
      nature,
      verdict,
      signatures,
      unread,
      attachments,
    });
    await also?.(tx);
    return taken;
  });
}

const UNCHECKED: MailVerdict = {
  verified: false,
  because: 'not_checkable',
  dkim: [],
  spf: 'none',
  dmarc: 'none',
};

interface ToStore {
  readonly mail: ArrivedMail;
  readonly content: ParsedMail;
  readonly nature: MailNature;
  readonly verdict: MailVerdict;
  readonly signatures: readonly string[];
  readonly unread: UnreadReason | null;
  readonly attachments: readonly {
    name: string;
    contentType: string;
    hash: string | null;
    bytes: number;
    keptOut: KeptOut | null;
  }[];
}

async function store(tx: Tx, caller: Caller, given: ToStore): Promise<TakenMail> {
  const { mail, content, nature, signatures, unread, attachments } = given;
  const tables = tx.tables<IncomingTables>();
  const dedupe = dedupeOf(mail, content.messageId);
  const known = async (): Promise<Id | undefined> =>
    (
      await tables
        .selectFrom('incoming_mail')
        .select('id')
        .where('tenant_id', '=', tx.tenantId)
        .where('dedupe', '=', dedupe)
        .executeTakeFirst()
    )?.id;
  const first = await known();
  if (first) return repeat(tx, caller, first, given);

  const id = idAt(caller.now);
  const marks = [...(content.messageId ? [hash(`id ${content.messageId}`)] : []), ...signatures];
  const fresh = marks.length
    ? await tables
        .insertInto('mail_seen')
        .values([...new Set(marks)].map((mark) => ({ tenant_id: tx.tenantId, mark, mail_id: id })))
        .onConflict((c) => c.doNothing())
        .returning('mark')
        .execute()
    : [];
  // Somebody re-sent it, whole or in part: its signature is right and proves nothing about who sends it now.
  const replay = fresh.length < new Set(marks).size;
  const verdict = replay ? { ...given.verdict, verified: false, because: 'replay' as const } : given.verdict;
  const inserted = await tables
    .insertInto('incoming_mail')
    .values({
      tenant_id: tx.tenantId,
      id,
      dedupe,
      received_at: mail.receivedAt,
      stored_at: caller.now,
      channel: mail.channel,
      recipient: maskLine(mail.recipient, 254),
      envelope_from: maskLine(mail.peer.envelopeFrom, 254),
      from_address: content.fromAddress,
      from_name: content.fromName,
      reply_to: content.replyTo,
      subject: content.subject,
      body: content.text,
      header_date: content.headerDate,
      message_id: content.messageId,
      in_reply_to: content.inReplyTo,
      thread: sql`${JSON.stringify(content.references)}::jsonb`,
      nature,
      verified: verdict.verified,
      verdict: sql`${JSON.stringify(verdict)}::jsonb`,
      report: content.report && sql`${JSON.stringify(content.report)}::jsonb`,
      masked: content.masked,
      bytes: BigInt(mail.raw.byteLength),
      unread,
    })
    .onConflict((c) => c.columns(['tenant_id', 'dedupe']).doNothing())
    .returning('id')
    .executeTakeFirst();
  // The same mail came through another connection at the same moment, and was first.
  if (!inserted) return repeat(tx, caller, (await known())!, given);
  if (attachments.length > 0)
    await tables
      .insertInto('incoming_attachment')
      .values(
        attachments.map((file, at) => ({
          tenant_id: tx.tenantId,
          mail_id: id,
          position: at + 1,
          name: file.name,
          content_type: file.contentType,
          bytes: BigInt(file.bytes),
          file_hash: file.hash,
          kept_out: file.keptOut,
        })),
      )
      .execute();
  if (nature === 'bounce' && content.report) {
    const about = mail.reportFor ?? reportedMail(tx.tenantId, content.report.messageId);
    if (about) await applyReport(tx, caller, about, content.report);
  }
  await publish(tx, caller, 'mail.received', id, { nature, verified: verdict.verified });
  return { mailId: id, repeat: false, verified: verdict.verified };
}

async function repeat(tx: Tx, caller: Caller, mailId: Id, { mail, verdict }: ToStore): Promise<TakenMail> {
  const replayed: MailVerdict = { ...verdict, verified: false, because: 'replay' };
  await tx
    .tables<IncomingTables>()
    .insertInto('incoming_mail_repeat')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      mail_id: mailId,
      received_at: mail.receivedAt,
      channel: mail.channel,
      envelope_from: maskLine(mail.peer.envelopeFrom, 254),
      verdict: sql`${JSON.stringify(replayed)}::jsonb`,
    })
    .execute();
  return { mailId, repeat: true, verified: false };
}

async function saveAttachments(
  { files }: IntakeContext,
  tenantId: Id,
  content: ParsedMail,
): Promise<ToStore['attachments']> {
  const saved = [];
  for (const { name, contentType, bytes, keptOut } of content.attachments) {
    if (keptOut !== null) saved.push({ name, contentType, hash: null, bytes: 0, keptOut });
    if (bytes.byteLength === 0) continue;
    const file = await files.save(tenantId, bytes, ATTACHMENT_BYTES_MAX);
    if (file.ok) saved.push({ name, contentType, hash: file.value.sha256, bytes: file.value.bytes, keptOut });
  }
  return saved;
}

/** A report belongs to this tenant's own mail or to nothing. */
function reportedMail(tenantId: Id, messageId: string): Id | undefined {
  const found = ownMail(messageId);
  return found?.tenantId === tenantId ? found.mailId : undefined;
}

/**
 * What makes two deliveries the same mail: Message-ID, body and recipient. Without a Message-ID the whole message
 * counts, so that two short notes of the same words on two days stay two.
 */
function dedupeOf({ raw, recipient }: ArrivedMail, messageId: string): string {
  const ends = [raw.indexOf('\r\n\r\n'), raw.indexOf('\n\n')].filter((at) => at >= 0);
  const body = raw.subarray(messageId === '' || ends.length === 0 ? 0 : Math.min(...ends));
  const digest = createHash('sha256').update(body).digest('hex');
  return hash(`mail ${messageId}\n${digest}\n${recipient.toLowerCase()}`);
}

/** What is left of a mail that could not be taken apart: its sender and subject as far as plain lines show them. */
function unreadable(raw: Buffer): ParsedMail {
  const head = raw
    .subarray(0, 64 * 1024)
    .toString('latin1')
    .split(/\r?\n\r?\n/, 1)[0]!
    .replace(/\r?\n[ \t]+/g, ' ');
  const fields = (name: string): string[] =>
    [...head.matchAll(new RegExp(`^${name}:[ \\t]*(.{0,1000})`, 'gim'))].map(([, value]) => value ?? '');
  const from = fields('from');
  const one = (name: string, max: number): string => maskLine(fields(name)[0] ?? '', max);
  return {
    fromAddress:
      from.length === 1
        ? maskLine(/[^\s<>,;"]+@[^\s<>,;"]+/.exec(from[0]!)?.[0] ?? '', 254).toLowerCase()
        : '',
    fromName: '',
    replyTo: null,
    subject: one('subject', 500),
    text: '',
    headerDate: one('date', 100),
    messageId: maskLine(/<[^\s<>]{1,298}>/.exec(fields('message-id')[0] ?? '')?.[0] ?? '', 300),
    inReplyTo: '',
    references: [],
    signs: {
      autoSubmitted: one('auto-submitted', 200).toLowerCase(),
      precedence: one('precedence', 200).toLowerCase(),
      listId: one('list-id', 200).toLowerCase(),
      listUnsubscribe: one('list-unsubscribe', 200).toLowerCase(),
      autoReply: one('x-autoreply', 200).toLowerCase(),
      contentType: '',
      reportType: '',
      hops: fields('received').length,
    },
    report: null,
    attachments: [],
    masked: 0,
  };
}

function maskLine(text: string, max: number): string {
  return maskCardNumbers(oneLine(text, max)).text;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
