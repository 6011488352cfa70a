import type { Kysely } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import { versionAt } from '#domain/policy/in-force.ts';
import type { DocumentId, Said } from '#domain/policy/parameters.ts';
import type { PolicyContent } from '#domain/policy/version.ts';
import type { PolicyTables } from '../store.ts';

/** The versions and posts, read through a tenant's transaction or the global door alike. */
export type PolicyDb = Kysely<PolicyTables>;

/** One published version, as it stands for ever. */
export interface Version {
  readonly document: DocumentId;
  readonly number: number;
  readonly content: PolicyContent;
  /** SHA-256 of what it says */
  readonly hash: string;
  readonly kind: 'material' | 'editorial';
  readonly shipped: number;
  readonly slug: string;
  readonly author: string;
  readonly authorName: string;
  readonly approverName: string;
  readonly publishedAt: Instant;
  readonly inForceFrom: Instant;
}

/** All versions of a document, newest first. */
export async function listVersions(db: PolicyDb, document: DocumentId): Promise<Version[]> {
  const rows = await db
    .selectFrom('policy_version')
    .selectAll()
    .where('document', '=', document)
    .orderBy('number', 'desc')
    .execute();
  return rows.map(toVersion);
}

function toVersion(row: PolicyTables['policy_version']): Version {
  return {
    document: row.document,
    number: row.number,
    content: row.content as PolicyContent,
    hash: row.hash,
    kind: row.kind,
    shipped: row.shipped,
    slug: row.blog_slug,
    author: row.author,
    authorName: row.author_name,
    approverName: row.approver_name,
    publishedAt: row.published_at,
    inForceFrom: row.in_force_from,
  };
}

/** The version that counts at a moment, with everything it says; undefined before the first. */
export async function contentInForce(
  db: PolicyDb,
  document: DocumentId,
  at: Instant,
): Promise<Version | undefined> {
  return versionAt(await listVersions(db, document), at);
}

/** Words of a post per language. */
export interface PostWords {
  readonly title: Said;
  readonly summary: Said;
  /** paragraphs, an empty line between them; absent: the summary says it all */
  readonly text?: Said;
}

export interface Post extends PostWords {
  readonly slug: string;
  readonly publishedAt: Instant;
}

/** Posts of the blog, newest first. */
export async function listPosts(db: PolicyDb): Promise<Post[]> {
  const rows = await db
    .selectFrom('blog_post')
    .selectAll()
    .orderBy('published_at', 'desc')
    .orderBy('slug')
    .execute();
  return rows.map((row) => ({ slug: row.slug, publishedAt: row.published_at, ...(row.words as PostWords) }));
}
