import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { cp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandInput, Measure } from '#platform/host-agent/protocol.ts';
import { databaseOf } from '#platform/host-agent/names.ts';
import { AgentRefusal, addonsOf, freePorts, odooBinOf, type Host } from './host.ts';
import { withKeeper, type Kept } from './keeper.ts';
import { beforeOf, odooConfig, templateDatabaseOf } from './names.ts';
import { LocalOdoo, OdooFault } from './odoo-http.ts';
import { isRunning, startServer, stopServer } from './processes.ts';
import { writeProxy } from './proxy.ts';
import type { Instance } from './state.ts';

const READY_MS = 120_000;

/** @throws AgentRefusal */
export function known({ state }: Pick<Host, 'state'>, name: string): Instance {
  const found = state.instance(name);
  if (found?.phase !== 'ready') throw new AgentRefusal('instance_unknown', `${name} is not on this server`);
  return found;
}

const keptOf = (instance: Instance): Kept => ({
  ...{ owner: instance.name, database: databaseOf(instance.name), role: databaseOf(instance.name) },
  ...{ password: instance.password, release: instance.release, port: instance.keeperPort },
});

/** Makes an instance that does not run yet. What an earlier attempt left half-made is thrown away first. */
export async function makeInstance(
  host: Host,
  wanted: CommandInput<'instance.make'>,
): Promise<{ release: string; measure: Measure }> {
  const { state, databases } = host;
  const { instance: name, from, hosts } = wanted;
  const database = databaseOf(name);
  const there = state.instance(name);
  if (there?.phase === 'ready') return { release: there.release, measure: await measureInstance(host, name) };
  if (there) await removeInstance(host, name);
  const release = releaseOf(host, from);
  odooBinOf(host, release);
  const [port, keeperPort] = freePorts(host);
  const instance: Instance = {
    ...{ name, phase: 'making', release, port, keeperPort, hosts },
    password: randomBytes(32).toString('base64url'),
    ...{ wanted: 'stopped', process: null, restarts: 0, closed: null, used: false, before: null },
  };
  state.putInstance(instance);
  try {
    await databases.ensureRole(database, instance.password);
    if ('template' in from) await copyTemplate(host, from.template, instance);
    else await restoreFile(host, instance, from);
  } catch (error) {
    // Odoo leaves an empty database behind when a restore fails; here nothing stays that nobody owns.
    await removeInstance(host, name);
    throw error;
  }
  writeConfig(host, instance);
  instance.phase = 'ready';
  state.putInstance(instance);
  return { release, measure: await measureInstance(host, name) };
}

function releaseOf({ state }: Host, from: CommandInput<'instance.make'>['from']): string {
  if (!('template' in from)) return from.release;
  const template = state.template(from.template);
  if (template?.phase !== 'ready')
    throw new AgentRefusal('template_unknown', `${from.template} is not ready`);
  return template.release;
}

/** A copy of a template is another database to Odoo: it gets an id and a secret of its own. */
async function copyTemplate(
  { databases, folders }: Host,
  template: string,
  instance: Instance,
): Promise<void> {
  const source = templateDatabaseOf(template);
  const database = databaseOf(instance.name);
  await databases.copy({ database: source, role: source }, { database, role: database });
  await databases.on(database, (query) =>
    query(
      `update ir_config_parameter set value = gen_random_uuid()::text where key in ('database.uuid', 'database.secret')`,
    ),
  );
  const files = folders.filestore(source, source);
  if (existsSync(files)) await cp(files, folders.filestore(instance.name, database), { recursive: true });
}

async function restoreFile(
  host: Host,
  instance: Instance,
  from: { readonly file: string; readonly neutralize: boolean },
): Promise<void> {
  const file = host.folders.work(from.file);
  if (!existsSync(file)) throw new AgentRefusal('file_unknown', `${from.file} is not here`);
  const database = databaseOf(instance.name);
  try {
    await withKeeper(host, keptOf(instance), (odoo, master) =>
      odoo.restore(master, database, file, from.neutralize),
    );
  } catch (error) {
    if (error instanceof OdooFault) throw new AgentRefusal('restore_failed', error.message);
    throw error;
  }
  if (!(await host.databases.exists(database)))
    throw new AgentRefusal('restore_failed', 'Odoo said that it is put back, and there is no database');
  await host.databases.keepToItself(database);
}

