/**
 * The product as a process that may be killed: the server, or the worker that works off its queue. What to do comes in
 * `TENON_VICTIM`; where it answers goes back over the channel to the parent, and when the parent is gone, so is this.
 */
import { flushCompileCache } from 'node:module';
import { createApp, type App } from '#apps/server/app.ts';
import { migrationFolders, modules } from '#apps/server/modules.ts';
import { addMember, createTenant } from '#modules/accounts/module.ts';
import { installLibrary } from '#modules/catalog/module.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { systemCaller } from '#platform/http/caller.ts';
import { createLog } from '#platform/log/log.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Module } from '#platform/module/module.ts';
import type { MigrationFolder } from '#platform/postgres/migrate.ts';
import { readKeyRing } from '#platform/secrets/key-ring.ts';
import { openVault } from '#platform/secrets/vault.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import { tally } from './tally.ts';

export interface VictimTask {
  readonly does: 'serve' | 'work';
  readonly ownerUrl: string;
  readonly filesDir: string;
}

/** What a victim says once it is ready. */
export interface VictimReady {
  /** '' for a worker */
  readonly origin: string;
}

async function main(): Promise<void> {
  const task = JSON.parse(process.env['TENON_VICTIM'] ?? '{}') as VictimTask;
  // The product's own list, and one module more that counts.
  (modules as Module<AppContext>[]).push(tally);
  (migrationFolders as MigrationFolder[]).push(tally.migrations!);
  process.once('disconnect', () => process.exit(0));
  const app = await createApp({
    ownerUrl: task.ownerUrl,
    secret: 'a secret for crashes only',
    vault: openVault(readKeyRing(task.filesDir)),
    clock: systemClock,
    filesDir: task.filesDir,
    log: createLog({ level: 'error' }),
    publicUrl: 'http://tenon.test',
    demoAllowed: true,
    relay: null,
    mailFrom: 'papers@larch.example',
  });
  let origin = '';
  if (task.does === 'serve') {
    await openFactory(app);
    origin = await app.server.listen({ host: '127.0.0.1', port: 0 });
  } else {
    await app.startJobs();
  }
  process.send?.({ origin } satisfies VictimReady);
  // Whoever is killed keeps nothing by itself: the next start finds what this one compiled.
  flushCompileCache();
}

/** The one factory that is worked in, made at the first start: a member for one-click sign-in, and the library. */
async function openFactory({ context }: App): Promise<void> {
  const { db, clock } = context;
  if ((await listTenants(db)).some(({ slug }) => slug === 'larch')) return;
  const id = await createTenant(db, clock.now(), {
    slug: 'larch',
    name: 'Larch Lane',
    zone: 'Europe/Berlin',
    currency: 'EUR',
    locale: 'en',
    demo: true,
  });
  await addMember(db, clock.now(), id, {
    email: 'owner@larch.example',
    name: 'Owner',
    locale: 'en',
    role: 'owner',
    password: null,
  });
  const caller = systemCaller(await context.tenantFacts(id), clock, 'system');
  await db.inTenant(id, (tx) => installLibrary(tx, caller));
}

await main();
