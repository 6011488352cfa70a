import { dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount, isCurrency } from '#domain/money/currency.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { invoiceNumber } from '../store.ts';
import { takesCards } from './account.ts';
import type { InvoiceCardsView, ParkedView } from './contract.ts';
import { payableNow } from './open-page.ts';
import { payLink, payPath } from './pay-link.ts';
import { isBookable } from './settle-parked.ts';
import { invoiceOf, type CardTables } from './store.ts';

/** What waits for a person, oldest first; of one invoice, or of all. */
export async function listParked(tx: Tx, invoiceId?: Id): Promise<ParkedView[]> {
  let query = tx
    .tables<CardTables>()
    .selectFrom('card_parked as p')
    .innerJoin('card_session as s', (join) =>
      join.onRef('s.tenant_id', '=', 'p.tenant_id').onRef('s.id', '=', 'p.session_id'),
    )
    .innerJoin('invoice as i', (join) =>
      join.onRef('i.tenant_id', '=', 's.tenant_id').onRef('i.id', '=', 's.invoice_id'),
    )
    .select([
      'p.id',
      'p.why',
      'p.amount_minor',
      'p.currency',
      'p.noticed_at',
      'i.id as invoice_id',
      'i.year',
      'i.number',
      'i.recipient',
    ])
    .where('p.tenant_id', '=', tx.tenantId)
    .where('s.tenant_id', '=', tx.tenantId)
    .where('i.tenant_id', '=', tx.tenantId)
    .where('p.outcome', 'is', null)
    .orderBy('p.noticed_at');
  if (invoiceId) query = query.where('i.id', '=', invoiceId);
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    invoiceId: row.invoice_id,
    invoiceNumber: invoiceNumber(row),
    customerName: row.recipient.name,
    why: row.why,
    // A currency that nobody here knows has no decimals to write.
    amount: isCurrency(row.currency) ? formatAmount(row.amount_minor, row.currency) : `${row.amount_minor}`,
    currency: row.currency,
    noticedAt: row.noticed_at,
    bookable: isBookable(row.why),
  }));
}

/** The payment link of an invoice, and where its card payments and refunds stand. */
export async function showInvoiceCards(
  tx: Tx,
  caller: Caller,
  publicUrl: string,
  invoiceId: Id,
): Promise<Result<InvoiceCardsView, Refusal>> {
  const invoice = await invoiceOf(tx, invoiceId);
  if (!invoice) return refuse({ code: 'invoice_unknown' });
  const tables = tx.tables<CardTables>();
  const payments = await tables
    .selectFrom('card_booking as b')
    .innerJoin('card_session as s', (join) =>
      join.onRef('s.tenant_id', '=', 'b.tenant_id').onRef('s.id', '=', 'b.session_id'),
    )
    .select(['b.payment_id', 'b.brand', 'b.last4'])
    .where('b.tenant_id', '=', tx.tenantId)
    .where('s.tenant_id', '=', tx.tenantId)
    .where('s.invoice_id', '=', invoiceId)
    .where('b.kind', '=', 'payment')
    .orderBy('b.booked_at')
    .execute();
  const refunds = await tables
    .selectFrom('card_refund as c')
    .innerJoin('refund as r', (join) =>
      join.onRef('r.tenant_id', '=', 'c.tenant_id').onRef('r.id', '=', 'c.refund_id'),
    )
    .innerJoin('card_session as s', (join) =>
      join.onRef('s.tenant_id', '=', 'c.tenant_id').onRef('s.id', '=', 'c.session_id'),
    )
    .select(['c.refund_id', 'c.state', 'c.reason', 'c.changed_at', 'r.amount_minor', 'r.currency'])
    .where('c.tenant_id', '=', tx.tenantId)
    .where('r.tenant_id', '=', tx.tenantId)
    .where('s.tenant_id', '=', tx.tenantId)
    .where('s.invoice_id', '=', invoiceId)
    .orderBy('c.asked_at')
    .execute();
  const payable = (await takesCards(tx)) && (await payableNow(tx, invoice, caller.today)) > 0n;
  const link = payLink(tx.tenantId, invoiceId, dayIn(caller.zone, caller.now));
  return ok({
    payUrl: payable ? `${publicUrl}${payPath(link)}` : null,
    payUntil: payable ? link.until : null,
    payments: payments.map(({ payment_id: paymentId, brand, last4 }) => ({ paymentId, brand, last4 })),
    refunds: refunds.map((row) => ({
      refundId: row.refund_id,
      amount: formatAmount(minor(row.amount_minor), row.currency),
      state: row.state,
      reason: row.reason,
      changedAt: row.changed_at,
    })),
    parked: await listParked(tx, invoiceId),
  });
}
