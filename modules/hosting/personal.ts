import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Who hosts is the operator: of its customers it knows whose instance it is and who had what done to it. */
export const hostingPersonal: PersonalMap = {
  workspace_door: personalTable('controller', {}, 'tenant_id reason since'),
  hosting_server: personalTable('controller', {}, 'tenant_id id name address places state facts made_at'),
  hosted_instance: personalTable(
    'controller',
    { customer_id: 'company', title: 'company', provision: 'contact' },
    'tenant_id id number kind slug subscription_id server_id host_names state holds ends_at kept_until version url facts health usage ordered_at login_checked_at login_check handed_over_at accepted_at',
  ),
  hosting_operation: personalTable(
    'controller',
    { asked_by: 'audit-log', asked_name: 'audit-log' },
    'tenant_id id instance_id verb input state attempts answer refusal fault asked_at ended_at',
  ),
  hosting_step: personalTable('controller', {}, 'tenant_id operation_id name facts done_at'),
  hosted_thing: personalTable(
    'controller',
    {},
    'tenant_id server kind name instance_id operation_id claimed_at',
  ),
  // The row describes the file; what the file holds is its customer's.
  hosted_backup: personalTable(
    'processor',
    { sealed_sha256: 'backup' },
    'tenant_id id instance_id operation_id as_of reason archive sealed_bytes proof proven_at places removed_at',
  ),
  hosted_deletion: personalTable('processor', {}, 'tenant_id id instance_id what key at'),
  hosted_copy: personalTable(
    'processor',
    {},
    'tenant_id id instance_id backup_id slug url facts made_at until dropped_at',
  ),
  deletion_record: personalTable(
    'controller',
    {},
    'tenant_id instance_id deleted_at method counts last_backup_sha256',
  ),
  hosting_offer: personalTable(
    'controller',
    { changed_name: 'audit-log' },
    'tenant_id plan_id kind version quota at_limit addons works public changed_at',
  ),
  hosting_order: personalTable(
    'controller',
    { customer_id: 'company', person: 'contact', asked_name: 'audit-log' },
    'tenant_id id source state plan_id wish policies locale contact_id asked_at placed_at subscription_id invoice_id agreement_id instance_id',
  ),
  instance_acceptance: personalTable(
    'controller',
    { accepted_by: 'contact', actor_name: 'audit-log' },
    'tenant_id instance_id contact_id act at',
  ),
  quota_notice: personalTable(
    'controller',
    {},
    'tenant_id id instance_id what level used most at cleared_at',
  ),
};
