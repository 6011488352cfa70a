import { databaseOf } from '#platform/host-agent/names.ts';
import { odooBinOf, type Host } from './host.ts';
import { known, runInstance, start, writeConfig } from './instances.ts';
import { beforeOf } from './names.ts';
import { LocalOdoo } from './odoo-http.ts';
import { runToEnd, stopServer } from './processes.ts';
import type { Instance } from './state.ts';

const UPDATE_MS = 30 * 60_000;
const READY_MS = 120_000;

/**
 * Switches an instance to another release: stopped, its database copied beside, all modules updated by the new code,
 * started, and looked at. Where anything of that fails it runs again as it was, on the database as it was. After a kill
 * in between the next attempt first goes back.
 */
export async function switchRelease(
  host: Host,
  name: string,
  release: string,
): Promise<{ release: string; switched: boolean; detail: string }> {
  const { state, databases } = host;
  const instance = known(host, name);
  const wasRunning = instance.wanted === 'running';
  if (instance.before) await goBack(host, instance, wasRunning);
  if (instance.release === release) return { release, switched: true, detail: '' };
  odooBinOf(host, release);
  const database = databaseOf(name);
  await stopServer(instance.process);
  instance.process = null;
  await databases.drop(beforeOf(database));
  // Written down first: with this note and no copy there is nothing to go back to, and nothing was changed.
  instance.before = { database: beforeOf(database), release: instance.release };
  state.putInstance(instance);
  await databases.copy({ database, role: null }, { database: beforeOf(database), role: database });
  const fault = await trySwitch(host, instance, release);
  if (fault !== null) {
    const old = instance.before.release;
    await goBack(host, instance, wasRunning);
    return { release: old, switched: false, detail: fault };
  }
  instance.before = null;
  state.putInstance(instance);
  await databases.drop(beforeOf(database));
  if (!wasRunning) await runInstance(host, name, false);
  return { release, switched: true, detail: '' };
}

/** @returns what went wrong; null when the instance answers with the new release */
async function trySwitch(host: Host, instance: Instance, release: string): Promise<string | null> {
  const database = databaseOf(instance.name);
  instance.release = release;
  host.state.putInstance(instance);
  writeConfig(host, instance);
  const { code, said } = await runToEnd(
    {
      ...{ python: host.settings.python, odooBin: odooBinOf(host, release) },
      ...{ dataDir: host.folders.data(instance.name), log: host.folders.log(instance.name) },
      arguments: [
        ...['-c', host.folders.config(instance.name, 'server'), '-d', database],
        ...['-u', 'all', '--stop-after-init', '--no-http'],
      ],
    },
    UPDATE_MS,
  );
  if (code !== 0) return `the update ended with ${code}: ${said.slice(-400)}`;
  try {
    await start(host, instance);
    const odoo = new LocalOdoo(host.egress, instance.port);
    await odoo.ready(instance.process!, READY_MS);
    // The health page touches no database: a page that does is asked as well.
    const { status } = await odoo.send('/web/login', null, null);
    return status === 200 ? null : `the sign-in page answers with ${status}`;
  } catch (error) {
    return (error as Error).message.slice(0, 400);
  }
}

async function goBack(host: Host, instance: Instance, run: boolean): Promise<void> {
  const { state, databases } = host;
  const { database: copy, release } = instance.before!;
  const database = databaseOf(instance.name);
  await stopServer(instance.process);
  instance.process = null;
  if (await databases.exists(copy)) {
    await databases.drop(database);
    await databases.rename(copy, database);
  }
  instance.release = release;
  instance.before = null;
  state.putInstance(instance);
  writeConfig(host, instance);
  if (run) await runInstance(host, instance.name, true);
}
