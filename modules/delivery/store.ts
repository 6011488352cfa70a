import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';

export interface DeliveryTables {
  delivery_note: {
    tenant_id: Id;
    id: Id;
    number: number;
    order_id: Id;
    state: 'loaded' | 'delivered';
    planned_on: Day;
    loaded_at: Instant;
    delivered_at: Instant | null;
    received_by: string | null;
  };
  package: {
    tenant_id: Id;
    order_id: Id;
    unit_no: number;
    code: string;
    line_no: number;
    name: string;
    packed_at: Instant;
    delivery_note_id: Id | null;
  };
}
