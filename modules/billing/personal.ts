import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** A tenant bills its own customers; what the operator bills lies in the operator's tenant. */
export const billingPersonal: PersonalMap = {
  invoice: personalTable(
    'processor',
    { customer_id: 'invoice', recipient: 'invoice', lines: 'invoice' },
    'tenant_id id year number order_id currency taxes net_minor tax_minor gross_minor issued_on due_on delivered_on issued_at',
  ),
  invoiced_line: personalTable('processor', {}, 'tenant_id invoice_id order_id line_no quantity'),
  payment: personalTable(
    'processor',
    { method: 'invoice', reference: 'invoice' },
    'tenant_id id invoice_id amount_minor currency received_on recorded_at',
  ),
};
