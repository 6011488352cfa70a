import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { askCardRefund } from '../cards/ask-refund.ts';
import type { CardTables } from '../cards/store.ts';
import { favourOf, findItem, saveRefund, setOff } from '../give-back.ts';
import { customerOf } from '../issue-invoice.ts';
import { lockCustomer, openOf } from '../ledger.ts';
import { creditNoteNumber, type BillingTables } from '../store.ts';
import { saveCredits, type CreditedDays } from '../subscriptions/credit-days.ts';
import { subscriptionPaperWords } from '../subscriptions/paper-words.ts';
import { lockSubscription, prepaidLines, subscriptionNumber } from '../subscriptions/store.ts';

/** What a quote gives back of one line. */
export interface GivenBack {
  readonly lineId: Id;
  readonly unusedDays: number;
  readonly days: number;
  readonly netMinor: Minor;
}

/** An issued credit note. */
export interface IssuedNote {
  readonly id: Id;
  readonly number: string;
  readonly invoiceId: Id;
  readonly grossMinor: Minor;
}

/**
 * Issues the credit notes of an ended service exactly as its quote says: one per original invoice, dated on the last day,
 * telling days and formula. They reduce what is open of their invoice first; the rest is open in the customer's favour.
 * @see clauses C-3, M-7 … M-9
 */
export async function creditService(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  given: { readonly lastOn: Day; readonly lines: readonly GivenBack[] },
): Promise<Result<IssuedNote[], Refusal>> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  const of = locked.value;
  const stored = new Map((await prepaidLines(tx, subscriptionId)).map((line) => [line.id, line]));
  const after = addDays(given.lastOn, 1);
  const credits: CreditedDays[] = given.lines.flatMap(({ lineId, netMinor }) => {
    const line = stored.get(lineId);
    if (!line) throw new Error(`line ${lineId} of a quote is not of subscription ${subscriptionId}`);
    const from = line.from > after ? line.from : after;
    return netMinor > 0n ? [{ line, from, until: line.until, netMinor }] : [];
  });
  const customer = await customerOf(tx, of.customer_id);
  const locale = asLocale(customer.locale);
  const format = createFormat({ locale, zone: of.zone, currency: of.currency });
  const days = given.lines
    .filter(({ netMinor }) => netMinor > 0n)
    .map(({ lineId, unusedDays: unused, days: all }) =>
      say(subscriptionPaperWords, locale, 'credit.days', { unused, of: all, name: stored.get(lineId)!.name }),
    )
    .join(', ');
  const values = { number: subscriptionNumber(of), day: format.dayLong(given.lastOn), days };
  const reason = say(subscriptionPaperWords, locale, 'credit.end', values);
  const saved = await saveCredits(tx, { ...caller, today: given.lastOn }, of.currency, credits, reason);
  return saved.ok ? ok(await notesOf(tx, saved.value.creditNoteIds)) : saved;
}

/** Credit notes by their ids, in the order of their numbers. */
export async function notesOf(tx: Tx, ids: readonly Id[]): Promise<IssuedNote[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .tables<BillingTables>()
    .selectFrom('credit_note')
    .select(['id', 'year', 'number', 'invoice_id', 'gross_minor', 'rounding_minor'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', [...ids])
    .orderBy('year')
    .orderBy('number')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    number: creditNoteNumber(row),
    invoiceId: row.invoice_id,
    grossMinor: minor(row.gross_minor + row.rounding_minor),
  }));
}

/**
 * Pays dues from what is open in the customer's favour, as it accepted: the oldest due first, up to `mostMinor`.
 * @returns what was taken
 * @see clause C-4 (set-off)
 */
export async function setOffDues(
  tx: Tx,
  caller: Caller,
  given: { readonly itemIds: readonly Id[]; readonly dueIds: readonly Id[]; readonly mostMinor: Minor },
): Promise<Result<Minor, Refusal>> {
  let left: bigint = given.mostMinor;
  for (const invoiceId of given.dueIds)
    for (const itemId of given.itemIds) {
      const item = await findItem(tx, itemId);
      if (!item || itemId === invoiceId || left <= 0n) continue;
      await lockCustomer(tx, item.customerId);
      const [favour, open] = [await favourOf(tx, itemId), await openNow(tx, invoiceId)];
      const part = [favour, open, left].reduce((least, one) => (one < least ? one : least));
      if (part <= 0n) continue;
      const taken = await setOff(tx, caller, itemId, {
        invoiceId,
        amount: formatAmount(minor(part), item.currency),
      });
      if (!taken.ok) return taken;
      left -= part;
    }
  return ok(minor(given.mostMinor - left));
}

async function openNow(tx: Tx, invoiceId: Id): Promise<Minor> {
  return (await openOf(tx, [invoiceId])).get(invoiceId) ?? minor(0n);
}

/** Whether a payment came by card through the provider, so that it can go back to that card without a person. */
export async function cameByCard(tx: Tx, paymentId: Id): Promise<boolean> {
  const row = await tx
    .tables<CardTables>()
    .selectFrom('card_booking')
    .select('payment_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('payment_id', '=', paymentId)
    .where('kind', 'in', ['payment', 'won'])
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Gives a part of what is open in the customer's favour back to one payment: to the card that paid, through the provider and
 * after the commit; by any other way the money has gone out already, as whoever enters it says.
 * @returns the booking; null where so much is not open in the customer's favour any more
 */
export async function refundPayment(
  tx: Tx,
  caller: Caller,
  given: {
    readonly itemId: Id;
    readonly paymentId: Id | null;
    readonly amountMinor: Minor;
    readonly paidOn: Day;
    readonly method: 'bank' | 'cash' | 'card';
    readonly reference: string;
  },
): Promise<Id | null> {
  const item = await findItem(tx, given.itemId);
  if (!item) return null;
  await lockCustomer(tx, item.customerId);
  if ((await favourOf(tx, given.itemId)) < given.amountMinor) return null;
  const { paidOn, method, reference, amountMinor, paymentId } = given;
  const payment = paymentId ? { id: paymentId, method } : null;
  const { refundId } = await saveRefund(
    tx,
    caller,
    item,
    { paidOn, method, reference },
    { amountMinor, payment },
  );
  if (method === 'card' && paymentId) await askCardRefund(tx, caller, refundId, paymentId);
  return refundId;
}

/** How refunds to cards stand; one that is not in the answer did not go through the provider. */
export async function cardRefunds(
  tx: Tx,
  refundIds: readonly Id[],
): Promise<ReadonlyMap<Id, 'asked' | 'sent' | 'done' | 'failed'>> {
  if (refundIds.length === 0) return new Map();
  const rows = await tx
    .tables<CardTables>()
    .selectFrom('card_refund')
    .select(['refund_id', 'state'])
    .where('tenant_id', '=', tx.tenantId)
    .where('refund_id', 'in', [...refundIds])
    .execute();
  return new Map(rows.map((row) => [row.refund_id, row.state]));
}
