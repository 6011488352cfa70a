import type { Day, Instant } from '#domain/kernel/days.ts';
import type { MailBlock } from '#platform/mail/compose.ts';
import { say, type WordValues } from '#platform/words/words.ts';
import { answerWords } from './answer-words.ts';
import { framed, type CaseMail } from './compose-case-mail.ts';
import type { CommonFacts } from './facts.ts';
import { factsOf, filled, penFor } from './parts.ts';

/** What a short answer must contain; `receivedAt` is the arrival of the message it answers. */
export type CaseAnswerFacts =
  /** `lastOn` null: the request is not cleared, so no day is set */
  | { readonly answer: 'duplicate'; readonly receivedAt: Instant; readonly lastOn: Day | null }
  | { readonly answer: 'already_ended'; readonly endedOn: Day }
  | {
      readonly answer: 'which';
      /** name and number of each subscription that may be meant */
      readonly choices: readonly [string, string, ...string[]];
      /** last day on which an answer keeps the day of arrival */
      readonly until: Day;
      readonly chooseUrl: string;
    }
  | { readonly answer: 'lapsed'; readonly receivedAt: Instant }
  | { readonly answer: 'too_late'; readonly receivedAt: Instant; readonly endedOn: Day };

/**
 * A short answer in the thread of a case that is none of the nine mails, from typed facts and with the same frame.
 * @throws RangeError for an empty field
 * @see clause C-1
 */
export function composeCaseAnswer(common: CommonFacts, facts: CaseAnswerFacts): CaseMail {
  const pen = penFor(common);
  const t = (key: keyof typeof answerWords.en & string, values: WordValues = {}): string =>
    say(answerWords, common.locale, key, values);
  const rows = 'receivedAt' in facts ? [{ label: t('received'), value: pen.at(facts.receivedAt) }] : [];
  const text = (key: Parameters<typeof t>[0]): MailBlock => ({ kind: 'text', text: t(key) });
  const blocks = (): MailBlock[] => {
    switch (facts.answer) {
      case 'duplicate':
        return facts.lastOn === null
          ? [factsOf(pen, common, rows), text('duplicate.text'), text('duplicate.waits')]
          : [
              factsOf(pen, common, [...rows, { label: t('duplicate.lastOn'), value: pen.day(facts.lastOn) }]),
              text('duplicate.text'),
            ];
      case 'already_ended':
        return [
          factsOf(pen, common, [{ label: t('already_ended.on'), value: pen.day(facts.endedOn) }]),
          text('already_ended.text'),
        ];
      case 'which':
        return [
          factsOf(pen, common, [{ label: t('which.until'), value: pen.day(facts.until) }]),
          text('which.text'),
          { kind: 'list', items: facts.choices.map((one) => filled(one, 'choice')) },
          text('which.counts'),
          { kind: 'button', label: t('which.button'), url: facts.chooseUrl },
        ];
      case 'lapsed':
        return [factsOf(pen, common, rows), text('lapsed.text')];
      case 'too_late':
        return [
          factsOf(pen, common, [...rows, { label: t('already_ended.on'), value: pen.day(facts.endedOn) }]),
          text('too_late.text'),
        ];
    }
  };
  return framed(pen, common, {
    subject: t(`${facts.answer}.subject`, { case: filled(common.caseNo, 'number') }),
    headline: t(`${facts.answer}.headline`),
    blocks: blocks(),
  });
}
