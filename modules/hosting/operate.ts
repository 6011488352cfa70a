import type { Id } from '#domain/kernel/ids.ts';
import type { Refusal } from '#domain/kernel/result.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import type { Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { OPERATE } from './ask-operation.ts';
import { openRun } from './driver-run.ts';
import { driverOf } from './drivers.ts';
import type { StepFacts } from './driver.ts';
import {
  factsOf,
  json,
  lockInstance,
  type HostingTables,
  type InstanceRow,
  type OperationRow,
} from './store.ts';
import { verbs } from './verbs/verbs.ts';
import type { Working } from './verbs/verb.ts';

/**
 * Carries out one operation. It may be killed anywhere and begin again: what its steps did is remembered, what it made
 * is claimed, and what people see changes only in the transactions at its beginning and end. An operation that is refused,
 * or broke in its last attempt, is undone before it is written down as over.
 */
export const operate = {
  ...OPERATE,
  timeoutSeconds: 3600,
  async run({ context, tenantId, signal, attempt }, { operationId }): Promise<void> {
    const facts = await context.tenantFacts(tenantId);
    const caller = (): Caller => systemCaller(facts, context.clock, `job:${OPERATE.name}`);
    const begun = await context.db.inTenant(tenantId, (tx) => begin(tx, caller(), operationId));
    if (!begun) return;
    const { operation, row } = begun;
    const instance = await context.db.inTenant(tenantId, (tx) => factsOf(tx, row));
    const working: Working = {
      ...{ context, caller, row, operation },
      driver: driverOf(context, row.kind),
      run: openRun(context, instance, operation.id, signal),
    };
    const verb = verbs[operation.verb];
    try {
      const done = await verb.work(working);
      if (done.ok) return await end(working, 'done', { answer: done.value });
      await verb.undo?.(working);
      await end(working, 'refused', { refusal: done.refusal });
    } catch (error) {
      const fault = String((error as Error).message).slice(0, 1000);
      if (attempt < OPERATE.attempts) {
        await context.db.inTenant(tenantId, (tx) => update(tx, operation.id, { fault }));
        throw error;
      }
      await verb.undo?.(working);
      await end(working, 'failed', { fault });
      throw error;
    }
  },
} satisfies Job<{ operationId: Id }, AppContext>;

/** Marks an operation as under way, with what that changes in its instance; null when there is nothing left to do. */
async function begin(
  tx: Tx,
  caller: Caller,
  operationId: Id,
): Promise<{ operation: OperationRow; row: InstanceRow } | null> {
  const tables = tx.tables<HostingTables>();
  const operation = await tables
    .selectFrom('hosting_operation')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', operationId)
    .forUpdate()
    .executeTakeFirst();
  if (!operation || (operation.state !== 'waiting' && operation.state !== 'running')) return null;
  const locked = await lockInstance(tx, operation.instance_id);
  if (!locked.ok) return null;
  const may = (await verbs[operation.verb].begin?.(tx, caller, locked.value, operation)) ?? { ok: true };
  if (!may.ok) {
    await update(tx, operationId, {
      state: 'refused',
      refusal: json(may.refusal),
      ended_at: caller.now,
    });
    await tell(tx, caller, operation, 'refused', may.refusal);
    return null;
  }
  await update(tx, operationId, { state: 'running', attempts: operation.attempts + 1 });
  const again = await lockInstance(tx, operation.instance_id);
  return again.ok ? { operation, row: again.value } : null;
}

type Outcome = { readonly answer?: StepFacts; readonly refusal?: Refusal; readonly fault?: string };

async function end(
  { context, caller, operation }: Working,
  state: 'done' | 'refused' | 'failed',
  outcome: Outcome,
): Promise<void> {
  await context.db.inTenant(operation.tenant_id, async (tx) => {
    const locked = await lockInstance(tx, operation.instance_id);
    if (!locked.ok) return;
    const now = caller();
    const verb = verbs[operation.verb];
    if (state === 'done') await verb.finish?.(tx, now, locked.value, operation, outcome.answer ?? {});
    else await verb.fail?.(tx, now, locked.value, operation, outcome.refusal ?? null);
    await update(tx, operation.id, {
      state,
      answer: outcome.answer ? json(outcome.answer) : null,
      refusal: outcome.refusal ? json(outcome.refusal) : null,
      fault: outcome.fault ?? null,
      ended_at: now.now,
    });
    await tell(tx, now, operation, state, outcome.refusal ?? null);
  });
}

/** Screens and readers hear of each end: `instance.backup-done`, `instance.provision-refused` … */
async function tell(
  tx: Tx,
  caller: Caller,
  { id, verb, instance_id: instanceId }: OperationRow,
  state: 'done' | 'refused' | 'failed',
  refusal: Refusal | null,
): Promise<void> {
  await publish(tx, caller, `instance.${verb}-${state}`, instanceId, {
    operationId: id,
    ...(refusal ? { code: refusal.code } : {}),
  });
}

async function update(tx: Tx, id: Id, set: Partial<OperationRow>): Promise<void> {
  await tx
    .tables<HostingTables>()
    .updateTable('hosting_operation')
    .set(set)
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', id)
    .execute();
}
