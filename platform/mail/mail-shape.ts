import * as z from 'zod';

/** What becomes of a mail: see `outgoing_mail.state`. */
const MAIL_STATES = ['waiting', 'no_provider', 'sent', 'delivered', 'bounced', 'failed', 'declined'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** A mail as the page of its document shows it. */
export const mailView = z.object({
  id: z.string(),
  kind: z.string(),
  recipient: z.string(),
  state: z.enum(MAIL_STATES),
  /** when it was taken by a relay; else when it was queued */
  at: z.string(),
  /** the answer of the other side, when something is wrong; one line */
  problem: z.string().nullable(),
});
export type MailView = z.output<typeof mailView>;
