import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Part } from '#domain/product/parts.ts';
import type { CentreKind } from '#domain/product/factory.ts';
import { loadShopData, type ShopData } from '#modules/catalog/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { familyOf } from './families.ts';
import { partCode } from './part-code.ts';
import { queuePlanning } from './queue-schedule.ts';
import { floorGrew, type OpenStep } from './schedule-facts.ts';
import type { HardwareNeed, ProductionTables } from './store.ts';
import { insertRows, type NewRow } from './write-rows.ts';

/** Work on a whole unit, in order: assembly, packing. */
export interface UnitOperation {
  readonly centre: string;
  readonly minutes: number;
}

export interface ReleasedUnit {
  readonly unitNo: number;
  readonly name: string;
  readonly lineNo: number;
  readonly productCode: string | null;
  /** parts of this one unit; `quantity` physical pieces of each */
  readonly parts: readonly Part[];
  readonly operations: readonly UnitOperation[];
  readonly hardware: readonly HardwareNeed[];
}

/** What an order hands over when it is accepted. */
export interface ReleasedWork {
  readonly orderId: Id;
  /** as on paper, 'K-1042' */
  readonly orderNumber: string;
  readonly customerName: string;
  readonly dueOn: Day;
  /** how much a late day counts against other orders; 1 is usual */
  readonly weight: number;
  readonly units: readonly ReleasedUnit[];
}

export type ReleaseWorkRefusal =
  | { readonly code: 'work_already_released'; readonly number: string }
  | { readonly code: 'work_empty'; readonly number: string }
  | { readonly code: 'centre_unknown_in_routing'; readonly centre: string; readonly unit: string };

/** The order in which kinds of work follow each other, for numbering the steps of a unit after those of its parts. */
const UNIT_SEQ_FROM = 100;

/**
 * Takes over the work of an order: one row per unit and per physical part, with its steps and the work orders that
 * gather them. Runs in the transaction of whoever accepts the order, so that both happen or neither.
 */
export async function releaseWork(
  tx: Tx,
  caller: Caller,
  work: ReleasedWork,
): Promise<Result<void, ReleaseWorkRefusal>> {
  const pieces = work.units.reduce(
    (sum, unit) => sum + unit.parts.reduce((n, part) => n + part.quantity, 0),
    0,
  );
  const steps = work.units.reduce((sum, unit) => sum + unit.operations.length, 0);
  if (pieces + steps === 0) return refuse({ code: 'work_empty', number: work.orderNumber });
  const shop = await loadShopData(tx);
  for (const unit of work.units) {
    const centres = [...unit.operations, ...unit.parts.flatMap((part) => part.operations)].map(
      (operation) => operation.centre,
    );
    const missing = centres.find((centre) => !shop.centres.has(centre));
    if (missing !== undefined)
      return refuse({ code: 'centre_unknown_in_routing', centre: missing, unit: unit.name });
  }

  const taken = await tx
    .tables<ProductionTables>()
    .insertInto('released_order')
    .values({
      tenant_id: tx.tenantId,
      order_id: work.orderId,
      number: work.orderNumber,
      customer_name: work.customerName,
      due_on: work.dueOn,
      weight: work.weight,
      parts_made: pieces,
      released_at: caller.now,
      finished_at: null,
    })
    .onConflict((c) => c.doNothing())
    .returning('order_id')
    .executeTakeFirst();
  if (!taken) return refuse({ code: 'work_already_released', number: work.orderNumber });

  const rows = rowsOf(tx.tenantId, caller, work, shop);
  await insertRows(tx, 'production_unit', rows.units);
  await insertRows(tx, 'work_order', [...rows.workOrders.values()]);
  await insertRows(tx, 'part', rows.parts);
  await insertRows(tx, 'operation', rows.operations);
  await publish(tx, caller, 'work.released', work.orderId, {
    number: work.orderNumber,
    units: work.units.length,
    parts: pieces,
  });
  floorGrew(tx, {
    order: {
      order_id: work.orderId,
      number: work.orderNumber,
      due_on: work.dueOn,
      weight: work.weight,
    },
    steps: stepsOf(rows),
    workOrders: [...rows.workOrders.values()].map(({ id, family, name }) => ({
      id,
      family,
      name,
      own_ms: null,
    })),
  });
  await queuePlanning(tx, 'work.released');
  return ok(undefined);
}

