import { timingSafeEqual } from 'node:crypto';
import { isDay, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { readShortId, shortId } from '#platform/http/short-id.ts';
import { vault } from '#platform/secrets/vault.ts';

/** Where the links of mails about a cancellation lead. */
export const CASE_PATH = '/cancellation';
const USE = 'cancellation.case-link';

/** What a link lets its holder do. Opening it only asks; the form on the page acts. */
const LINK_ACTS = ['page', 'confirm', 'not-us', 'withdraw', 'switch', 'set-off', 'backup'] as const;
export type LinkAct = (typeof LINK_ACTS)[number];

export interface CaseLink {
  readonly tenantId: Id;
  readonly caseId: Id;
  /** the person of the customer it was sent to */
  readonly contactId: Id;
  readonly act: LinkAct;
  /** last day on which it works */
  readonly until: Day;
}

/** `/cancellation/<act>/<tenant, case and person>/<day>.<mark>`: only this installation can make the mark, for this one act. */
export function caseLink(publicUrl: string, link: CaseLink): string {
  const ref = [link.tenantId, link.caseId, link.contactId].map(shortId).join('');
  const mark = vault().mark(textOf(link), USE);
  return `${publicUrl}${CASE_PATH}/${link.act}/${ref}/${link.until.replaceAll('-', '')}.${mark}`;
}

/** @returns null for any link that this installation did not make; whether it is still good, its day says */
export function readCaseLink(act: string, ref: string, proof: string): CaseLink | null {
  const [tenantId, caseId, contactId] = [0, 22, 44].map((at) => readShortId(ref.slice(at, at + 22)));
  const [, digits = '', given = ''] = /^(\d{8})\.(.{20,200})$/.exec(proof) ?? [];
  const until = digits.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
  const known = LINK_ACTS.find((one) => one === act);
  if (!tenantId || !caseId || !contactId || !known || ref.length !== 66 || !isDay(until)) return null;
  const link: CaseLink = { tenantId, caseId, contactId, act: known, until };
  return vault()
    .marks(textOf(link), USE)
    .some((mark) => same(mark, given))
    ? link
    : null;
}

const textOf = ({ tenantId, caseId, contactId, act, until }: CaseLink): string =>
  [tenantId, caseId, contactId, act, until].join('.');

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
