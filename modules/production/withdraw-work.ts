import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { giveBack } from '#modules/stock/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { queueSchedule } from './queue-schedule.ts';
import type { ProductionTables } from './store.ts';

type WithdrawRefusal =
  | {
      readonly code: 'work_cut_already';
      readonly number: string;
      readonly cut: number;
      readonly parts: number;
    }
  | { readonly code: 'work_begun_already'; readonly number: string; readonly what: string };

/** What went back: parts of the order, sheets that were released, parts of other orders that wait for a plan again. */
interface WithdrawnWork {
  readonly parts: number;
  readonly sheets: number;
  readonly others: number;
}

/**
 * Takes the work of an order back before anything of it is cut, in the transaction of whoever cancels it: its parts leave
 * their batches, sheets that hold them are withdrawn and what was set aside for these is free again, its work orders are
 * gone. Parts of other orders on such a sheet wait for the next plan of their batch. What is cut or begun refuses.
 *
 * Locks batches, then sheets, steps and parts, as the release of a plan, the saw and the stations do, so that nobody waits in a circle.
 */
export async function withdrawWork(
  tx: Tx,
  caller: Caller,
  orderId: Id,
): Promise<Result<WithdrawnWork, WithdrawRefusal>> {
  const tables = tx.tables<ProductionTables>();
  const { tenantId } = tx;
  const order = await tables
    .selectFrom('released_order')
    .select('number')
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  if (!order) return ok({ parts: 0, sheets: 0, others: 0 });
  const { rows: batches } = await sql<{ id: Id }>`
    select id from cut_batch where tenant_id = ${tenantId} and id in
      (select batch_id from part where tenant_id = ${tenantId} and order_id = ${orderId})
    order by id for update`.execute(tables);
  const { rows: sheets } = await sql<Sheet>`
    select id, plan_id, board_id, work_order_id, state from cut_sheet where tenant_id = ${tenantId} and id in
      (select sheet_id from part where tenant_id = ${tenantId} and order_id = ${orderId})
    order by id for update`.execute(tables);
  const { rows: steps } = await sql<{ state: string; centre: string }>`
    select state, centre from operation where tenant_id = ${tenantId} and order_id = ${orderId}
    order by id for update`.execute(tables);
  const { rows: parts } = await sql<{ sheet_id: Id | null; state: string }>`
    select sheet_id, state from part where tenant_id = ${tenantId} and order_id = ${orderId}
    order by id for update`.execute(tables);
  const known = new Set(sheets.map((sheet) => sheet.id));
  // A plan was released in this very moment: whoever tries again sees it.
  if (parts.some(({ sheet_id: id }) => id !== null && !known.has(id)))
    throw new Error(`parts of ${order.number} were placed on sheets while it was withdrawn`);
  const begun = await judge(tx, { orderId, number: order.number, parts, sheets, steps });
  if (begun) return refuse(begun);

  const others = await withdrawSheets(tx, caller, orderId, sheets);
  await removeRows(tx, orderId);
  for (const { id } of batches) await publish(tx, caller, 'batch.changed', id, { withdrawn: order.number });
  const withdrawn = { parts: parts.length, sheets: sheets.length, others };
  await publish(tx, caller, 'work.withdrawn', orderId, { number: order.number, ...withdrawn });
  await queueSchedule(tx, 'work.withdrawn');
  return ok(withdrawn);
}

type Sheet = Pick<ProductionTables['cut_sheet'], 'id' | 'plan_id' | 'board_id' | 'work_order_id' | 'state'>;

interface OnFloor {
  readonly orderId: Id;
  readonly number: string;
  readonly parts: readonly { readonly state: string }[];
  readonly sheets: readonly Sheet[];
  readonly steps: readonly { readonly state: string; readonly centre: string }[];
}

/** What of the order is cut, done or under way. */
async function judge(
  tx: Tx,
  { orderId, number, parts, sheets, steps }: OnFloor,
): Promise<WithdrawRefusal | null> {
  const cut = parts.filter((part) => part.state !== 'waiting' && part.state !== 'planned').length;
  if (cut > 0 || sheets.some((sheet) => sheet.state === 'cut'))
    return { code: 'work_cut_already', number, cut, parts: parts.length };
  // A finished step without a cut part (a bench that began with what is bought) or a run that somebody has begun.
  const done = steps.find((step) => step.state === 'done');
  const run = await tx
    .tables<ProductionTables>()
    .selectFrom('work_run')
    .innerJoin('work_order', (join) =>
      join
        .onRef('work_order.tenant_id', '=', 'work_run.tenant_id')
        .onRef('work_order.id', '=', 'work_run.work_order_id'),
    )
    .select('work_order.name')
    .where('work_run.tenant_id', '=', tx.tenantId)
    .where('work_order.tenant_id', '=', tx.tenantId)
    .where((e) =>
      e.or([
        e('work_order.order_id', '=', orderId),
        e('work_order.id', '=', sql<Id>`any(${sheets.map((sheet) => sheet.work_order_id)}::uuid[])`),
      ]),
    )
    .executeTakeFirst();
  const what = done?.centre ?? run?.name;
  return what === undefined ? null : { code: 'work_begun_already', number, what };
}

/** @returns how many parts of other orders wait again */
async function withdrawSheets(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  sheets: readonly Sheet[],
): Promise<number> {
  // A damaged sheet has left the stock already.
  const released = sheets.filter((sheet) => sheet.state === 'released');
  if (released.length === 0) return 0;
  const tables = tx.tables<ProductionTables>();
  const ids = released.map((sheet) => sheet.id);
  await sql`update cut_sheet set state = 'withdrawn'
    where tenant_id = ${tx.tenantId} and id = any(${ids}::uuid[])`.execute(tables);
  for (const [planId, own] of Map.groupBy(released, (sheet) => sheet.plan_id))
    await giveBack(
      tx,
      caller,
      planId,
      own.map((sheet) => sheet.board_id),
    );
  const { rows: others } = await sql<{ id: Id }>`
    update part set state = 'waiting', sheet_id = null
    where tenant_id = ${tx.tenantId} and sheet_id = any(${ids}::uuid[]) and order_id <> ${orderId} and state = 'planned'
    returning id`.execute(tables);
  await sql`update operation set work_order_id = null
    where tenant_id = ${tx.tenantId} and part_id = any(${others.map((part) => part.id)}::uuid[])
      and kind = 'saw' and state = 'open'`.execute(tables);
  return others.length;
}

/** From the steps up to the order, as the keys between them demand. */
async function removeRows(tx: Tx, orderId: Id): Promise<void> {
  const tables = tx.tables<ProductionTables>();
  const { tenantId } = tx;
  for (const table of ['operation', 'part', 'production_unit', 'work_order', 'released_order'] as const)
    await tables
      .deleteFrom(table)
      .where('tenant_id', '=', tenantId)
      .where('order_id', '=', orderId)
      .execute();
}