/** The steps as the schedule's facts read them. */
function stepsOf(rows: Rows): OpenStep[] {
  const parts = new Map(rows.parts.map((part) => [part.id, part]));
  const units = new Map(rows.units.map((unit) => [unit.id, unit]));
  return rows.operations.map((step): OpenStep => {
    const part = step.part_id ? parts.get(step.part_id) : undefined;
    const unit = step.unit_id ? units.get(step.unit_id) : undefined;
    return {
      id: step.id,
      order_id: step.order_id,
      part_id: step.part_id ?? null,
      unit_id: step.unit_id ?? null,
      seq: step.seq,
      kind: step.kind,
      centre: step.centre,
      ms: step.ms,
      work_order_id: step.work_order_id ?? null,
      material: part?.material ?? null,
      part_unit: part ? `${part.order_id} ${part.unit_no}` : null,
      unit_key: unit ? `${unit.order_id} ${unit.unit_no}` : null,
      unit_name: unit?.name ?? null,
    };
  });
}

interface Rows {
  readonly units: NewRow<'production_unit'>[];
  readonly parts: NewRow<'part'>[];
  readonly operations: NewRow<'operation'>[];
  readonly workOrders: Map<string, NewRow<'work_order'>>;
}

function rowsOf(tenantId: Id, caller: Caller, work: ReleasedWork, shop: ShopData): Rows {
  const rows: Rows = { units: [], parts: [], operations: [], workOrders: new Map() };
  const newId = (): Id => idAt(caller.now);
  const workOrder = (kind: CentreKind, centre: string, family: string, unit: ReleasedUnit | null): Id => {
    const key = [kind, centre, family, unit?.unitNo ?? ''].join(' ');
    let row = rows.workOrders.get(key);
    if (!row) {
      row = {
        tenant_id: tenantId,
        id: newId(),
        kind,
        centre,
        order_id: work.orderId,
        unit_no: unit?.unitNo ?? null,
        family,
        name: unit ? unit.name : family,
        own_ms: null,
      };
      rows.workOrders.set(key, row);
    }
    return row.id;
  };

  let partNo = 0;
  for (const unit of work.units) {
    const unitId = newId();
    rows.units.push({
      tenant_id: tenantId,
      id: unitId,
      order_id: work.orderId,
      unit_no: unit.unitNo,
      line_no: unit.lineNo,
      name: unit.name,
      product_code: unit.productCode,
      hardware: JSON.stringify(unit.hardware),
      state: 'open',
      packed_at: null,
    });
    for (const part of unit.parts)
      for (let piece = 0; piece < part.quantity; piece++) {
        const partId = newId();
        rows.parts.push(
          partRow(tenantId, partId, partCode(work.orderNumber, ++partNo), work.orderId, unit.unitNo, part),
        );
        part.operations.forEach((operation, i) => {
          const family = familyOf(operation.kind, part);
          rows.operations.push({
            tenant_id: tenantId,
            id: newId(),
            order_id: work.orderId,
            part_id: partId,
            unit_id: null,
            seq: i + 1,
            kind: operation.kind,
            centre: operation.centre,
            ms: operation.ms,
            state: 'open',
            done_at: null,
            // The saw's work orders are books of sheets: they come with a released plan.
            work_order_id:
              operation.kind === 'saw' ? null : workOrder(operation.kind, operation.centre, family, null),
          });
        });
      }
    unit.operations.forEach((operation, i) => {
      const kind = shop.centres.get(operation.centre)!.kind;
      rows.operations.push({
        tenant_id: tenantId,
        id: newId(),
        order_id: work.orderId,
        part_id: null,
        unit_id: unitId,
        seq: UNIT_SEQ_FROM + i,
        kind,
        centre: operation.centre,
        ms: Math.round(operation.minutes * 60_000),
        state: 'open',
        done_at: null,
        work_order_id: workOrder(kind, operation.centre, '', unit),
      });
    });
  }
  return rows;
}

function partRow(
  tenantId: Id,
  id: Id,
  code: string,
  orderId: Id,
  unitNo: number,
  part: Part,
): NewRow<'part'> {
  return {
    tenant_id: tenantId,
    id,
    code,
    order_id: orderId,
    unit_no: unitNo,
    label: part.label,
    description: part.description,
    material: part.material,
    thickness_hmm: part.thickness,
    grain: part.grain,
    length_hmm: part.finished.length,
    width_hmm: part.finished.width,
    cut_length_hmm: part.cut.length,
    cut_width_hmm: part.cut.width,
    edges: JSON.stringify(part.edges),
    holes: JSON.stringify(part.holes),
    programs: JSON.stringify(part.programs),
    state: 'waiting',
    batch_id: null,
    sheet_id: null,
    remake_of: null,
  };
}
