import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { mailedProof, readMailedProof } from '#platform/http/mailed-proof.ts';
import { readShortId, shortId } from '#platform/http/short-id.ts';

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
  const proof = mailedProof(USE, thingOf(link), link.until);
  return `${publicUrl}${CASE_PATH}/${link.act}/${ref}/${proof}`;
}

/** @returns null for any link that this installation did not make; whether it is still good, its day says */
export function readCaseLink(act: string, ref: string, proof: string): CaseLink | null {
  const [tenantId, caseId, contactId] = [0, 22, 44].map((at) => readShortId(ref.slice(at, at + 22)));
  const known = LINK_ACTS.find((one) => one === act);
  if (!tenantId || !caseId || !contactId || !known || ref.length !== 66) return null;
  const thing = { tenantId, caseId, contactId, act: known };
  const until = readMailedProof(USE, thingOf(thing), proof);
  return until ? { ...thing, until } : null;
}

const thingOf = ({ tenantId, caseId, contactId, act }: Omit<CaseLink, 'until'>): string =>
  [tenantId, caseId, contactId, act].join('.');
