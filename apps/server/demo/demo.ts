import type { Id } from '#domain/kernel/ids.ts';
import { ConfigError } from '#platform/config/config.ts';
import type { AppContext } from '#platform/module/context.ts';
import { listEvents } from '#platform/outbox/events.ts';
import { asOwner, vacuum } from '#platform/postgres/connect.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import { isForReal } from '../operator.ts';
import { eraseTenant, isSetAside, setAside, sweepTenant } from './erase.ts';
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
    const before = await findDemos(home.context);
    if (before.complete) {
      await eraseAll(home, before.aside);
      return sweepAll(home, before.aside);
    }
    await makeAnew(home, before, { signal: abort.signal, onFirstDay: () => ready.resolve(undefined) });
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
    await makeAnew(home, await findDemos(home.context));
  });
}

/**
 * The demo of before makes room and is erased while the new one is made: both take time, and not each other's rows. What
 * was erased is room for the new one: without that, every reset would leave larger tables behind, and the next would
 * walk through all that is gone.
 */
async function makeAnew(home: DemoHome, before: Demos, options: SeedOptions = {}): Promise<void> {
  if (before.shown) await setAside(home.ownerUrl, before.shown);
  const old = [...before.aside, ...(before.shown ? [before.shown] : [])];
  let emptied: readonly string[] | undefined;
  let sweeping: Promise<void> | undefined;
  const beside: Promise<void>[] = [];
  const doBeside = (work: Promise<void>): Promise<void> => {
    work.catch(() => undefined); // heard at the end
    beside.push(work);
    return work;
  };
  const erasing = eraseAll(home, old).then((tables) => void (emptied = tables));
  const seeding = seedDemo(home.context, {
    ...options,
    // Begun between two days, when no transaction of the new demo is older than the erasure and would keep its rows; the
    // days go on meanwhile.
    gatherStatistics: () => {
      const room = emptied ?? [];
      if (emptied) emptied = [];
      void doBeside(renew(home, room));
    },
    onLastDay: () => {
      if (emptied) sweeping = doBeside(sweepAll(home, old));
    },
  });
  const outcomes: PromiseSettledResult<unknown>[] = await Promise.allSettled([seeding, erasing]);
  outcomes.push(...(await Promise.allSettled(beside)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  if (!sweeping) await sweepAll(home, old);
}

/** Frees the room of erased rows, and counts the tables that have grown. */
async function renew(home: DemoHome, emptied: readonly string[]): Promise<void> {
  await vacuum(home.ownerUrl, emptied);
  await asOwner(home.ownerUrl, (query) => query(`analyze ${GROWING_TABLES}`));
}

/** @returns tables that had rows of these tenants */
async function eraseAll(home: DemoHome, tenants: readonly Id[]): Promise<string[]> {
  const emptied: string[] = [];
  for (const tenantId of tenants) emptied.push(...(await eraseTenant(home.ownerUrl, tenantId)));
  return emptied;
}

/** A request or a job that was under way when a tenant was erased may have written after it. */
async function sweepAll(home: DemoHome, tenants: readonly Id[]): Promise<void> {
  for (const tenantId of tenants) {
    await sweepTenant(home.ownerUrl, tenantId);
    await home.context.files.removeTenant(tenantId);
  }
}

interface Demos {
  /** the one that has the demo's name */
  readonly shown: Id | undefined;
  /** its history has come to its end */
  readonly complete: boolean;
  /** those whose erasure was cut short */
  readonly aside: readonly Id[];
}

async function findDemos(context: AppContext): Promise<Demos> {
  const demos = (await listTenants(context.db)).filter(
    // The demo operator stays when its customer is made anew.
    ({ demo, slug }) => demo && (slug === DEMO_TENANT.slug || isSetAside(slug)),
  );
  const shown = demos.find(({ slug }) => slug === DEMO_TENANT.slug)?.id;
  const events = shown ? await context.db.inTenant(shown, (tx) => listEvents(tx, 'demo', shown)) : [];
  return {
    shown,
    complete: events.some((event) => event.name === 'demo.opened'),
    aside: demos.map(({ id }) => id).filter((id) => id !== shown),
  };
}
