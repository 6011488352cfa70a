import type { Id } from '#domain/kernel/ids.ts';
import { ConfigError } from '#platform/config/config.ts';
import type { AppContext } from '#platform/module/context.ts';
import { listEvents } from '#platform/outbox/events.ts';
import { asOwner } from '#platform/postgres/connect.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import { isForReal } from '../operator.ts';
import { eraseTenant, sweepTenant } from './erase.ts';
import { DEMO_TENANT } from './people.ts';
import { seedDemo, type SeedOptions } from './seed.ts';

/** One process at a time makes or erases the demo of an installation. */
const DEMO_LOCK = 7463_002;

/** What most of the history is written to. */
const GROWING_TABLES = 'part, operation, production_unit, work_order, cut_sheet, sales_order, event';

export interface DemoHome {
  readonly context: AppContext;
  /** the owner's URL: erasing needs rights that the application has not */
  readonly ownerUrl: string;
}

export interface OpeningDemo {
  /** settled when there is something to show */
  readonly ready: Promise<void>;
  /** settled when the history is complete, was so before, or is being made by another process */
  readonly finished: Promise<void>;
  /** gives up between two days; the next start begins anew */
  stop(): Promise<void>;
}

/**
 * Makes the demo factory when the installation has none. One that an earlier process has left half made is erased and
 * made anew. While another process makes it, nothing is done.
 */
export function openDemo(home: DemoHome): OpeningDemo {
  const ready = Promise.withResolvers<undefined>();
  const abort = new AbortController();
  const finished = asOwner(home.ownerUrl, async (query) => {
    const [lock] = await query('select pg_try_advisory_xact_lock($1) as taken', [DEMO_LOCK]);
    if (lock?.['taken'] !== true) return;
    const before = await findDemo(home.context);
    if (before?.complete) return;
    await makeAnew(home, before?.id, { signal: abort.signal, onFirstDay: () => ready.resolve(undefined) });
  });
  finished.then(() => ready.resolve(undefined), ready.reject);
  ready.promise.catch(() => undefined);
  return {
    ready: ready.promise,
    finished,
    stop: async () => {
      abort.abort();
      await finished.catch(() => undefined);
    },
  };
}

/**
 * Erases the demo and makes it new, after whoever makes it at this moment. Other tenants are not touched.
 * @throws ConfigError on an installation for real use
 */
export async function remakeDemo(home: DemoHome): Promise<void> {
  if (await isForReal(home.context))
    throw new ConfigError(
      'this installation is for real use; a demo is never made among its data. Use another TENON_DATA for one.',
    );
  await asOwner(home.ownerUrl, async (query) => {
    await query('select pg_advisory_xact_lock($1)', [DEMO_LOCK]);
    await makeAnew(home, (await findDemo(home.context))?.id);
  });
}

async function makeAnew(home: DemoHome, before: Id | undefined, options: SeedOptions = {}): Promise<void> {
  if (before) await eraseTenant(home.ownerUrl, before);
  await seedDemo(home.context, {
    ...options,
    gatherStatistics: () =>
      asOwner(home.ownerUrl, (query) => query(`analyze ${GROWING_TABLES}`)).then(() => undefined),
  });
  if (!before) return;
  // A request or a job that was under way when the tenant was erased may have written after it.
  await sweepTenant(home.ownerUrl, before);
  await home.context.files.removeTenant(before);
}

async function findDemo(context: AppContext): Promise<{ id: Id; complete: boolean } | undefined> {
  const demo = (await listTenants(context.db)).find(
    // The demo operator stays when its customer is made anew.
    (tenant) => tenant.demo && tenant.slug === DEMO_TENANT.slug,
  );
  if (!demo) return undefined;
  const events = await context.db.inTenant(demo.id, (tx) => listEvents(tx, 'demo', demo.id));
  return { id: demo.id, complete: events.some((event) => event.name === 'demo.opened') };
}
