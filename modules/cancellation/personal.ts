import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Whoever cancels writes to the operator: who it was and what they said is correspondence, kept with the invoice. */
export const cancellationPersonal: PersonalMap = {
  cancellation_case: personalTable(
    'controller',
    { customer_id: 'company', sender: 'contact', said: 'correspondence', judged: 'correspondence' },
    'tenant_id id number subscription_id channel message_id mail_id sender_locale received_at received_on policy_version name state currency last_on ends_at eligible events opened_at',
  ),
  case_event: personalTable(
    'controller',
    { actor: 'audit-log', actor_name: 'audit-log', reason: 'correspondence' },
    'tenant_id case_id seq event clock became effects policy_version at',
  ),
  case_timer: personalTable('controller', {}, 'tenant_id case_id name due_at'),
  case_duty: personalTable(
    'controller',
    { outcome: 'correspondence' },
    'tenant_id case_id seq no once effect state why tried_at done_at',
  ),
  refund_payout: personalTable(
    'controller',
    { amount_minor: 'invoice', reference: 'invoice' },
    'tenant_id id case_id idempotency_key item_id payment_id method state refund_id due_at changed_at',
  ),
  case_waiver: personalTable(
    'controller',
    {
      ...{ asked_by: 'audit-log', asked_name: 'audit-log', decided_by: 'audit-log' },
      ...{ decided_name: 'audit-log', reason: 'correspondence' },
    },
    'tenant_id case_id asked_at decided_at',
  ),
};
