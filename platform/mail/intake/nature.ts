import type { ParsedMail } from './parsed-mail.ts';

/** Who or what wrote a mail. Only what a person wrote may open anything or get an automatic answer. */
export type MailNature = 'personal' | 'bounce' | 'auto_reply' | 'list' | 'loop';

const HOPS_MAX = 30;
const OUT_OF_OFFICE =
  /^\s*(auto(matic|matische)?[ -]?(reply|response|antwort)|out of (the )?office|abwesenheit(snotiz|s)?\b|abwesend\b|urlaubs(notiz|vertretung))/i;
const MAILER = /^(mailer-daemon|postmaster|mail-daemon|double-bounce)@/i;

/**
 * Tells people from machines by what RFC 3834, 3464, 2919 and 2369 define, and by the habits of those who keep none of
 * them. The order matters: a report of failed delivery also has the null sender.
 * @param own whether the From address is one of this installation's own: then we would be talking to ourselves
 */
export function natureOf(
  mail: Pick<ParsedMail, 'signs' | 'subject' | 'fromAddress' | 'report'>,
  envelopeFrom: string,
  own: boolean,
): MailNature {
  const { signs, report, subject, fromAddress } = mail;
  if (report || (signs.contentType === 'multipart/report' && signs.reportType === 'delivery-status'))
    return 'bounce';
  if (own || signs.hops > HOPS_MAX) return 'loop';
  if (envelopeFrom === '' && MAILER.test(fromAddress)) return 'bounce';
  if (signs.listId !== '' || signs.listUnsubscribe !== '' || /^(bulk|list|junk)/.test(signs.precedence))
    return 'list';
  const submitted = signs.autoSubmitted.split(/[;\s]/)[0];
  if (submitted !== '' && submitted !== 'no') return 'auto_reply';
  if (signs.autoReply !== '' || /^auto/.test(signs.precedence)) return 'auto_reply';
  if (signs.contentType === 'multipart/report') return 'auto_reply';
  // Nobody writes from nowhere: programs do.
  if (envelopeFrom === '' || OUT_OF_OFFICE.test(subject)) return 'auto_reply';
  return 'personal';
}
