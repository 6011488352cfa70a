/**
 * The agent on a server that runs Odoo for customers: `node apps/agent/main.ts --home DIR`, once before that with
 * `--register TOKEN`. It starts and watches one server process and one PostgreSQL role per customer, and does what the
 * control plane asks by the fixed commands of `platform/host-agent/protocol.ts`; it needs no shell and gives none.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createEgress, type Egress } from '#platform/egress/egress.ts';
import { registeredOnly, type Destination } from '#platform/egress/guards.ts';
import { readToken, REGISTER_PATH } from '#platform/host-agent/token.ts';
import { commandTaker } from './commands.ts';
import { Databases } from './databases.ts';
import { serveDoor } from './door.ts';
import type { Host } from './host.ts';
import { keepIdentity, keepTrust, readTrust } from './identity.ts';
import { placesIn } from './names.ts';
import { writeProxy } from './proxy.ts';
import { AgentProblem, readSettings, type Settings } from './settings.ts';
import { serveCommands } from './server.ts';
import { State } from './state.ts';
import { tidyUp, watch } from './watch.ts';

const USAGE = 'usage: node apps/agent/main.ts --home DIR [--register TOKEN]';

/** It speaks to the servers on its own loopback and, while it registers, to the control plane. */
function doorOut({ ports }: Settings, controlPlane: URL | null): Egress {
  const [first, last] = ports;
  const places: Destination[] = [];
  for (let port = first; port <= last; port += 1)
    places.push({ purpose: 'hosting.odoo', host: '127.0.0.1', port, inside: true });
  if (controlPlane) {
    const port = Number(controlPlane.port) || (controlPlane.protocol === 'https:' ? 443 : 80);
    for (const inside of [true, false])
      places.push({ purpose: 'hosting.register', host: controlPlane.hostname, port, inside });
  }
  return createEgress({ guard: registeredOnly(() => places) });
}

async function register(home: string, settings: Settings, text: string): Promise<void> {
  const token = readToken(text);
  if (!token)
    throw new AgentProblem('That is no token of an agent. `npm run tenon -- agent token` makes one.');
  const url = new URL(token.url);
  if (url.protocol !== 'https:' && !/^(localhost|127\.0\.0\.1)$/.test(url.hostname))
    throw new AgentProblem('The control plane must be reached over https.');
  const identity = keepIdentity(home, settings.address, new Date());
  const answer = await doorOut(settings, url).fetch(new URL(REGISTER_PATH, url), {
    purpose: 'hosting.register',
    recipient: { kind: 'nobody' },
    categories: [],
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ agentId: token.agentId, secret: token.secret, name: settings.name },
      ...{ address: `https://${settings.address}:${settings.port}`, authority: identity.authority },
      ...{ places: settings.places, domain: settings.domain },
    }),
  });
  if (answer.status !== 200)
    throw new AgentProblem(
      `The control plane refuses (${answer.status}): ${(await answer.text()).slice(0, 300)}`,
    );
  keepTrust(home, { agentId: token.agentId, key: token.key, url: token.url });
}

async function main(argv: string[]): Promise<void> {
  const began = new Date();
  const { values } = parseArgs({
    args: argv,
    options: { home: { type: 'string' }, register: { type: 'string' } },
  });
  if (values.home === undefined) throw new AgentProblem(USAGE);
  const home = resolve(values.home);
  const settings = readSettings(home);
  for (const folder of ['data', 'config', 'logs', 'work'])
    mkdirSync(join(home, folder), { recursive: true, mode: 0o700 });
  chmodSync(home, 0o700);
  const trust = readTrust(home);
  if (values.register !== undefined) {
    if (trust) throw new AgentProblem('This agent is registered. Remove trust.json to register it anew.');
    return register(home, settings, values.register);
  }
  if (!trust) throw new AgentProblem(`This agent is not registered.\n${USAGE}`);
  const host: Host = {
    ...{ home, settings, state: new State(home), folders: placesIn(home) },
    databases: new Databases(settings.postgres),
    egress: doorOut(settings, null),
    log: (what, facts = {}) =>
      console.error(JSON.stringify({ at: new Date().toISOString(), what, ...facts })),
  };
  await tidyUp(host);
  await writeProxy(host);
  const stopWatching = watch(host);
  const identity = keepIdentity(home, settings.address, began);
  const servers = [serveCommands(host, identity, trust, commandTaker(host), began), serveDoor(host.state)];
  const places = [
    { port: settings.port, host: settings.address },
    { port: settings.doorPort, host: '127.0.0.1' },
  ];
  for (const [i, server] of servers.entries())
    await new Promise<void>((done, fail) => {
      server.once('error', fail);
      server.listen(places[i], done);
    });
  console.log(`listening on https://${settings.address}:${settings.port}`);
  // Its servers go on without it; the next agent knows them again.
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.once(name, () => {
      stopWatching();
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof AgentProblem ? error.message : error);
  process.exitCode = 1;
});
