import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { parseAmount } from '#domain/money/currency.ts';
import { postMoney } from '#domain/money/ledger/posting.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { BankTables } from '../bank-store.ts';
import { finishLine } from '../book-line.ts';
import { book, CHART } from '../ledger.ts';
import { countsOn } from '../match-lines.ts';
import { THROUGH } from '../record-payment.ts';
import { claimsOn, type SepaTables } from '../sepa/store.ts';
import type { Way } from '../store.ts';
import { findSupplierInvoice, lockSupplierInvoice, owedOn, type PayableTables } from './store.ts';

export interface SupplierPaymentInput {
  /** minor units of the invoice's currency; what is open when absent */
  readonly amountMinor?: Minor;
  readonly paidOn: Day;
  readonly method: Way;
  readonly reference: string;
  /** the bank's movement that it is booked from: it may be one of a run */
  readonly bankLineId?: Id;
}

/** Records what was paid on an approved supplier's invoice, never more than is open, and books it. */
export async function paySupplier(
  tx: Tx,
  caller: Caller,
  invoiceId: Id,
  given: SupplierPaymentInput,
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const row = await findSupplierInvoice(tx, invoiceId);
  if (!row) return refuse({ code: 'supplier_invoice_unknown' });
  if (given.paidOn > caller.today)
    return refuse({ code: 'payment_in_future', field: 'paidOn', value: given.paidOn });
  await lockSupplierInvoice(tx, invoiceId);
  const open = (await owedOn(tx, [invoiceId])).get(invoiceId) ?? minor(0n);
  if (open <= 0n) return refuse({ code: 'supplier_invoice_not_open' });
  const amount = given.amountMinor ?? open;
  if (amount <= 0n) return refuse({ code: 'payment_not_positive', field: 'amount' });
  if (amount > open) return refuse({ code: 'supplier_payment_above_open', field: 'amount' });
  // Paid by hand while the bank already has the order, it would be paid twice.
  if (given.bankLineId === undefined && (await claimsOn(tx, [invoiceId])).size > 0)
    return refuse({ code: 'item_in_run' });
  const paymentId = idAt(caller.now);
  await tx
    .tables<PayableTables>()
    .insertInto('supplier_payment')
    .values({
      tenant_id: tx.tenantId,
      id: paymentId,
      invoice_id: invoiceId,
      amount_minor: amount,
      currency: row.currency,
      paid_on: given.paidOn,
      method: given.method,
      reference: given.reference,
      bank_line_id: given.bankLineId ?? null,
      recorded_at: caller.now,
    })
    .execute();
  await book(tx, caller, {
    kind: 'payment-out',
    sourceId: paymentId,
    bookedOn: given.paidOn,
    currency: row.currency,
    reference: row.number,
    text: given.reference,
    lines: postMoney(
      {
        kind: 'payment-out',
        reference: paymentId,
        on: given.paidOn,
        currency: row.currency,
        through: THROUGH[given.method],
        settles: [{ party: row.supplier_id, item: invoiceId, amountMinor: amount }],
      },
      CHART,
    ).lines,
  });
  if (given.bankLineId !== undefined)
    await tx
      .tables<SepaTables>()
      .deleteFrom('payment_run_claim')
      .where('tenant_id', '=', tx.tenantId)
      .where('subject_id', '=', invoiceId)
      .execute();
  await publish(tx, caller, 'supplier-invoice.paid', invoiceId, { amountMinor: `${amount}` });
  return ok({ invoiceId });
}

/** Decimal texts in the movement's currency. */
export interface SupplierShare {
  readonly supplierInvoiceId: Id;
  readonly amount: string;
}

/** Books a movement out of the account as payments of suppliers' invoices; the shares are exactly what moved. */
export async function payFromLine(
  tx: Tx,
  caller: Caller,
  lineId: Id,
  shares: readonly SupplierShare[],
): Promise<Result<{ paid: number }, Refusal>> {
  const line = await tx
    .tables<BankTables>()
    .selectFrom('bank_line')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', lineId)
    .executeTakeFirst();
  if (!line) return refuse({ code: 'bank_line_unknown' });
  if (line.amount_minor > 0n) return refuse({ code: 'bank_line_not_out' });
  const amounts: Minor[] = [];
  for (const [at, share] of shares.entries()) {
    const amount = parseAmount(share.amount, line.currency);
    if (!amount.ok) return refuse({ ...amount.refusal, field: `shares.${at}.amount` });
    const invoice = await findSupplierInvoice(tx, share.supplierInvoiceId);
    if (!invoice)
      return refuse({ code: 'supplier_invoice_unknown', field: `shares.${at}.supplierInvoiceId` });
    if (invoice.currency !== line.currency)
      return refuse({ code: 'supplier_currency_other', field: `shares.${at}.supplierInvoiceId` });
    amounts.push(amount.value);
  }
  if (amounts.reduce<bigint>((sum, one) => sum + one, 0n) !== -line.amount_minor)
    return refuse({ code: 'bank_shares_not_line', field: 'shares' });
  const done = await finishLine(tx, caller, lineId, 'booked', '');
  if (!done.ok) return done;
  for (const [at, share] of shares.entries()) {
    const paid = await paySupplier(tx, caller, share.supplierInvoiceId, {
      amountMinor: amounts[at]!,
      paidOn: countsOn(line, caller.today),
      method: 'bank',
      reference: line.remittance.slice(0, 140),
      bankLineId: lineId,
    });
    if (!paid.ok) return refuse({ field: `shares.${at}.amount`, ...paid.refusal });
  }
  return ok({ paid: shares.length });
}
