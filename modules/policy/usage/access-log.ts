import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Clock } from '#platform/clock/clock.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Log } from '#platform/log/log.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { UsageTables } from './store.ts';

/** One answered request, as it is told to the log. */
export interface Visit {
  /** method and pattern of the address, never the address itself: `GET /api/orders/:orderId` */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
  readonly tenantId: Id | null;
  readonly loginId: Id | null;
  readonly ip: string;
}

export interface AccessKeeper {
  record(visit: Visit): void;
  /** writes what was told so far and waits for it */
  settled(): Promise<void>;
}

/** Told visits are written together after this time: nobody waits for the log of a visit. */
const WAIT_MS = 5000;
/** At most so many wait; more at once is an attack, whose lines would be all alike. */
const WAITING_MAX = 5000;

/**
 * Keeps who opened what. Whoever objected is left out when the lines are written, so that an objection counts from the
 * next request on.
 *
 * @see clause P-2.2a
 */
export function keepAccess({ db, clock, log }: { db: Database; clock: Clock; log: Log }): AccessKeeper {
  let waiting: (Visit & { at: Instant })[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const visits = waiting;
    waiting = [];
    writing = writing
      .then(() => save(db, visits))
      .catch((error: unknown) =>
        log.error({ err: error, lines: visits.length }, 'visits could not be recorded'),
      );
    return writing;
  };
  return {
    record(visit) {
      if (waiting.length >= WAITING_MAX) return;
      waiting.push({ ...visit, at: clock.now() });
      timer ??= setTimeout(() => void write(), WAIT_MS).unref();
    },
    settled: write,
  };
}

async function save(db: Database, visits: readonly (Visit & { at: Instant })[]): Promise<void> {
  if (visits.length === 0) return;
  const tables = db.global<UsageTables>();
  const logins = [...new Set(visits.flatMap(({ loginId }) => (loginId ? [loginId] : [])))];
  const objected = logins.length
    ? await tables.selectFrom('usage_objection').select('login_id').where('login_id', 'in', logins).execute()
    : [];
  const out = new Set(objected.map((row) => row.login_id));
  const rows = visits
    .filter(({ loginId }) => loginId === null || !out.has(loginId))
    .map(({ at, route, status, seconds, tenantId, loginId, ip }) => ({
      ...{ id: idAt(at), at, route, status, ms: Math.round(seconds * 1000) },
      ...{ of_tenant: tenantId, login_id: loginId, ip, ip_cut: false },
    }));
  if (rows.length > 0) await tables.insertInto('access_log').values(rows).execute();
}
