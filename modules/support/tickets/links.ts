import { timingSafeEqual } from 'node:crypto';
import { addDays, isDay, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { readShortId, shortId } from '#platform/http/short-id.ts';
import { vault } from '#platform/secrets/vault.ts';

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
  const link = { tenantId, ticketId, until: addDays(today, LINK_DAYS) };
  const mark = vault().mark(textOf(link), USE);
  return `${publicUrl}/support/ticket/${shortId(tenantId)}${shortId(ticketId)}/${link.until.replaceAll('-', '')}.${mark}`;
}

/** @returns null for any link that this installation did not make, and for one whose time is over */
export function readLink(params: Readonly<Record<string, string>>, today: Day): TicketLink | null {
  const { ref = '', proof = '' } = params;
  const [tenantId, ticketId] = [readShortId(ref.slice(0, 22)), readShortId(ref.slice(22))];
  const [, digits = '', given = ''] = /^(\d{8})\.(.{20,200})$/.exec(proof) ?? [];
  const until = digits.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (!tenantId || !ticketId || !isDay(until) || until < today) return null;
  const link = { tenantId, ticketId, until };
  const known = vault()
    .marks(textOf(link), USE)
    .some((mark) => isSame(mark, given));
  return known ? link : null;
}

const textOf = ({ tenantId, ticketId, until }: TicketLink): string => `${tenantId}.${ticketId}.${until}`;

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
