import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import type { BackupView, InstanceView, OperationView, WholeInstance } from './contract.ts';
import type { ArchiveFacts, Health, Proof, ProvisionOrder, StepFacts, Usage } from './driver.ts';
import type { Hold } from './lifecycle.ts';
import {
  instanceNumber,
  type HostingTables,
  type InstanceRow,
  type OperationRow,
  type Verb,
} from './store.ts';

/** Every instance but those that are gone, by number; one of them alone when it is named. */
export async function listInstances(tx: Tx, only: Id | null = null): Promise<InstanceView[]> {
  const rows = (await tx
    .tables<HostingTables>()
    .selectFrom('hosted_instance')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where((e) => (only ? e('id', '=', only) : e('state', '<>', 'deleted')))
    .orderBy('number')
    .execute()) as InstanceRow[];
  const customers = await loadCustomers(
    tx,
    rows.flatMap(({ customer_id: id }) => id ?? []),
  );
  const backups = await newestBackups(tx);
  const trouble = await troubles(tx);
  return rows.map((row) => ({
    id: row.id,
    number: instanceNumber(row),
    kind: row.kind,
    slug: row.slug,
    title: row.title,
    customer: (row.customer_id && customers.get(row.customer_id)?.name) || '',
    state: row.state,
    holds: [...(row.holds as readonly Hold[])],
    endsAt: row.ends_at,
    keptUntil: row.kept_until,
    health: healthOf(row),
    usage: usageOf(row),
    quotaPercent: quotaPercent(row),
    lastBackupAt: backups.get(row.id) ?? null,
    trouble: trouble.get(row.id) ?? [],
  }));
}

function healthOf({ health }: InstanceRow): InstanceView['health'] {
  if (health === null) return null;
  const { notes, ...same } = health as Health & { at: Instant };
  return { ...same, notes: [...notes] };
}

function usageOf({ usage }: InstanceRow): InstanceView['usage'] {
  if (usage === null) return null;
  const { users, bytes, at } = usage as Usage & { at: Instant };
  return { users, bytes, at };
}

/** How full the fullest of the plan's limits is, in whole per cent. */
function quotaPercent(row: InstanceRow): number | null {
  const { quota } = row.provision as ProvisionOrder;
  const usage = row.usage as Usage | null;
  if (!usage) return null;
  const shares = (['users', 'bytes'] as const).flatMap((what) => {
    const most = quota[what];
    return most ? [Math.floor((100 * usage[what]) / most)] : [];
  });
  return shares.length > 0 ? Math.max(...shares) : null;
}

async function newestBackups(tx: Tx): Promise<ReadonlyMap<Id, Instant>> {
  const { rows } = await sql<{ id: Id; at: Instant }>`
    select instance_id as id, max(as_of) as at from hosted_backup
    where tenant_id = ${tx.tenantId} and removed_at is null group by instance_id`.execute(tx.tables());
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** Verbs whose last operation came to nothing. */
async function troubles(tx: Tx): Promise<ReadonlyMap<Id, Verb[]>> {
  const { rows } = await sql<{ id: Id; verb: Verb; state: string }>`
    select distinct on (instance_id, verb) instance_id as id, verb, state from hosting_operation
    where tenant_id = ${tx.tenantId} order by instance_id, verb, asked_at desc, id desc`.execute(tx.tables());
  const found = new Map<Id, Verb[]>();
  for (const { id, verb, state } of rows)
    if (state === 'failed' || state === 'refused') found.set(id, [...(found.get(id) ?? []), verb]);
  return found;
}

const OPERATIONS = 50;

export async function wholeInstance(
  tx: Tx,
  instanceId: Id,
): Promise<Result<WholeInstance, { code: 'instance_unknown' }>> {
  const [instance] = await listInstances(tx, instanceId);
  if (!instance) return refuse({ code: 'instance_unknown' });
  const tables = tx.tables<HostingTables>();
  const row = await tables
    .selectFrom('hosted_instance')
    .select(['url', 'version', 'login_check', 'handed_over_at', 'accepted_at'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', instanceId)
    .executeTakeFirstOrThrow();
  const operations = (await tables
    .selectFrom('hosting_operation')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', instanceId)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(OPERATIONS)
    .execute()) as OperationRow[];
  const backups = await tables
    .selectFrom('hosted_backup')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', instanceId)
    .where('removed_at', 'is', null)
    .orderBy('as_of', 'desc')
    .execute();
  const copies = await tables
    .selectFrom('hosted_copy')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', instanceId)
    .where('dropped_at', 'is', null)
    .orderBy('made_at', 'desc')
    .execute();
  return ok({
    ...instance,
    url: row.url,
    version: row.version,
    loginCheck: row.login_check,
    handedOverAt: row.handed_over_at,
    acceptedAt: row.accepted_at,
    operations: operations.map(operationView),
    backups: backups.map(backupView),
    copies: copies.map(({ id, slug, url, made_at: madeAt, until }) => ({ id, slug, url, madeAt, until })),
  });
}

function operationView(row: OperationRow): OperationView {
  const refusal = row.refusal as StepFacts | null;
  const code = refusal?.['code'];
  return {
    id: row.id,
    verb: row.verb,
    state: row.state,
    attempts: row.attempts,
    why: row.fault ?? (typeof code === 'string' ? code : ''),
    askedName: row.asked_name,
    askedAt: row.asked_at,
    endedAt: row.ended_at,
  };
}

function backupView(row: HostingTables['hosted_backup']): BackupView {
  const archive = row.archive as ArchiveFacts;
  const proof = row.proof as Proof;
  return {
    id: row.id,
    asOf: row.as_of,
    provenAt: row.proven_at,
    reason: row.reason,
    bytes: Number(row.sealed_bytes),
    sha256: row.sealed_sha256,
    rows: Object.values(archive.counts).reduce((sum, n) => sum + n, 0),
    files: archive.files.count,
    users: proof.users,
  };
}
