import type { Id } from '#domain/kernel/ids.ts';
import type { WorkCentre } from '#domain/product/factory.ts';
import type { ReleasedUnit } from './release-work.ts';
import { familyOf } from './families.ts';
import type { OpenStep } from './schedule-facts.ts';
import type { ProductionTables } from './store.ts';

type WorkOrderRow = ProductionTables['work_order'];

/** The steps and work orders that a draft's units would have once released, without writing anything. */
export function draftSteps(
  units: readonly Pick<ReleasedUnit, 'unitNo' | 'name' | 'parts' | 'operations'>[],
  orderId: Id,
  centres: ReadonlyMap<string, WorkCentre>,
  newId: () => Id,
): { steps: OpenStep[]; workOrders: Map<Id, WorkOrderRow> } {
  const steps: OpenStep[] = [];
  const workOrders = new Map<Id, WorkOrderRow>();
  const byKey = new Map<string, Id>();
  const workOrder = (
    kind: WorkOrderRow['kind'],
    centre: string,
    family: string,
    unitNo: number | null,
    name: string,
  ): Id => {
    const key = [kind, centre, family, unitNo ?? ''].join(' ');
    let id = byKey.get(key);
    if (!id) {
      id = newId();
      byKey.set(key, id);
      workOrders.set(id, {
        tenant_id: orderId,
        id,
        kind,
        centre,
        order_id: orderId,
        unit_no: unitNo,
        family,
        name,
        own_ms: null,
      });
    }
    return id;
  };
  for (const unit of units) {
    const unitKey = `${orderId} ${unit.unitNo}`;
    for (const part of unit.parts) {
      // Pieces of one part take the same way: one step stands for all of them.
      const partId = newId();
      part.operations.forEach((operation, i) => {
        const family = familyOf(operation.kind, part);
        steps.push({
          id: newId(),
          order_id: orderId,
          part_id: partId,
          unit_id: null,
          seq: i + 1,
          kind: operation.kind,
          centre: operation.centre,
          ms: operation.ms * part.quantity,
          material: part.material,
          part_unit: unitKey,
          unit_key: null,
          unit_name: null,
          work_order_id:
            operation.kind === 'saw'
              ? null
              : workOrder(operation.kind, operation.centre, family, null, family),
        });
      });
    }
    const unitId = newId();
    unit.operations.forEach((operation, i) => {
      const kind = centres.get(operation.centre)?.kind;
      if (!kind) return;
      steps.push({
        id: newId(),
        order_id: orderId,
        part_id: null,
        unit_id: unitId,
        seq: 100 + i,
        kind,
        centre: operation.centre,
        ms: Math.round(operation.minutes * 60_000),
        material: null,
        part_unit: null,
        unit_key: unitKey,
        unit_name: unit.name,
        work_order_id: workOrder(kind, operation.centre, '', unit.unitNo, unit.name),
      });
    });
  }
  return { steps, workOrders };
}
