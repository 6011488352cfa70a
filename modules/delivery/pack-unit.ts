import type { Id } from '#domain/kernel/ids.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { publish } from '#platform/outbox/events.ts';
import type { DeliveryTables } from './store.ts';

interface UnitFinished {
  readonly orderId: Id;
  readonly orderNumber: string;
  readonly unitNo: number;
  readonly lineNo: number;
  readonly name: string;
}

/** A finished unit becomes a package that waits for a van. */
export const packUnit: Reader<UnitFinished> = {
  name: 'delivery.pack-unit',
  on: ['unit.finished'],
  async read(tx, caller, { payload, at }) {
    const code = `${payload.orderNumber.replace('-', '')}-P${String(payload.unitNo).padStart(2, '0')}`;
    const made = await tx
      .tables<DeliveryTables>()
      .insertInto('package')
      .values({
        tenant_id: tx.tenantId,
        order_id: payload.orderId,
        unit_no: payload.unitNo,
        code,
        line_no: payload.lineNo,
        name: payload.name,
        packed_at: at,
        delivery_note_id: null,
      })
      .onConflict((c) => c.columns(['tenant_id', 'order_id', 'unit_no']).doNothing())
      .returning('code')
      .executeTakeFirst();
    if (made) await publish(tx, caller, 'package.packed', payload.orderId, { code });
  },
};
