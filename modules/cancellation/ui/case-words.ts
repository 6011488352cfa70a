import type { Day } from '#domain/kernel/days.ts';
import { useFormat } from '#platform/web-kit/use-format.ts';
import { useWords } from '#platform/web-kit/use-words.ts';
import { CASE_MAILS } from '#domain/policy/cancellation/machine/effects.ts';
import type { CaseHead, CaseView } from '../view-contract.ts';
import { cancellationUiWords } from './words.ts';

const VERDICTS = ['unauthorised', 'unclear', 'clear', 'no_cancellation', 'already_ended'] as const;
const TIMERS = [
  'clarify_remind',
  'clarify_end',
  'final_invoice',
  'final_backup',
  'end',
  'term_end',
  'grace_end',
] as const;
const MAIL_STATES = ['waiting', 'no_provider', 'sent', 'delivered', 'bounced', 'failed', 'declined'] as const;

/** The sentences of a case: how it stands, what happened, what comes, what became of its mails. */
export function useCaseWords() {
  const t = useWords(cancellationUiWords);
  const f = useFormat();
  const next = (timer: string): string => {
    const known = TIMERS.find((one) => one === timer);
    return t(`next.${known ?? 'remind'}`);
  };
  return {
    next,
    sentence: (of: CaseHead): string =>
      t(`case.sentence.${of.state}`, {
        case: of.number,
        subscription: of.subscription || of.number,
        day: of.lastOn === null ? '' : f.dayLong(of.lastOn as Day),
      }),
    happened: ({ kind, detail, on, reason }: CaseView['timeline'][number]): string => {
      const verdict = VERDICTS.find((one) => one === detail);
      const what = t(`event.${kind}`, {
        detail: kind === 'timer' ? next(detail) : verdict ? t(`checked.${verdict}`) : detail,
        day: on === null ? '' : f.dayLong(on as Day),
      });
      return reason === '' ? what : t('event.reason', { what, reason });
    },
    mail: (mail: string): string => {
      const known = CASE_MAILS.find((one) => mail === one || mail.startsWith(`${one}:`));
      return t(`mail.${known ?? 'other'}`);
    },
    mailState: (state: string): string =>
      t(`mail.state.${MAIL_STATES.find((one) => one === state) ?? 'other'}`),
    isTrouble: (state: string): boolean => state === 'failed' || state === 'bounced',
  };
}
