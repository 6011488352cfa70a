import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { databaseOf } from '#platform/host-agent/names.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Copy, CopyOrder, DriverRefusal, DriverRun, HostingDriver, Provisioned } from '../driver.ts';
import { openWorkFolder } from '../backups/places.ts';
import { AgentRefused, openAgent } from './agent-client.ts';
import { fitting, proveArchive, putBack, takeArchive } from './archives.ts';
import { ZipUnfit } from './backup-zip.ts';
import { keepFirstLogin } from './first-login.ts';
import { looksHealthy, measureUse } from './look.ts';
import { OdooFault } from './odoo-api.ts';
import { claimInstance, dropInstance, newPassword, placeOf, tryLogin, type Placed } from './instance.ts';

/** An Odoo server of its own per customer, on a machine of the pool, by way of that machine's agent. */
export function odooDriver(context: AppContext): HostingDriver {
  return {
    kind: 'odoo',
    provision: (run, order) => provision(context, run, order),
    health: (look) => looksHealthy(context, look),
    async usage(look) {
      return ok(await measureUse(await placeOf(context, look)));
    },
    async suspend(run, { reason, since }) {
      const { agent, instance } = await placeOf(context, run);
      // First the door, which closes at once; then the server with its jobs, which takes its time to end.
      await agent.call('instance.door', { instance, closed: { reason, since } });
      await agent.call('instance.run', { instance, running: false });
      return ok(null);
    },
    async resume(run) {
      const { agent, instance } = await placeOf(context, run);
      await agent.call('instance.run', { instance, running: true });
      await agent.call('instance.door', { instance, closed: null });
      return ok(null);
    },
    async backup(run, out) {
      return takeArchive(await placeOf(context, run), run, out);
    },
    async export(run, out) {
      return takeArchive(await placeOf(context, run), run, out);
    },
    async verify(run, archive, made) {
      return proveArchive(await placeOf(context, run), run, archive, made);
    },
    async restoreToCopy(run, archive, copy) {
      return makeCopy(await placeOf(context, run), run, archive, copy);
    },
    async dropCopy(run, copy) {
      const { agent } = await placeOf(context, run);
      await dropInstance(agent, run, copy.slug);
      return ok(null);
    },
    upgrade: (run, { version }) => upgrade(context, run, version),
    async terminate(run) {
      const { agent } = await placeOf(context, run);
      const counts = { databases: 0, files: 0, bytes: 0 };
      for (const { kind, name } of await run.claimed()) {
        if (kind === 'work-file') {
          await agent.call('file.remove', { file: name });
          await run.release({ kind, name });
        }
        if (kind !== 'odoo') continue;
        const gone = await dropInstance(agent, run, name);
        for (const what of ['databases', 'files', 'bytes'] as const) counts[what] += gone[what];
      }
      return ok({ counts, method: 'database, role, filestore, server and host names removed by the agent' });
    },
    async inventory(server) {
      if (!server) return [];
      const installation = await loadInstallation(context.db, context.clock.now());
      if (!installation) return [];
      const agent = await openAgent(context, installation.operatorTenantId, server);
      return (await agent.call('inventory', {})).things;
    },
  };
}

async function provision(
  context: AppContext,
  run: DriverRun,
  order: Parameters<HostingDriver['provision']>[1],
): Promise<Result<Provisioned, DriverRefusal>> {
  const { agent, instance } = await placeOf(context, run);
  const { templates } = await agent.call('report', {});
  const wanted = templates.filter(({ release }) => release.startsWith(order.version)).at(-1);
  if (!wanted) return refuse({ code: 'hosting_version_not_offered', version: order.version });
  const host = `${instance}.${agent.domain}`;
  await claimInstance(run, instance);
  let made;
  try {
    const from = { template: wanted.name };
    made = await agent.call('instance.make', { instance, from, hosts: [host, ...run.instance.hostNames] });
  } catch (error) {
    if (error instanceof AgentRefused && error.code === 'no_room') return refuse({ code: 'hosting_no_room' });
    throw error;
  }
  const [version = ''] = made.release.split('-');
  // Once: from the moment the door opens the log-ins are the customer's, and nobody tries them any more.
  const tried = await run.step('log-in', async () => {
    const owner = { login: order.owner.email, name: order.owner.name, password: newPassword() };
    const { how, fault } = await loginTried(agent, instance, version, owner);
    if (how !== '')
      await keepFirstLogin(context, run.instance, { login: owner.login, password: owner.password });
    return { how, fault };
  });
  if (tried.how === '') return refuse({ code: 'hosting_login_failed', detail: tried.fault });
  await agent.call('instance.door', { instance, closed: null });
  return ok({
    ...{ version, url: `https://${host}`, loginCheckedAt: run.now(), loginCheck: tried.how },
    facts: { instance, database: databaseOf(instance), release: made.release },
  });
}

