import type { ClauseId } from './ids.ts';
import type { ParameterName, Said } from './parameters.ts';

/** Headings of the two documents, in printed order. */
export const HEADINGS = {
  'P-1': { en: 'Introduction', de: 'Einleitung' },
  'P-2': { en: 'How personal data is used', de: 'Wie personenbezogene Daten verwendet werden' },
  'P-data': { en: 'Data collection and usage', de: 'Erhebung und Verwendung von Daten' },
  'P-data.types': { en: 'Types of data', de: 'Arten von Daten' },
  'P-data.purposes': { en: 'Purposes', de: 'Zwecke' },
  'P-data.basis': { en: 'Legal basis', de: 'Rechtsgrundlage' },
  'P-data.share': { en: 'Sharing', de: 'Weitergabe' },
  'P-data.analytics': { en: 'Analytics', de: 'Auswertungen' },
  'C-0': { en: 'About this policy', de: 'Worum es geht' },
  'C-1': { en: 'Procedure', de: 'So kündigen Sie' },
  'C-2': { en: 'Notice', de: 'Frist' },
  'C-3': { en: 'Refund', de: 'Erstattung' },
  'C-4': { en: 'Outstanding payments', de: 'Offene Zahlungen' },
  'C-5': { en: 'Backup and retrieval', de: 'Sicherung und Abholung der Daten' },
  'C-6': { en: 'End of access', de: 'Ende des Zugangs' },
  'C-7': { en: 'Customisations and add-ons', de: 'Anpassungen und Zusätze' },
  'C-8': { en: 'Acknowledgement', de: 'Bestätigung' },
  'C-9': { en: 'Help', de: 'Hilfe' },
  'C-10': { en: 'Changes', de: 'Änderungen' },
} as const satisfies Record<string, Said>;
export type HeadingId = keyof typeof HEADINGS;

/** One promise: one numbered sentence of a document. */
export interface Clause {
  readonly id: ClauseId;
  readonly heading: HeadingId;
  /** plain words with holes for parameters, `{cancel.noticeDays}`; no number is written out */
  readonly text: Said;
  /** parameters it rests on without printing them (targets inside, timers); a text of the operator may print them */
  readonly restsOn: readonly ParameterName[];
}

/** The heading of a number: the longest one that the number begins with. */
export function headingOf(id: ClauseId): HeadingId {
  const fits = (Object.keys(HEADINGS) as HeadingId[]).filter(
    (heading) => id.startsWith(heading) && /^([.a-c]|$)/.test(id.slice(heading.length)),
  );
  const found = fits.sort((a, b) => b.length - a.length)[0];
  if (!found) throw new RangeError(`${id} stands under no heading`);
  return found;
}

/** What one clause says, without what follows from its number. */
export type Wording = Said & { readonly restsOn?: readonly ParameterName[] };

/** Puts words under their number. */
export function clause(id: ClauseId, { en, de, restsOn = [] }: Wording): Clause {
  return { id, heading: headingOf(id), text: { en, de }, restsOn };
}
