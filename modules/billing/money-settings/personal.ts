import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Write-offs, what late payers are asked for, rates of tax, and service agreements. */
export const moneyRestPersonal: PersonalMap = {
  write_off: personalTable(
    'processor',
    { reason: 'invoice', actor_name: 'worker-times' },
    'tenant_id id invoice_id kind amount_minor taxes booked_on recorded_at',
  ),
  write_off_reversal: personalTable(
    'processor',
    {},
    'tenant_id id write_off_id amount_minor taxes booked_on recorded_at',
  ),
  tax_rate: personalTable('processor', {}, 'tenant_id country class valid_from percent'),
  money_settings: personalTable(
    'processor',
    {},
    'tenant_id difference_minor fees_minor base_percent over_base_percent interest_from_level',
  ),
  reminder_charge_paid: personalTable(
    'processor',
    { method: 'invoice' },
    'tenant_id id reminder_id amount_minor currency received_on recorded_at',
  ),
  service_agreement: personalTable(
    'processor',
    {
      customer_id: 'invoice',
      recipient: 'invoice',
      title: 'invoice',
      lines: 'invoice',
      terms: 'invoice',
    },
    'tenant_id id year number order_id currency starts_on ends_on issued_on issued_at',
  ),
  service_agreement_accepted: personalTable(
    'processor',
    { accepted_by: 'invoice', actor_name: 'worker-times' },
    'tenant_id agreement_id accepted_on recorded_at',
  ),
};
