import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import { askedDay } from './asked-day.ts';
import { newText, sentencesOf } from './own-text.ts';
import { intendsToCancel, simplified } from './wish.ts';

/** A mail as it was stored: masked, authenticated, its arrival known. */
export interface ArrivedMail {
  /** `personal` is what a person wrote; anything else a machine sent */
  readonly nature: 'personal' | 'bounce' | 'auto_reply' | 'list' | 'loop';
  /** the owner of the sender’s domain vouches for it, it has one From, and nothing of it was seen before */
  readonly verified: boolean;
  readonly unread: boolean;
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly receivedAt: Instant;
  /** the case whose thread it is in; null for any other mail */
  readonly caseId: string | null;
  /** a person read it and says that it is a cancellation: only whose, of what and when is left to judge */
  readonly byHand?: boolean;
}

export interface KnownSubscription {
  readonly id: string;
  readonly accountId: string;
  /** its number, host name, title: what somebody may call it by */
  readonly names: readonly string[];
  readonly active: boolean;
  readonly openCase: { readonly id: string; readonly verified: boolean; readonly askedOn: Day | null } | null;
}

/** What is known of the people and contracts that a mail may be about. */
export interface Known {
  readonly zone: string;
  readonly contacts: readonly {
    readonly address: string;
    readonly accountId: string;
    /** owners and who has `may-cancel`, as it was at the moment of arrival */
    readonly mayCancel: boolean;
  }[];
  /** names by which a text may tell an account: customer number, host names */
  readonly accounts: readonly { readonly id: string; readonly names: readonly string[] }[];
  readonly subscriptions: readonly KnownSubscription[];
}

export type Judged =
  /** nothing for a case; a machine wrote it, or it asks for nothing here */
  | { readonly kind: 'none'; readonly why: 'machine' | 'no_wish' }
  /** a person decides, for the moment of arrival */
  | {
      readonly kind: 'person';
      readonly why:
        'unreadable' | 'unclear_wish' | 'unclear_day' | 'not_authorised' | 'no_subscription' | 'which_case';
    }
  | {
      readonly kind: 'open';
      readonly sender: 'known' | 'unknown';
      readonly verdict: 'unauthorised' | 'clear' | 'unclear' | 'already_ended';
      /** null: no account could be told */
      readonly accountId: string | null;
      /** one for a clear request, several for “all” or several that were named */
      readonly subscriptions: readonly string[];
      readonly askedOn: Day | null;
    }
  | {
      readonly kind: 'join';
      readonly caseId: string;
      readonly event: 'duplicate' | 'amended' | 'own_request' | 'withdrawn';
      readonly on: Day | null;
    };

