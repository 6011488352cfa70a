import { addDays, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { formatAmount, parseAmount } from '#domain/money/currency.ts';
import { refundAsOf, type RefundPreview } from '#domain/money/subscriptions/refund.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { creditInvoice } from '../credit-invoice.ts';
import { customerOf } from '../issue-invoice.ts';
import { subscriptionPaperWords } from './paper-words.ts';
import {
  lockSubscription,
  prepaidLines,
  subscriptionNumber,
  type StoredServiceLine,
  type SubscriptionRow,
  type SubscriptionTables,
} from './store.ts';

/** Net of some days of a prepaid line that goes on a credit note. */
export interface CreditedDays {
  readonly line: StoredServiceLine;
  readonly from: Day;
  readonly until: Day;
  readonly netMinor: Minor;
}

/** One credit note per original invoice (C-3), each saying which days of which line it is for. */
export async function saveCredits(
  tx: Tx,
  caller: Caller,
  currency: string,
  credits: readonly CreditedDays[],
  reason: string,
): Promise<Result<{ creditNoteIds: Id[] }, Refusal>> {
  const creditNoteIds: Id[] = [];
  for (const [invoiceId, own] of Map.groupBy(credits, ({ line }) => line.invoiceId)) {
    const credited = await creditInvoice(tx, caller, invoiceId, {
      reason,
      again: false,
      lines: own.map(({ line, netMinor }) => ({
        lineNo: line.lineNo,
        amount: formatAmount(netMinor, currency),
      })),
    });
    if (!credited.ok) return credited;
    const { creditNoteId } = credited.value;
    creditNoteIds.push(creditNoteId);
    await tx
      .tables<SubscriptionTables>()
      .insertInto('line_credit')
      .values(
        own.map(({ line, from, until }) => ({
          tenant_id: tx.tenantId,
          credit_note_id: creditNoteId,
          line_id: line.id,
          from_on: from,
          until_on: until,
        })),
      )
      .execute();
  }
  return ok({ creditNoteIds });
}

/**
 * What is refundable of a subscription if `effectiveOn` is the last day of service: per line, and per original invoice. The
 * credit notes of `creditUnused` say exactly this.
 */
export async function refundPreview(
  tx: Tx,
  subscriptionId: Id,
  effectiveOn: Day,
  eligible = true,
): Promise<RefundPreview<StoredServiceLine>> {
  return refundAsOf(await prepaidLines(tx, subscriptionId), effectiveOn, eligible);
}

/**
 * Credits the unused days of everything refundable, one credit note per original invoice, dated on the last day of service.
 * A second call finds nothing left. The caller has locked the subscription.
 * @see clauses C-3, M-5 … M-9
 */
export async function creditUnused(
  tx: Tx,
  caller: Caller,
  of: SubscriptionRow,
  effectiveOn: Day,
): Promise<Result<{ creditNoteIds: Id[] }, Refusal>> {
  const { notes } = await refundPreview(tx, of.id, effectiveOn);
  const customer = await customerOf(tx, of.customer_id);
  const locale = asLocale(customer.locale);
  const format = createFormat({ locale, zone: of.zone, currency: of.currency });
  const given = notes.flatMap(({ lines }) => lines);
  const after = addDays(effectiveOn, 1);
  const credits = given.map(({ line, netMinor }) => ({
    line,
    from: line.from > after ? line.from : after,
    until: line.until,
    netMinor,
  }));
  const days = given
    .map(({ line, unusedDays, days: all }) =>
      say(subscriptionPaperWords, locale, 'credit.days', { unused: unusedDays, of: all, name: line.name }),
    )
    .join(', ');
  const values = { number: subscriptionNumber(of), day: format.dayLong(effectiveOn), days };
  const reason = say(subscriptionPaperWords, locale, 'credit.end', values);
  return saveCredits(tx, { ...caller, today: effectiveOn }, of.currency, credits, reason);
}

/** Credits an amount for some days of a prepaid line: an outage, or goodwill on all of it. */
export async function creditSomeDays(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  given: {
    readonly lineId: Id;
    /** decimal text in the subscription's currency */
    readonly amount: string;
    readonly from?: Day | undefined;
    readonly until?: Day | undefined;
    readonly why: string;
  },
): Promise<Result<void, Refusal>> {
  const locked = await lockSubscription(tx, subscriptionId);
  if (!locked.ok) return locked;
  const line = (await prepaidLines(tx, subscriptionId)).find(({ id }) => id === given.lineId);
  if (!line) return refuse({ code: 'prepaid_line_unknown' });
  const amount = parseAmount(given.amount, locked.value.currency);
  if (!amount.ok) return refuse({ ...amount.refusal, field: 'amount' });
  const { from = line.from, until = line.until } = given;
  if (from < line.from || until > line.until || until < from)
    return refuse({
      code: 'days_outside_line',
      field: given.from === undefined ? 'until' : 'from',
      from: line.from,
      until: line.until,
    });
  const credit = { line, from, until, netMinor: amount.value };
  const saved = await saveCredits(tx, caller, locked.value.currency, [credit], given.why);
  if (!saved.ok) return saved;
  await publish(tx, caller, 'subscription.credited', subscriptionId, { from, until });
  return ok(undefined);
}
