import { dayIn, type Day } from '#domain/kernel/days.ts';
import { askedDay } from './asked-day.ts';
import { ALL_SERVICES, isNamed, type ArrivedMail, type KnownSubscription } from './judge-mail.ts';
import { newText, sentencesOf } from './own-text.ts';
import { QUESTION } from './wish.ts';

/** The case in whose thread a reply came, as much of it as a reply may be about. */
export interface RepliedCase {
  readonly state: 'received' | 'unverified' | 'clarifying' | 'scheduled' | 'held' | 'over';
  /** of its customer, those that run */
  readonly subscriptions: readonly Pick<KnownSubscription, 'id' | 'names'>[];
  /** what is owed, and the refund that it could be taken from */
  readonly setOffOffered: boolean;
}

/** What a reply says to the question that its case has asked; `none`: it is read as any other mail. */
export type Reply =
  | { readonly kind: 'none' }
  | { readonly kind: 'answer'; readonly subscriptions: readonly string[] }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'not_us' }
  | { readonly kind: 'set_off' }
  | { readonly kind: 'move'; readonly on: Day };

const NOT_US =
  /\b(this|that|it) (was|is)( not|n't) us\b|\bnot us\b|\bwe did(n't| not) (send|ask|request|write)\b|\b(das|es) (waren|sind) (wir|nicht wir)\b.{0,10}\bnicht\b|\bdas waren nicht wir\b|\bwaren wir nicht\b|\bnicht von uns\b/;
const YES =
  /^(yes|ja|jawohl|correct|confirmed|bestaetigt)\b|\b(we|i) (hereby )?confirm\b|\b(hiermit )?bestaetig(e|en) (ich|wir)\b|\b(ich|wir) bestaetig(e|en)\b|\bwe (do )?want to cancel\b|\bwir (moechten|wollen) kuendigen\b/;
const SET_OFF =
  /\b(set[- ]?off|offset)\b|\b(take|deduct|subtract) (it|this|that|what|the)\b.{0,40}\brefund\b|\bverrechne\w*\b|\baufrechn\w*\b|\b(zieh\w*|abzieh\w*)\b.{0,40}\berstattung\b|\bmit der erstattung\b/;
const MOVE =
  /\b(instead|rather|change|move|postpone|bring forward|make it)\b|\b(stattdessen|lieber|aender\w*|verschieb\w*|verleg\w*|doch (erst|schon) zum)\b/;
const NO = /\b(not|don't|never|no|nicht|kein|keine|nein)\b/;

/**
 * What somebody who may cancel says in the thread of a case: which subscriptions were meant, that an owner confirms, that
 * what is owed is taken from the refund, another day, or that nobody there had asked. Who may not is never heard here.
 * A question, a condition or a negation is none of these.
 * @see clauses C-1, C-4 (set-off by reply), C-9
 */
export function judgeReply(
  mail: Pick<ArrivedMail, 'nature' | 'unread' | 'text' | 'receivedAt'>,
  of: RepliedCase,
  zone: string,
): Reply {
  if (mail.nature !== 'personal' || mail.unread) return { kind: 'none' };
  const said = sentencesOf(newText(mail.text)).filter(
    (sentence) => !sentence.endsWith('?') && !QUESTION.test(sentence),
  );
  const text = said.join('\n');
  if (of.state !== 'over' && said.some((sentence) => NOT_US.test(sentence))) return { kind: 'not_us' };
  const plain = said.filter((sentence) => !NO.test(sentence));
  switch (of.state) {
    case 'clarifying': {
      if (
        plain.some(
          (sentence) => ALL_SERVICES.test(sentence) || /^(all|all of them|both|alle|beide)\b/.test(sentence),
        )
      )
        return { kind: 'answer', subscriptions: of.subscriptions.map(({ id }) => id) };
      const named = of.subscriptions.filter(({ names }) =>
        names.some((name) => isNamed(name, plain.join('\n'))),
      );
      return named.length > 0
        ? { kind: 'answer', subscriptions: named.map(({ id }) => id) }
        : { kind: 'none' };
    }
    case 'unverified':
      return plain.some((sentence) => YES.test(sentence)) ? { kind: 'confirm' } : { kind: 'none' };
    case 'scheduled':
    case 'held': {
      if (of.setOffOffered && plain.some((sentence) => SET_OFF.test(sentence))) return { kind: 'set_off' };
      if (!plain.some((sentence) => MOVE.test(sentence))) return { kind: 'none' };
      const on = askedDay(text, dayIn(zone, mail.receivedAt));
      return on === null || on === 'unclear' ? { kind: 'none' } : { kind: 'move', on };
    }
    default:
      return { kind: 'none' };
  }
}
