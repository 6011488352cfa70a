import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { isCurrency, parseAmount } from '#domain/money/currency.ts';
import { postMoney } from '#domain/money/ledger/posting.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { BankTables } from '../bank-store.ts';
import { finishLine } from '../book-line.ts';
import { book, CHART, lockCustomer } from '../ledger.ts';
import { countsOn, learn } from '../match-lines.ts';
import { THROUGH } from '../record-payment.ts';
import type { BillingTables, Way } from '../store.ts';

export interface OnAccountInput {
  /** decimal text */
  readonly amount: string;
  /** the tenant's own when absent */
  readonly currency?: string | undefined;
  readonly receivedOn: Day;
  readonly method: Way;
  readonly reference: string;
}

/**
 * Records money of a customer that belongs to no invoice yet. It is an item of its own in the customer's favour, until it is
 * set off against an invoice (`setOff`).
 */
export async function recordOnAccount(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  input: OnAccountInput,
): Promise<Result<{ paymentId: Id }, Refusal>> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return customer;
  const currency = input.currency ?? caller.currency;
  if (!isCurrency(currency))
    return refuse({ code: 'currency_not_listed', field: 'currency', value: currency });
  if (input.receivedOn > caller.today)
    return refuse({ code: 'payment_in_future', field: 'receivedOn', value: input.receivedOn });
  const amount = parseAmount(input.amount, currency);
  if (!amount.ok) return refuse({ ...amount.refusal, field: 'amount' });
  if (amount.value <= 0n) return refuse({ code: 'payment_not_positive', field: 'amount' });
  return ok({
    paymentId: await saveOnAccount(tx, caller, customerId, { ...input, currency, amountMinor: amount.value }),
  });
}

/** A movement of the bank whose payer is known and whose invoice is not: the customer is learned, the money waits. */
export async function bookLineOnAccount(
  tx: Tx,
  caller: Caller,
  lineId: Id,
  customerId: Id,
): Promise<Result<{ paymentId: Id }, Refusal>> {
  const line = await tx
    .tables<BankTables>()
    .selectFrom('bank_line')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', lineId)
    .executeTakeFirst();
  if (!line) return refuse({ code: 'bank_line_unknown' });
  if (line.amount_minor <= 0n || line.return_reason !== '') return refuse({ code: 'bank_line_not_in' });
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return refuse({ ...customer.refusal, field: 'customerId' });
  const done = await finishLine(tx, caller, lineId, 'booked', '');
  if (!done.ok) return done;
  const paymentId = await saveOnAccount(tx, caller, customerId, {
    amountMinor: line.amount_minor,
    currency: line.currency,
    receivedOn: countsOn(line, caller.today),
    method: 'bank',
    reference: line.remittance.slice(0, 140),
  });
  await tx
    .tables<BankTables>()
    .insertInto('bank_line_payment')
    .values({ tenant_id: tx.tenantId, payment_id: paymentId, line_id: lineId })
    .execute();
  await learn(tx, line, customerId);
  return ok({ paymentId });
}

async function saveOnAccount(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  given: {
    readonly amountMinor: Minor;
    readonly currency: string;
    readonly receivedOn: Day;
    readonly method: Way;
    readonly reference: string;
  },
): Promise<Id> {
  await lockCustomer(tx, customerId);
  const paymentId = idAt(caller.now);
  await tx
    .tables<BillingTables>()
    .insertInto('payment')
    .values({
      tenant_id: tx.tenantId,
      id: paymentId,
      invoice_id: null,
      customer_id: customerId,
      amount_minor: given.amountMinor,
      discount_minor: minor(0n),
      currency: given.currency,
      received_on: given.receivedOn,
      method: given.method,
      reference: given.reference,
      recorded_at: caller.now,
    })
    .execute();
  await book(tx, caller, {
    kind: 'payment',
    sourceId: paymentId,
    bookedOn: given.receivedOn,
    currency: given.currency,
    reference: given.reference,
    text: given.reference,
    lines: postMoney(
      {
        kind: 'payment',
        reference: paymentId,
        on: given.receivedOn,
        currency: given.currency,
        through: THROUGH[given.method],
        settles: [],
        onAccount: { party: customerId, amountMinor: given.amountMinor },
      },
      CHART,
    ).lines,
  });
  await publish(tx, caller, 'payment.received', paymentId, {
    customerId,
    amountMinor: `${given.amountMinor}`,
  });
  return paymentId;
}