export function writeConfig(host: Host, instance: Instance): void {
  const { folders, databases } = host;
  const database = databaseOf(instance.name);
  const { host: dbHost, port: dbPort } = databases.place;
  const { password, port, release } = instance;
  writeFileSync(
    folders.config(instance.name, 'server'),
    odooConfig({
      ...{ database, role: database, password, dbHost, dbPort, port, keeper: null },
      ...{ dataDir: folders.data(instance.name), addons: addonsOf(host, release) },
    }),
    { mode: 0o600 },
  );
}

/** Starts the server of an instance unless it runs; written down before it may run on without us. */
export async function start(host: Host, instance: Instance): Promise<void> {
  if (isRunning(instance.process)) return;
  instance.process = await startServer({
    ...{ python: host.settings.python, odooBin: odooBinOf(host, instance.release) },
    arguments: ['-c', host.folders.config(instance.name, 'server')],
    ...{ dataDir: host.folders.data(instance.name), log: host.folders.log(instance.name) },
  });
  host.state.putInstance(instance);
}

/** Runs an instance, up to its first answer, or stops it with its jobs. */
export async function runInstance(host: Host, name: string, running: boolean): Promise<void> {
  const instance = known(host, name);
  instance.wanted = running ? 'running' : 'stopped';
  host.state.putInstance(instance);
  if (!running) {
    await stopServer(instance.process);
    instance.process = null;
    host.state.putInstance(instance);
    return;
  }
  await start(host, instance);
  try {
    await new LocalOdoo(host.egress, instance.port).ready(instance.process!, READY_MS);
  } catch (error) {
    throw new AgentRefusal('not_running', (error as Error).message);
  }
  await writeProxy(host);
}

export const measureInstance = (host: Host, name: string): Promise<Measure> => {
  const database = databaseOf(known(host, name).name);
  return host.databases.measure(database, host.folders.filestore(name, database));
};

/** The server's own zip, made by a keeper while the instance goes on serving, or while it is closed. */
export async function makeBackup(host: Host, name: string, file: string): Promise<void> {
  const instance = known(host, name);
  const path = host.folders.work(file);
  await rm(path, { force: true });
  try {
    await withKeeper(host, keptOf(instance), (odoo, master) => odoo.backup(master, databaseOf(name), path));
  } catch (error) {
    await rm(path, { force: true });
    if (error instanceof OdooFault) throw new AgentRefusal('backup_failed', error.message);
    throw error;
  }
}

/** Takes an instance away, whole or half-made; its entry goes last, so that a kill before leaves it to be taken again. */
export async function removeInstance(
  host: Host,
  name: string,
): Promise<{ databases: number; files: number; bytes: number }> {
  const { state, databases, folders } = host;
  const instance = state.instance(name);
  const database = databaseOf(name);
  if (instance) {
    instance.wanted = 'stopped';
    instance.phase = 'making';
    state.putInstance(instance);
    await stopServer(instance.process);
    await writeProxy(host);
  }
  let dropped = 0;
  for (const one of [database, beforeOf(database)]) if (await databases.drop(one)) dropped += 1;
  await databases.dropRole(database);
  const { files, bytes } = await weigh(folders.data(name));
  for (const path of [
    folders.data(name),
    folders.config(name, 'server'),
    folders.config(name, 'keeper'),
    folders.log(name),
  ])
    await rm(path, { recursive: true, force: true });
  state.strikeInstance(name);
  return { databases: dropped, files, bytes };
}

async function weigh(folder: string): Promise<{ files: number; bytes: number }> {
  let [files, bytes] = [0, 0];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    if (entry.isFile()) {
      files += 1;
      bytes += (await stat(join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0;
    }
  return { files, bytes };
}
