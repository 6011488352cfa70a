import type { Instant } from '#domain/kernel/days.ts';
import type { Database } from '#platform/postgres/database.ts';
import { loadInstallation } from '../installation.ts';
import { loadDisclosures, type Disclosure } from './store.ts';

/** Requests of one year, by the day on which they came in; without names. */
export interface YearOfDisclosures {
  readonly year: number;
  readonly asked: number;
  readonly handedOver: number;
  readonly refused: number;
}

/** @returns one row for each year with a request, the newest first */
export function countByYear(
  of: readonly Pick<Disclosure, 'receivedOn' | 'enteredAt' | 'decision' | 'approvedAt' | 'handedOverOn'>[],
): YearOfDisclosures[] {
  const years = new Map<number, { asked: number; handedOver: number; refused: number }>();
  for (const one of of) {
    const year = Number((one.receivedOn ?? one.enteredAt).slice(0, 4));
    const row = years.get(year) ?? { asked: 0, handedOver: 0, refused: 0 };
    row.asked += 1;
    if (one.handedOverOn !== null) row.handedOver += 1;
    if (one.decision === 'refuse' && one.approvedAt !== null) row.refused += 1;
    years.set(year, row);
  }
  return [...years].map(([year, row]) => ({ year, ...row })).sort((a, b) => b.year - a.year);
}

/** The counts of this installation, as the public page shows them. */
export async function yearlyCounts(db: Database, now: Instant): Promise<YearOfDisclosures[]> {
  const installation = await loadInstallation(db, now);
  if (!installation) return [];
  return countByYear(await db.inTenant(installation.operatorTenantId, (tx) => loadDisclosures(tx)));
}
