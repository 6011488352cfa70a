import type { Instant } from '#domain/kernel/days.ts';
import type { MailView } from '#platform/mail/mail-shape.ts';
import { defineWords } from '#platform/words/words.ts';
import { useFormat } from './use-format.ts';
import { useWords } from './use-words.ts';

const mailStateWords = defineWords(
  {
    'mail.label': 'Mail',
    'mail.waiting': 'waits to go to {recipient}',
    'mail.no_provider':
      'held back: no mail provider may carry it to {recipient} now; it goes out by itself later',
    'mail.sent': 'sent to {recipient}, {at}',
    'mail.delivered': 'delivered to {recipient}, {at}',
    'mail.bounced': 'came back from {recipient}: {problem}',
    'mail.failed': 'could not be sent to {recipient}',
    'mail.declined': 'not sent: {recipient} wants no mail of this kind',
    'mail.again': 'Send again',
    'mail.again.done': 'It is on its way again.',
  },
  {
    'mail.label': 'E-Mail',
    'mail.waiting': 'wartet auf den Versand an {recipient}',
    'mail.no_provider':
      'zurückgehalten: Zurzeit darf kein Anbieter die E-Mail an {recipient} befördern; sie geht später von selbst hinaus',
    'mail.sent': 'an {recipient} gesendet, {at}',
    'mail.delivered': 'bei {recipient} zugestellt, {at}',
    'mail.bounced': 'kam von {recipient} zurück: {problem}',
    'mail.failed': 'konnte nicht an {recipient} gesendet werden',
    'mail.declined': 'nicht gesendet: {recipient} möchte solche E-Mails nicht',
    'mail.again': 'Noch einmal senden',
    'mail.again.done': 'Sie ist wieder unterwegs.',
  },
);

/** The same words for the button beside such a sentence. */
export const useMailWords = () => useWords(mailStateWords);

/** How the page of a document tells what became of its mails: a label, a sentence, and whether somebody must look. */
export function useMailStates(): (
  mails: readonly MailView[],
) => { label: string; value: string; trouble: boolean }[] {
  const t = useWords(mailStateWords);
  const f = useFormat();
  return (mails) =>
    mails.map((mail) => ({
      label: t('mail.label'),
      value: t(`mail.${mail.state}`, {
        recipient: mail.recipient,
        at: f.instant(mail.at as Instant),
        problem: mail.problem ?? '',
      }),
      trouble: mail.state === 'failed' || mail.state === 'bounced',
    }));
}
