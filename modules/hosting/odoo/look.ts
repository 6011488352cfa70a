import { EgressFailed } from '#platform/egress/egress.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { DriverLook, Health, Usage } from '../driver.ts';
import { AgentRefused } from './agent-client.ts';
import { placeOf, type Placed } from './instance.ts';

/** Slower than this is told to staff. */
const SLOW_MS = 2_000;
const CERTIFICATE_DAYS = 14;
const DAY_MS = 86_400_000;
const DISK_FREE_PERCENT = 10;

/** Asks the instance's server as a browser would, and its agent what staff should know. */
export async function looksHealthy(
  context: Pick<AppContext, 'db' | 'egress'>,
  look: DriverLook,
): Promise<Health> {
  try {
    const placed = await placeOf(context, look);
    const { agent, instance } = placed;
    const started = performance.now();
    const answer = await agent.wireTo(instance)({ path: '/web/health', body: null, bearer: null });
    const answeredMs = Math.round(performance.now() - started);
    const notes = await notesOf(placed, Date.parse(look.now()));
    if (answer.status !== 200)
      return { state: 'down', answeredMs, notes: [`it answers with ${answer.status}`, ...notes] };
    return { state: answeredMs > SLOW_MS ? 'slow' : 'ok', answeredMs, notes };
  } catch (error) {
    if (!(error instanceof AgentRefused || error instanceof EgressFailed)) throw error;
    return { state: 'down', answeredMs: null, notes: [error.message.slice(0, 200)] };
  }
}

async function notesOf({ agent, instance }: Placed, nowMs: number): Promise<string[]> {
  const { instances, certificates, disk } = await agent.call('report', {});
  const own = instances.find(({ name }) => name === instance);
  const notes: string[] = [];
  for (const { host, endsAt } of certificates)
    if (
      host.startsWith(`${instance}.`) &&
      endsAt !== null &&
      Date.parse(endsAt) < nowMs + CERTIFICATE_DAYS * DAY_MS
    )
      notes.push(`the certificate of ${host} ends ${endsAt.slice(0, 10)}`);
  if (own?.mailsWaiting) notes.push(`${own.mailsWaiting} mails wait or failed`);
  if (own && own.restarts > 0) notes.push(`its server was started again ${own.restarts} times`);
  const free = Math.floor((100 * disk.freeBytes) / disk.totalBytes);
  if (free < DISK_FREE_PERCENT) notes.push(`the disk of its machine has ${free} % left`);
  return notes;
}

/** People of the house, and bytes of database and filestore. */
export async function measureUse({ agent, instance }: Placed): Promise<Usage> {
  const { users, databaseBytes, files, modules, mailsWaiting } = await agent.call('instance.measure', {
    instance,
  });
  return {
    users,
    bytes: databaseBytes + files.bytes,
    more: { files: files.count, modules: Object.keys(modules).length, mailsWaiting },
  };
}
