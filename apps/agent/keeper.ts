import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { addonsOf, odooBinOf, type Host } from './host.ts';
import { odooConfig } from './names.ts';
import { LocalOdoo } from './odoo-http.ts';
import { startServer, stopServer } from './processes.ts';

const READY_MS = 120_000;

/** Whose databases a keeper makes and saves. */
export interface Kept {
  /** names configuration and folder */
  readonly owner: string;
  readonly database: string;
  readonly role: string;
  readonly password: string;
  readonly release: string;
  readonly port: number;
}

/**
 * Runs an Odoo server that may manage databases, for as long as the work takes: under the role of one customer, on
 * loopback, behind no proxy, without jobs, with a master password that nobody else ever sees. What serves people may not
 * manage any, so that no request from outside reaches the `db` service.
 */
export async function withKeeper<T>(
  host: Host,
  kept: Kept,
  work: (odoo: LocalOdoo, master: string) => Promise<T>,
): Promise<T> {
  const { folders, databases, settings } = host;
  const master = randomBytes(32).toString('base64url');
  const config = folders.config(kept.owner, 'keeper');
  const { host: dbHost, port: dbPort } = databases.place;
  const dataDir = folders.data(kept.owner);
  writeFileSync(
    config,
    odooConfig({
      ...{ database: kept.database, role: kept.role, password: kept.password, dbHost, dbPort },
      ...{ port: kept.port, dataDir, addons: addonsOf(host, kept.release), keeper: { master } },
    }),
    { mode: 0o600 },
  );
  await databases.mayCreate(kept.role, true);
  const mark = await startServer({
    ...{ python: settings.python, odooBin: odooBinOf(host, kept.release), dataDir },
    arguments: ['-c', config],
    log: folders.log(kept.owner),
  });
  try {
    const odoo = new LocalOdoo(host.egress, kept.port);
    await odoo.ready(mark, READY_MS);
    return await work(odoo, master);
  } finally {
    await stopServer(mark);
    await databases.mayCreate(kept.role, false);
    await rm(config, { force: true });
  }
}
