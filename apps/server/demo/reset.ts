import { join } from 'node:path';
import type { Config } from '#platform/config/config.ts';
import { openSecrets } from '#platform/config/secrets.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { createLog } from '#platform/log/log.ts';
import { startEmbedded } from '#platform/postgres/embedded/embedded.ts';
import { readKeyRing } from '#platform/secrets/key-ring.ts';
import { openVault } from '#platform/secrets/vault.ts';
import { createApp } from '../app.ts';
import { remakeDemo } from './demo.ts';

/**
 * `tenon demo reset`: erases the demo tenant and makes it new, also while a server runs on the same database. Other tenants are not touched.
 * @returns seconds it took
 */
export async function resetDemo(config: Config, say: (sentence: string) => void): Promise<number> {
  const started = performance.now();
  const embedded = config.databaseUrl
    ? null
    : await startEmbedded({ dataDir: join(config.dataDir, 'postgres'), log: say });
  const ownerUrl = config.databaseUrl ?? embedded!.ownerUrl;
  const app = await createApp({
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
    await remakeDemo({ context: app.context, ownerUrl });
    return (performance.now() - started) / 1000;
  } finally {
    await app.close();
    await embedded?.stop();
  }
}
