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
import { sql } from 'kysely';
import { askCardRefund } from './cards/ask-refund.ts';
import { book, CHART, linesOf, lockCustomer, openOf } from './ledger.ts';
import { findOnAccount } from './on-account/find-on-account.ts';
import { THROUGH } from './record-payment.ts';
import { splitRefund } from './rules.ts';
import { claimsOn } from './sepa/store.ts';
import { invoiceNumber, orderFacts, type BillingTables, type Way } from './store.ts';

/** What every open item has, also money that belongs to no invoice. */
interface OpenItem {
  readonly itemId: Id;
  readonly customerId: Id;
  readonly currency: string;
  readonly reference: string;
}

/** An open item of an invoice: the invoice itself, or a payment of which something is left. */
export interface ItemFacts extends OpenItem {
  /** the invoice itself, or the one that the payment was for */
  readonly invoice: BillingTables['invoice'];
  readonly paymentId: Id | null;
}

export async function findItem(tx: Tx, itemId: Id): Promise<ItemFacts | null> {
  const tables = tx.tables<BillingTables>();
  const payment = await tables
    .selectFrom('payment')
    .select(['id', 'invoice_id'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', itemId)
    .executeTakeFirst();
  const invoice = await tables
    .selectFrom('invoice')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', payment?.invoice_id ?? itemId)
    .executeTakeFirst();
  if (!invoice) return null;
  return {
    itemId,
    customerId: invoice.customer_id,
    currency: invoice.currency,
    reference: invoiceNumber(invoice),
    invoice,
    paymentId: payment?.id ?? null,
  };
}

export interface RefundInput {
  /** decimal text; what is open in the customer's favour when absent */
  readonly amount?: string | undefined;
  readonly paidOn: Day;
  /** the way the money came by when absent: refunds go back where they came from */
  readonly method?: Way | undefined;
  readonly reference: string;
}

/**
 * Gives back what is open in the customer's favour of an invoice or a payment: to the original payments, latest first, each
 * up to its own amount.
 * @see clauses C-3 (where the refund goes), W-41
 */
export async function refundItem(
  tx: Tx,
  caller: Caller,
  itemId: Id,
  input: RefundInput,
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const item = await findItem(tx, itemId);
  if (!item) return refuse({ code: 'item_unknown' });
  const amount = await refundable(tx, caller, item, input);
  if (!amount.ok) return amount;
  for (const part of splitRefund(amount.value, await paymentsOf(tx, item))) {
    const { refundId, method } = await saveRefund(tx, caller, item, input, part);
    if (method === 'card' && part.payment) await askCardRefund(tx, caller, refundId, part.payment.id);
  }
  await publish(tx, caller, 'invoice.refunded', item.invoice.id, { amountMinor: `${amount.value}` });
  return ok({ invoiceId: item.invoice.id });
}

/** Money on account goes back the way it came; it was no payment by card through a page of ours. */
export async function refundOnAccount(
  tx: Tx,
  caller: Caller,
  itemId: Id,
  input: RefundInput,
): Promise<Result<{ paymentId: Id }, Refusal>> {
  const item = await findOnAccount(tx, itemId);
  if (!item) return refuse({ code: 'item_unknown' });
  const amount = await refundable(tx, caller, item, input);
  if (!amount.ok) return amount;
  const payment = { id: itemId, method: item.method };
  await saveRefund(tx, caller, item, input, { amountMinor: amount.value, payment });
  await publish(tx, caller, 'payment.refunded', itemId, {
    customerId: item.customerId,
    amountMinor: `${amount.value}`,
  });
  return ok({ paymentId: itemId });
}

/** What is given back of an item, once nobody else can change it: never more than is open in the customer's favour. */
async function refundable(
  tx: Tx,
  caller: Caller,
  item: OpenItem,
  input: RefundInput,
): Promise<Result<Minor, Refusal>> {
  if (input.paidOn > caller.today)
    return refuse({ code: 'payment_in_future', field: 'paidOn', value: input.paidOn });
  await lockCustomer(tx, item.customerId);
  if ((await claimsOn(tx, [item.itemId])).size > 0) return refuse({ code: 'item_in_run' });
  return readPart(input.amount, item.currency, await favourOf(tx, item.itemId));
}

export async function saveRefund(
  tx: Tx,
  caller: Caller,
  item: OpenItem,
  input: RefundInput,
  part: { readonly amountMinor: Minor; readonly payment: Pick<PaidBy, 'id' | 'method'> | null },
): Promise<{ readonly refundId: Id; readonly method: Way }> {
  const method = input.method ?? part.payment?.method ?? 'bank';
  const refundId = idAt(caller.now);
  await tx
    .tables<BillingTables>()
    .insertInto('refund')
    .values({
      tenant_id: tx.tenantId,
      id: refundId,
      customer_id: item.customerId,
      item_id: item.itemId,
      payment_id: part.payment?.id ?? null,
      amount_minor: part.amountMinor,
      currency: item.currency,
      method,
      paid_on: input.paidOn,
      reference: input.reference,
      recorded_at: caller.now,
    })
    .execute();
  await book(tx, caller, {
    kind: 'refund',
    sourceId: refundId,
    bookedOn: input.paidOn,
    currency: item.currency,
    reference: item.reference,
    text: input.reference,
    lines: postMoney(
      {
        kind: 'refund',
        reference: refundId,
        on: input.paidOn,
        currency: item.currency,
        through: THROUGH[method],
        settles: [{ party: item.customerId, item: item.itemId, amountMinor: part.amountMinor }],
      },
      CHART,
    ).lines,
  });
  return { refundId, method };
}

/** What is open in the customer's favour of one item pays what is open of an invoice of the same customer and currency. */
export async function setOff(
  tx: Tx,
  caller: Caller,
  itemId: Id,
  input: { readonly invoiceId: Id; readonly amount?: string | undefined },
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const credit = (await findItem(tx, itemId)) ?? (await findOnAccount(tx, itemId));
  if (!credit) return refuse({ code: 'item_unknown' });
  const debit = await findItem(tx, input.invoiceId);
  if (!debit || debit.paymentId) return refuse({ code: 'invoice_unknown', field: 'invoiceId' });
  if (debit.customerId !== credit.customerId || debit.currency !== credit.currency)
    return refuse({ code: 'set_off_of_another', field: 'invoiceId' });
  await lockCustomer(tx, credit.customerId);
  const open = (await openOf(tx, [debit.itemId])).get(debit.itemId) ?? minor(0n);
  if (open <= 0n) return refuse({ code: 'invoice_not_open', field: 'invoiceId' });
  if ((await claimsOn(tx, [itemId])).size > 0) return refuse({ code: 'item_in_run' });
  const favour = await favourOf(tx, itemId);
  const amount = readPart(input.amount, credit.currency, favour < open ? favour : open);
  if (!amount.ok) return amount;
  const settlementId = idAt(caller.now);
  await tx
    .tables<BillingTables>()
    .insertInto('settlement')
    .values({
      tenant_id: tx.tenantId,
      id: settlementId,
      customer_id: credit.customerId,
      credit_id: itemId,
      invoice_id: debit.itemId,
      amount_minor: amount.value,
      currency: credit.currency,
      settled_on: caller.today,
      recorded_at: caller.now,
    })
    .execute();
  const party = credit.customerId;
  await book(tx, caller, {
    kind: 'offset',
    sourceId: settlementId,
    bookedOn: caller.today,
    currency: credit.currency,
    reference: debit.reference,
    text: credit.reference,
    lines: postMoney(
      {
        kind: 'offset',
        reference: settlementId,
        on: caller.today,
        currency: credit.currency,
        through: 'bank',
        settles: [{ party, item: debit.itemId, amountMinor: amount.value }],
        from: { party, item: itemId },
      },
      CHART,
    ).lines,
  });
  if (amount.value === open)
    await publish(tx, caller, 'invoice.paid', debit.itemId, orderFacts(debit.invoice));
  else await publish(tx, caller, 'invoice.set-off', debit.itemId, { amountMinor: `${amount.value}` });
  return ok({ invoiceId: debit.itemId });
}

/**
 * A payment that the bank took back: its booking turned round, so that everything is open as if it had never come, with the
 * bank's fee on top. Of a part that was taken back, as much of the invoice is open again.
 */
export async function chargeBack(
  tx: Tx,
  caller: Caller,
  paymentId: Id,
  input: {
    readonly bookedOn: Day;
    readonly reason: string;
    readonly fee: string;
    /** what of the payment was taken back; all of it when absent */
    readonly amountMinor?: Minor;
  },
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const item = await findItem(tx, paymentId);
  if (!item?.paymentId) return refuse({ code: 'payment_unknown' });
  if (input.bookedOn > caller.today)
    return refuse({ code: 'payment_in_future', field: 'bookedOn', value: input.bookedOn });
  const fee = parseAmount(input.fee, item.currency);
  if (!fee.ok) return refuse({ ...fee.refusal, field: 'fee' });
  if (fee.value < 0n) return refuse({ code: 'price_negative', field: 'fee', value: input.fee });
  await lockCustomer(tx, item.customerId);
  const id = idAt(caller.now);
  const [payment] = await paymentsOf(tx, item);
  const part = input.amountMinor === payment!.amountMinor ? undefined : input.amountMinor;
  const saved = await tx
    .tables<BillingTables>()
    .insertInto('charge_back')
    .values({
      tenant_id: tx.tenantId,
      id,
      payment_id: paymentId,
      booked_on: input.bookedOn,
      fee_minor: fee.value,
      amount_minor: part ?? null,
      reason: input.reason,
      recorded_at: caller.now,
    })
    .onConflict((c) => c.columns(['tenant_id', 'payment_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!saved) return refuse({ code: 'payment_charged_back_already' });
  const money = CHART.roles[THROUGH[payment!.method]];
  const turned =
    part === undefined
      ? (await linesOf(tx, 'payment', paymentId)).map((line) => ({
          ...line,
          amountMinor: minor(-line.amountMinor),
        }))
      : [
          {
            account: CHART.roles.receivables,
            amountMinor: part,
            party: item.customerId,
            item: item.invoice.id,
          },
          { account: money, amountMinor: minor(-part) },
        ];
  await book(tx, caller, {
    kind: 'charge-back',
    sourceId: id,
    bookedOn: input.bookedOn,
    currency: item.currency,
    reference: item.reference,
    text: input.reason,
    lines: [
      ...turned,
      { account: CHART.roles['bank-fees'], amountMinor: fee.value },
      { account: money, amountMinor: minor(-fee.value) },
    ].filter((line) => line.amountMinor !== 0n),
  });
  await publish(tx, caller, 'invoice.charged-back', item.invoice.id, {
    paymentId,
    reason: input.reason,
  });
  return ok({ invoiceId: item.invoice.id });
}

/** What is open in the customer's favour, above zero; 0 when the customer owes or nothing is open. */
export async function favourOf(tx: Tx, itemId: Id): Promise<Minor> {
  const open = (await openOf(tx, [itemId])).get(itemId) ?? 0n;
  return minor(open < 0n ? -open : 0n);
}

function readPart(text: string | undefined, currency: string, mostMinor: Minor): Result<Minor, Refusal> {
  if (mostMinor === 0n) return refuse({ code: 'nothing_in_favour' });
  if (text === undefined) return ok(mostMinor);
  const amount = parseAmount(text, currency);
  if (!amount.ok) return refuse({ ...amount.refusal, field: 'amount' });
  if (amount.value <= 0n) return refuse({ code: 'payment_not_positive', field: 'amount' });
  if (amount.value > mostMinor)
    return refuse({ code: 'refund_above_favour', field: 'amount', mostMinor: `${mostMinor}` });
  return amount;
}

interface PaidBy {
  readonly id: Id;
  readonly method: Way;
  readonly amountMinor: Minor;
  readonly leftMinor: Minor;
}

/** Payments of the item's invoice, the latest first, each with what of it was not given back or taken back yet. */
async function paymentsOf(tx: Tx, item: ItemFacts): Promise<PaidBy[]> {
  const { rows } = await sql<{ id: Id; method: Way; amount_minor: bigint; left_minor: bigint }>`
    select p.id, p.method, p.amount_minor, (p.amount_minor
      - coalesce((select sum(r.amount_minor) from refund r where r.tenant_id = ${tx.tenantId} and r.payment_id = p.id), 0)
      - coalesce((select coalesce(c.amount_minor, p.amount_minor) from charge_back c where c.tenant_id = ${tx.tenantId} and c.payment_id = p.id), 0))::bigint as left_minor
    from payment p
    where p.tenant_id = ${tx.tenantId} and p.invoice_id = ${item.invoice.id}
      and (${item.paymentId}::uuid is null or p.id = ${item.paymentId})
    order by p.received_on desc, p.id desc`.execute(tx.tables());
  return rows.map(({ id, method, amount_minor: amount, left_minor: left }) => ({
    id,
    method,
    amountMinor: minor(amount),
    leftMinor: minor(left),
  }));
}
