import { timingSafeEqual } from 'node:crypto';
import { addDays, isDay, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { readShortId, shortId } from '#platform/http/short-id.ts';
import { vault } from '#platform/secrets/vault.ts';

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
  const mark = vault().mark(textOf(link), useOf(page));
  return `${PAGES[page].path}/${shortId(tenantId)}${shortId(id)}/${until.replaceAll('-', '')}.${mark}`;
}

/** @returns null for any link that this installation did not make; whether it is still good, its day says */
export function readLink(page: LinkedPage, params: Readonly<Record<string, string>>): Link | null {
  const { ref = '', proof = '' } = params;
  const [tenantId, id] = [readShortId(ref.slice(0, 22)), readShortId(ref.slice(22))];
  const [, digits = '', given = ''] = /^(\d{8})\.(.{20,200})$/.exec(proof) ?? [];
  const until = digits.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  if (!tenantId || !id || !isDay(until)) return null;
  const link = { page, tenantId, id, until };
  const known = vault()
    .marks(textOf(link), useOf(page))
    .some((mark) => isSame(mark, given));
  return known ? link : null;
}

const useOf = (page: LinkedPage): string => `hosting.${page}-link`;
const textOf = ({ tenantId, id, until }: Link): string => `${tenantId}.${id}.${until}`;

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
