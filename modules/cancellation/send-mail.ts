import { addDays, dayIn, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Effect } from '#domain/policy/cancellation/machine/effects.ts';
import { contactsOf } from '#modules/accounts/api.ts';
import { servicesOf } from '#modules/billing/api.ts';
import { addressFor } from '#modules/policy/api.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import { asLocale } from '#platform/words/words.ts';
import { caseLink } from './case-link.ts';
import type { Tried } from './duties/tried.ts';
import { commonFacts, gatherFacts, mailFacts, type Reader } from './mail-facts.ts';
import { composeCaseAnswer, type CaseAnswerFacts } from './mails/compose-answer.ts';
import { composeCaseMail, type CaseMail } from './mails/compose-case-mail.ts';
import type { CaseRow, Desk, DutyRow } from './store.ts';

const KIND = 'cancellation.notice';

/** Whoever a mail of a case goes to, each once. Who was not recognised hears nothing of the account. */
export async function readersOf(
  { tx }: Desk,
  row: CaseRow,
  to: 'sender' | 'owners' | 'both',
): Promise<Reader[]> {
  const contacts = row.customer_id ? await contactsOf(tx, row.customer_id) : [];
  const toReader = (one: (typeof contacts)[number]): Reader => ({
    email: one.email.trim().toLowerCase(),
    locale: asLocale(one.locale),
    contactId: one.id as Id,
  });
  const known = contacts.find(({ email }) => email.trim().toLowerCase() === row.sender);
  const sender: Reader = known
    ? toReader(known)
    : { email: row.sender, locale: asLocale(row.sender_locale), contactId: null };
  // A message that nobody vouches for is answered, and that is all: what follows goes to the owners.
  const heard = to === 'sender' || (to === 'both' && row.judged === 'contact');
  const owners = to === 'sender' ? [] : contacts.filter(({ owner }) => owner).map(toReader);
  const all = [...(heard ? [sender] : []), ...owners].filter(({ email }) => email !== '');
  return [...new Map(all.map((reader) => [reader.email, reader])).values()];
}

/** Number of the mail within its case, for the outbox: its event, and its place there. */
const editionOf = ({ seq, no }: DutyRow): number => seq * 100 + no;

/**
 * Sends one of the nine mails of a case: gathers its facts, composes it for each reader in their language, and queues it in
 * the customer's thread. Once per case, event and reader, however often it is tried.
 * @returns that it is queued, and to whom; or what it waits for
 */
export async function sendCaseMail(
  desk: Desk,
  row: CaseRow,
  duty: DutyRow,
  more: { readonly documentIds: readonly Id[] } = { documentIds: [] },
): Promise<Tried> {
  const effect = duty.effect as Extract<Effect, { kind: 'mail' }>;
  const facts = await gatherFacts(desk, row);
  const readers = await readersOf(desk, row, effect.to);
  const made: { readonly reader: Reader; readonly mail: CaseMail }[] = [];
  for (const reader of readers) {
    const own = await mailFacts(desk, facts, effect.mail, reader);
    if ('wait' in own) return own.wait === 'dues' ? { done: { skipped: 'dues' } } : own;
    made.push({ reader, mail: composeCaseMail(commonFacts(desk, facts, reader), own) });
  }
  for (const { reader, mail } of made) await queue(desk, row, duty, reader, mail, more.documentIds);
  return { done: { mail: effect.mail, to: readers.map(({ email }) => email) } };
}

/** Sends a short answer in the thread, that is none of the nine mails. */
export async function sendCaseAnswer(desk: Desk, row: CaseRow, duty: DutyRow): Promise<Tried> {
  const effect = duty.effect as Extract<Effect, { kind: 'answer' }>;
  const facts = await gatherFacts(desk, row);
  const readers = await readersOf(desk, row, effect.what === 'lapsed' ? 'owners' : 'both');
  for (const reader of readers) {
    const answer = await answerFacts(desk, row, effect, reader, facts.service?.endsOn ?? null);
    if (!answer) return { done: { skipped: effect.what } };
    const mail = composeCaseAnswer(commonFacts(desk, facts, reader), answer);
    await queue(desk, row, duty, reader, mail, []);
  }
  return { done: { answer: effect.what, to: readers.map(({ email }) => email) } };
}

async function answerFacts(
  desk: Desk,
  row: CaseRow,
  { what, once }: Extract<Effect, { kind: 'answer' }>,
  reader: Reader,
  endsOn: Day | null,
): Promise<CaseAnswerFacts | null> {
  const { state } = row;
  const at = /^\w+:(\d{4}-.+)$/.exec(once)?.[1] as typeof row.received_at | undefined;
  const receivedAt = at ?? row.received_at;
  const endedOn = state.servedUntil ?? endsOn ?? state.plan?.lastOn ?? row.received_on;
  switch (what) {
    case 'duplicate':
      return { answer: what, receivedAt, lastOn: state.plan?.lastOn ?? null };
    case 'already_ended':
      return { answer: what, endedOn };
    case 'too_late':
      return { answer: what, receivedAt, endedOn };
    case 'lapsed':
      return { answer: what, receivedAt: row.received_at };
    case 'which': {
      const running = row.customer_id ? await servicesOf(desk.tx, row.customer_id) : [];
      const names = running.filter((one) => one.state !== 'ended').map(({ number }) => number);
      const [first, second, ...others] = names;
      if (!first || !second || reader.contactId === null) return null;
      const until = addDays(dayIn(state.zone, row.received_at), state.values['cancel.clarifyDays']);
      const link = { tenantId: desk.tx.tenantId, caseId: row.id, contactId: reader.contactId, until };
      const chooseUrl = caseLink(desk.publicUrl, { ...link, act: 'page' });
      return { answer: what, choices: [first, second, ...others], until, chooseUrl };
    }
  }
}

async function queue(
  { tx, caller }: Desk,
  row: CaseRow,
  duty: DutyRow,
  reader: Reader,
  mail: CaseMail,
  documentIds: readonly Id[],
): Promise<void> {
  const { footer, footerLink, blocks } = mail;
  await queueMail(tx, caller, {
    kind: KIND,
    edition: editionOf(duty),
    subjectId: row.id,
    recipient: await addressFor(tx, KIND, () => reader.email),
    locale: reader.locale,
    subject: mail.subject,
    headline: mail.headline,
    // The outbox puts the tenant's name at the foot; who speaks, and where the case is, stand before it.
    blocks: [
      ...blocks,
      {
        kind: 'note',
        text: [...footer, ...(footerLink ? [`${footerLink.label}: ${footerLink.url}`] : [])].join('\n'),
      },
    ],
    documentIds,
    inReplyTo: row.message_id,
    references: [row.message_id],
  });
}
