import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Products and materials say nothing about people, except who made a version. */
export const catalogPersonal: PersonalMap = {
  workshop: personalTable(
    'processor',
    {},
    'tenant_id pre_mill_hmm edge_over_length_hmm yield_percent kerf_hmm trim_hmm book_height_hmm offcut_length_hmm offcut_width_hmm offcut_value_percent closed_days',
  ),
  board_material: personalTable(
    'processor',
    {},
    'tenant_id id code name decor thickness_hmm grain price_minor_per_m2 grams_per_m2 formats emission_class claim',
  ),
  edge_band: personalTable(
    'processor',
    {},
    'tenant_id id code name thickness_hmm height_hmm price_minor_per_m',
  ),
  hardware_item: personalTable('processor', {}, 'tenant_id id code name price_minor'),
  work_centre: personalTable(
    'processor',
    {},
    'tenant_id id code name kind people machines rate_minor_per_hour set_up_minutes set_up_per run_ms weekly position',
  ),
  product: personalTable('processor', {}, 'tenant_id id code version'),
  product_version: personalTable(
    'processor',
    { made_by: 'audit-log' },
    'tenant_id product_id version name definition made_at',
  ),
};
