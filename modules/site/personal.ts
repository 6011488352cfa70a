import { personalTable, type PersonalMap } from '#domain/kernel/personal.ts';

/** Whoever writes to the operator through its site, and what visitors chose. */
export const sitePersonal: PersonalMap = {
  cookie_choice: personalTable(
    'controller',
    { visitor: 'cookie-consent', at: 'cookie-consent', how: 'cookie-consent', choices: 'cookie-consent' },
    'tenant_id id policy_version policy_hash section_hash banner_hash language page',
  ),
  // Sums of a day: no row is about anybody.
  visit_count: personalTable('controller', {}, 'tenant_id day kind visits'),
  site_visit: personalTable('controller', {}, 'tenant_id day page views visitors'),
  outside_site: personalTable(
    'controller',
    { changed_name: 'audit-log' },
    'tenant_id id address essential_cookies changed_at',
  ),
  outside_look: personalTable('controller', {}, 'tenant_id id site_id looked_at faults'),
  lead: personalTable(
    'controller',
    {
      name: 'contact',
      email: 'contact',
      company: 'company',
      message: 'correspondence',
      decided_name: 'audit-log',
    },
    'tenant_id id number about language consent_id received_at state customer_id sales_order_id decided_at',
  ),
  post_draft: personalTable(
    'controller',
    { changed_name: 'audit-log' },
    'tenant_id id slug words changed_at',
  ),
};
