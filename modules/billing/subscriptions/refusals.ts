import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Refusal } from '#domain/kernel/result.ts';
import { loadCustomers } from '#modules/accounts/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { problemOf } from '#platform/http/problems.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale } from '#platform/words/words.ts';
import { json } from '../store.ts';
import { subscriptionNumber, type SubscriptionTables } from './store.ts';

interface RefusalTables extends SubscriptionTables {
  subscription_refusal: {
    tenant_id: Id;
    subscription_id: Id;
    refusal: Refusal;
    first_at: Instant;
    last_at: Instant;
  };
}

/** Keeps that a step of a subscription was refused, for a person to see; the first time is told in its history. */
export async function noteRefusal(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  refusal: Refusal,
): Promise<void> {
  const tables = tx.tables<RefusalTables>();
  const known = await tables
    .selectFrom('subscription_refusal')
    .select('subscription_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('subscription_id', '=', subscriptionId)
    .executeTakeFirst();
  await tables
    .insertInto('subscription_refusal')
    .values({
      tenant_id: tx.tenantId,
      subscription_id: subscriptionId,
      refusal: json(refusal),
      first_at: caller.now,
      last_at: caller.now,
    })
    .onConflict((c) =>
      c
        .columns(['tenant_id', 'subscription_id'])
        .doUpdateSet({ refusal: json(refusal), last_at: caller.now }),
    )
    .execute();
  if (!known) await publish(tx, caller, 'subscription.refused', subscriptionId, { code: refusal.code });
}

/** Nothing of a subscription is refused any more. */
export async function forgetRefusal(tx: Tx, subscriptionId: Id): Promise<void> {
  await tx
    .tables<RefusalTables>()
    .deleteFrom('subscription_refusal')
    .where('tenant_id', '=', tx.tenantId)
    .where('subscription_id', '=', subscriptionId)
    .execute();
}

/** Why a subscription stands still, in the reader's language; null where it does not. */
export async function refusalOf(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
): Promise<{ since: Instant; title: string; remedy: string; faults: string[] } | null> {
  const row = await tx
    .tables<RefusalTables>()
    .selectFrom('subscription_refusal')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('subscription_id', '=', subscriptionId)
    .executeTakeFirst();
  if (!row) return null;
  const { title, remedy = '', errors = [] } = problemOf(row.refusal, asLocale(caller.locale));
  return {
    since: row.first_at,
    title,
    remedy,
    faults: errors.map((fault) => [fault.title, fault.remedy].filter(Boolean).join(' ')),
  };
}

/** Subscriptions of which a step was refused and which wait for a person, the longest first. */
export async function refusedSubscriptions(
  tx: Tx,
  caller: Caller,
): Promise<{ id: Id; number: string; customerName: string; why: string }[]> {
  const rows = await tx
    .tables<RefusalTables>()
    .selectFrom('subscription_refusal as r')
    .innerJoin('subscription as s', (join) =>
      join.onRef('s.tenant_id', '=', 'r.tenant_id').onRef('s.id', '=', 'r.subscription_id'),
    )
    .select(['s.id', 's.number', 's.customer_id', 'r.refusal'])
    .where('r.tenant_id', '=', tx.tenantId)
    .where('s.tenant_id', '=', tx.tenantId)
    .orderBy('r.first_at')
    .execute();
  const customers = await loadCustomers(
    tx,
    rows.map((row) => row.customer_id),
  );
  return rows.map((row) => ({
    id: row.id,
    number: subscriptionNumber(row),
    customerName: customers.get(row.customer_id)?.name ?? '',
    why: problemOf(row.refusal, asLocale(caller.locale)).title,
  }));
}
