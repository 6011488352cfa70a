import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import type { DataCategory, Purpose } from '#domain/kernel/personal.ts';
import { systemClock, type Clock } from '../clock/clock.ts';
import { loadDocuments } from '../documents/stored.ts';
import type { Egress } from '../egress/egress.ts';
import type { FileStore } from '../files/store.ts';
import { systemCaller, type TenantFacts } from '../http/caller.ts';
import { queueJob, type Job } from '../jobs/job.ts';
import { publish } from '../outbox/events.ts';
import type { Database } from '../postgres/database.ts';
import { bounceAddress } from './bounce-address.ts';
import { asLocale, say } from '../words/words.ts';
import { choiceWords } from './choice-words.ts';
import { CHOICE_PATH, choiceRef, isOff } from './choice.ts';
import { composeMail } from './compose.ts';
import { mayBeSent } from './guard.ts';
import { MAIL_KINDS, type MailKind } from './kinds.ts';
import { openLinks } from './link-secrets.ts';
import type { MailState } from './mail-shape.ts';
import type { MailTables } from './mail-tables.ts';
import { noteOwnRelay, openOwnRelay, type RelayTrouble } from './own-relay.ts';
import { mayGoByOwn, relayOrder } from './relay-rules.ts';
import { sendByFirst, type Way, type WayTold } from './relays.ts';
import { loadSender } from './sender.ts';
import { MailDelayed, messageIdOf, type MailRefusal, type MailServer } from './send.ts';

/** What sending needs from the server. */
export interface MailContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly files: FileStore;
  readonly egress: Egress;
  /** in order of preference; empty: this installation has no relay yet, mail waits and is not lost */
  readonly relays: readonly MailServer[];
  /** address in From of tenants that have none of their own; the tenant's name stands before it */
  readonly mailFrom: string;
  /** where reports of failed delivery come in, when this installation takes mail itself */
  readonly bounces: { readonly domain: string; readonly secret: string } | null;
  /** where people reach this installation */
  readonly publicUrl: string;
  tenantFacts(tenantId: Id): Promise<TenantFacts>;
}

const ATTEMPTS = 20;
/** How long mail rests that no provider may carry now. Nothing is lost meanwhile, and a new contract counts soon. */
const PROVIDER_WAIT_MS = 15 * 60_000;

/** A mail that tries the tenant's own relay, and no other. */
const TEST_KIND: MailKind = 'support.relay-test';

type MailRow = MailTables['outgoing_mail'];
type Done = (outcome: Outcome) => Promise<void>;
interface OwnTold {
  readonly relay: MailServer;
  readonly trouble: { why: RelayTrouble; said: string } | null;
}

/** What went wrong with the tenant's own relay, as its page says it. */
function troubleOf(trouble: MailDelayed | MailRefusal): NonNullable<OwnTold['trouble']> {
  if (trouble instanceof MailDelayed) return { why: trouble.reason, said: trouble.message };
  return { why: 'refused', said: trouble.code === 'mail_refused' ? trouble.answer : trouble.code };
}

interface Outcome {
  readonly state: Extract<MailState, 'waiting' | 'no_provider' | 'sent' | 'failed' | 'declined'>;
  readonly error?: string;
  readonly messageId?: string;
  readonly relay?: string;
}

/**
 * Sends one queued mail. Safe to run twice: a sent mail is left alone, and a repeated attempt after a lost answer
 * carries the same Message-ID.
 */
