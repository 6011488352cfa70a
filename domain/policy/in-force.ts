import { addDays, dayIn, instantAt, type Instant } from '#domain/kernel/days.ts';
import type { KindOfChange } from './difference.ts';
import { enforces } from './keep.ts';

/** When a version that is published now comes into force. */
export interface Publication {
  readonly publishedAt: Instant;
  readonly kind: KindOfChange;
  /** from when the version before it is in force; null for the first version */
  readonly previousInForceFrom: Instant | null;
}

/**
 * First moment at which a version is in force. A change of substance: the start of the day `policy.noticeDaysMaterial`
 * days after the day of publication, days in the operator's zone. Words alone: at once. Never before the version that it
 * changes: an editorial change must not bring a material one into force early.
 *
 * @see clause P-1.3
 */
export const inForceFrom = enforces(
  ['P-1.3a', 'C-10a'],
  'notice-of-change',
  {
    keptBy: {
      en: 'The software decides whether a change is one of substance and computes the day from which it counts; nobody can enter an earlier one.',
      de: 'Die Software entscheidet, ob eine Änderung inhaltlich ist, und berechnet den Tag, ab dem sie gilt; niemand kann einen früheren eintragen.',
    },
    sources: ['domain/policy/in-force.ts', 'domain/policy/difference.ts'],
    parameters: ['policy.noticeDaysMaterial', 'operator.zone'],
  },
  (p, { publishedAt, kind, previousInForceFrom }: Publication): Instant => {
    const zone = p['operator.zone'];
    // The first version replaces nothing that anybody could have relied on.
    const own =
      kind === 'editorial' || previousInForceFrom === null
        ? publishedAt
        : instantAt(zone, addDays(dayIn(zone, publishedAt), p['policy.noticeDaysMaterial']));
    return previousInForceFrom !== null && previousInForceFrom > own ? previousInForceFrom : own;
  },
);

/** The version that counts at a moment: the highest number among those in force. */
export function versionAt<V extends { readonly number: number; readonly inForceFrom: Instant }>(
  versions: readonly V[],
  at: Instant,
): V | undefined {
  return versions
    .filter((version) => version.inForceFrom <= at)
    .reduce<V | undefined>(
      (best, version) => (best && best.number > version.number ? best : version),
      undefined,
    );
}
