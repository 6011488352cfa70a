import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { announcePost, listAnnounced } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { PostsView } from '../contract.ts';
import type { PostText, SiteTables } from '../store.ts';

type DraftRow = SiteTables['post_draft'];

/** Keeps a post in the making. An address that is published is taken for ever. */
export async function savePost(
  tx: Tx,
  caller: Caller,
  { slug, ...words }: PostText & { readonly slug: string },
): Promise<Result<null, Refusal>> {
  const taken = (await listAnnounced(tx)).some((post) => post.slug === slug);
  if (taken) return refuse({ code: 'post_address_taken', field: 'slug', value: slug, status: 409 });
  const changed = { words: JSON.stringify(words), changed_at: caller.now, changed_name: caller.name };
  await tx
    .tables<SiteTables>()
    .insertInto('post_draft')
    .values({ tenant_id: tx.tenantId, id: idAt(caller.now), slug, ...changed })
    .onConflict((c) => c.columns(['tenant_id', 'slug']).doUpdateSet(changed))
    .execute();
  return ok(null);
}

/** Throws a post in the making away. */
export async function dropPost(tx: Tx, postId: Id): Promise<Result<DraftRow, Refusal>> {
  const row = await tx
    .tables<SiteTables>()
    .deleteFrom('post_draft')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', postId)
    .returningAll()
    .executeTakeFirst();
  return row ? ok(row) : refuse({ code: 'post_unknown', status: 404 });
}

/** Publishes a post and ends its draft, both or neither; it must say the same in both languages. */
export async function publishPost(tx: Tx, caller: Caller, postId: Id): Promise<Result<null, Refusal>> {
  const draft = await dropPost(tx, postId);
  if (!draft.ok) return draft;
  const { slug } = draft.value;
  const words = draft.value.words as PostText;
  for (const field of ['title', 'summary', 'text'] as const)
    for (const language of ['en', 'de'] as const)
      if (!words[field][language].trim())
        return refuse({ code: 'post_text_missing', field: `${field}.${language}`, status: 422 });
  const announced = await announcePost(tx, { slug, ...words, publishedAt: caller.now });
  if (!announced.ok) return announced;
  await publish(tx, caller, 'post.published', postId, { slug });
  return ok(null);
}

export async function viewPosts(tx: Tx): Promise<PostsView> {
  const drafts = await tx
    .tables<SiteTables>()
    .selectFrom('post_draft')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('changed_at', 'desc')
    .execute();
  return {
    drafts: drafts.map(({ id, slug, words, changed_at: changedAt, changed_name: changedName }) => ({
      id,
      slug,
      ...(words as PostText),
      changedAt,
      changedName,
    })),
    published: (await listAnnounced(tx)).map(({ slug, title, publishedAt }) => ({
      slug,
      title,
      publishedAt,
    })),
  };
}