export const sendQueuedMail: Job<{ mailId: Id }, MailContext> = {
  name: 'mail.send',
  attempts: ATTEMPTS,
  timeoutSeconds: 120,
  behindClosedDoor: true,
  async run({ context, tenantId, attempt }, { mailId }) {
    const facts = await context.tenantFacts(tenantId);
    const loaded = await context.db.inTenant(tenantId, async (tx) => {
      const tables = tx.tables<MailTables>();
      const row = await tables
        .selectFrom('outgoing_mail')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('id', '=', mailId)
        .executeTakeFirst();
      if (!row || (row.state !== 'waiting' && row.state !== 'no_provider')) return null;
      const dead = await tables
        .selectFrom('dead_address')
        .select(['status', 'diagnostic'])
        .where('tenant_id', '=', tenantId)
        .where('address', '=', row.recipient.toLowerCase())
        .executeTakeFirst();
      return {
        row,
        dead,
        off:
          Object.hasOwn(MAIL_KINDS, bareKind(row.kind)) &&
          (await isOff(tx, row.recipient, bareKind(row.kind))),
        documents: await loadDocuments(tx, row.message.documentIds),
        sender: await loadSender(tx, facts, context.mailFrom),
        ownSender: await loadSender(tx, facts, context.mailFrom, 'own'),
        own: await openOwnRelay(tx),
      };
    });
    if (!loaded) return;
    const { row, documents, dead, off, sender, ownSender } = loaded;
    const end: Done = (outcome) => record(context, facts, row, outcome);
    // Known before anything is asked of the outside; also for mail that was queued when the list was another one.
    if (!Object.hasOwn(MAIL_KINDS, bareKind(row.kind)))
      return end({ state: 'failed', error: JSON.stringify({ code: 'mail_kind_unknown', kind: row.kind }) });
    if (off || !(await mayBeSent(tenantId, bareKind(row.kind), row.recipient)))
      return end({ state: 'declined' });
    if (dead) return end({ state: 'failed', error: JSON.stringify({ code: 'mail_address_dead', ...dead }) });
    const own = mayGoByOwn(MAIL_KINDS[bareKind(row.kind)].purpose) ? loaded.own : null;
    const onlyOwn = bareKind(row.kind) === TEST_KIND;
    if (onlyOwn && !own) return end({ state: 'failed', error: JSON.stringify({ code: 'mail_relay_none' }) });
    const relays = relayOrder(own, context.relays, context.clock.now(), onlyOwn);
    if (relays.length === 0) return;
    const blocks = openLinks(row);
    if (!blocks) return end({ state: 'failed', error: JSON.stringify({ code: 'mail_link_gone' }) });
    const attachments = await Promise.all(
      documents.map(async (document) => {
        const bytes = await context.files.readAll(tenantId, document.hash);
        if (!bytes) throw new Error(`the file of ${document.name} is missing`);
        return { name: document.name, mimeType: document.contentType, bytes };
      }),
    );
    const { inReplyTo, references } = row.message;
    const choice = MAIL_KINDS[bareKind(row.kind)].optional
      ? `${context.publicUrl}${CHOICE_PATH}${choiceRef(tenantId, mailId)}`
      : undefined;
    const mail = {
      from: sender.from,
      idDomain: sender.from.address.split('@').at(-1)!,
      to: [{ address: row.recipient }],
      subject: row.message.subject,
      ...composeMail({
        language: row.message.locale,
        brand: facts.tenantName,
        headline: row.message.headline,
        blocks,
        footer: [facts.tenantName],
        ...(choice
          ? {
              footerLink: {
                label: say(choiceWords, asLocale(row.message.locale), 'choice.foot'),
                url: choice,
              },
            }
          : {}),
      }),
      ...(choice ? { unsubscribe: choice } : {}),
      attachments,
      key: `${mailId}.${tenantId}`,
      sentAt: context.clock.now(),
      automatic: inReplyTo === undefined ? true : ('reply' as const),
      ...(inReplyTo === undefined ? {} : { inReplyTo }),
      ...(references === undefined ? {} : { references }),
    };
    // Reports come to us where our own relay sends. The tenant's own would not let our address be the sender, nor would
    // receivers believe it: there they go to the tenant's address.
    const envelope = context.bounces
      ? { envelopeFrom: bounceAddress({ tenantId, mailId }, context.bounces.secret, context.bounces.domain) }
      : {};
    const ways = relays.map((relay): Way => ({
      relay,
      mail: relay.own ? { ...mail, ...ownSender } : { ...mail, ...sender, ...envelope },
    }));
    const messageId = messageIdOf(mail);
    let ownTold: OwnTold | undefined;
    const told: WayTold = (relay, trouble) => {
      if (relay.own) ownTold = { relay, trouble: trouble && troubleOf(trouble) };
    };
    const done: Done = (outcome) => record(context, facts, row, outcome, ownTold);
    try {
      const options = { tenantId, categories: categoriesOf(bareKind(row.kind)) };
      const sent = await sendByFirst(context.egress, ways, options, told);
      return await done(
        sent.ok
          ? { state: 'sent', messageId, relay: sent.value.relay }
          : { state: 'failed', messageId, error: JSON.stringify(sent.refusal) },
      );
    } catch (error) {
      if (!(error instanceof MailDelayed)) throw error;
      // Whoever tries it wants to know now.
      if (onlyOwn) return done({ state: 'failed', messageId, error: error.message });
      if (error.reason === 'not_allowed')
        return done({ state: 'no_provider', messageId, error: error.message });
      const last = attempt >= ATTEMPTS;
      await done({ state: last ? 'failed' : 'waiting', messageId, error: error.message });
      if (!last) throw error;
    }
  },
};

