import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import { refuse, type Refused } from '#domain/kernel/result.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { GlobalTables } from './store.ts';

/** How long a door stays slow after the last try that was counted. */
const BRAKE_MINUTES = 15;

/** One thing that is counted, and how many tries it has. Keys hold a hash where they would hold an address. */
export interface Braked {
  readonly key: string;
  readonly max: number;
}

export type TooMany = {
  code: 'sign_in_braked';
  status: 429;
  minutes: number;
};

/** Tries per login or address and per network address; per network address more, because a workshop shares one. */
export function brakesFor(door: string, who: string, ip: string): readonly Braked[] {
  const hash = createHash('sha256').update(who.trim().toLowerCase()).digest('hex');
  return [
    { key: `${door}:${hash}`, max: 5 },
    { key: `${door}-ip:${ip}`, max: 30 },
  ];
}

/** Whether one of them has had its tries. */
export async function isBraked(
  db: Database,
  now: Instant,
  brakes: readonly Braked[],
): Promise<Refused<TooMany> | null> {
  const rows = await db
    .global<GlobalTables>()
    .selectFrom('sign_in_attempt')
    .selectAll()
    .where(
      'key',
      'in',
      brakes.map(({ key }) => key),
    )
    .execute();
  const full = rows.some(
    (row) =>
      row.failures >= (brakes.find(({ key }) => key === row.key)?.max ?? Infinity) &&
      addMinutes(row.since, BRAKE_MINUTES) > now,
  );
  return full ? refuse({ code: 'sign_in_braked', status: 429, minutes: BRAKE_MINUTES }) : null;
}

/** Counted in one statement each, so that parallel guesses are all counted; an old count starts anew. */
export async function countTry(db: Database, now: Instant, brakes: readonly Braked[]): Promise<void> {
  const expired = addMinutes(now, -BRAKE_MINUTES);
  for (const { key } of brakes)
    await db
      .global<GlobalTables>()
      .insertInto('sign_in_attempt')
      .values({ key, failures: 1, since: now })
      .onConflict((c) =>
        c.column('key').doUpdateSet({
          failures: sql<number>`case when sign_in_attempt.since <= ${expired}::timestamptz then 1 else sign_in_attempt.failures + 1 end`,
          since: now,
        }),
      )
      .execute();
}

/** After a success the person's own count begins anew; that of the network address stays. */
export async function forgetTries(db: Database, brakes: readonly Braked[]): Promise<void> {
  await db.global<GlobalTables>().deleteFrom('sign_in_attempt').where('key', '=', brakes[0]!.key).execute();
}
