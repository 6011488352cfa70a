import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

export const privacyPersonal: PersonalMap = {
  privacy_case: personalTable(
    'controller',
    {
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