const WITHDRAW =
  /\b(withdraw|revoke|take back|retract|ignore|disregard)\b.{0,40}\b(cancellation|notice|termination)\b|\b(do not|don't) cancel\b.{0,30}\b(after all|any ?more)\b|\bkuendigung\b.{0,40}\b(zurueck\w*|widerruf\w*|hinfaellig)\b|\b(widerrufe|widerrufen|ziehe|ziehen|nehme|nehmen)\b.{0,40}\bkuendigung\b/;
/** Every subscription there is. */
export const ALL_SERVICES =
  /\b(all|every|everything)\b.{0,30}\b(subscriptions?|contracts?|services?|servers?|hostings?)\b|\bcancel everything\b|\b(alle|saemtliche)\b.{0,30}\b(vertraege|abos|abonnements|dienste|server)\b|\balles kuendigen\b|\bkuendig\w+ (hiermit )?alles\b/;

/**
 * What a mail asks for, and what follows from it: a new case, an event of an open one, a person who must look, or nothing.
 * A mail opens, moves or ends something without a person only when it is proven whose it is and that they may.
 *
 * @see clause C-1 (who may cancel, which subscription, duplicate, amendment, withdrawal)
 */
export function judgeMail(mail: ArrivedMail, known: Known): Judged {
  if (mail.nature !== 'personal') return { kind: 'none', why: 'machine' };
  if (mail.unread) return { kind: 'person', why: 'unreadable' };
  const own = newText(mail.text);
  // A subject that came along with a reply or a forward is somebody else’s.
  const subject = /^\s*(re|aw|antw|fwd?|wg)\s*:/i.test(mail.subject) ? '' : mail.subject;
  const said = sentencesOf(`${subject}\n${own}`);
  const withdraws = said.some((sentence) => WITHDRAW.test(sentence) && !sentence.endsWith('?'));
  const wishes = said.map((sentence) => (WITHDRAW.test(sentence) ? 'no' : intendsToCancel(sentence, said)));
  if (withdraws && wishes.includes('yes')) return { kind: 'person', why: 'unclear_wish' };
  const from = mail.from.trim().toLowerCase();
  const contacts = known.contacts.filter(({ address }) => address.toLowerCase() === from);
  const text = said.join('\n');
  if (withdraws) return judgeWithdrawal(mail, known, contacts, text);
  if (!wishes.includes('yes') && !mail.byHand)
    return wishes.includes('maybe')
      ? { kind: 'person', why: 'unclear_wish' }
      : { kind: 'none', why: 'no_wish' };
  const on = askedDay(text, dayIn(known.zone, mail.receivedAt));
  return judgeRequest(mail, known, contacts, text, on);
}

type Contacts = Known['contacts'];
const authorisedOf = (mail: ArrivedMail, contacts: Contacts): Contacts =>
  mail.verified ? contacts.filter(({ mayCancel }) => mayCancel) : [];

function judgeRequest(
  mail: ArrivedMail,
  known: Known,
  contacts: Contacts,
  text: string,
  on: Day | null | 'unclear',
): Judged {
  const authorised = authorisedOf(mail, contacts);
  const accountIds = new Set(
    authorised.length > 0
      ? authorised.map(({ accountId }) => accountId)
      : contacts.length > 0
        ? contacts.map(({ accountId }) => accountId)
        : known.accounts.filter(({ names }) => names.some((name) => isNamed(name, text))).map(({ id }) => id),
  );
  const own = known.subscriptions.filter(({ accountId }) => accountIds.has(accountId));
  const named = own.filter(({ names }) => names.some((name) => isNamed(name, text)));
  const active = own.filter((one) => one.active);
  const meant = named.length > 0 ? named : ALL_SERVICES.test(text) || active.length === 1 ? active : [];
  const sender = contacts.length > 0 ? 'known' : 'unknown';
  const accountId = accountIds.size === 1 ? [...accountIds][0]! : null;
  const open = { kind: 'open', sender, accountId, subscriptions: meant.map(({ id }) => id) } as const;
  const day = on === 'unclear' ? null : on;

  const running = [...new Set(meant.flatMap(({ openCase }) => openCase ?? []))];
  if (authorised.length === 0) {
    // Whoever is not known to be allowed changes nothing of a case that counts already.
    if (running.some(({ verified }) => verified)) return { kind: 'person', why: 'not_authorised' };
    if (running.length > 0) return { kind: 'join', caseId: running[0]!.id, event: 'duplicate', on: null };
    return { ...open, verdict: 'unauthorised', askedOn: day };
  }
  if (on === 'unclear') return { kind: 'person', why: 'unclear_day' };
  if (running.length > 0) {
    if (meant.length > 1) return { kind: 'person', why: 'which_case' };
    const [one] = running;
    if (!one!.verified) return { kind: 'join', caseId: one!.id, event: 'own_request', on: day };
    const other = day !== null && day !== one!.askedOn;
    return { kind: 'join', caseId: one!.id, event: other ? 'amended' : 'duplicate', on: other ? day : null };
  }
  if (own.length === 0) return { kind: 'person', why: 'no_subscription' };
  const left = meant.filter((one) => one.active);
  if (active.length === 0 || (meant.length > 0 && left.length === 0))
    return { ...open, verdict: 'already_ended', askedOn: day };
  if (left.length === 0) return { ...open, verdict: 'unclear', askedOn: day };
  return { ...open, subscriptions: left.map(({ id }) => id), verdict: 'clear', askedOn: day };
}

function judgeWithdrawal(mail: ArrivedMail, known: Known, contacts: Contacts, text: string): Judged {
  const accounts = new Set(authorisedOf(mail, contacts).map(({ accountId }) => accountId));
  if (accounts.size === 0) return { kind: 'person', why: 'not_authorised' };
  const open = known.subscriptions.filter((one) => accounts.has(one.accountId) && one.openCase !== null);
  const inThread = open.filter(({ openCase }) => openCase!.id === mail.caseId);
  const named = open.filter(({ names }) => names.some((name) => isNamed(name, text)));
  const meant = inThread.length > 0 ? inThread : named.length > 0 ? named : open;
  return meant.length === 1
    ? { kind: 'join', caseId: meant[0]!.openCase!.id, event: 'withdrawn', on: null }
    : { kind: 'person', why: 'which_case' };
}

/** Whether a text names something as a word of its own: `K-10` is not in `K-1042`. */
export function isNamed(name: string, text: string): boolean {
  const wanted = simplified(name).trim();
  if (wanted.length < 3) return false;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + wanted.length] ?? ' '];
    if (!/[a-z0-9-]/.test(before) && !/[a-z0-9-]/.test(after)) return true;
  }
  return false;
}
