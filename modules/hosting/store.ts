import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { BACKUP_REASONS, VERBS } from './contract.ts';
import type {
  ArchiveFacts,
  ClosedReason,
  DriverKind,
  Health,
  InstanceFacts,
  Proof,
  ProvisionOrder,
  ServerFacts,
  StepFacts,
  Usage,
} from './driver.ts';
import type { Hold, InstanceState, Life } from './lifecycle.ts';

export type Verb = (typeof VERBS)[number];
export type OperationState = 'waiting' | 'running' | 'done' | 'refused' | 'failed';

export interface HostingTables {
  workspace_door: { tenant_id: Id; reason: ClosedReason; since: Instant };
  hosting_server: {
    tenant_id: Id;
    id: Id;
    name: string;
    address: string;
    places: number;
    state: 'taking' | 'closed' | 'retired';
    facts: StepFacts | string;
    made_at: Instant;
  };
  hosted_instance: {
    tenant_id: Id;
    id: Id;
    number: number;
    kind: DriverKind;
    slug: string;
    title: string;
    customer_id: Id | null;
    subscription_id: Id | null;
    server_id: Id | null;
    host_names: readonly string[] | string;
    state: InstanceState;
    holds: readonly Hold[] | string;
    ends_at: Instant | null;
    kept_until: Instant | null;
    version: string;
    url: string;
    provision: ProvisionOrder | string;
    facts: StepFacts | string;
    health: (Health & { readonly at: Instant }) | string | null;
    usage: (Usage & { readonly at: Instant }) | string | null;
    ordered_at: Instant;
    login_checked_at: Instant | null;
    login_check: string | null;
    handed_over_at: Instant | null;
    accepted_at: Instant | null;
  };
  hosting_operation: {
    tenant_id: Id;
    id: Id;
    instance_id: Id;
    verb: Verb;
    input: StepFacts | string;
    state: OperationState;
    attempts: number;
    answer: StepFacts | string | null;
    refusal: StepFacts | string | null;
    fault: string | null;
    asked_by: string;
    asked_name: string;
    asked_at: Instant;
    ended_at: Instant | null;
  };
  hosting_step: {
    tenant_id: Id;
    operation_id: Id;
    name: string;
    facts: StepFacts | string;
    done_at: Instant;
  };
  hosted_thing: {
    tenant_id: Id;
    server: string;
    kind: string;
    name: string;
    instance_id: Id;
    operation_id: Id;
    claimed_at: Instant;
  };
  hosted_backup: {
    tenant_id: Id;
    id: Id;
    instance_id: Id;
    operation_id: Id;
    as_of: Instant;
    reason: BackupReason;
    archive: ArchiveFacts | string;
    sealed_bytes: bigint;
    sealed_sha256: string;
    proof: Proof | string;
    proven_at: Instant;
    places: readonly string[] | string;
    removed_at: Instant | null;
  };
  hosted_deletion: {
    tenant_id: Id;
    id: Id;
    instance_id: Id;
    what: string;
    key: Readonly<Record<string, string>> | string;
    at: Instant;
  };
  hosted_copy: {
    tenant_id: Id;
    id: Id;
    instance_id: Id;
    backup_id: Id;
    slug: string;
    url: string;
    facts: StepFacts | string;
    made_at: Instant;
    until: Instant;
    dropped_at: Instant | null;
  };
  deletion_record: {
    tenant_id: Id;
    instance_id: Id;
    deleted_at: Instant;
    method: string;
    counts: Readonly<Record<string, number>> | string;
    last_backup_sha256: string | null;
  };
}

export type BackupReason = (typeof BACKUP_REASONS)[number];

export type InstanceRow = HostingTables['hosted_instance'];
export type OperationRow = HostingTables['hosting_operation'];

/** A value for a column of JSON. */
export const json = (value: unknown): string => JSON.stringify(value);

/** An instance, locked until the transaction ends: its life has one writer at a time. */
export async function lockInstance(
  tx: Tx,
  instanceId: Id,
): Promise<Result<InstanceRow, { code: 'instance_unknown' }>> {
  const row = await tx
    .tables<HostingTables>()
    .selectFrom('hosted_instance')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', instanceId)
    .forUpdate()
    .executeTakeFirst();
  return row ? ok(row) : refuse({ code: 'instance_unknown' });
}

export async function updateInstance(
  tx: Tx,
  instanceId: Id,
  set: Partial<Omit<InstanceRow, 'tenant_id' | 'id'>>,
): Promise<void> {
  await tx
    .tables<HostingTables>()
    .updateTable('hosted_instance')
    .set(set)
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', instanceId)
    .execute();
}

export function lifeOf(row: Pick<InstanceRow, 'state' | 'holds' | 'ends_at' | 'kept_until'>): Life {
  return {
    state: row.state,
    holds: row.holds as readonly Hold[],
    endsAt: row.ends_at,
    keptUntil: row.kept_until,
  };
}

export async function saveLife(tx: Tx, instanceId: Id, life: Life): Promise<void> {
  await updateInstance(tx, instanceId, {
    state: life.state,
    holds: json(life.holds),
    ends_at: life.endsAt,
    kept_until: life.keptUntil,
  });
}

/** An instance as its driver sees it. */
export async function factsOf(tx: Tx, row: InstanceRow): Promise<InstanceFacts> {
  return {
    id: row.id,
    kind: row.kind,
    operatorTenantId: row.tenant_id,
    slug: row.slug,
    title: row.title,
    hostNames: row.host_names as readonly string[],
    version: row.version,
    server: row.server_id === null ? null : await loadServer(tx, row.server_id),
    facts: row.facts as StepFacts,
  };
}

async function loadServer(tx: Tx, serverId: Id): Promise<ServerFacts> {
  const { id, name, address, facts } = await tx
    .tables<HostingTables>()
    .selectFrom('hosting_server')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', serverId)
    .executeTakeFirstOrThrow();
  return { id, name, address, facts: facts as StepFacts };
}

/** H-0001, as staff and customers call it. */
export const instanceNumber = ({ number }: Pick<InstanceRow, 'number'>): string =>
  `H-${String(number).padStart(4, '0')}`;
