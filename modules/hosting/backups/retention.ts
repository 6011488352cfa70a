import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';

/** How many backups are kept of each kind: the newest of so many days, weeks and months. */
export interface Keeping {
  readonly days: number;
  readonly weeks: number;
  readonly months: number;
}

export const USUAL_KEEPING: Keeping = { days: 7, weeks: 4, months: 12 };

export interface KeptBackup {
  readonly id: string;
  readonly asOf: Instant;
}

/**
 * Grandfather, father, son: the newest backup of each of the last days, ISO weeks and months that have one. The newest of
 * all is always kept. Periods without a backup take no place, so that an instance that stood still loses nothing.
 *
 * @param zone whose days count
 * @returns ids that are kept
 */
export function keptOf(backups: readonly KeptBackup[], keeping: Keeping, zone: string): ReadonlySet<string> {
  const newestFirst = backups.toSorted((a, b) =>
    a.asOf === b.asOf ? (a.id < b.id ? 1 : -1) : a.asOf < b.asOf ? 1 : -1,
  );
  const kept = new Set<string>();
  if (newestFirst[0]) kept.add(newestFirst[0].id);
  const periods: readonly [number, (day: Day) => string][] = [
    [keeping.days, (day) => day],
    [keeping.weeks, weekOf],
    [keeping.months, (day) => day.slice(0, 7)],
  ];
  for (const [most, periodOf] of periods) {
    const seen = new Set<string>();
    for (const { id, asOf } of newestFirst) {
      const period = periodOf(dayIn(zone, asOf));
      if (seen.has(period)) continue;
      if (seen.size >= most) break;
      seen.add(period);
      kept.add(id);
    }
  }
  return kept;
}

/** The Monday of a day's ISO week. */
function weekOf(day: Day): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7));
  return at.toISOString().slice(0, 10);
}
