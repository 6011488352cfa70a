import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';
import { sepaPersonal } from './sepa/personal.ts';
import { cardPersonal } from './cards/personal.ts';
import { payablePersonal } from './payables/personal.ts';

/** A tenant bills its own customers; what the operator bills lies in the operator's tenant. */
export const billingPersonal: PersonalMap = {
  ...cardPersonal,
  invoice: personalTable(
    'processor',
    { customer_id: 'invoice', recipient: 'invoice', lines: 'invoice' },
    'tenant_id id kind year number order_id currency taxes net_minor tax_minor gross_minor deducted payable_minor discount issued_on due_on delivered_on issued_at',
  ),
  ...payablePersonal,
  ...sepaPersonal,
  invoiced_line: personalTable('processor', {}, 'tenant_id invoice_id order_id line_no quantity'),
  payment: personalTable(
    'processor',
    { customer_id: 'invoice', method: 'invoice', reference: 'invoice' },
    'tenant_id id invoice_id amount_minor discount_minor currency received_on recorded_at',
  ),
  journal_entry: personalTable(
    'processor',
    { text: 'invoice' },
    'tenant_id id kind source_id booked_on currency reference actor recorded_at',
  ),
  journal_line: personalTable(
    'processor',
    { party_id: 'invoice' },
    'tenant_id entry_id line_no account amount_minor item_id tax',
  ),
  deducted_invoice: personalTable('processor', {}, 'tenant_id deposit_id invoice_id'),
  credit_note: personalTable(
    'processor',
    { customer_id: 'invoice', recipient: 'invoice', lines: 'invoice', reason: 'invoice' },
    'tenant_id id year number invoice_id currency taxes net_minor tax_minor gross_minor rounding_minor issued_on issued_at',
  ),
  credited_line: personalTable('processor', {}, 'tenant_id credit_note_id order_id line_no quantity'),
  charge_back: personalTable(
    'processor',
    { reason: 'invoice' },
    'tenant_id id payment_id booked_on fee_minor amount_minor recorded_at',
  ),
  refund: personalTable(
    'processor',
    { customer_id: 'invoice', method: 'invoice', reference: 'invoice' },
    'tenant_id id item_id payment_id amount_minor currency paid_on recorded_at',
  ),
  settlement: personalTable(
    'processor',
    { customer_id: 'invoice' },
    'tenant_id id credit_id invoice_id amount_minor currency settled_on recorded_at',
  ),
  reminder: personalTable(
    'processor',
    { customer_id: 'invoice', recipient: 'invoice', items: 'invoice' },
    'tenant_id id year number level currency total_minor fee_minor interest_minor pay_until issued_on issued_at',
  ),
  reminded_invoice: personalTable('processor', {}, 'tenant_id reminder_id invoice_id level issued_on'),
  dispute_step: personalTable(
    'processor',
    { reason: 'invoice', actor_name: 'worker-times' },
    'tenant_id id invoice_id step at',
  ),
  bank_statement: personalTable(
    'processor',
    { imported_by: 'worker-times' },
    'tenant_id id format account_mark account_shown reference currency opening_on opening_minor closing_on closing_minor entries imported_at',
  ),
  bank_line: personalTable(
    'processor',
    {
      payer_name: 'bank',
      payer_mark: 'bank',
      payer_shown: 'bank',
      remittance: 'bank',
      creditor_reference: 'bank',
      end_to_end_id: 'bank',
    },
    'tenant_id id statement_id account_mark fingerprint position booked_on value_on amount_minor currency return_reason',
  ),
  bank_line_done: personalTable(
    'processor',
    { reason: 'bank', actor_name: 'worker-times' },
    'tenant_id line_id outcome at',
  ),
  bank_line_payment: personalTable('processor', {}, 'tenant_id payment_id line_id'),
  bank_rule: personalTable('processor', { key: 'bank', party_id: 'bank' }, 'tenant_id by weight'),
  billing_terms: personalTable(
    'processor',
    { customer_id: 'invoice' },
    'tenant_id discount_percent discount_days',
  ),
};
