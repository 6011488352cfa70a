import { randomBytes } from 'node:crypto';
import { databaseOf } from '#platform/host-agent/names.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { DriverLook, DriverRun, Thing } from '../driver.ts';
import { openAgent, type AgentClient } from './agent-client.ts';
import { overJson2, overJsonRpc, signIn, speaksJson2, type OdooApi } from './odoo-api.ts';

/** An instance where it stands. */
export interface Placed {
  readonly agent: AgentClient;
  /** its name there */
  readonly instance: string;
  /** folder of its release, '18.0-20250506'; '' before it was made */
  readonly release: string;
}

/** @throws Error for an instance without a server, which is a fault of whoever ordered it */
export async function placeOf(
  context: Pick<AppContext, 'db' | 'egress'>,
  { instance: { slug, server, facts, operatorTenantId } }: Pick<DriverLook, 'instance'>,
): Promise<Placed> {
  if (!server) throw new Error(`instance ${slug} is on no server`);
  const release = facts['release'];
  return {
    agent: await openAgent(context, operatorTenantId, server),
    instance: slug,
    release: typeof release === 'string' ? release : '',
  };
}

/** What an instance is on its server; the same names as the agent's inventory tells. */
const thingsOf = (instance: string): Thing[] => [
  { kind: 'database', name: databaseOf(instance) },
  { kind: 'role', name: databaseOf(instance) },
  { kind: 'folder', name: instance },
  { kind: 'odoo', name: instance },
];

/** Before any of it is made. */
export async function claimInstance(run: DriverRun, instance: string): Promise<void> {
  for (const thing of thingsOf(instance)) await run.claim(thing);
}

/** Takes an instance or a scratch one away, whole or half-made or not there at all. */
export async function dropInstance(
  agent: AgentClient,
  run: DriverRun,
  instance: string,
): Promise<{ databases: number; files: number; bytes: number }> {
  const removed = await agent.call('instance.remove', { instance });
  for (const thing of thingsOf(instance)) await run.release(thing);
  return removed;
}

export interface Login {
  readonly login: string;
  readonly name: string;
  readonly password: string;
}

export const newPassword = (): string => randomBytes(18).toString('base64url');

/**
 * Sets the first person's log-in of an instance that nobody uses yet, and signs in with it as a browser does; then asks
 * something as a program does. Also that a wrong password is not let in is looked at.
 * @returns how it was tried, and the way to ask more; null where nobody was let in
 */
export async function tryLogin(
  agent: AgentClient,
  instance: string,
  version: string,
  who: Login = { login: 'tenon-check', name: 'Check', password: newPassword() },
): Promise<{ how: string; api: OdooApi } | null> {
  const database = databaseOf(instance);
  await agent.call('instance.credential', { instance, credential: who });
  await agent.call('instance.run', { instance, running: true });
  const wire = agent.wireTo(instance);
  const { login, password } = who;
  if ((await signIn(wire, { database, login, password: newPassword() })) !== null) return null;
  const uid = await signIn(wire, { database, login, password });
  if (uid === null) return null;
  const api = speaksJson2(version)
    ? overJson2(wire, (await agent.call('odoo.key', { instance })).key)
    : overJsonRpc(wire, { database, uid, password });
  const people = await api.call('res.users', 'search_count', { named: { domain: [['id', '=', uid]] } });
  if (people !== 1) return null;
  const by = speaksJson2(version) ? 'JSON-2' : 'JSON-RPC';
  return { how: `signed in as ${login === 'tenon-check' ? 'the first person' : login}, asked by ${by}`, api };
}
