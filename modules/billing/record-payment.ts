import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { parseAmount } from '#domain/money/currency.ts';
import { splitByRate } from '#domain/money/ledger/early-payment.ts';
import { postMoney } from '#domain/money/ledger/posting.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { book, CHART, lockCustomer, openOf } from './ledger.ts';
import { differenceMost } from './money-settings/settings.ts';
import { decidePayment } from './rules.ts';
import { fromStoredTax, invoiceNumber, orderFacts, type BillingTables, type Way } from './store.ts';
import { settleDifference, takeBackWriteOffs } from './write-off/write-off.ts';

export interface PaymentInput {
  /** decimal text in the invoice's currency */
  readonly amount: string;
  readonly receivedOn: Day;
  readonly method: Way;
  readonly reference: string;
  /** more than what is open is meant: the rest stays in the customer's favour */
  readonly mayExceed?: boolean | undefined;
  /** what is left is too little to ask for: it is given up, within the tenant's limit */
  readonly settleRest?: boolean | undefined;
}

/** Where the money is, by how it came. */
export const THROUGH = { bank: 'bank', cash: 'cash', card: 'card-clearing' } as const;

/**
 * Records a payment with its booking. Payments of one customer are taken one after the other, so together they never
 * exceed what is open; a discount for paying early is given where it settles the invoice in time.
 */
export async function recordPayment(
  tx: Tx,
  caller: Caller,
  invoiceId: Id,
  input: PaymentInput,
): Promise<Result<{ invoiceId: Id; paymentId: Id }, Refusal>> {
  const tables = tx.tables<BillingTables>();
  const invoice = await tables
    .selectFrom('invoice')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', invoiceId)
    .executeTakeFirst();
  if (!invoice) return refuse({ code: 'invoice_unknown' });
  if (input.receivedOn > caller.today)
    return refuse({ code: 'payment_in_future', field: 'receivedOn', value: input.receivedOn });
  const amount = parseAmount(input.amount, invoice.currency);
  if (!amount.ok) return refuse({ ...amount.refusal, field: 'amount' });
  await lockCustomer(tx, invoice.customer_id);
  // What was given up and is paid after all is owed again, with its tax.
  await takeBackWriteOffs(tx, caller, invoice, amount.value, input.receivedOn);
  const openMinor = (await openOf(tx, [invoiceId])).get(invoiceId) ?? minor(0n);
  // What was taken back whole asks for nothing: its money belongs on account, or back to whoever sent it.
  if (openMinor <= 0n && !input.mayExceed && (await isCancelled(tx, invoice)))
    return refuse({ code: 'payment_of_cancelled_invoice', number: invoiceNumber(invoice) });
  const offer = invoice.discount && {
    until: invoice.discount.until,
    amountMinor: BigInt(invoice.discount.amountMinor),
  };
  const decision = decidePayment(openMinor, amount.value, input.receivedOn, offer, input.mayExceed ?? false);
  if (!decision.ok) return decision;
  const { discountMinor } = decision.value;
  const paymentId = idAt(caller.now);
  await tables
    .insertInto('payment')
    .values({
      tenant_id: tx.tenantId,
      id: paymentId,
      invoice_id: invoiceId,
      customer_id: null,
      amount_minor: amount.value,
      discount_minor: discountMinor,
      currency: invoice.currency,
      received_on: input.receivedOn,
      method: input.method,
      reference: input.reference,
      recorded_at: caller.now,
    })
    .execute();
  const settles = smaller(amount.value, openMinor);
  const party = invoice.customer_id;
  const rest = minor(amount.value - settles);
  await book(tx, caller, {
    kind: 'payment',
    sourceId: paymentId,
    bookedOn: input.receivedOn,
    currency: invoice.currency,
    reference: invoiceNumber(invoice),
    text: input.reference,
    lines: postMoney(
      {
        kind: 'payment',
        reference: paymentId,
        on: input.receivedOn,
        currency: invoice.currency,
        through: THROUGH[input.method],
        settles:
          settles > 0n
            ? [
                {
                  party,
                  item: invoiceId,
                  amountMinor: settles,
                  discount:
                    discountMinor > 0n ? splitByRate(discountMinor, invoice.taxes.map(fromStoredTax)) : [],
                },
              ]
            : [],
        ...(rest > 0n ? { onAccount: { party, amountMinor: rest } } : {}),
      },
      CHART,
    ).lines,
  });
  await publish(tx, caller, 'payment.received', paymentId, {
    invoiceId,
    ...orderFacts(invoice),
    amountMinor: amount.value.toString(),
  });
  if (openMinor > 0n && settles + discountMinor === openMinor)
    await publish(tx, caller, 'invoice.paid', invoiceId, orderFacts(invoice));
  else if (input.settleRest) {
    const mostMinor = await differenceMost(tx);
    if (!(await settleDifference(tx, caller, invoice, mostMinor, input.receivedOn)))
      return refuse({ code: 'difference_too_large', field: 'settleRest', mostMinor: `${mostMinor}` });
  }
  return ok({ invoiceId, paymentId });
}

/** Whether credit notes have taken back all of an invoice. */
async function isCancelled(tx: Tx, invoice: BillingTables['invoice']): Promise<boolean> {
  const notes = await tx
    .tables<BillingTables>()
    .selectFrom('credit_note')
    .select(['gross_minor', 'rounding_minor'])
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', '=', invoice.id)
    .execute();
  const credited = notes.reduce((sum, note) => sum + note.gross_minor + note.rounding_minor, 0n);
  return notes.length > 0 && credited >= invoice.gross_minor;
}

function smaller(amount: Minor, openMinor: Minor): Minor {
  if (openMinor <= 0n) return minor(0n);
  return amount < openMinor ? amount : openMinor;
}
