import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import { readShortId } from '#platform/http/short-id.ts';
import type { Webhook } from '#platform/http/webhooks.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { EVENTS_PATH, hookSecret } from './account.ts';
import { queueFollow } from './follow-page.ts';
import type { ProviderEvent } from './provider.ts';
import type { CardTables } from './store.ts';

const BYTES_MAX = 256 * 1024;
/** Kinds that carry no mark of ours: whose payment they are about, the provider is asked. */
const UNMARKED = /^(charge\.dispute|refund|charge\.refund)\./;

/**
 * Takes the provider's messages. Kept are the message's id and kind; what it says is not believed but asked for, so a
 * message that is old, late, repeated or out of order does no harm, and nothing of a card is ever stored. The id and the
 * work that follows from it are one transaction: a message that was answered with 200 is never lost.
 * @see threat T6
 */
export const cardEvents: Webhook<AppContext> = {
  path: `${EVENTS_PATH}/:tenant`,
  bytesMax: BYTES_MAX,
  async take({ context, params, body, header }) {
    const tenantId = readShortId(params['tenant']);
    const secret = tenantId && (await context.db.inTenant(tenantId, hookSecret));
    const now = context.clock.now();
    const { readStripeEvent } = await import('./stripe.ts');
    const event = secret ? readStripeEvent(body, header('stripe-signature'), secret, now) : null;
    // The same words for a tenant that there is not: nobody learns here who takes cards.
    if (!event || !tenantId) {
      context.log.warn({ bytes: body.length }, 'a message with a wrong signature was refused');
      return { code: 'card_signature_wrong', status: 400 };
    }
    await context.db.inTenant(tenantId, (tx) => keep(tx, event, now));
    return null;
  },
};

async function keep(tx: Tx, event: ProviderEvent, now: Instant): Promise<void> {
  const about = event.about && (await subjectOf(tx, event.kind, event.about));
  if (!about) return ignore(tx, event.kind, now);
  const fresh = await tx
    .tables<CardTables>()
    .insertInto('card_event')
    .values({ tenant_id: tx.tenantId, id: event.id, kind: event.kind, received_at: now })
    .onConflict((c) => c.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (fresh) await queueFollow(tx, about);
}

/** The page that a message is about; a payment to be asked about where the message does not say; null: none of ours. */
async function subjectOf(
  tx: Tx,
  kind: string,
  { sessionId, reference, intent }: NonNullable<ProviderEvent['about']>,
): Promise<{ sessionId: Id } | { intent: string } | null> {
  const known = await tx
    .tables<CardTables>()
    .selectFrom('card_session')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where((e) =>
      e.or([
        ...(sessionId ? [e('id', '=', sessionId)] : []),
        ...(reference ? [e('reference', '=', reference)] : []),
        ...(intent ? [e('intent', '=', intent)] : []),
      ]),
    )
    .executeTakeFirst();
  if (known) return { sessionId: known.id };
  return intent && UNMARKED.test(kind) ? { intent } : null;
}

async function ignore(tx: Tx, kind: string, now: Instant): Promise<void> {
  await tx
    .tables<CardTables>()
    .insertInto('card_event_ignored')
    .values({ tenant_id: tx.tenantId, kind: kind.slice(0, 80), messages: 1, last_at: now })
    .onConflict((c) =>
      c
        .columns(['tenant_id', 'kind'])
        .doUpdateSet({ messages: sql<number>`card_event_ignored.messages + 1`, last_at: now }),
    )
    .execute();
}
