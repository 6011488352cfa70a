import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Measure } from '#platform/host-agent/protocol.ts';
import { AgentRefusal, addonsOf, odooBinOf, type Host } from './host.ts';
import { withKeeper } from './keeper.ts';
import { odooConfig, templateDatabaseOf } from './names.ts';
import { OdooFault } from './odoo-http.ts';
import { runToEnd } from './processes.ts';
import type { Template } from './state.ts';

const INSTALL_MS = 20 * 60_000;

/**
 * Makes a database to copy from. Odoo answers `true` even where it could not fill the database, so a log-in is tried and
 * the modules are counted before it stands as ready; half-made work of an earlier attempt is thrown away.
 */
export async function makeTemplate(
  host: Host,
  wanted: { readonly template: string; readonly release: string; readonly modules: readonly string[] },
): Promise<{ modules: Measure['modules'] }> {
  const { databases, state, settings, folders } = host;
  const { template: name, release, modules } = wanted;
  const database = templateDatabaseOf(name);
  const before = state.template(name);
  if (before?.phase === 'ready') {
    if (before.release !== release)
      throw new AgentRefusal('template_failed', `${name} is there already, of ${before.release}`);
    return { modules: {} };
  }
  const odooBin = odooBinOf(host, release);
  const password = randomBytes(32).toString('base64url');
  const template: Template = { name, release, password, phase: 'making' };
  state.putTemplate(template);
  await databases.drop(database);
  await rm(folders.data(database), { recursive: true, force: true });
  await databases.ensureRole(database, password);
  const kept = {
    ...{ owner: database, database, role: database, password, release },
    port: settings.ports[0],
  };
  const login = randomBytes(24).toString('base64url');
  try {
    await withKeeper(host, kept, async (odoo, master) => {
      await odoo.rpc('db', 'create_database', [master, database, false, 'en_US', login, 'admin']);
      const uid = await odoo.rpc('common', 'authenticate', [database, 'admin', login, {}]);
      if (typeof uid !== 'number')
        throw new AgentRefusal(
          'template_failed',
          'Odoo said that the database is made, and nobody can sign in',
        );
    });
  } catch (error) {
    await databases.drop(database);
    if (error instanceof OdooFault) throw new AgentRefusal('template_failed', error.message);
    throw error;
  }
  const config = folders.config(database, 'server');
  const { host: dbHost, port: dbPort } = databases.place;
  writeFileSync(
    config,
    odooConfig({
      ...{ database, role: database, password, dbHost, dbPort, port: kept.port, keeper: null },
      ...{ dataDir: folders.data(database), addons: addonsOf(host, release) },
    }),
    { mode: 0o600 },
  );
  if (modules.length > 0) {
    const { code, said } = await runToEnd(
      {
        ...{ python: settings.python, odooBin, dataDir: folders.data(database), log: folders.log(database) },
        arguments: ['-c', config, '-d', database, '-i', modules.join(','), '--stop-after-init', '--no-http'],
      },
      INSTALL_MS,
    );
    if (code !== 0)
      throw new AgentRefusal('template_failed', `installing ended with ${code}: ${said.slice(-400)}`);
  }
  const measure = await databases.measure(database, folders.filestore(database, database));
  const missing = modules.find((one) => !Object.hasOwn(measure.modules, one));
  if (missing !== undefined) throw new AgentRefusal('template_failed', `${missing} is not installed`);
  await databases.neverServe(database);
  template.phase = 'ready';
  state.putTemplate(template);
  return { modules: measure.modules };
}

export async function removeTemplate({ databases, state, folders }: Host, name: string): Promise<void> {
  const database = templateDatabaseOf(name);
  await databases.drop(database);
  await databases.dropRole(database);
  for (const path of [folders.data(database), folders.config(database, 'server'), folders.log(database)])
    await rm(path, { recursive: true, force: true });
  state.strikeTemplate(name);
}
