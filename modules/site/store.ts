import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Choices, ChoiceWay, VisitKind } from '#domain/policy/cookie-choice.ts';
import type { OutsideFault } from '#domain/policy/outside-site.ts';
import type { Said } from '#domain/policy/parameters.ts';
import type { Locale } from '#platform/words/words.ts';

/** Title, summary and text of a post, in both languages. */
export interface PostText {
  readonly title: Said;
  readonly summary: Said;
  readonly text: Said;
}

export interface SiteTables {
  cookie_choice: {
    tenant_id: Id;
    id: Id;
    visitor: string;
    at: Instant;
    how: ChoiceWay;
    choices: Choices | string;
    policy_version: number;
    policy_hash: string;
    section_hash: string;
    banner_hash: string;
    language: Locale;
    page: string;
  };
  visit_count: { tenant_id: Id; day: Day; kind: VisitKind; visits: number };
  site_visit: { tenant_id: Id; day: Day; page: string; views: number; visitors: number };
  outside_site: {
    tenant_id: Id;
    id: Id;
    address: string;
    essential_cookies: readonly string[] | string;
    changed_name: string;
    changed_at: Instant;
  };
  outside_look: {
    tenant_id: Id;
    id: Id;
    site_id: Id;
    looked_at: Instant;
    faults: readonly OutsideFault[] | string;
  };
  lead: {
    tenant_id: Id;
    id: Id;
    number: number;
    name: string;
    email: string;
    company: string;
    message: string;
    about: string;
    language: Locale;
    consent_id: Id;
    received_at: Instant;
    state: 'new' | 'quoted' | 'closed';
    customer_id: Id | null;
    sales_order_id: Id | null;
    decided_name: string | null;
    decided_at: Instant | null;
  };
  post_draft: {
    tenant_id: Id;
    id: Id;
    slug: string;
    words: PostText | string;
    changed_at: Instant;
    changed_name: string;
  };
}
