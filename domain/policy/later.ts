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
    clauses: ['C-3a'],
    missing: {
      en: 'a watch over the day by which a refund has to be set going',
      de: 'eine Wache über den Tag, bis zu dem eine Erstattung angestoßen sein muss',
    },
  },
  {
    clauses: ['C-5a'],
    missing: {
      en: 'fetching a backup from the page of the case, and a guide to restoring it',
      de: 'das Holen einer Sicherung von der Seite des Vorgangs und eine Anleitung zum Wiederherstellen',
    },
  },
  {
    clauses: ['C-6a'],
    missing: {
      en: 'the end of a hosted Odoo server in a whole story, with the notice at its address',
      de: 'das Ende eines gehosteten Odoo-Servers in einer ganzen Geschichte, mit dem Hinweis an seiner Adresse',
    },
  },
  {
    clauses: ['P-1.1'],
    missing: {
      en: 'a link to the policy in force on every page of the application, not only where people sign in',
      de: 'ein Verweis auf die geltende Richtlinie auf jeder Seite der Anwendung, nicht nur bei der Anmeldung',
    },
  },
  {
    clauses: ['C-1a', 'C-1b'],
    missing: {
      en: 'judging the right to cancel as it was when the request arrived; so far it is judged as it is when the request is read',
      de: 'das Recht zu kündigen zu beurteilen, wie es beim Eingang war; bisher zählt, wie es beim Lesen ist',
    },
  },
  {
    clauses: ['C-4a'],
    missing: {
      en: 'dues in another currency than that of the service',
      de: 'offene Beträge in einer anderen Währung als der des Dienstes',
    },
  },
  {
    clauses: ['C-8a'],
    missing: {
      en: 'writing to a second owner when a mail of the case comes back',
      de: 'an einen zweiten Inhaber zu schreiben, wenn eine Mail des Vorgangs zurückkommt',
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
