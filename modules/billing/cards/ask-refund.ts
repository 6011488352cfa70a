import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob } from '#platform/jobs/job.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { CardTables } from './store.ts';

/** The job that speaks to the provider; known by its name here, because it books what the provider answers. */
export const REFUND_JOB = { name: 'billing.refund-to-card', attempts: 20 } as const;

/**
 * A refund of a payment that came through the provider is asked for there, after the commit. One that was entered by hand
 * (a terminal in the shop) is given back where it was taken.
 * @see clause C-3
 */
export async function askCardRefund(tx: Tx, caller: Caller, refundId: Id, paymentId: Id): Promise<void> {
  const tables = tx.tables<CardTables>();
  const came = await tables
    .selectFrom('card_booking')
    .select('session_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('payment_id', '=', paymentId)
    .where('kind', 'in', ['payment', 'won'])
    .executeTakeFirst();
  if (!came) return;
  await tables
    .insertInto('card_refund')
    .values({
      tenant_id: tx.tenantId,
      refund_id: refundId,
      session_id: came.session_id,
      state: 'asked',
      reference: null,
      reason: '',
      returned_id: null,
      asked_at: caller.now,
      changed_at: caller.now,
    })
    .execute();
  await queueJob(tx, REFUND_JOB, { refundId }, { key: `${REFUND_JOB.name}.${refundId}` });
}
