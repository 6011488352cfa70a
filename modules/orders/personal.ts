import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Orders of a tenant's customers: whose they are, how those call them, and what they sent. */
export const ordersPersonal: PersonalMap = {
  order_settings: personalTable(
    'processor',
    {},
    'tenant_id overhead_percent margin_percent tax_percent valid_days first_number quote_opening quote_closing confirmation_closing payment_terms',
  ),
  sales_order: personalTable(
    'processor',
    { customer_id: 'order-delivery', reference: 'order-delivery' },
    'tenant_id id number state currency wanted_on promised_on due_on valid_until revision copied_from created_at accepted_at finished_at delivered_at invoiced_at paid_at',
  ),
  sales_order_line: personalTable(
    'processor',
    {},
    'tenant_id sales_order_id line_no kind name product_id product_version parameters parts quantity unit_net_minor calculated_minor tax_category tax_percent boards_minor edges_minor hardware_minor labour_minor pieces grams labour_ms warnings note unit other_minor',
  ),
  order_document: personalTable('processor', {}, 'tenant_id sales_order_id document_id number'),
  part_list_import: personalTable(
    'processor',
    { file_name: 'order-delivery', list: 'order-delivery' },
    'tenant_id id sales_order_id reading line_no read_at',
  ),
  code_mapping: personalTable('processor', { customer_id: 'order-delivery' }, 'tenant_id kind theirs ours'),
  sales_quote: personalTable(
    'processor',
    {},
    'tenant_id sales_order_id revision quoted_on valid_until promised_on lines totals',
  ),
};
