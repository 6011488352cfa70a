import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import type { AgentReport } from '#platform/host-agent/protocol.ts';
import { databaseOf } from '#platform/host-agent/names.ts';
import { listReleases, type Host } from './host.ts';
import { isRunning, memoryOf } from './processes.ts';

/** Of what is reported; rises when the control plane must tell agents apart. */
const AGENT_VERSION = '1';

/** How the server is, as staff should see it. */
export async function reportOf(host: Host, now: Date): Promise<AgentReport> {
  const { state, settings, home, databases } = host;
  const disk = await statfs(home);
  const instances = [];
  for (const one of state.instances()) {
    const mailsWaiting = await mailsOf(databases, databaseOf(one.name));
    instances.push({
      ...{ name: one.name, release: one.release, running: isRunning(one.process) },
      ...{ memoryBytes: memoryOf(one.process), restarts: one.restarts },
      ...{ closed: one.closed?.reason ?? null, mailsWaiting },
    });
  }
  const ends = certificateEnds(settings.certificates);
  return {
    ...{ agent: AGENT_VERSION, at: now.toISOString() },
    disk: { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize },
    memory: { freeBytes: freemem(), totalBytes: totalmem() },
    releases: listReleases(host),
    templates: state
      .templates()
      .filter(({ phase }) => phase === 'ready')
      .map(({ name, release }) => ({ name, release })),
    instances,
    certificates: state
      .instances()
      .flatMap(({ hosts }) => hosts)
      .map((name) => ({ host: name, endsAt: ends.get(name) ?? null })),
    mailsWaiting: instances.reduce((sum, { mailsWaiting }) => sum + (mailsWaiting ?? 0), 0),
  };
}

/** Mails that wait or failed in an instance; null where that cannot be told. */
async function mailsOf(databases: Host['databases'], database: string): Promise<number | null> {
  try {
    return await databases.on(database, async (query) => {
      const [there] = await query("select to_regclass('public.mail_mail') is not null as there");
      if (there?.['there'] !== true) return 0;
      const [found] = await query(
        "select count(*)::int as n from mail_mail where state in ('outgoing', 'exception')",
      );
      return Number(found?.['n']);
    });
  } catch {
    return null;
  }
}

/** When the proxy's certificates end, by host; the one that ends last counts. */
function certificateEnds(folder: string | null): ReadonlyMap<string, string> {
  const ends = new Map<string, string>();
  if (folder === null) return ends;
  for (const entry of list(folder)) {
    try {
      const certificate = new X509Certificate(readFileSync(join(folder, entry), 'utf8'));
      const until = certificate.validToDate.toISOString();
      for (const [, name] of certificate.subjectAltName?.matchAll(/DNS:([^,\s]+)/g) ?? [])
        if ((ends.get(name!) ?? '') < until) ends.set(name!, until);
    } catch {
      // Half-written just now, or no certificate.
    }
  }
  return ends;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.crt'));
  } catch {
    return [];
  }
}
