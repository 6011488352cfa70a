import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

export const privacyPersonal: PersonalMap = {
  privacy_case: personalTable(
    'controller',
    {
      login_id: 'contact',
      person_name: 'contact',
      person_email: 'contact',
      details: 'correspondence',
      entered_by: 'audit-log',
      entered_name: 'audit-log',
    },
    'tenant_id id number asks channel language of_tenant received_on entered_at',
  ),
  privacy_step: personalTable(
    'controller',
    { note: 'correspondence', actor: 'audit-log', actor_name: 'audit-log' },
    'tenant_id id case_id kind on_day at',
  ),
  privacy_archive: personalTable(
    'controller',
    // The label is the name of a business, or says that it is the person themselves.
    { recipient: 'correspondence', file_hash: 'correspondence' },
    'tenant_id id case_id part label key_sealed bytes made_at expires_at removed_at',
  ),
  // The list of what was deleted knows ids and keyed marks, and nobody by them.
  privacy_erased: personalTable(
    'controller',
    {},
    'tenant_id id case_id number logins contacts customers mail_marks name_marks tenants at',
  ),
  privacy_erasure: personalTable(
    'controller',
    {},
    'tenant_id id erased_id of_tenant occasion counts kept at',
  ),
  privacy_restriction: personalTable('controller', {}, 'tenant_id id case_id mark lifted at'),
  privacy_retention: personalTable('controller', {}, 'tenant_id id of_tenant rules at'),
  privacy_correction: personalTable(
    'controller',
    { before_sealed: 'contact' },
    'tenant_id id case_id fields at',
  ),
  // How many, never who: a breach is described without its people.
  breach: personalTable(
    'controller',
    { entered_by: 'audit-log', entered_name: 'audit-log' },
    'tenant_id id number aware_at what categories people records effects measures of_tenants entered_at',
  ),
  breach_step: personalTable(
    'controller',
    { actor: 'audit-log', actor_name: 'audit-log' },
    'tenant_id id breach_id kind happened_at note at',
  ),
};
