import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { favourOf, findItem, saveRefund } from '../give-back.ts';
import { book, linesOf } from '../ledger.ts';
import { invoiceNumber } from '../store.ts';
import type { RefundFacts } from './rules.ts';
import { invoiceOf, type CardSession, type CardTables } from './store.ts';

/**
 * A refund that somebody made at the provider's own desk is booked where it can only mean one thing: something is open in
 * the customer's favour, of the payment itself or of its invoice.
 * @returns whether it was booked
 */
export async function bookDeskRefund(
  tx: Tx,
  caller: Caller,
  session: CardSession,
  paymentId: Id,
  refund: RefundFacts,
  paidOn: Day,
): Promise<boolean> {
  if (refund.currency !== session.currency) return false;
  for (const itemId of [paymentId, session.invoice_id]) {
    const item = await findItem(tx, itemId);
    if (!item || (await favourOf(tx, itemId)) < refund.amountMinor) continue;
    const { refundId } = await saveRefund(
      tx,
      caller,
      item,
      { paidOn, method: 'card', reference: refund.reference },
      { amountMinor: minor(refund.amountMinor), payment: { id: paymentId, method: 'card' } },
    );
    await tx
      .tables<CardTables>()
      .insertInto('card_refund')
      .values({
        tenant_id: tx.tenantId,
        refund_id: refundId,
        session_id: session.id,
        state: 'done',
        reference: refund.reference,
        reason: '',
        returned_id: null,
        asked_at: caller.now,
        changed_at: caller.now,
      })
      .execute();
    await publish(tx, caller, 'invoice.refunded', session.invoice_id, {
      amountMinor: `${refund.amountMinor}`,
    });
    return true;
  }
  return false;
}

/**
 * A refund that the provider could not carry out is booked back: the amount is open in the customer's favour again, and
 * the next refund no longer goes to this card.
 */
export async function returnRefund(
  tx: Tx,
  caller: Caller,
  session: CardSession,
  failed: Pick<RefundFacts, 'refundId' | 'reason'> & { readonly reference: string | null },
): Promise<void> {
  const tables = tx.tables<CardTables>();
  const row = await tables
    .selectFrom('card_refund')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('session_id', '=', session.id)
    .where((e) =>
      failed.refundId === null ? e('reference', '=', failed.reference) : e('refund_id', '=', failed.refundId),
    )
    .executeTakeFirst();
  if (!row || row.state === 'failed') return;
  const returnedId = idAt(caller.now);
  await tables
    .updateTable('card_refund')
    .set({
      state: 'failed',
      reference: failed.reference ?? row.reference,
      reason: failed.reason,
      returned_id: returnedId,
      changed_at: caller.now,
    })
    .where('tenant_id', '=', tx.tenantId)
    .where('refund_id', '=', row.refund_id)
    .execute();
  const invoice = await invoiceOf(tx, session.invoice_id);
  await book(tx, caller, {
    kind: 'refund',
    sourceId: returnedId,
    bookedOn: caller.today,
    currency: session.currency,
    reference: invoice ? invoiceNumber(invoice) : '',
    text: failed.reason,
    lines: (await linesOf(tx, 'refund', row.refund_id)).map((line) => ({
      ...line,
      amountMinor: minor(-line.amountMinor),
    })),
  });
  await publish(tx, caller, 'invoice.refund-failed', session.invoice_id, { reason: failed.reason });
}
