import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { already, conflict, done, type StationAnswer } from './station-answer.ts';
import type { ProductionTables } from './store.ts';

/** Work that was begun, as stations and the office show it. */
export interface WorkRun {
  readonly workOrderId: Id;
  readonly state: 'running' | 'paused';
  readonly reason: string | null;
  readonly since: Instant;
}

/** Work is begun at a station; what rests goes on. Said twice, it is begun once. */
export async function beginWork(tx: Tx, caller: Caller, workOrderId: Id): Promise<StationAnswer> {
  const name = await nameOf(tx, workOrderId);
  if (name === null) return conflict('work_unknown', {}, ['ok', 'help']);
  const tables = tx.tables<ProductionTables>();
  const begun = await tables
    .insertInto('work_run')
    .values({
      tenant_id: tx.tenantId,
      work_order_id: workOrderId,
      state: 'running',
      reason: null,
      begun_at: caller.now,
      since: caller.now,
      actor: caller.actor,
    })
    .onConflict((c) => c.columns(['tenant_id', 'work_order_id']).doNothing())
    .returning('work_order_id')
    .executeTakeFirst();
  if (begun) {
    await publish(tx, caller, 'work.begun', workOrderId, { name });
    return done('work_begun', { name });
  }
  const resumed = await tables
    .updateTable('work_run')
    .set({ state: 'running', reason: null, since: caller.now, actor: caller.actor })
    .where('tenant_id', '=', tx.tenantId)
    .where('work_order_id', '=', workOrderId)
    .where('state', '=', 'paused')
    .returning('work_order_id')
    .executeTakeFirst();
  if (!resumed) return already('work_runs_already', { name });
  await publish(tx, caller, 'work.resumed', workOrderId, { name });
  return done('work_resumed', { name });
}

/** Work rests, and the office sees why. What was not said to be begun was begun by that as well. */
export async function pauseWork(
  tx: Tx,
  caller: Caller,
  workOrderId: Id,
  reason: string,
): Promise<StationAnswer> {
  const name = await nameOf(tx, workOrderId);
  if (name === null) return conflict('work_unknown', {}, ['ok', 'help']);
  const row = {
    tenant_id: tx.tenantId,
    work_order_id: workOrderId,
    state: 'paused' as const,
    reason,
    begun_at: caller.now,
    since: caller.now,
    actor: caller.actor,
  };
  const paused = await tx
    .tables<ProductionTables>()
    .insertInto('work_run')
    .values(row)
    .onConflict((c) =>
      c
        .columns(['tenant_id', 'work_order_id'])
        .doUpdateSet({ state: 'paused', reason, since: caller.now, actor: caller.actor })
        .where('work_run.state', '=', 'running'),
    )
    .returning('work_order_id')
    .executeTakeFirst();
  if (!paused) return already('work_paused_before', { name });
  await publish(tx, caller, 'work.paused', workOrderId, { name, reason });
  return done('work_paused', { name });
}

/**
 * Takes a begin, a pause or a go-on back, while nothing came after it.
 * @param at the moment of the tap that was a slip
 */
export async function undoRun(
  tx: Tx,
  caller: Caller,
  tap: { readonly workOrderId: Id; readonly at: Instant; readonly begun: boolean; readonly paused: boolean },
): Promise<StationAnswer> {
  const tables = tx.tables<ProductionTables>();
  const row = await tables
    .selectFrom('work_run')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('work_order_id', '=', tap.workOrderId)
    .where('since', '=', tap.at)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return already('undo_nothing');
  if (row.begun_at === tap.at)
    await tables
      .deleteFrom('work_run')
      .where('tenant_id', '=', tx.tenantId)
      .where('work_order_id', '=', tap.workOrderId)
      .execute();
  else if (tap.paused)
    await tables
      .updateTable('work_run')
      .set({ state: 'running', reason: null })
      .where('tenant_id', '=', tx.tenantId)
      .where('work_order_id', '=', tap.workOrderId)
      .execute();
  // Why it rested before is not known any more: a go-on that was a slip is said anew, with its reason.
  else return conflict('undo_pause_anew', {}, ['ok']);
  await publish(tx, caller, 'work.unbegun', tap.workOrderId);
  return done('undo_done');
}

/** What was begun among these, by work order. */
export async function workRuns(tx: Tx, workOrderIds: readonly Id[]): Promise<Map<Id, WorkRun>> {
  if (workOrderIds.length === 0) return new Map();
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('work_run')
    .select(['work_order_id', 'state', 'reason', 'since'])
    .where('tenant_id', '=', tx.tenantId)
    .where('work_order_id', 'in', [...new Set(workOrderIds)])
    .execute();
  return new Map(
    rows.map((row) => [
      row.work_order_id,
      { workOrderId: row.work_order_id, state: row.state, reason: row.reason, since: row.since },
    ]),
  );
}

async function nameOf(tx: Tx, workOrderId: Id): Promise<string | null> {
  const row = await tx
    .tables<ProductionTables>()
    .selectFrom('work_order')
    .select('name')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', workOrderId)
    .executeTakeFirst();
  return row?.name ?? null;
}
