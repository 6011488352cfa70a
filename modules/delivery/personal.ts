import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

export const deliveryPersonal: PersonalMap = {
  delivery_note: personalTable(
    'processor',
    { received_by: 'order-delivery' },
    'tenant_id id number order_id state planned_on loaded_at delivered_at',
  ),
  package: personalTable(
    'processor',
    {},
    'tenant_id order_id unit_no code line_no name packed_at delivery_note_id',
  ),
};
