import { CHARACTERS_MAX, newText, sentencesOf } from '#domain/policy/cancellation/intake/own-text.ts';
import {
  CANCEL_WORD,
  intendsToCancel,
  QUESTION,
  simplified,
} from '#domain/policy/cancellation/intake/wish.ts';
import { ASKS, asksFor, ENGLISH, GERMAN, PRIVACY } from './mail-language.ts';

/** What a mail is taken for. `person`: the rules are not sure, somebody reads it first. */
export const MAIL_CLASSES = [
  'cancellation',
  'privacy',
  'reply',
  'question',
  'person',
  'bounce',
  'auto',
] as const;
export type MailClass = (typeof MAIL_CLASSES)[number];

/** All that the rules look at. */
export interface MailToClassify {
  readonly nature: 'personal' | 'bounce' | 'auto_reply' | 'list' | 'loop';
  readonly subject: string;
  readonly text: string;
  /** its content could not be read */
  readonly unread: boolean;
  /** it answers a mail of ours */
  readonly answersOurs: boolean;
}

export interface Classified {
  readonly class: MailClass;
  /** names of the rules that decided, most important first; a person sees them in words */
  readonly because: readonly string[];
  /** of the new text; null when it is neither */
  readonly language: 'en' | 'de' | null;
}

/**
 * Sorts a mail by rules, in English and German. It marks and never decides what takes effect: a clear wish to cancel is
 * a request whatever else stands in the mail, an unclear one goes to a person, and what a machine wrote opens nothing.
 * Only what the sender wrote counts, not what is quoted below it.
 * @see clause C-1 (recognition by rules, a person decides unclear ones), C-9 (a question is not a second request)
 */
export function classify(mail: MailToClassify): Classified {
  if (mail.nature === 'bounce') return { class: 'bounce', because: ['bounce'], language: null };
  if (mail.nature !== 'personal') return { class: 'auto', because: [mail.nature], language: null };
  if (mail.unread) return { class: 'person', because: ['unread'], language: null };
  const own = newText(mail.text);
  const subject = /^\s*(re|aw|antw|fwd?|wg)\s*:/i.test(mail.subject) ? '' : mail.subject;
  const said = sentencesOf(`${subject}\n${own}`);
  const language = languageOf(said.join(' '));
  const answer = (of: MailClass, ...because: string[]): Classified => ({ class: of, because, language });

  const wish = said.map((sentence) => intendsToCancel(sentence, said));
  const privacy = said.some((sentence) => asksFor(sentence, PRIVACY));
  if (wish.includes('yes'))
    return answer('cancellation', 'cancel_wish', ...(privacy ? ['privacy_wish'] : []));
  if (privacy) return answer('privacy', 'privacy_wish');
  if (mail.answersOurs) return answer('reply', 'answers_ours');
  if (wish.includes('maybe')) return answer('person', 'cancel_unclear');
  // Nothing of one's own but a forwarded text: what is meant by it only a person can tell.
  if (own.trim() === '' && CANCEL_WORD.test(simplified(mail.text.slice(0, CHARACTERS_MAX))))
    return answer('person', 'cancel_quoted');
  if (language === null) return answer('person', 'language');
  const asks = said.some(
    (sentence) => sentence.endsWith('?') || QUESTION.test(sentence) || ASKS.test(sentence),
  );
  return asks ? answer('question', 'asks') : answer('person', 'no_rule');
}

/** By small words that every text has; a tie is no language. */
function languageOf(text: string): 'en' | 'de' | null {
  const english = (text.match(ENGLISH) ?? []).length;
  const german = (text.match(GERMAN) ?? []).length;
  if (english === german) return null;
  return english > german ? 'en' : 'de';
}
