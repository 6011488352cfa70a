import type { Id } from '#domain/kernel/ids.ts';
import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { loadShopData } from '#modules/catalog/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { ScheduleView } from './contract.ts';
import { queueSchedule } from './queue-schedule.ts';
import { closedTimes, machinesOf } from './schedule-instance.ts';
import type { ProductionTables, ScheduledOrder } from './store.ts';
import { workRuns } from './work-runs.ts';

/** The schedule in force, as the board draws it: late orders first. */
export async function loadSchedule(tx: Tx, caller: Caller): Promise<ScheduleView> {
  const tables = tx.tables<ProductionTables>();
  const shop = await loadShopData(tx);
  const stored = await tables
    .selectFrom('schedule_version')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  const stops = await tables
    .selectFrom('machine_stop')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('started_at', 'is', null)
    .execute();
  const pins = await tables
    .selectFrom('pin')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('dropped_at', 'is', null)
    .orderBy('id')
    .execute();
  const open = await tables
    .selectFrom('released_order')
    .select(['order_id', 'customer_name'])
    .where('tenant_id', '=', tx.tenantId)
    .where('finished_at', 'is', null)
    .execute();
  const customers = new Map(open.map((order) => [order.order_id, order.customer_name]));
  const pinned = new Set(pins.map((pin) => pin.subject));
  const orders = (stored?.orders ?? [])
    .filter((order) => customers.has(order.orderId))
    .sort((a, b) => b.lateMinutes - a.lateMinutes || (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
  const centres = [...shop.centres.values()].filter((centre) => centre.kind !== 'delivery');
  const runs = await workRuns(
    tx,
    (stored?.rows ?? []).flatMap((row) =>
      row.operation.startsWith('cut:') ? [] : [workOrderOf(row.operation)],
    ),
  );
  const [first, last] = boardSpan(caller.now, stored?.rows ?? []);
  return {
    version: stored?.version ?? null,
    solvedAt: stored?.solved_at ?? null,
    cause: stored?.cause ?? '',
    now: caller.now,
    currentOrders: open.length,
    machines: centres.flatMap((centre) =>
      machinesOf(centre).map((id) => {
        const stop = stops.find((one) => one.machine === id);
        return {
          id,
          centre: centre.code,
          name: centre.name,
          stopped: stop ? { reason: stop.reason, at: stop.stopped_at } : null,
        };
      }),
    ),
    rows: (stored?.rows ?? []).map((row) => {
      const run = runs.get(workOrderOf(row.operation));
      return {
        ...row,
        pinned: pinned.has(row.operation),
        run: run ? { state: run.state, reason: run.reason, since: run.since } : null,
      };
    }),
    orders: orders.map((order) => ({
      ...order,
      reasons: [...order.reasons],
      customerName: customers.get(order.orderId)!,
    })),
    pins: pins.map((pin) => ({
      id: pin.id,
      subject: pin.subject,
      constraint: pin.pin_constraint,
      value: pin.value,
      reason: pin.reason,
      event: pin.event_id,
    })),
    closed: closedTimes(
      { zone: caller.zone, centres, hours: shop.hours, closedDays: shop.closedDays },
      first,
      last,
    ).map(({ centre, spans }) => ({ centre, spans: [...spans] })),
  };
}

/** `saw:<id>` and `work:<id>` name a work order. */
function workOrderOf(operation: string): Id {
  return operation.slice(operation.indexOf(':') + 1) as Id;
}

/** Work can be moved this far behind the last that is planned. */
const BOARD_AFTER_MINUTES = 7 * 24 * 60;

function boardSpan(
  now: Instant,
  rows: readonly { readonly from: Instant; readonly until: Instant }[],
): [Instant, Instant] {
  const first = rows.reduce((least, row) => (row.from < least ? row.from : least), now);
  const last = rows.reduce((latest, row) => (row.until > latest ? row.until : latest), now);
  return [addMinutes(first, -24 * 60), addMinutes(last, BOARD_AFTER_MINUTES)];
}

export type PinRefusal =
  | { readonly code: 'pin_subject_unplanned'; readonly field: 'subject'; readonly value: string }
  | { readonly code: 'pin_value_unusable'; readonly field: 'value'; readonly value: string };

/** Holds an operation of the schedule in force; the next plan keeps it or says why it cannot. */
export async function setPin(
  tx: Tx,
  caller: Caller,
  wish: {
    readonly subject: string;
    readonly constraint: 'machine' | 'start' | 'not-before' | 'after';
    readonly value: string;
    readonly reason: string;
  },
): Promise<Result<{ id: Id }, PinRefusal>> {
  const view = await loadSchedule(tx, caller);
  const row = view.rows.find((one) => one.operation === wish.subject);
  if (!row) return refuse({ code: 'pin_subject_unplanned', field: 'subject', value: wish.subject });
  const usable =
    wish.constraint === 'machine'
      ? view.machines.some((machine) => machine.id === wish.value && machine.centre === row.centre)
      : wish.constraint === 'after'
        ? wish.value !== wish.subject && view.rows.some((one) => one.operation === wish.value)
        : /^\d{4}-\d\d-\d\dT.*Z$/.test(wish.value) && !Number.isNaN(Date.parse(wish.value));
  if (!usable) return refuse({ code: 'pin_value_unusable', field: 'value', value: wish.value });
  const id = idAt(caller.now);
  await tx
    .tables<ProductionTables>()
    .updateTable('pin')
    .set({ dropped_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('subject', '=', wish.subject)
    .where('pin_constraint', '=', wish.constraint)
    .where('dropped_at', 'is', null)
    .execute();
  await tx
    .tables<ProductionTables>()
    .insertInto('pin')
    .values({
      tenant_id: tx.tenantId,
      id,
      subject: wish.subject,
      pin_constraint: wish.constraint,
      value: wish.value,
      reason: wish.reason,
      event_id: id,
      set_at: caller.now,
      dropped_at: null,
    })
    .execute();
  await publish(tx, caller, 'pin.set', id, { ...wish });
  await queueSchedule(tx, 'pin.set');
  return ok({ id });
}

export async function dropPin(
  tx: Tx,
  caller: Caller,
  pinId: Id,
): Promise<Result<Record<string, never>, { readonly code: 'pin_unknown' }>> {
  const dropped = await tx
    .tables<ProductionTables>()
    .updateTable('pin')
    .set({ dropped_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', pinId)
    .where('dropped_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!dropped) return refuse({ code: 'pin_unknown' });
  await publish(tx, caller, 'pin.dropped', pinId);
  await queueSchedule(tx, 'pin.dropped');
  return ok({});
}

/** How an order stands in the schedule in force, with the reasons when it is late; null when nothing of it is planned. */
export async function whyLate(tx: Tx, orderId: Id): Promise<ScheduledOrder | null> {
  const stored = await tx
    .tables<ProductionTables>()
    .selectFrom('schedule_version')
    .select('orders')
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return stored?.orders.find((order) => order.orderId === orderId) ?? null;
}
