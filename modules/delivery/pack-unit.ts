import type { Id } from '#domain/kernel/ids.ts';
import { finishedUnits } from '#modules/production/api.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { publish } from '#platform/outbox/events.ts';
import type { DeliveryTables } from './store.ts';

/** A finished unit becomes a package that waits for a van. */
export const packUnit: Reader<{
  readonly orderId: Id;
  /** 'K-1042' */
  readonly orderNumber: string;
  readonly unitNo: number;
  /** absent in what an earlier release has published */
  readonly lineNo?: number;
  readonly name?: string;
}> = {
  name: 'delivery.pack-unit',
  on: ['unit.finished'],
  async read(tx, caller, { payload, at }) {
    const { unitNo, lineNo, name } = payload;
    const unit =
      lineNo !== undefined && name !== undefined
        ? { unitNo, lineNo, name, packedAt: at }
        : (await finishedUnits(tx, payload.orderId)).find((each) => each.unitNo === unitNo);
    if (!unit) return;
    const code = `${payload.orderNumber.replace('-', '')}-P${String(unit.unitNo).padStart(2, '0')}`;
    const made = await tx
      .tables<DeliveryTables>()
      .insertInto('package')
      .values({
        tenant_id: tx.tenantId,
        order_id: payload.orderId,
        unit_no: unit.unitNo,
        code,
        line_no: unit.lineNo,
        name: unit.name,
        packed_at: unit.packedAt,
        delivery_note_id: null,
      })
      .onConflict((c) => c.columns(['tenant_id', 'order_id', 'unit_no']).doNothing())
      .returning('code')
      .executeTakeFirst();
    if (made) await publish(tx, caller, 'package.packed', payload.orderId, { code });
  },
};
