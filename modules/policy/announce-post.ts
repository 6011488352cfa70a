import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Instant } from '#domain/kernel/days.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { PolicyTables } from './store.ts';
import { listPosts, type Post, type PostWords } from './versions/queries.ts';

/**
 * Publishes a post of the operator's blog that announces no version. Like those that do, it is never changed again.
 * @returns refused when its address is taken
 */
export async function announcePost(
  tx: Tx,
  { slug, publishedAt, title, summary, text }: PostWords & { slug: string; publishedAt: Instant },
): Promise<Result<null, Refusal>> {
  const row = await tx
    .tables<PolicyTables>()
    .insertInto('blog_post')
    .values({ slug, words: JSON.stringify({ title, summary, text }), published_at: publishedAt })
    .onConflict((c) => c.column('slug').doNothing())
    .returning('slug')
    .executeTakeFirst();
  return row ? ok(null) : refuse({ code: 'post_address_taken', field: 'slug', value: slug, status: 409 });
}

/** Every post of the blog, newest first. */
export const listAnnounced = (tx: Tx): Promise<Post[]> => listPosts(tx.tables<PolicyTables>());
