import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { SiteTables } from '../store.ts';

/** Visitors of one day, as hashes with a salt that nobody wrote down: gone with the day, or with the process. */
interface Today {
  readonly day: Day;
  readonly salt: Buffer;
  readonly seen: Set<string>;
}

/** More of one day are a program; telling them apart would take memory for nothing. */
const SEEN_MAX = 100_000;
const days = new WeakMap<AppContext['db'], Today>();

/** Whether this is somebody else than everybody before on this day. The hash is compared here and leaves nothing. */
function isNew(db: AppContext['db'], day: Day, ip: string): boolean {
  let today = days.get(db);
  if (today?.day !== day) {
    today = { day, salt: randomBytes(32), seen: new Set() };
    days.set(db, today);
  }
  const mark = createHash('sha256').update(today.salt).update(ip).digest('base64');
  if (today.seen.has(mark) || today.seen.size >= SEEN_MAX) return false;
  today.seen.add(mark);
  return true;
}

/**
 * Counts that a page of the site was opened, and on which day by how many: on the server, without a cookie. What stays is
 * sums. A page is never kept back by it: what cannot be counted is told to the log.
 *
 * @param path only its first part is kept, so that nobody can write into the sums
 * @see clause P-data.analytics
 */
export async function countView(
  { db, log }: AppContext,
  operatorId: Id,
  { day, path, ip }: { readonly day: Day; readonly path: string; readonly ip: string },
): Promise<void> {
  const fresh = isNew(db, day, ip) ? 1 : 0;
  const row = (page: string, visitors: number) => ({ tenant_id: operatorId, day, page, views: 1, visitors });
  try {
    await db.inTenant(operatorId, (tx) =>
      tx
        .tables<SiteTables>()
        .insertInto('site_visit')
        // Always in this order: two views wait for one another and never in a circle.
        .values([row('', fresh), row(`/${path.split('/')[1] ?? ''}`, 0)])
        .onConflict((c) =>
          c.columns(['tenant_id', 'day', 'page']).doUpdateSet({
            views: sql<number>`site_visit.views + 1`,
            visitors: sql<number>`site_visit.visitors + excluded.visitors`,
          }),
        )
        .execute(),
    );
  } catch (error) {
    log.warn({ err: error }, 'a page was opened and could not be counted');
  }
}
