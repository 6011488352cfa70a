import type { Result } from '#domain/kernel/result.ts';
import type { Egress } from '#platform/egress/egress.ts';
import {
  MailDelayed,
  sendMail,
  type MailRefusal,
  type MailSent,
  type MailServer,
  type OutgoingMail,
  type SendOptions,
} from './send.ts';

/**
 * Hands a mail to the first relay that works. The next one is asked when a relay cannot be reached, may not be used
 * now, wants another login or says "later"; not when the line broke after the last byte, because then the mail may
 * have been taken, and not when a relay refused the mail itself.
 * @param relays in order of preference, at least one
 * @throws MailDelayed of the last relay that was tried; RangeError without any relay (a bug in the caller)
 */
export async function sendByFirst(
  egress: Egress,
  relays: readonly MailServer[],
  mail: OutgoingMail,
  options: SendOptions = {},
): Promise<Result<MailSent & { relay: string }, MailRefusal>> {
  let last: MailDelayed | undefined;
  for (const relay of relays) {
    try {
      const sent = await sendMail(egress, relay, mail, options);
      return sent.ok ? { ok: true, value: { ...sent.value, relay: `${relay.host}:${relay.port}` } } : sent;
    } catch (error) {
      if (!(error instanceof MailDelayed) || error.maybeTaken) throw error;
      last = error;
    }
  }
  if (!last) throw new RangeError('a mail needs a relay');
  throw last;
}
