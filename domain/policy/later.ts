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
