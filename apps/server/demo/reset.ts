import { join } from 'node:path';
import type { Config } from '#platform/config/config.ts';
import { openSecrets } from '#platform/config/secrets.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { createLog } from '#platform/log/log.ts';
import { startEmbedded } from '#platform/postgres/embedded/embedded.ts';
import { readKeyRing } from '#platform/secrets/key-ring.ts';
import { openVault } from '#platform/secrets/vault.ts';
import type { openContext as OpenContext } from '../open-context.ts';
import type { remakeDemo as RemakeDemo } from './demo.ts';

/**
 * `tenon demo reset`: erases the demo tenant and makes it new, also while a server runs on the same database. Other tenants are not touched.
 * @returns seconds it took
 */
export async function resetDemo(config: Config, say: (sentence: string) => void): Promise<number> {
  const started = performance.now();
  const launched = Promise.withResolvers<undefined>();
  const starting = config.databaseUrl
    ? null
    : startEmbedded({
        dataDir: join(config.dataDir, 'postgres'),
        log: say,
        onLaunched: () => launched.resolve(undefined),
      });
  // Loading the application takes as long as the start of the database, so one is done while the other goes on.
  await Promise.race([starting, launched.promise]);
  const loading = Promise.all([import('../open-context.ts'), import('./demo.ts')]);
  loading.catch(() => undefined);
  const embedded = await starting;
  try {
    const [{ openContext }, { remakeDemo }] = await loading;
    return await remake(config, embedded?.ownerUrl ?? config.databaseUrl!, openContext, remakeDemo, started);
  } finally {
    await embedded?.stop();
  }
}

async function remake(
  config: Config,
  ownerUrl: string,
  openContext: typeof OpenContext,
  remakeDemo: typeof RemakeDemo,
  started: number,
): Promise<number> {
  const opened = await openContext({
    ownerUrl,
    secret: openSecrets(config.dataDir).secret('database'),
    vault: openVault(readKeyRing(config.dataDir, config.keyRing)),
    filesDir: join(config.dataDir, 'files'),
    log: createLog({ level: 'warn' }),
    clock: systemClock,
    publicUrl: 'http://localhost',
    demoAllowed: true,
    relay: null,
    mailFrom: 'papers@localhost',
  });
  try {
    await remakeDemo({ context: opened.context, ownerUrl });
    return (performance.now() - started) / 1000;
  } finally {
    await opened.close();
  }
}
