import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { differenceBetween, isEmpty, kindOfChange } from '#domain/policy/difference.ts';
import { inForceFrom } from '#domain/policy/in-force.ts';
import { latestRelease } from '#domain/policy/releases.ts';
import {
  checkContent,
  hashOfContent,
  type ContentRefusal,
  type PolicyContent,
} from '#domain/policy/version.ts';
import { listVersions, type PolicyDb, type PostWords, type Version } from './queries.ts';

/** Who wrote and who approved, as recorded. */
interface Signatory {
  readonly actor: string;
  readonly name: string;
}

export interface Publication {
  readonly content: PolicyContent;
  /** version that the author had before their eyes; null for the first */
  readonly basedOn: number | null;
  readonly post: PostWords & { readonly slug: string };
  readonly author: Signatory;
  readonly approver: Signatory;
  readonly now: Instant;
}

export type PublishRefusal =
  | ContentRefusal
  | { readonly code: 'policy_moved_on'; readonly number: number }
  | { readonly code: 'policy_unchanged' }
  | { readonly code: 'post_words_missing' };

/** One process at a time publishes, so that numbers follow each other. */
const PUBLISH_LOCK = 7463_011;

/**
 * Publishes a version together with its post: both rows in the caller's transaction, or, by a refusal or an error, none.
 * What kind of change it is and from when it counts is computed here; nobody passes it in.
 *
 * @param db an open transaction
 * @see clause P-1.3
 */
export async function publishVersion(
  db: PolicyDb,
  { content, basedOn, post, author, approver, now }: Publication,
): Promise<Result<Version, PublishRefusal>> {
  const checked = checkContent(content);
  if (!checked.ok) return checked;
  if ([post.title, post.summary].some((words) => !words.en.trim() || !words.de.trim()))
    return refuse({ code: 'post_words_missing' });
  await sql`select pg_advisory_xact_lock(${PUBLISH_LOCK})`.execute(db);

  const [previous] = await listVersions(db, content.document);
  if ((previous?.number ?? null) !== basedOn)
    return refuse({ code: 'policy_moved_on', number: previous?.number ?? 0 });
  const difference = previous && differenceBetween(previous.content, content);
  if (difference && isEmpty(difference)) return refuse({ code: 'policy_unchanged' });

  const kind = difference ? kindOfChange(difference) : 'material';
  // Whoever shortens the notice announces that under the notice that was promised.
  const notice = Math.max(
    content.parameters['policy.noticeDaysMaterial'],
    previous?.content.parameters['policy.noticeDaysMaterial'] ?? 0,
  );
  const from = inForceFrom(
    { ...content.parameters, 'policy.noticeDaysMaterial': notice },
    { publishedAt: now, kind, previousInForceFrom: previous?.inForceFrom ?? null },
  );
  const version: Version = {
    document: content.document,
    number: (previous?.number ?? 0) + 1,
    content,
    hash: hashOfContent(content),
    kind,
    shipped: latestRelease(content.document).release,
    slug: post.slug,
    author: author.actor,
    authorName: author.name,
    approverName: approver.name,
    publishedAt: now,
    inForceFrom: from,
  };
  await save(db, version, post, approver);
  return ok(version);
}

async function save(db: PolicyDb, version: Version, post: PostWords, approver: Signatory): Promise<void> {
  const { title, summary } = post;
  await db
    .insertInto('blog_post')
    .values({
      slug: version.slug,
      words: JSON.stringify({ title, summary }),
      published_at: version.publishedAt,
    })
    .execute();
  await db
    .insertInto('policy_version')
    .values({
      document: version.document,
      number: version.number,
      content: JSON.stringify(version.content),
      hash: version.hash,
      kind: version.kind,
      shipped: version.shipped,
      blog_slug: version.slug,
      author: version.author,
      author_name: version.authorName,
      approver: approver.actor,
      approver_name: approver.name,
      published_at: version.publishedAt,
      in_force_from: version.inForceFrom,
    })
    .execute();
}
