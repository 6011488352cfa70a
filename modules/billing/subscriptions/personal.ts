import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

export const subscriptionPersonal: PersonalMap = {
  service_plan: personalTable('processor', {}, 'tenant_id id code'),
  service_plan_version: personalTable(
    'processor',
    { actor_name: 'worker-times' },
    'tenant_id plan_id version kind months name_en name_de refundable terms_en terms_de tax_category tax_percent prices on_sale made_at',
  ),
  subscription: personalTable(
    'processor',
    { customer_id: 'invoice' },
    'tenant_id id number zone currency anchor_on months tax_case state paid_until ends_on last_term refund_at_end ends_itself ordered_at ended_at',
  ),
  subscription_change: personalTable(
    'processor',
    { actor_name: 'worker-times' },
    'tenant_id id subscription_id slot_id plan_id plan_version quantity from_on at',
  ),
  subscription_term: personalTable(
    'processor',
    {},
    'tenant_id subscription_id from_on until_on term_no invoice_id policy_version',
  ),
  prepaid_line: personalTable(
    'processor',
    { name: 'invoice' },
    'tenant_id id subscription_id slot_id invoice_id line_no kind refundable from_on until_on net_minor',
  ),
  line_credit: personalTable('processor', {}, 'tenant_id credit_note_id line_id from_on until_on'),
  refund_terms_acceptance: personalTable(
    'processor',
    { accepted_by: 'invoice', actor_name: 'worker-times' },
    'tenant_id id subscription_id slot_id refundable shown act at',
  ),
  subscription_refusal: personalTable(
    'processor',
    { refusal: 'invoice' },
    'tenant_id subscription_id first_at last_at',
  ),
  subscription_settings: personalTable('processor', {}, 'tenant_id suspend_after_days'),
};
