import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Who did what on the shop floor, and when: the tenant's own people. Parts and plans say nothing about anybody. */
export const productionPersonal: PersonalMap = {
  released_order: personalTable(
    'processor',
    { customer_name: 'contact' },
    'tenant_id order_id number due_on weight parts_made released_at finished_at',
  ),
  production_unit: personalTable(
    'processor',
    {},
    'tenant_id id order_id unit_no line_no name product_code hardware state packed_at',
  ),
  cut_batch: personalTable(
    'processor',
    { made_by: 'worker-times' },
    'tenant_id id number material purpose released_plan_id made_at',
  ),
  cut_run: personalTable(
    'processor',
    {},
    'tenant_id id batch_id objective seconds moves seed state refusal plan_id asked_at ended_at',
  ),
  cut_plan: personalTable(
    'processor',
    {},
    'tenant_id id batch_id version objective input_hash engine seed moves job plan content_hash pinned faults solved_at',
  ),
  work_order: personalTable('processor', {}, 'tenant_id id kind centre order_id unit_no family name own_ms'),
  cut_sheet: personalTable(
    'processor',
    {},
    'tenant_id id batch_id plan_id work_order_id sheet_no board_id board_code offcut length_hmm width_hmm cost_minor pattern state cut_at',
  ),
  part: personalTable(
    'processor',
    {},
    'tenant_id id code order_id unit_no label description material thickness_hmm grain length_hmm width_hmm cut_length_hmm cut_width_hmm edges holes programs state batch_id sheet_id remake_of',
  ),
  operation: personalTable(
    'processor',
    {},
    'tenant_id id order_id part_id unit_id seq kind centre ms work_order_id state done_at',
  ),
  scan: personalTable(
    'processor',
    {
      input: 'worker-times',
      happened_at: 'worker-times',
      received_at: 'worker-times',
      actor: 'worker-times',
    },
    'tenant_id id client_key command centre subject',
  ),
  scan_answer: personalTable('processor', {}, 'tenant_id scan_id outcome answer'),
  remake: personalTable(
    'processor',
    { at: 'worker-times', actor: 'worker-times' },
    'tenant_id id order_id bad_part_id new_part_id reason centre cost_minor',
  ),
  machine_stop: personalTable(
    'processor',
    {},
    'tenant_id id centre machine reason stopped_at expected_minutes started_at',
  ),
  work_run: personalTable(
    'processor',
    { begun_at: 'worker-times', since: 'worker-times', actor: 'worker-times' },
    'tenant_id work_order_id state reason',
  ),
  help_call: personalTable(
    'processor',
    {
      text: 'worker-times',
      called_at: 'worker-times',
      called_by: 'worker-times',
      answer: 'worker-times',
      answered_at: 'worker-times',
      answered_by: 'worker-times',
      withdrawn_at: 'worker-times',
    },
    'tenant_id id centre',
  ),
  pin: personalTable(
    'processor',
    {},
    'tenant_id id subject pin_constraint value reason event_id set_at dropped_at',
  ),
  schedule_version: personalTable(
    'processor',
    {},
    'tenant_id id version cause input_hash engine seed moves origin rows orders figures conflicts solved_at',
  ),
};
