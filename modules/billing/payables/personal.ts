import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** A supplier may be one person; what it sends is held on the tenant's instruction. */
export const payablePersonal: PersonalMap = {
  supplier: personalTable(
    'processor',
    {
      ...{ match_key: 'invoice', name: 'invoice', vat_number: 'invoice' },
      ...{ city: 'invoice', country: 'invoice', email: 'invoice' },
    },
    'tenant_id id created_at',
  ),
  supplier_invoice: personalTable(
    'processor',
    {
      account_name: 'bank',
      iban_sealed: 'bank',
      iban_mark: 'bank',
      iban_shown: 'bank',
      bic: 'bank',
      lines: 'invoice',
      reference: 'invoice',
      extras: 'invoice',
      recorded_by: 'worker-times',
    },
    'tenant_id id supplier_id kind number currency issued_on due_on received_on taxes net_minor tax_minor gross_minor prepaid_minor rounding_minor payable_minor source specification findings notices recorded_at',
  ),
  supplier_invoice_number: personalTable('processor', {}, 'tenant_id supplier_id number_key invoice_id'),
  supplier_invoice_decision: personalTable(
    'processor',
    { reason: 'invoice', actor: 'worker-times', actor_name: 'worker-times' },
    'tenant_id invoice_id outcome expense_account at',
  ),
  supplier_payment: personalTable(
    'processor',
    { reference: 'invoice' },
    'tenant_id id invoice_id amount_minor currency paid_on method bank_line_id recorded_at',
  ),
  customer_e_invoice: personalTable(
    'processor',
    { customer_id: 'invoice', buyer_reference: 'invoice' },
    'tenant_id profile required',
  ),
  order_e_invoice: personalTable('processor', { buyer_reference: 'invoice' }, 'tenant_id order_id'),
  books_settings: personalTable(
    'processor',
    {},
    'tenant_id chart adviser client account_digits year_starts_month',
  ),
  books_account: personalTable('processor', {}, 'tenant_id account number'),
};