/** `orders.quote.2` → `orders.quote`: the number of the edition is not part of the kind. */
export function bareKind(stored: string): MailKind {
  return stored.replace(/\.\d+$/, '') as MailKind;
}

/** What a mail of this kind holds besides an address and words. */
function categoriesOf(kind: MailKind): DataCategory[] {
  const { purpose } = MAIL_KINDS[kind];
  const own: Partial<Record<Purpose, DataCategory>> = {
    order: 'order-delivery',
    delivery: 'order-delivery',
    billing: 'invoice',
  };
  return ['contact', 'correspondence', ...[own[purpose] ?? []].flat()];
}

async function record(
  context: MailContext,
  facts: TenantFacts,
  row: MailRow,
  outcome: Outcome,
  ownTold?: OwnTold,
): Promise<void> {
  const caller = systemCaller(facts, context.clock, 'job:mail.send');
  await context.db.inTenant(facts.tenantId, async (tx) => {
    await tx
      .tables<MailTables>()
      .updateTable('outgoing_mail')
      .set((e) => ({
        state: outcome.state,
        attempts: e('attempts', '+', 1),
        last_error: outcome.error ?? null,
        sent_at: outcome.state === 'sent' ? caller.now : null,
        message_id: outcome.messageId ?? null,
        relay: outcome.relay ?? null,
        // The link did its way: nobody needs it here any more.
        ...(outcome.state === 'sent' ? { links_sealed: '' } : {}),
      }))
      .where('tenant_id', '=', facts.tenantId)
      .where('id', '=', row.id)
      .where('state', 'in', ['waiting', 'no_provider'])
      .execute();
    if (ownTold) await noteOwnRelay(tx, ownTold.relay, caller.now, ownTold.trouble);
    const { kind, subject_id: subjectId, recipient } = row;
    if (outcome.state === 'no_provider')
      await queueJob(
        tx,
        sendQueuedMail,
        { mailId: row.id },
        // The machine's clock, as the queue reads it: one that was moved must not make this run without end.
        { runAt: later(systemClock.now(), PROVIDER_WAIT_MS), key: `mail:${row.id}` },
      );
    // Told once when it begins to wait, not at each new try.
    if (outcome.state === 'waiting' || (outcome.state === 'no_provider' && row.state === 'no_provider'))
      return;
    const name = outcome.state === 'no_provider' ? 'held_back' : outcome.state;
    await publish(tx, caller, `mail.${name}`, row.id, { kind, subjectId, recipient });
  });
}

/** The queue goes by the clock on the wall: a job for a time that this has passed would run at once, again and again. */
export function later(from: Instant, ms: number): Instant {
  return new Date(Math.max(Date.parse(from), Date.now()) + ms).toISOString() as Instant;
}
