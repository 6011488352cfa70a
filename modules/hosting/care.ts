import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { askOperation } from './ask-operation.ts';
import { letFilesGo } from './backups/let-go.ts';
import { CARE } from './change-life.ts';
import { driverOf } from './drivers.ts';
import { dueNow, type Hold } from './lifecycle.ts';
import { lapseOrders } from './ordering/orders.ts';
import { watchQuota } from './quotas/watch.ts';
import {
  factsOf,
  json,
  lifeOf,
  lockInstance,
  updateInstance,
  type HostingTables,
  type InstanceRow,
} from './store.ts';

/** C-6 promises an end of access within 15 minutes. */
const EVERY_MINUTES = 5;
const BACKUP_EVERY_MINUTES = 24 * 60;
const LOOK_EVERY_MINUTES = 60;

/**
 * What the clock has made due of the operator's instances: ends, deletions, backups, copies that are over; then a look at
 * each, and files that are let go. Everything long is an operation of its own. Safe to run twice and by many.
 */
export const care = {
  ...CARE,
  timeoutSeconds: 900,
  async run({ context, tenantId, signal }): Promise<void> {
    const facts = await context.tenantFacts(tenantId);
    const caller = (): Caller => systemCaller(facts, context.clock, `job:${CARE.name}`);
    const rows = await context.db.inTenant(tenantId, async (tx) => {
      const all = await running(tx);
      for (const row of all) await askWhatIsDue(tx, caller(), row);
      return all;
    });
    for (const row of rows) {
      signal.throwIfAborted();
      if (row.state === 'open' || isFull(row)) await lookAt(context, caller, row, signal);
    }
    await context.db.inTenant(tenantId, (tx) => lapseOrders(tx, caller().now));
    await letFilesGo(context, tenantId, caller());
  },
} satisfies Job<unknown, AppContext>;

const running = (tx: Tx): Promise<InstanceRow[]> =>
  tx
    .tables<HostingTables>()
    .selectFrom('hosted_instance')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('state', 'not in', ['deleted', 'failed', 'ordered'])
    .orderBy('number')
    .execute() as Promise<InstanceRow[]>;

async function askWhatIsDue(tx: Tx, caller: Caller, row: InstanceRow): Promise<void> {
  const due = dueNow(lifeOf(row), caller.now);
  if (due !== null) return void (await askOperation(tx, caller, row.id, due));
  const tables = tx.tables<HostingTables>();
  const over = await tables
    .selectFrom('hosted_copy')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', row.id)
    .where('dropped_at', 'is', null)
    .where('until', '<=', caller.now)
    .execute();
  for (const { id } of over) await askOperation(tx, caller, row.id, 'drop-copy', { copyId: id });
  if (row.state !== 'open' && row.state !== 'closed') return;
  const last = await tables
    .selectFrom('hosting_operation')
    .select('asked_at')
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', row.id)
    .where('verb', '=', 'backup')
    .orderBy('asked_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last || addMinutes(last.asked_at, BACKUP_EVERY_MINUTES) <= caller.now)
    await askOperation(tx, caller, row.id, 'backup', { reason: 'schedule' });
}

/** Health and usage as staff see them; an instance that does not answer is a finding, not a failure of the care. */
async function lookAt(
  context: AppContext,
  caller: () => Caller,
  row: InstanceRow,
  signal: AbortSignal,
): Promise<void> {
  const now = context.clock.now();
  const before = row.health as { at: Instant } | null;
  if (before && addMinutes(before.at, LOOK_EVERY_MINUTES) > now) return;
  const { db } = context;
  const instance = await db.inTenant(row.tenant_id, (tx) => factsOf(tx, row));
  const driver = driverOf(context, row.kind);
  const look = { instance, signal, now: () => context.clock.now() };
  const health = await driver.health(look);
  const usage = health.state === 'down' ? null : await driver.usage(look);
  await db.inTenant(row.tenant_id, async (tx) => {
    await updateInstance(tx, row.id, {
      health: json({ ...health, at: now }),
      ...(usage?.ok ? { usage: json({ ...usage.value, at: now }) } : {}),
    });
    const locked = await lockInstance(tx, row.id);
    if (locked.ok && usage?.ok) await watchQuota(tx, caller(), locked.value, usage.value);
  });
}

/** Closed because it is full: it opens again when it is measured and fits. */
const isFull = ({ state, holds }: InstanceRow): boolean =>
  state === 'closed' && (holds as readonly Hold[]).includes('quota');

/** Every few minutes: has the operator's instances cared for, and queues its own next run. */
export const careAgain = {
  name: 'hosting.care-again',
  attempts: 10,
  timeoutSeconds: 60,
  async run({ context, tenantId }): Promise<void> {
    // By the machine's clock, by which the queue goes.
    const runAt = addMinutes(systemClock.now(), EVERY_MINUTES);
    await context.db.inTenant(tenantId, async (tx) => {
      await queueJob(tx, CARE, {}, { key: CARE.name });
      await queueJob(tx, careAgain, {}, { runAt, key: careAgain.name });
    });
  },
} satisfies Job<unknown, AppContext>;

/** At start-up: sees to it that a run waits. */
export async function startHostingCare({ db, clock }: Pick<AppContext, 'db' | 'clock'>): Promise<void> {
  const installation = await loadInstallation(db, clock.now());
  if (!installation) return;
  await db.inTenant(installation.operatorTenantId, (tx) =>
    queueJob(tx, careAgain, {}, { key: careAgain.name }),
  );
}