async function loginTried(
  agent: Placed['agent'],
  instance: string,
  version: string,
  owner: Parameters<typeof tryLogin>[3],
): Promise<{ how: string; fault: string }> {
  try {
    const tried = await tryLogin(agent, instance, version, owner);
    return { how: tried?.how ?? '', fault: tried ? '' : 'the first person is not let in' };
  } catch (error) {
    if (!(error instanceof AgentRefused) || error.code !== 'not_running') throw error;
    return { how: '', fault: error.message };
  }
}

async function makeCopy(
  placed: Placed,
  run: DriverRun,
  archive: string,
  order: CopyOrder,
): Promise<Result<Copy, DriverRefusal>> {
  const { agent } = placed;
  const { slug } = order;
  const drop = () => dropInstance(agent, run, slug);
  const host = `${slug}.${agent.domain}`;
  return fitting(async () => {
    const { measure } = await putBack(placed, run, archive, {
      scratch: slug,
      hosts: [host],
      neutralize: true,
    });
    // It would mail, charge and deliver as the original does.
    if (!measure.neutralized) {
      await drop();
      throw new ZipUnfit('dump_cut', 'Odoo did not switch off what the copy would do by itself');
    }
    const kept = order.deletions.length > 0 ? await deleteAgain(placed, run, order) : null;
    if (kept !== null) {
      await drop();
      throw new ZipUnfit('deletion_kept', kept);
    }
    await agent.call('instance.run', { instance: slug, running: true });
    await agent.call('instance.door', { instance: slug, closed: null });
    return { slug, url: `https://${host}`, facts: { instance: slug } };
  });
}

/**
 * Deletes in a copy what was deleted for good since its archive was made, before anybody can see it.
 * @returns what Odoo did not let go, and why; null when nothing of it is there any more
 */
async function deleteAgain({ agent }: Placed, run: DriverRun, order: CopyOrder): Promise<string | null> {
  const tried = await tryLogin(agent, order.slug, run.instance.version);
  if (!tried) return 'nobody can sign in to delete it';
  for (const { what, key } of order.deletions) {
    try {
      await tried.api.call(what, 'unlink', { ids: [Number(key['id'])] });
    } catch (error) {
      if (!(error instanceof OdooFault) || error.kind === 'transient') throw error;
      // An archive from before it was entered does not have it.
      if (error.kind !== 'missing') return `${what} ${key['id'] ?? ''}: ${error.message}`;
    }
  }
  return null;
}

/** Another release of the same series, tried on a copy of today's data before the instance itself is switched. */
async function upgrade(
  context: AppContext,
  run: DriverRun,
  wanted: string,
): Promise<Result<Provisioned, DriverRefusal>> {
  const placed = await placeOf(context, run);
  const { agent, instance } = placed;
  const { version, slug } = run.instance;
  const { releases } = await agent.call('report', {});
  const release = releases.filter((one) => one === wanted || one.startsWith(`${wanted}-`)).at(-1);
  // Between series the data changes its shape, and nothing of the community server does that.
  if (!release || release.split('-')[0] !== version)
    return refuse({ code: 'hosting_version_not_offered', version: wanted });
  const scratch = `${slug.slice(0, 30)}-u-${run.operationId.slice(-8)}`;
  const tried = await run.step('try-on-copy', async () => {
    const folder = await openWorkFolder(context, run.operationId);
    const archive = join(folder, 'before-upgrade');
    try {
      const saved = await takeArchive(placed, run, archive);
      if (!saved.ok) return { fault: `no backup: ${JSON.stringify(saved.refusal)}`, how: '' };
      await dropInstance(agent, run, scratch);
      await putBack(placed, run, archive, { scratch, hosts: [], neutralize: true });
      const switched = await agent.call('instance.release', { instance: scratch, release });
      if (!switched.switched) return { fault: switched.detail, how: '' };
      const login = await tryLogin(agent, scratch, version);
      return login ? { fault: '', how: login.how } : { fault: 'nobody can sign in to the copy', how: '' };
    } finally {
      await dropInstance(agent, run, scratch);
      await rm(folder, { recursive: true, force: true });
    }
  });
  if (tried.fault !== '') return refuse({ code: 'hosting_upgrade_failed', detail: tried.fault });
  const switched = await agent.call('instance.release', { instance, release });
  if (!switched.switched) return refuse({ code: 'hosting_upgrade_failed', detail: switched.detail });
  return ok({
    ...{ version, url: `https://${instance}.${agent.domain}`, loginCheckedAt: run.now() },
    loginCheck: `on a copy with ${release}: ${tried.how}`,
    facts: { instance, database: databaseOf(instance), release },
  });
}
