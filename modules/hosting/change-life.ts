import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob } from '#platform/jobs/job.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { askOperation } from './ask-operation.ts';
import type { DriverKind } from './driver.ts';
import { isOpen, nextLife, type Hold, type InstanceState, type Life, type LifeEvent } from './lifecycle.ts';
import { json, lifeOf, lockInstance, saveLife, type BackupReason, type HostingTables } from './store.ts';

/** The job that looks what the clock has made due. */
export const CARE = { name: 'hosting.care', attempts: 10 } as const;

async function change(
  tx: Tx,
  caller: Caller,
  instanceId: Id,
  event: LifeEvent,
  said: string,
): Promise<Result<Life, Refusal>> {
  const locked = await lockInstance(tx, instanceId);
  if (!locked.ok) return locked;
  const before = lifeOf(locked.value);
  const next = nextLife(before, event);
  if (!next.ok) return next;
  await saveLife(tx, instanceId, next.value);
  await publish(tx, caller, `instance.${said}`, instanceId, { ...event });
  const [was, is] = [isOpen(before), isOpen(next.value)];
  // The reason that is told at the door is the first there is.
  const other = next.value.state === 'closed' && before.holds[0] !== next.value.holds[0];
  if (was !== is || other) await askOperation(tx, caller, instanceId, is ? 'resume' : 'suspend');
  return ok(next.value);
}

/** Closes an instance for a time; what it runs and holds stays, and data can still be fetched (C-5). */
export const holdInstance = (tx: Tx, caller: Caller, instanceId: Id, hold: Hold) =>
  change(tx, caller, instanceId, { kind: 'hold', hold }, 'held');

/** Lifts one reason; the instance opens when it was the last. */
export const liftHold = (tx: Tx, caller: Caller, instanceId: Id, hold: Hold) =>
  change(tx, caller, instanceId, { kind: 'lift', hold }, 'lifted');

/**
 * Promises the end of access, or moves it. At `endsAt` the door closes by itself, never before; at `keptUntil` the data is
 * deleted with a record. @see clause C-5, C-6
 */
export async function planInstanceEnd(
  tx: Tx,
  caller: Caller,
  instanceId: Id,
  end: { readonly endsAt: Instant; readonly keptUntil: Instant },
): Promise<Result<Life, Refusal>> {
  const planned = await change(tx, caller, instanceId, { kind: 'plan-end', ...end }, 'end-planned');
  // At that very moment; the care that runs every few minutes is behind it.
  if (planned.ok) await queueJob(tx, CARE, {}, { runAt: end.endsAt });
  return planned;
}

/** Takes a promised end back, also after it, until the data goes. */
export const takeBackInstanceEnd = (tx: Tx, caller: Caller, instanceId: Id) =>
  change(tx, caller, instanceId, { kind: 'take-back-end', now: caller.now }, 'end-taken-back');

/** Has a backup made and proven. @returns the operation, whose id the backup will have */
export const askBackup = (tx: Tx, caller: Caller, instanceId: Id, reason: BackupReason): Promise<Id> =>
  askOperation(tx, caller, instanceId, 'backup', { reason });

/** What a customer's cancellation must know of an instance. */
export interface InstanceSummary {
  readonly id: Id;
  readonly kind: DriverKind;
  readonly slug: string;
  readonly title: string;
  readonly url: string;
  readonly version: string;
  readonly state: InstanceState;
  readonly endsAt: Instant | null;
  readonly keptUntil: Instant | null;
}

/** Instances that run under a subscription; those that are gone are left out. */
export async function instancesOf(tx: Tx, subscriptionId: Id): Promise<InstanceSummary[]> {
  const rows = await tx
    .tables<HostingTables>()
    .selectFrom('hosted_instance')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('subscription_id', '=', subscriptionId)
    .where('state', 'not in', ['deleted', 'failed'])
    .orderBy('number')
    .execute();
  return rows.map(
    ({ id, kind, slug, title, url, version, state, ends_at: endsAt, kept_until: keptUntil }) => ({
      ...{ id, kind, slug, title, url, version, state, endsAt, keptUntil },
    }),
  );
}

export interface ProvenBackup {
  readonly id: Id;
  readonly asOf: Instant;
  readonly provenAt: Instant;
  readonly reason: BackupReason;
  readonly bytes: number;
  /** of the encrypted file */
  readonly sha256: string;
}

/** The newest backup of an instance that is still there; every backup is proven. */
export async function newestBackup(tx: Tx, instanceId: Id): Promise<ProvenBackup | null> {
  const row = await tx
    .tables<HostingTables>()
    .selectFrom('hosted_backup')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', instanceId)
    .where('removed_at', 'is', null)
    .orderBy('as_of', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const { id, as_of: asOf, proven_at: provenAt, reason, sealed_bytes: bytes, sealed_sha256: sha256 } = row;
  return { id, asOf, provenAt, reason, bytes: Number(bytes), sha256 };
}

/** Says that something was deleted for good: no older backup brings it back. */
export async function noteDeletion(
  tx: Tx,
  caller: Caller,
  instanceId: Id,
  deleted: { readonly what: string; readonly key: Readonly<Record<string, string>> },
): Promise<void> {
  await tx
    .tables<HostingTables>()
    .insertInto('hosted_deletion')
    .values({
      ...{ tenant_id: tx.tenantId, id: idAt(caller.now), instance_id: instanceId },
      ...{ what: deleted.what, key: json(deleted.key), at: caller.now },
    })
    .execute();
}
