import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Refusal, Result } from '#domain/kernel/result.ts';
import {
  judgeMail,
  type ArrivedMail,
  type Judged,
  type Known,
} from '#domain/policy/cancellation/intake/judge-mail.ts';
import { judgeReply, type RepliedCase } from '#domain/policy/cancellation/intake/judge-reply.ts';
import { isOperator, valuesInForce } from '#modules/policy/api.ts';
import { systemCaller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import { hasTwinBefore, loadIncoming, type IncomingMail } from '#platform/mail/intake/read-incoming.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { openCase } from '../open-case.ts';
import { acceptSetOff, amendCase, answerCase, confirmCase, withdrawCase } from '../speak-up.ts';
import { findCases, loadCase, type CaseRow, type Desk } from '../store.ts';
import { loadKnown } from './known.ts';
import { hasOpened, waitsFrom, wasHeard } from './queries.ts';

interface Taken {
  readonly mailId: Id;
  /** a person sorted it */
  readonly byHand: boolean;
  /** the case in whose thread it came */
  readonly caseId: Id | null;
}

/** What the support module announces of a mail. */
interface Sorted {
  readonly class: string;
  readonly because: readonly string[];
  readonly replyKind: string | null;
  readonly replySubject: Id | null;
}

/**
 * Takes what was sorted as a cancellation, what answers a mail of a case, and what speaks of cancelling without being
 * clear: of the last only what withdraws or changes an open case is acted on, the rest stays in the inbox for a person.
 */
export const takeSorted: Reader<Sorted> = {
  name: 'cancellation.take-sorted',
  on: ['support_mail.sorted'],
  async read(tx, _caller, event) {
    const { class: of, because, replyKind, replySubject } = event.payload;
    const inThread = replyKind?.startsWith('cancellation.') ?? false;
    const speaks = of === 'person' && because.some((rule) => rule.startsWith('cancel_'));
    if (of !== 'cancellation' && !(inThread && of === 'reply') && !speaks) return;
    if (!(await isOperator(tx, tx.tenantId))) return;
    const taken: Taken = {
      mailId: event.aggregateId,
      byHand: because.includes('by_hand'),
      caseId: inThread ? replySubject : null,
    };
    // One after the other: a withdrawal never overtakes the request it takes back.
    await queueJob(tx, takeMail, taken, { queue: 'cancellation-mail' });
  },
};

/**
 * Reads a mail with the rules of C-1 and lets happen what follows. The moment that counts is its arrival. Safe to run twice:
 * a mail opens its cases once, and a case hears of it once.
 */
export const takeMail: Job<Taken, AppContext> = {
  name: 'cancellation.take-mail',
  attempts: 25,
  timeoutSeconds: 60,
  async run({ context, tenantId }, taken) {
    const facts = await context.tenantFacts(tenantId);
    const caller = systemCaller(facts, context.clock, 'job:cancellation.take-mail');
    await context.db.inTenant(tenantId, async (tx) => {
      const mail = await loadIncoming(tx, taken.mailId);
      if (!mail) throw new Error(`there is no mail ${taken.mailId}`);
      const desk: Desk = { tx, caller, publicUrl: context.publicUrl };
      // Whoever keeps the inbox hears that nobody has to read it any more.
      if (await listen(desk, mail, taken)) await publish(tx, caller, 'cancellation_mail.taken', mail.id);
    });
  },
};

/** @returns whether everything that the mail asks for was done, so that nobody has to read it */
async function listen(desk: Desk, mail: IncomingMail, taken: Taken): Promise<boolean> {
  const { tx, caller } = desk;
  const values = await valuesInForce(tx, caller.now);
  const zone = values['operator.zone'];
  if (await hasOpened(tx, mail.id)) return false;
  // The same words again within minutes are the same request, whatever Message-ID the second copy got.
  const since = addMinutes(mail.received_at, -values['cancel.duplicateMinutes']);
  if (!taken.byHand && (await hasTwinBefore(tx, mail, since))) return true;
  const known = await loadKnown(tx, mail.from_address, zone);
  const arrived: ArrivedMail = {
    nature: mail.nature,
    verified: mail.verified,
    unread: mail.unread !== null,
    from: mail.from_address,
    subject: mail.subject,
    text: mail.body,
    receivedAt: mail.received_at,
    caseId: taken.caseId,
    byHand: taken.byHand,
  };
  const may = mail.verified
    ? known.contacts.filter(({ mayCancel }) => mayCancel).map(({ accountId }) => accountId)
    : [];
  const replied = await findCase(desk, taken.caseId, may);
  if (replied) {
    const reply = judgeReply(arrived, repliedCase(replied, known), zone);
    if (reply.kind !== 'none') return done(await hear(desk, replied, mail, reply));
  }
  const judged = judgeMail(arrived, known);
  switch (judged.kind) {
    case 'none':
      return false;
    case 'join': {
      const joined = await join(desk, mail, judged);
      return joined !== null && done(joined);
    }
    case 'person':
      // Where the wish is clear a case keeps it before people’s eyes; talk about cancelling stays a mail.
      if (judged.why === 'unclear_wish' || judged.why === 'unreadable') return false;
      await open(desk, mail, { as: 'undecided', customerId: oneOf(may), why: judged.why });
      return false;
    case 'open': {
      const account = judged.accountId as Id | null;
      if (judged.verdict === 'unauthorised') {
        // One question to the owners is enough: whoever goes on writing is read by a person.
        if (await waitsFrom(tx, mail.from_address)) return false;
        const why = whyNot(mail, known.contacts.length);
        await open(desk, mail, { as: 'unverified', customerId: account, why }, judged);
        return false;
      }
      const customerId = account ?? customerOf(known, judged.subscriptions);
      if (customerId === null) {
        await open(desk, mail, { as: 'undecided', customerId: null, why: 'several_customers' }, judged);
        return false;
      }
      const waiting = replied ?? (await clarifying(desk, customerId));
      if (waiting?.name === 'clarifying' && judged.subscriptions.length > 0)
        return done(await hear(desk, waiting, mail, { kind: 'answer', subscriptions: judged.subscriptions }));
      return done(await open(desk, mail, { as: 'contact', customerId }, judged));
    }
  }
}

/** Whose these subscriptions are, where they are all one customer’s. */
function customerOf(known: Known, subscriptions: readonly string[]): Id | null {
  const accounts = new Set(
    known.subscriptions.filter(({ id }) => subscriptions.includes(id)).map(({ accountId }) => accountId),
  );
  return accounts.size === 1 ? ([...accounts][0] as Id) : null;
}

const done = (outcome: Result<unknown, Refusal>): boolean => outcome.ok;
const oneOf = (accounts: readonly string[]): Id | null => (accounts[0] as Id | undefined) ?? null;
const whyNot = (mail: IncomingMail, contacts: number): string =>
  contacts === 0 ? 'unknown_sender' : mail.verified ? 'contact_may_not' : mail.verdict.because;

/** The case of a thread, for who may speak for its customer. */
async function findCase(desk: Desk, caseId: Id | null, may: readonly string[]): Promise<CaseRow | null> {
  if (caseId === null) return null;
  const found = await loadCase(desk.tx, caseId);
  if (!found.ok) return null;
  const { customer_id: customerId } = found.value;
  return customerId !== null && may.includes(customerId) ? found.value : null;
}

const clarifying = async (desk: Desk, customerId: Id): Promise<CaseRow | undefined> =>
  (await findCases(desk.tx, { customerIds: [customerId], names: ['clarifying'] }))[0];

function repliedCase(row: CaseRow, known: Known): RepliedCase {
  const open = ['received', 'unverified', 'clarifying', 'scheduled', 'held'] as const;
  const { state } = row;
  return {
    state: open.find((name) => name === row.name) ?? 'over',
    subscriptions: known.subscriptions.filter((one) => one.active && one.accountId === row.customer_id),
    setOffOffered: state.setOffOn === null && state.values['refund.offset'] !== 'never',
  };
}

type Said = Exclude<ReturnType<typeof judgeReply>, { kind: 'none' }>;

/** What an owner answers in the thread. */
async function hear(
  desk: Desk,
  row: CaseRow,
  mail: IncomingMail,
  said: Said,
): Promise<Result<unknown, Refusal>> {
  const at = mail.received_at;
  const heard = { ok: true, value: null } as const;
  switch (said.kind) {
    case 'answer':
      if (await wasHeard(desk.tx, row.id, ['answered'], at)) return heard;
      return answerCase(desk, row.id, { at, subscriptionIds: said.subscriptions as Id[] });
    case 'confirm':
      if (await wasHeard(desk.tx, row.id, ['confirmed'], at)) return heard;
      return confirmCase(desk, row.id, { at });
    case 'not_us':
      if (await wasHeard(desk.tx, row.id, ['not_us'], at)) return heard;
      return withdrawCase(desk, row.id, { at, notUs: true });
    case 'set_off':
      return row.state.setOffOn === null ? acceptSetOff(desk, row.id, { at }) : heard;
    case 'move':
      if (await wasHeard(desk.tx, row.id, ['amended'], at)) return heard;
      return amendCase(desk, row.id, { at, on: said.on });
  }
}

/** A message about a case that is open already. @returns null where a person has to read it */
async function join(
  desk: Desk,
  mail: IncomingMail,
  judged: Extract<Judged, { kind: 'join' }>,
): Promise<Result<unknown, Refusal> | null> {
  const caseId = judged.caseId as Id;
  const at = mail.received_at;
  if (judged.event === 'withdrawn') {
    if (await wasHeard(desk.tx, caseId, ['withdrawn'], at)) return { ok: true, value: null };
    return withdrawCase(desk, caseId, { at });
  }
  if (await wasHeard(desk.tx, caseId, ['duplicate', 'amended', 'own_request'], at))
    return { ok: true, value: null };
  const found = await loadCase(desk.tx, caseId);
  if (!found.ok) return found;
  const { subscription_id: subscriptionId, customer_id: customerId } = found.value;
  // A second message of somebody who may not is kept with its mail, and changes nothing.
  if (judged.event === 'duplicate' && found.value.name === 'unverified') return null;
  if (customerId === null) return null;
  return open(
    desk,
    mail,
    { as: 'contact', customerId },
    {
      subscriptions: subscriptionId === null ? [] : [subscriptionId],
      askedOn: judged.on,
    },
  );
}

async function open(
  desk: Desk,
  mail: IncomingMail,
  judged: Parameters<typeof openCase>[1]['judged'],
  means: Partial<Pick<Extract<Judged, { kind: 'open' }>, 'subscriptions' | 'askedOn'>> = {},
): Promise<Result<unknown, Refusal>> {
  const { subscriptions = [], askedOn = null } = means;
  return openCase(desk, {
    channel: 'mail',
    messageId: mail.message_id || null,
    mailId: mail.id,
    sender: mail.from_address,
    locale: '',
    said: `${mail.subject}\n${mail.body}`.trim(),
    receivedAt: mail.received_at,
    askedOn,
    judged,
    subscriptions: subscriptions.length > 0 ? (subscriptions as Id[]) : 'not-said',
  });
}
