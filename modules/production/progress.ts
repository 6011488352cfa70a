import { sql } from 'kysely';
import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { mm, minor } from '#domain/kernel/units.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { CentreKind } from '#domain/product/factory.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { ResponseOf } from '#platform/http/contract.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { getWork } from './contract.ts';
import type { PartState, ProductionTables, UnitState } from './store.ts';

/** How far the work of an order is. */
export interface WorkProgress {
  readonly orderId: Id;
  readonly dueOn: Day;
  readonly finishedAt: Instant | null;
  readonly parts: Readonly<Record<PartState, number>>;
  readonly units: Readonly<Record<UnitState, number>>;
  /** steps done and in all, per kind of work; steps of bad parts left out */
  readonly steps: readonly { readonly kind: CentreKind; readonly done: number; readonly all: number }[];
}

/** Progress of several orders; orders whose work is not released are left out. */
export async function progressOf(tx: Tx, orderIds: readonly Id[]): Promise<Map<Id, WorkProgress>> {
  if (orderIds.length === 0) return new Map();
  const tables = tx.tables<ProductionTables>();
  const ids = [...new Set(orderIds)];
  const count = sql<number>`count(*)::int`;
  const orders = await tables
    .selectFrom('released_order')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', 'in', ids)
    .execute();
  const parts = await tables
    .selectFrom('part')
    .select(['order_id', 'state', count.as('count')])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', 'in', ids)
    .groupBy(['order_id', 'state'])
    .execute();
  const units = await tables
    .selectFrom('production_unit')
    .select(['order_id', 'state', count.as('count')])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', 'in', ids)
    .groupBy(['order_id', 'state'])
    .execute();
  const steps = await tables
    .selectFrom('operation')
    .leftJoin('part', (join) =>
      join.onRef('part.tenant_id', '=', 'operation.tenant_id').onRef('part.id', '=', 'operation.part_id'),
    )
    .select([
      'operation.order_id',
      'operation.kind',
      sql<number>`count(*) filter (where operation.state = 'done')::int`.as('done'),
      sql<number>`count(*) filter (where operation.state <> 'void')::int`.as('all'),
    ])
    .where('operation.tenant_id', '=', tx.tenantId)
    .where('operation.order_id', 'in', ids)
    .where((e) => e.or([e('part.state', 'is', null), e('part.state', '!=', 'bad')]))
    .groupBy(['operation.order_id', 'operation.kind'])
    .execute();
  return new Map(
    orders.map((order) => {
      const part = (state: PartState): number =>
        parts.find((row) => row.order_id === order.order_id && row.state === state)?.count ?? 0;
      const unit = (state: UnitState): number =>
        units.find((row) => row.order_id === order.order_id && row.state === state)?.count ?? 0;
      return [
        order.order_id,
        {
          orderId: order.order_id,
          dueOn: order.due_on,
          finishedAt: order.finished_at,
          parts: {
            waiting: part('waiting'),
            planned: part('planned'),
            in_work: part('in_work'),
            ready: part('ready'),
            used: part('used'),
            bad: part('bad'),
          },
          units: { open: unit('open'), assembled: unit('assembled'), packed: unit('packed') },
          steps: steps
            .filter((row) => row.order_id === order.order_id)
            .map((row) => ({ kind: row.kind, done: row.done, all: row.all })),
        },
      ];
    }),
  );
}

export interface FinishedUnit {
  readonly unitId: Id;
  readonly unitNo: number;
  readonly lineNo: number;
  readonly name: string;
  readonly packedAt: Instant;
}

/** Units of an order that are packed, by number. */
export async function finishedUnits(tx: Tx, orderId: Id): Promise<FinishedUnit[]> {
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('production_unit')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .where('state', '=', 'packed')
    .orderBy('unit_no')
    .execute();
  return rows.map((row) => ({
    unitId: row.id,
    unitNo: row.unit_no,
    lineNo: row.line_no,
    name: row.name,
    packedAt: row.packed_at!,
  }));
}

/** Units of orders, by order and number. */
export async function listUnits(
  tx: Tx,
  orderIds: readonly Id[],
): Promise<{ id: Id; orderId: Id; unitNo: number }[]> {
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('production_unit')
    .select(['id', 'order_id', 'unit_no'])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', sql<Id>`any(${orderIds}::uuid[])`)
    .orderBy('order_id')
    .orderBy('unit_no')
    .execute();
  return rows.map((row) => ({ id: row.id, orderId: row.order_id, unitNo: row.unit_no }));
}

export interface WorkPart {
  readonly id: Id;
  readonly code: string;
  readonly label: string;
  readonly description: string;
  readonly unitNo: number;
  readonly unitName: string;
  readonly material: string;
  /** mm */
  readonly thickness: number;
  readonly grain: string;
  readonly length: number;
  readonly width: number;
  readonly state: PartState;
  /** where it goes next; null when nothing is open */
  readonly nextCentre: string | null;
}

/** Physical parts of an order by code, bad ones included. */
export async function partsOf(tx: Tx, orderId: Id): Promise<WorkPart[]> {
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('part')
    .innerJoin('production_unit', (join) =>
      join
        .onRef('production_unit.tenant_id', '=', 'part.tenant_id')
        .onRef('production_unit.order_id', '=', 'part.order_id')
        .onRef('production_unit.unit_no', '=', 'part.unit_no'),
    )
    .selectAll('part')
    .select([
      'production_unit.name as unit_name',
      sql<
        string | null
      >`(select o.centre from operation o where o.tenant_id = part.tenant_id and o.part_id = part.id and o.state = 'open' order by o.seq limit 1)`.as(
        'next_centre',
      ),
    ])
    .where('part.tenant_id', '=', tx.tenantId)
    .where('production_unit.tenant_id', '=', tx.tenantId)
    .where('part.order_id', '=', orderId)
    .orderBy('part.code')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    label: row.label,
    description: row.description,
    unitNo: row.unit_no,
    unitName: row.unit_name,
    material: row.material,
    thickness: mm(row.thickness_hmm),
    grain: row.grain,
    length: mm(row.length_hmm),
    width: mm(row.width_hmm),
    state: row.state,
    nextCentre: row.next_centre,
  }));
}

/** One order's work as its page shows it. */
export async function loadWork(
  tx: Tx,
  caller: Caller,
  orderId: Id,
): Promise<Result<ResponseOf<typeof getWork>, { readonly code: 'work_unknown' }>> {
  const tables = tx.tables<ProductionTables>();
  const order = await tables
    .selectFrom('released_order')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  if (!order) return refuse({ code: 'work_unknown' });
  const units = await tables
    .selectFrom('production_unit')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .orderBy('unit_no')
    .execute();
  const remakes = await tables
    .selectFrom('remake')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .orderBy('at')
    .execute();
  const parts = await partsOf(tx, orderId);
  const codes = new Map(parts.map((part) => [part.id, part.code]));
  return ok({
    number: order.number,
    dueOn: order.due_on,
    finishedAt: order.finished_at,
    parts: parts.map(({ id: _, ...part }) => part),
    units: units.map((unit) => ({ id: unit.id, unitNo: unit.unit_no, name: unit.name, state: unit.state })),
    remakes: remakes.map((remake) => ({
      code: codes.get(remake.bad_part_id) ?? '',
      newCode: codes.get(remake.new_part_id) ?? '',
      reason: remake.reason,
      cost: formatAmount(minor(remake.cost_minor), caller.currency),
      at: remake.at,
    })),
  });
}
