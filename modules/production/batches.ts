import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { ProductionTables } from './store.ts';

export type BatchRefusal =
  { readonly code: 'batch_unknown' } | { readonly code: 'batch_empty'; readonly material: string };

/**
 * Gathers the waiting parts of one material from the chosen orders. Parts that another batch has are left there, so
 * two planners who choose the same orders at once do not cut anything twice.
 */
export async function createBatch(
  tx: Tx,
  caller: Caller,
  chosen: { readonly material: string; readonly orderIds: readonly Id[] },
): Promise<Result<{ id: Id; number: number; parts: number }, BatchRefusal>> {
  const batch = await openBatch(tx, caller, chosen.material, 'planned');
  const parts = await takeWaiting(tx, batch.id, chosen);
  if (parts === 0) return refuse({ code: 'batch_empty', material: chosen.material });
  await publish(tx, caller, 'batch.made', batch.id, {
    number: batch.number,
    material: chosen.material,
    parts,
  });
  return ok({ ...batch, parts });
}

/** Adds waiting parts of further orders (or new ones of the same orders) to a batch; they wait for its next plan. */
export async function addToBatch(
  tx: Tx,
  caller: Caller,
  batchId: Id,
  orderIds: readonly Id[],
): Promise<Result<{ parts: number }, BatchRefusal>> {
  const batch = await lockBatch(tx, batchId);
  if (!batch) return refuse({ code: 'batch_unknown' });
  const parts = await takeWaiting(tx, batchId, { material: batch.material, orderIds });
  if (parts === 0) return refuse({ code: 'batch_empty', material: batch.material });
  await publish(tx, caller, 'batch.changed', batchId, { parts });
  return ok({ parts });
}

export async function openBatch(
  tx: Tx,
  caller: Caller,
  material: string,
  purpose: 'planned' | 'remake',
): Promise<{ id: Id; number: number }> {
  const row = { id: idAt(caller.now), number: await nextNumber(tx, 'cut-batch') };
  await tx
    .tables<ProductionTables>()
    .insertInto('cut_batch')
    .values({
      tenant_id: tx.tenantId,
      ...row,
      material,
      purpose,
      released_plan_id: null,
      made_at: caller.now,
      made_by: caller.name,
    })
    .execute();
  return row;
}

/** The batch, locked until the transaction ends: one change of a batch at a time. */
export async function lockBatch(tx: Tx, batchId: Id) {
  return tx
    .tables<ProductionTables>()
    .selectFrom('cut_batch')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', batchId)
    .forUpdate()
    .executeTakeFirst();
}

async function takeWaiting(
  tx: Tx,
  batchId: Id,
  chosen: { readonly material: string; readonly orderIds: readonly Id[] },
): Promise<number> {
  if (chosen.orderIds.length === 0) return 0;
  const taken = await tx
    .tables<ProductionTables>()
    .updateTable('part')
    .set({ batch_id: batchId })
    .where('tenant_id', '=', tx.tenantId)
    .where('material', '=', chosen.material)
    .where('order_id', 'in', [...chosen.orderIds])
    .where('state', '=', 'waiting')
    .where('batch_id', 'is', null)
    .executeTakeFirst();
  return Number(taken.numUpdatedRows);
}
