import type { ClauseId } from './ids.ts';
import type { Said } from './parameters.ts';

interface Missing {
  readonly clauses: readonly ClauseId[];
  /** what is still missing before the sentence is kept whole, as the public page says it */
  readonly missing: Said;
}

/**
 * Promises that the program does not yet keep whole by itself. They are published as not proven, with these words. The
 * list only shrinks: the evidence manifest holds its length, and a longer one fails the build.
 */
const LATER: readonly Missing[] = [
  {
    clauses: ['P-1.1'],
    missing: {
      en: 'the handling of requests by the people concerned',
      de: 'die Bearbeitung von Anliegen der Betroffenen',
    },
  },
  {
    clauses: ['P-1.2'],
    missing: {
      en: 'passing on requests that concern a customer’s own data',
      de: 'die Weitergabe von Anliegen, die Daten eines Kunden betreffen',
    },
  },
  {
    clauses: ['P-1.4'],
    missing: {
      en: 'the question on the first visit and its record',
      de: 'die Frage beim ersten Besuch und ihr Nachweis',
    },
  },
  {
    clauses: ['P-2.4a', 'P-2.4b'],
    missing: {
      en: 'the check of purposes at every reading, not only where data leaves',
      de: 'die Prüfung der Zwecke bei jedem Lesen, nicht nur dort, wo Daten hinausgehen',
    },
  },
  {
    clauses: ['P-data.basis.1'],
    missing: {
      en: 'the question for acceptance before the first order with us',
      de: 'die Frage nach der Annahme vor dem ersten Auftrag bei uns',
    },
  },
  {
    clauses: ['P-2.1c'],
    missing: {
      en: 'the mask for card numbers on every way in',
      de: 'die Maskierung von Kartennummern auf jedem Weg herein',
    },
  },
  {
    clauses: ['P-2.2a', 'P-2.2b', 'P-data.basis.2', 'P-data.basis.0'],
    missing: {
      en: 'access logs with their time of keeping, and the weighing of interests',
      de: 'Zugriffsprotokolle mit ihrer Aufbewahrungszeit und die Abwägung der Interessen',
    },
  },
  {
    clauses: ['P-data.0a', 'P-data.0b'],
    missing: {
      en: 'encryption of bank details and secrets, the audit log, and what happens after a breach',
      de: 'die Verschlüsselung von Bankdaten und Geheimnissen, das Prüfprotokoll und das Vorgehen nach einer Datenpanne',
    },
  },
  {
    clauses: ['P-data.types.1', 'P-data.types.2', 'P-data.types.3'],
    missing: {
      en: 'the account with its required and optional details, and guarded bank details',
      de: 'das Konto mit seinen nötigen und freiwilligen Angaben und geschützte Bankdaten',
    },
  },
  {
    clauses: [
      ...(['P-data.purposes.0', 'P-data.purposes.1a', 'P-data.purposes.1b', 'P-data.purposes.2'] as const),
      ...(['P-data.purposes.3', 'P-data.purposes.4'] as const),
    ],
    missing: {
      en: 'the closed list of purposes, checked whenever data is read or a message is sent',
      de: 'die geschlossene Liste der Zwecke, geprüft bei jedem Lesen von Daten und jeder Nachricht',
    },
  },
  {
    clauses: ['P-data.share.0a', 'P-data.share.0b', 'P-data.share.1a', 'P-data.share.1b', 'P-data.share.2'],
    missing: {
      en: 'the register of service providers with their contracts, and the log of disclosures',
      de: 'das Verzeichnis der Dienstleister mit ihren Verträgen und das Protokoll der Offenlegungen',
    },
  },
  {
    clauses: ['P-data.analytics.a', 'P-data.analytics.b', 'P-data.analytics.c'],
    missing: {
      en: 'counting with noise; until then nothing is counted and nothing leaves',
      de: 'das Zählen mit Zufallsrauschen; bis dahin wird nichts gezählt und nichts verlässt das Haus',
    },
  },
  {
    clauses: [
      ...(['C-0a', 'C-0b', 'C-0c', 'C-1a', 'C-1b', 'C-2a', 'C-2b', 'C-3a', 'C-3b', 'C-4a', 'C-4b'] as const),
      ...(['C-5a', 'C-5b', 'C-6a', 'C-6b', 'C-7a', 'C-7b', 'C-8a', 'C-8b', 'C-9a', 'C-9b', 'C-10a'] as const),
    ],
    missing: {
      en: 'the handling of a cancellation from the first mail to the last deletion',
      de: 'die Bearbeitung einer Kündigung von der ersten Mail bis zur letzten Löschung',
    },
  },
];

/** What is missing for a clause; undefined when it is kept whole. */
export function missingFor(clause: ClauseId): Said | undefined {
  return LATER.find(({ clauses }) => clauses.includes(clause))?.missing;
}

/** Numbers of the clauses that are not kept whole. */
export function laterClauses(): ClauseId[] {
  return LATER.flatMap(({ clauses }) => clauses);
}
