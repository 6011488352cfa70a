import type { Id } from '#domain/kernel/ids.ts';
import { systemCaller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { lockCustomer } from '../ledger.ts';
import { providerOf } from './account.ts';
import { REFUND_JOB } from './ask-refund.ts';
import { inMinutes, queueFollow, waitFor } from './follow-page.ts';
import { ProviderAway } from './provider.ts';
import { returnRefund } from './refund-books.ts';
import { findSession, type CardTables } from './store.ts';

/**
 * Gives a refund back to the card that paid. Safe to run twice: the provider is asked under the refund's own id, and
 * looked at first. As long as the provider may not be reached the refund waits, and its document says why.
 * @see clause C-3
 */
export const refundToCard: Job<{ refundId: Id }, AppContext> = {
  ...REFUND_JOB,
  timeoutSeconds: 120,
  async run({ context, tenantId }, { refundId }) {
    const asked = await context.db.inTenant(tenantId, (tx) => loadAsked(tx, refundId));
    if (!asked) return;
    const {
      session_id: sessionId,
      intent,
      amount_minor: amountMinor,
      currency,
      customer_id: customerId,
    } = asked;
    const caller = systemCaller(await context.tenantFacts(tenantId), context.clock, `job:${REFUND_JOB.name}`);
    try {
      const provider = await providerOf(context, tenantId);
      const answer = await provider.refund({ refundId, intent, amountMinor, currency });
      await context.db.inTenant(tenantId, async (tx) => {
        await lockCustomer(tx, customerId);
        const session = await findSession(tx, sessionId);
        if (!session) return;
        if (!answer.taken)
          return returnRefund(tx, caller, session, { refundId, reference: null, reason: answer.reason });
        await change(tx, refundId, { state: 'sent', reference: answer.reference, reason: '' }, caller.now);
        await publish(tx, caller, 'invoice.refund-sent', session.invoice_id);
        await queueFollow(tx, { sessionId });
      });
    } catch (error) {
      if (!(error instanceof ProviderAway)) throw error;
      context.log.warn({ why: error.why, tenantId }, 'a refund to a card waits for the provider');
      await context.db.inTenant(tenantId, async (tx) => {
        await change(tx, refundId, { reason: `wait_${error.why}` }, caller.now);
        const key = `${REFUND_JOB.name}.${refundId}`;
        await queueJob(tx, REFUND_JOB, { refundId }, { key, runAt: inMinutes(waitFor(error)) });
      });
    }
  },
};

async function loadAsked(tx: Tx, refundId: Id) {
  const row = await tx
    .tables<CardTables>()
    .selectFrom('card_refund as c')
    .innerJoin('refund as r', (join) =>
      join.onRef('r.tenant_id', '=', 'c.tenant_id').onRef('r.id', '=', 'c.refund_id'),
    )
    .innerJoin('card_session as s', (join) =>
      join.onRef('s.tenant_id', '=', 'c.tenant_id').onRef('s.id', '=', 'c.session_id'),
    )
    .select(['c.session_id', 's.intent', 'r.amount_minor', 'r.currency', 'r.customer_id'])
    .where('c.tenant_id', '=', tx.tenantId)
    .where('r.tenant_id', '=', tx.tenantId)
    .where('s.tenant_id', '=', tx.tenantId)
    .where('c.refund_id', '=', refundId)
    .where('c.state', '=', 'asked')
    .executeTakeFirst();
  return row && row.intent !== null ? { ...row, intent: row.intent } : null;
}

/** Only a refund that is still asked for: what a message told meanwhile counts more. */
async function change(
  tx: Tx,
  refundId: Id,
  to: Partial<Pick<CardTables['card_refund'], 'state' | 'reference' | 'reason'>>,
  at: string,
): Promise<void> {
  await tx
    .tables<CardTables>()
    .updateTable('card_refund')
    .set({ ...to, changed_at: at })
    .where('tenant_id', '=', tx.tenantId)
    .where('refund_id', '=', refundId)
    .where('state', '=', 'asked')
    .execute();
}
