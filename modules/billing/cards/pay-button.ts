import { dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { MailBlock } from '#platform/mail/compose.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { takesCards } from './account.ts';
import { payableNow } from './open-page.ts';
import { payLink, payPath } from './pay-link.ts';
import { payWords } from './pay-words.ts';
import { invoiceOf } from './store.ts';

/** The way to pay by card, for the mail of an invoice; nothing while cards are off or nothing is open. */
export async function payButton(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  invoiceId: Id,
): Promise<MailBlock[]> {
  // Mails lead to no address that others could read on the way.
  const { protocol, hostname } = new URL(publicUrl);
  const safe = protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1';
  if (!safe || !(await takesCards(tx))) return [];
  const invoice = await invoiceOf(tx, invoiceId);
  if (!invoice || (await payableNow(tx, invoice, caller.today)) <= 0n) return [];
  const link = payLink(tx.tenantId, invoice.id, dayIn(caller.zone, caller.now));
  const label = say(payWords, asLocale(invoice.recipient.locale), 'pay.mail');
  return [{ kind: 'button', label, url: `${publicUrl}${payPath(link)}` }];
}
