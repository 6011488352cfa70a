import { join } from 'node:path';
import type { Config } from '#platform/config/config.ts';
import { openSecrets } from '#platform/config/secrets.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { createLog } from '#platform/log/log.ts';
import { startEmbedded } from '#platform/postgres/embedded/embedded.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import { createApp } from '../app.ts';
import { openDemo } from './demo.ts';
import { eraseTenant } from './erase.ts';
import { seedDemo } from './seed.ts';

/**
 * Erases the demo tenant and makes it new. Other tenants are not touched.
 * @returns seconds it took
 */
export async function resetDemo(config: Config, say: (sentence: string) => void): Promise<number> {
  const started = performance.now();
  const embedded = config.databaseUrl
    ? null
    : await startEmbedded({ dataDir: join(config.dataDir, 'postgres'), log: say });
  const ownerUrl = config.databaseUrl ?? embedded!.ownerUrl;
  const installation = {
    ownerUrl,
    secret: openSecrets(config.dataDir).secret('database'),
    filesDir: join(config.dataDir, 'files'),
    log: createLog({ level: 'warn' }),
  };
  const app = await createApp({
    ...installation,
    clock: systemClock,
    publicUrl: 'http://localhost',
    demoAllowed: true,
    relay: null,
    mailFrom: 'papers@localhost',
  });
  try {
    const before = (await listTenants(app.context.db)).find((tenant) => tenant.demo);
    if (before) {
      await eraseTenant(ownerUrl, before.id);
      await app.context.files.removeTenant(before.id);
    }
    const tenantId = await openDemo(app.context);
    if (tenantId) await seedDemo({ ...installation, tenantId });
    return (performance.now() - started) / 1000;
  } finally {
    await app.close();
    await embedded?.stop();
  }
}
