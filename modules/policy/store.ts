import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { DocumentId, Said } from '#domain/policy/parameters.ts';

export interface PolicyTables {
  blog_post: { slug: string; words: unknown; published_at: Instant };
  policy_version: {
    document: DocumentId;
    number: number;
    content: unknown;
    hash: string;
    kind: 'material' | 'editorial';
    shipped: number;
    blog_slug: string;
    author: string;
    author_name: string;
    approver: string;
    approver_name: string;
    published_at: Instant;
    in_force_from: Instant;
  };
  policy_self_check: {
    id: Id;
    at: Instant;
    occasion: 'start' | 'daily';
    findings: unknown;
    program: string;
  };
  policy_draft: {
    tenant_id: Id;
    id: Id;
    document: DocumentId;
    based_on: number;
    content: unknown;
    summary: Said;
    state: 'open' | 'submitted' | 'published' | 'dropped';
    author: string;
    author_name: string;
    created_at: Instant;
    changed_at: Instant;
    submitted_at: Instant | null;
    published_number: number | null;
  };
}
