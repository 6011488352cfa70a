import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Proofs name who said yes or no; everything else here is published anyway. */
export const policyPersonal: PersonalMap = {
  blog_post: personalTable('controller', {}, 'slug words published_at'),
  policy_version: personalTable(
    'controller',
    { author: 'audit-log', author_name: 'audit-log', approver: 'audit-log', approver_name: 'audit-log' },
    'document number content hash kind shipped blog_slug published_at in_force_from',
  ),
  policy_self_check: personalTable('controller', {}, 'id at occasion findings'),
  policy_draft: personalTable(
    'controller',
    { author: 'audit-log', author_name: 'audit-log' },
    'tenant_id id document based_on content summary state created_at changed_at submitted_at published_number',
  ),
  // What the operator calls itself and where it is reached.
  installation: personalTable(
    'controller',
    { name: 'company', support_address: 'contact' },
    'only_row operator_tenant_id sites zone made_at',
  ),
  policy_acceptance: personalTable(
    'controller',
    { party: 'consent', party_id: 'consent', party_name: 'consent', actor: 'consent', at: 'consent' },
    'tenant_id id origin_tenant_id document version hash occasion act',
  ),
  form_consent: personalTable(
    'controller',
    {
      login_id: 'consent',
      act: 'consent',
      given_by: 'consent',
      given_on: 'consent',
      actor: 'consent',
      actor_name: 'consent',
      at: 'consent',
    },
    'tenant_id id origin_tenant_id form form_version purpose policy_version policy_hash',
  ),
  consent_withdrawal: personalTable(
    'controller',
    { login_id: 'consent', actor: 'consent', actor_name: 'consent', at: 'consent' },
    'tenant_id id origin_tenant_id purpose told',
  ),
  source_consent: personalTable(
    'controller',
    { subject_id: 'consent', actor: 'consent', actor_name: 'consent', at: 'consent' },
    'tenant_id id origin_tenant_id source subject given policy_version policy_hash act',
  ),
};
