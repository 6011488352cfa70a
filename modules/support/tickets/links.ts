import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { mailedProof, readMailedProof } from '#platform/http/mailed-proof.ts';
import { readShortId, shortId } from '#platform/http/short-id.ts';

/** Long enough for a slow answer; every answer of ours brings a new one. */
const LINK_DAYS = 60;
const USE = 'support.ticket-link';

/** Where a ticket is shown to whoever asked: a link in their own mailbox is the proof, no sign-in, no cookie. */
export const TICKET_PATH = '/support/ticket/:ref/:proof';

export interface TicketLink {
  readonly tenantId: Id;
  readonly ticketId: Id;
  /** last day on which it works */
  readonly until: Day;
}

/** `/support/ticket/<tenant and ticket>/<day>.<mark>`; the mark can be made by this installation only. */
export function linkTo(publicUrl: string, tenantId: Id, ticketId: Id, today: Day): string {
  const proof = mailedProof(USE, `${tenantId}.${ticketId}`, addDays(today, LINK_DAYS));
  return `${publicUrl}/support/ticket/${shortId(tenantId)}${shortId(ticketId)}/${proof}`;
}

/** @returns null for any link that this installation did not make, and for one whose time is over */
export function readLink(params: Readonly<Record<string, string>>, today: Day): TicketLink | null {
  const { ref = '', proof = '' } = params;
  const [tenantId, ticketId] = [readShortId(ref.slice(0, 22)), readShortId(ref.slice(22))];
  if (!tenantId || !ticketId) return null;
  const until = readMailedProof(USE, `${tenantId}.${ticketId}`, proof);
  return until && until >= today ? { tenantId, ticketId, until } : null;
}
