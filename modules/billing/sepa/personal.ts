import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Mandates and runs hold accounts of customers and suppliers: sealed, found by a keyed hash, shown masked. */
export const sepaPersonal: PersonalMap = {
  sepa_settings: personalTable('processor', {}, 'tenant_id creditor_id notice_days'),
  sepa_mandate: personalTable(
    'processor',
    {
      customer_id: 'bank',
      reference: 'invoice',
      account_name: 'bank',
      iban_sealed: 'bank',
      iban_mark: 'bank',
      iban_shown: 'bank',
      bic: 'bank',
      recorded_by: 'worker-times',
    },
    'tenant_id id scheme kind signed_on recorded_at',
  ),
  sepa_mandate_end: personalTable(
    'processor',
    { reason: 'bank', actor_name: 'worker-times' },
    'tenant_id mandate_id revoked_on at',
  ),
  payment_run: personalTable(
    'processor',
    { file_sealed: 'bank', composed_by: 'worker-times', composed_name: 'worker-times' },
    'tenant_id id kind year number execute_on total_minor items file_sha256 composed_at',
  ),
  payment_run_item: personalTable(
    'processor',
    { end_to_end_id: 'bank', party_name: 'bank', iban_shown: 'bank', remittance: 'bank' },
    'tenant_id run_id item_no subject subject_id mandate_id sequence amount_minor',
  ),
  payment_run_claim: personalTable('processor', {}, 'tenant_id subject_id run_id'),
  payment_run_step: personalTable(
    'processor',
    { reason: 'bank', actor: 'worker-times', actor_name: 'worker-times' },
    'tenant_id run_id step outcome alone at',
  ),
};
