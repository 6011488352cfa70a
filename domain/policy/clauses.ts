import { CANCELLATION } from './cancellation-clauses.ts';
import { clause, type Clause } from './clause.ts';
import { CANCELLATION_IDS, PRIVACY_IDS, type ClauseId } from './ids.ts';
import type { DocumentId, Said } from './parameters.ts';
import { PRIVACY } from './privacy-clauses.ts';

/** The published documents, with their names. */
export const DOCUMENTS: Readonly<Record<DocumentId, Said>> = {
  privacy: { en: 'Privacy policy', de: 'Datenschutzerklärung' },
  cancellation: { en: 'Cancellation policy', de: 'Kündigungsbedingungen' },
};
export const DOCUMENT_IDS = Object.keys(DOCUMENTS) as readonly DocumentId[];

/** Every promise as shipped, in printed order. */
export const CLAUSES: Readonly<Record<DocumentId, readonly Clause[]>> = {
  privacy: PRIVACY_IDS.map((id) => clause(id, PRIVACY[id])),
  cancellation: CANCELLATION_IDS.map((id) => clause(id, CANCELLATION[id])),
};

const byId = new Map<string, Clause>(DOCUMENT_IDS.flatMap((id) => CLAUSES[id].map((one) => [one.id, one])));

/** @throws RangeError when there is no such clause */
export function clauseOf(id: ClauseId): Clause {
  const found = byId.get(id);
  if (!found) throw new RangeError(`there is no clause ${id}`);
  return found;
}
