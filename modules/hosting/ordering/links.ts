import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { mailedProof, readMailedProof } from '#platform/http/mailed-proof.ts';
import { readShortId, shortId } from '#platform/http/short-id.ts';

/**
 * Pages that a link in somebody's own mailbox opens: what was ordered and waits for a yes, and the services of a customer.
 * The mark can be made by this installation only, for this page, thing and day.
 */
const PAGES = {
  order: { path: '/order', days: 7 },
  services: { path: '/services', days: 14 },
} as const;
export type LinkedPage = keyof typeof PAGES;

export interface Link {
  readonly page: LinkedPage;
  readonly tenantId: Id;
  /** an order, or a contact of a customer */
  readonly id: Id;
  /** last day on which it works */
  readonly until: Day;
}

export const linkedPath = (page: LinkedPage): string => `${PAGES[page].path}/:ref/:proof`;

export function linkFrom(page: LinkedPage, tenantId: Id, id: Id, today: Day): Link {
  return { page, tenantId, id, until: addDays(today, PAGES[page].days) };
}

/** `/services/<tenant and contact>/<day>.<mark>` */
export function pathOf(link: Link): string {
  const { page, tenantId, id, until } = link;
  const proof = mailedProof(useOf(page), `${tenantId}.${id}`, until);
  return `${PAGES[page].path}/${shortId(tenantId)}${shortId(id)}/${proof}`;
}

/** @returns null for any link that this installation did not make; whether it is still good, its day says */
export function readLink(page: LinkedPage, params: Readonly<Record<string, string>>): Link | null {
  const { ref = '', proof = '' } = params;
  const [tenantId, id] = [readShortId(ref.slice(0, 22)), readShortId(ref.slice(22))];
  if (!tenantId || !id) return null;
  const until = readMailedProof(useOf(page), `${tenantId}.${id}`, proof);
  return until ? { page, tenantId, id, until } : null;
}

const useOf = (page: LinkedPage): string => `hosting.${page}-link`;
