import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Boards are nobody's data; who moved them is. */
export const stockPersonal: PersonalMap = {
  board_stock: personalTable(
    'processor',
    {},
    'tenant_id id material_code length_hmm width_hmm quantity reserved cost_minor rack minimum',
  ),
  offcut: personalTable(
    'processor',
    {},
    'tenant_id id number material_code length_hmm width_hmm rack value_minor state plan_id sheet_no reserved_for kept_at',
  ),
  stock_reservation: personalTable('processor', {}, 'tenant_id plan_id board_id quantity taken'),
  stock_movement: personalTable(
    'processor',
    { actor: 'worker-times', actor_name: 'worker-times' },
    'tenant_id id kind board_id offcut_id quantity cost_minor plan_id reason at',
  ),
};
