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

/** A relay, and the mail as it goes by this one: who stands in From may differ, the message is the same. */
export interface Way {
  readonly relay: MailServer;
  readonly mail: OutgoingMail;
}

/** How one relay did: null when it took the mail. */
export type WayTold = (relay: MailServer, trouble: MailDelayed | MailRefusal | null) => void;

/**
 * Hands a mail to the first relay that works. The next one is asked when a relay cannot be reached, may not be used
 * now, wants another login or says "later"; not when the line broke after the last byte, because then the mail may
 * have been taken, and not when a relay refused the mail itself.
 * @param ways in order of preference, at least one
 * @param told how each relay did that was asked
 * @throws MailDelayed of the last relay that was tried; RangeError without any relay (a bug in the caller)
 */
export async function sendByFirst(
  egress: Egress,
  ways: readonly Way[],
  options: SendOptions = {},
  told: WayTold = () => undefined,
): Promise<Result<MailSent & { relay: string }, MailRefusal>> {
  let last: MailDelayed | undefined;
  for (const { relay, mail } of ways) {
    try {
      const sent = await sendMail(egress, relay, mail, options);
      told(relay, sent.ok ? null : sent.refusal);
      return sent.ok ? { ok: true, value: { ...sent.value, relay: `${relay.host}:${relay.port}` } } : sent;
    } catch (error) {
      if (!(error instanceof MailDelayed)) throw error;
      told(relay, error);
      if (error.maybeTaken) throw error;
      last = error;
    }
  }
  if (!last) throw new RangeError('a mail needs a relay');
  throw last;
}
