import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Proofs name who said yes or no; everything else here is published anyway. */
export const policyPersonal: PersonalMap = {
  processor: personalTable(
    'controller',
    { name: 'company', contact: 'contact', changed_by: 'audit-log' },
    'id country service categories purposes sub_processors transfer_basis places checked_on suspended_at suspended_because ended_at made_at changed_at bound',
  ),
  processor_contract: personalTable(
    'controller',
    {
      handed_in_by: 'audit-log',
      handed_in_name: 'audit-log',
      confirmed_by: 'audit-log',
      confirmed_name: 'audit-log',
    },
    'id processor_id declared file_hash file_name signed_by_us_on signed_by_them_on categories valid_from valid_to handed_in_at confirmed_at confirmed_alone',
  ),
  own_server: personalTable(
    'controller',
    { registered_by: 'audit-log', registered_name: 'audit-log' },
    'tenant_id id label kind host port inside registered_at removed_at',
  ),
  inside_place: personalTable(
    'controller',
    { company: 'company', asked_name: 'audit-log', decided_by: 'audit-log', decided_name: 'audit-log' },
    'id for_tenant label host port asked_at admitted decided_at reason',
  ),
  // Who asks is an authority and its case number, no person.
  disclosure: personalTable(
    'controller',
    {
      entered_by: 'audit-log',
      entered_name: 'audit-log',
      approved_by: 'audit-log',
      approved_name: 'audit-log',
    },
    'tenant_id id number asked_by case_no received_on ground about_tenant file_hash file_name asked_scope asked_categories decision reason categories recipient host port valid_to tell withheld_because withheld_until entered_at approved_at approved_alone',
  ),
  disclosure_step: personalTable(
    'controller',
    { actor: 'audit-log', actor_name: 'audit-log' },
    'tenant_id id disclosure_id kind at alone sha256 bytes on_day how note',
  ),
  processor_warning: personalTable('controller', {}, 'contract_id days raised_at'),
  egress_log: personalTable(
    'controller',
    {},
    'id at on_behalf_of purpose recipient categories host port decision reason bytes_out bytes_in',
  ),
  blog_post: personalTable('controller', {}, 'slug words published_at'),
  policy_version: personalTable(
    'controller',
    { author: 'audit-log', author_name: 'audit-log', approver: 'audit-log', approver_name: 'audit-log' },
    'document number content hash kind shipped blog_slug published_at in_force_from',
  ),
  access_log: personalTable(
    'controller',
    { login_id: 'usage-log', route: 'usage-log', ip: 'usage-log', at: 'usage-log' },
    'id status ms of_tenant ip_cut',
  ),
  usage_objection: personalTable('controller', { login_id: 'consent', at: 'consent' }, ''),
  // Which firm used what, and no person of it; gone with the draw.
  usage_mark: personalTable('controller', {}, 'tenant_id period metric business'),
  anonymous_release: personalTable('controller', {}, 'tenant_id period number year epsilon floor drawn_at'),
  anonymous_number: personalTable('controller', { noisy: 'aggregate' }, 'tenant_id period metric'),
  anonymous_sent: personalTable('controller', {}, 'tenant_id period processor_id sent_at'),
  analytics_tool: personalTable(
    'controller',
    { changed_name: 'audit-log' },
    'tenant_id processor_id url key_sealed changed_at',
  ),
  policy_self_check: personalTable('controller', {}, 'id at occasion findings program'),
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
