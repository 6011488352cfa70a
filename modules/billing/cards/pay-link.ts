import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { mailedProof, readMailedProof } from '#platform/http/mailed-proof.ts';
import { readShortId, shortId } from '#platform/http/short-id.ts';

/** Where a customer pays one invoice; whoever has the link may pay it, and sees what is open of it. */
export const PAY_PATH = '/pay';
/** A link in a mail lives as long as an invoice is reminded of; the office can copy a fresh one at any time. */
const LIFE_DAYS = 90;
const USE = 'billing.pay-link';

export interface PayLink {
  readonly tenantId: Id;
  readonly invoiceId: Id;
  /** last day on which it works */
  readonly until: Day;
}

/** `/pay/<tenant and invoice>/<day>.<mark>`: the mark can be made by this installation only, for this invoice and day. */
export function payPath(link: PayLink): string {
  const { tenantId, invoiceId, until } = link;
  return `${PAY_PATH}/${shortId(tenantId)}${shortId(invoiceId)}/${mailedProof(USE, thingOf(link), until)}`;
}

export function payLink(tenantId: Id, invoiceId: Id, from: Day): PayLink {
  return { tenantId, invoiceId, until: addDays(from, LIFE_DAYS) };
}

/** Where a customer pays an invoice, for a mail of another module. */
export const payUrl = (publicUrl: string, tenantId: Id, invoiceId: Id, from: Day): string =>
  `${publicUrl}${payPath(payLink(tenantId, invoiceId, from))}`;

/** @returns null for any link that this installation did not make; whether it is still good, its day says */
export function readPayPath(ref: string, proof: string): PayLink | null {
  const [tenantId, invoiceId] = [readShortId(ref.slice(0, 22)), readShortId(ref.slice(22))];
  if (!tenantId || !invoiceId) return null;
  const until = readMailedProof(USE, thingOf({ tenantId, invoiceId }), proof);
  return until ? { tenantId, invoiceId, until } : null;
}

const thingOf = ({ tenantId, invoiceId }: Omit<PayLink, 'until'>): string => `${tenantId}.${invoiceId}`;
