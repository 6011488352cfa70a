import { dayIn, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { creditedOf, daysOf } from '#domain/money/subscriptions/line.ts';
import { endOf } from '#domain/policy/notice.ts';
import { loadCustomer, loadCustomers } from '#modules/accounts/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { listEvents } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { openOf } from '../ledger.ts';
import { invoiceNumber, payableOf, type BillingTables } from '../store.ts';
import { asLocale } from '#platform/words/words.ts';
import { termPrice } from './bill-days.ts';
import type { RefundView, SubscriptionView } from './contract.ts';
import { refundPreview } from './credit-days.ts';
import { refusalOf } from './refusals.ts';
import { asDecision, followingDays } from './renew.ts';
import { perMonth, slotsOn } from './rules.ts';
import {
  changesOf,
  planKey,
  plansOf,
  prepaidLines,
  subscriptionNumber,
  todayOf,
  type ChangeRow,
  type PlanRow,
  type SubscriptionRow,
  type SubscriptionTables,
} from './store.ts';

const LIST_MAX = 500;
type Head = Pick<
  SubscriptionView,
  | 'id'
  | 'number'
  | 'customerId'
  | 'customerName'
  | 'plan'
  | 'state'
  | 'currency'
  | 'perMonth'
  | 'paidUntil'
  | 'renewsOn'
  | 'endsOn'
  | 'late'
>;
type Plans = Awaited<ReturnType<typeof plansOf>>;

/** Subscriptions, the newest first, and what all that runs is worth per month. */
export async function listSubscriptions(
  tx: Tx,
  caller: Caller,
  filter: { readonly customerId?: Id | undefined } = {},
): Promise<{ subscriptions: Head[]; perMonth: { currency: string; amount: string }[] }> {
  let query = tx
    .tables<SubscriptionTables>()
    .selectFrom('subscription')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId);
  if (filter.customerId) query = query.where('customer_id', '=', filter.customerId);
  const rows = await query.orderBy('number', 'desc').limit(LIST_MAX).execute();
  const changes = Map.groupBy(
    await changesOf(
      tx,
      rows.map(({ id }) => id),
    ),
    (change) => change.subscription_id,
  );
  const plans = await plansOf(tx, [...changes.values()].flat());
  const customers = await loadCustomers(
    tx,
    rows.map((row) => row.customer_id),
  );
  const sums = new Map<string, bigint>();
  const subscriptions = rows.map((row) => {
    const own = changes.get(row.id) ?? [];
    const monthly = monthlyOf(row, own, plans, caller);
    if (row.state !== 'ended') sums.set(row.currency, (sums.get(row.currency) ?? 0n) + monthly);
    return headOf(row, own, plans, customers.get(row.customer_id)?.name ?? '', caller);
  });
  return {
    subscriptions,
    perMonth: [...sums].map(([currency, sum]) => ({ currency, amount: formatAmount(minor(sum), currency) })),
  };
}

/** What a subscription holds on the day that counts for it: today, or its first day while that is still to come. */
function heldNow(of: SubscriptionRow, changes: readonly ChangeRow[], caller: Caller) {
  const today = todayOf(of, caller);
  const on = today > of.anchor_on ? today : of.anchor_on;
  return slotsOn(changes.map(asDecision), on);
}

function monthlyOf(of: SubscriptionRow, changes: readonly ChangeRow[], plans: Plans, caller: Caller): Minor {
  const term = heldNow(of, changes, caller)
    .map((slot) => termPrice(of, slot, plans.get(planKey(slot))!))
    .reduce((all, net) => all + net, 0n);
  return perMonth(minor(term), of.months);
}

const nameOf = (plan: PlanRow, locale: string): string =>
  asLocale(locale) === 'de' ? plan.name_de : plan.name_en;

function headOf(
  row: SubscriptionRow,
  changes: readonly ChangeRow[],
  plans: Plans,
  customerName: string,
  caller: Caller,
): Head {
  const [base] = heldNow(row, changes, caller);
  const next = followingDays(row);
  return {
    id: row.id,
    number: subscriptionNumber(row),
    customerId: row.customer_id,
    customerName,
    plan: base ? nameOf(plans.get(planKey(base))!, caller.locale) : '',
    state: row.state,
    currency: row.currency,
    perMonth: formatAmount(monthlyOf(row, changes, plans, caller), row.currency),
    paidUntil: row.paid_until,
    renewsOn: next?.from ?? null,
    endsOn: row.ends_on,
    late: next !== null && next.from < todayOf(row, caller),
  };
}

export async function subscriptionView(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
): Promise<Result<SubscriptionView, { code: 'subscription_unknown' }>> {
  const row = await findSubscription(tx, subscriptionId);
  if (!row) return refuse({ code: 'subscription_unknown' });
  const changes = await changesOf(tx, [subscriptionId]);
  const plans = await plansOf(tx, changes);
  const customer = await loadCustomer(tx, row.customer_id);
  const text = (amount: bigint): string => formatAmount(minor(amount), row.currency);
  const slotOf = (slot: ChangeRow) => {
    const plan = plans.get(planKey(slot))!;
    const net = termPrice(row, slot, plan);
    return {
      slotId: slot.slot_id,
      planId: slot.plan_id,
      plan: nameOf(plan, caller.locale),
      version: slot.plan_version,
      kind: plan.kind,
      quantity: slot.quantity,
      unitNet: text(slot.quantity > 0 ? net / BigInt(slot.quantity) : 0n),
      net: text(net),
    };
  };
  const today = todayOf(row, caller);
  const planned = latestPerSlot(
    changes.filter((change) => change.from_on > today && change.from_on > row.paid_until),
  );
  const lines = await prepaidLines(tx, subscriptionId);
  const invoices = await invoicesOf(tx, [...new Set(lines.map((line) => line.invoiceId))]);
  const numbers = new Map(invoices.map(({ id, number }) => [id, number]));
  const accepted = await tx
    .tables<SubscriptionTables>()
    .selectFrom('refund_terms_acceptance')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('subscription_id', '=', subscriptionId)
    .orderBy('at', 'desc')
    .execute();
  return ok({
    ...headOf(row, changes, plans, customer.ok ? customer.value.name : '', caller),
    zone: row.zone,
    anchorOn: row.anchor_on,
    months: row.months,
    end: row.ends_on
      ? {
          on: row.ends_on,
          lastTerm: row.last_term,
          refund: row.refund_at_end,
          at: endOf(row.ends_on, row.zone),
        }
      : null,
    slots: heldNow(row, changes, caller).map(slotOf),
    planned: planned.map((change) => ({ ...slotOf(change), fromOn: change.from_on })),
    lines: lines.toReversed().map((line) => ({
      id: line.id,
      invoiceId: line.invoiceId,
      invoice: numbers.get(line.invoiceId) ?? '',
      name: line.name,
      kind: line.kind,
      refundable: line.refundable,
      from: line.from,
      until: line.until,
      days: daysOf(line),
      net: text(line.netMinor),
      credited: text(creditedOf(line)),
    })),
    invoices: invoices.map(({ gross, open, ...invoice }) => ({
      ...invoice,
      gross: text(gross),
      open: text(open),
    })),
    accepted: accepted.map((row) => ({
      shown: row.shown,
      refundable: row.refundable,
      by: row.accepted_by,
      on: dayIn(caller.zone, row.at),
    })),
    timeline: (await listEvents(tx, 'subscription', subscriptionId))
      .toReversed()
      .map(({ id, name, at, actorName: by }) => ({ id, name, at, by })),
    refused: await refusalOf(tx, caller, subscriptionId),
  });
}

/** Decisions for days to come: of each place the one that was taken last, unless a later one of today replaced it. */
function latestPerSlot(changes: readonly ChangeRow[]): ChangeRow[] {
  return [...new Map(changes.map((change) => [change.slot_id, change])).values()];
}

function findSubscription(tx: Tx, subscriptionId: Id): Promise<SubscriptionRow | undefined> {
  return tx
    .tables<SubscriptionTables>()
    .selectFrom('subscription')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', subscriptionId)
    .executeTakeFirst();
}

/** Invoices, the newest first, with what is open of them. */
async function invoicesOf(
  tx: Tx,
  ids: readonly Id[],
): Promise<{ id: Id; number: string; issuedOn: Day; gross: bigint; open: bigint }[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .tables<Pick<BillingTables, 'invoice'>>()
    .selectFrom('invoice')
    .select(['id', 'year', 'number', 'issued_on', 'gross_minor', 'payable_minor'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', [...ids])
    .orderBy('year', 'desc')
    .orderBy('number', 'desc')
    .execute();
  const open = await openOf(tx, ids);
  return rows.map((row) => ({
    id: row.id,
    number: invoiceNumber(row),
    issuedOn: row.issued_on,
    gross: payableOf(row),
    open: open.get(row.id) ?? 0n,
  }));
}

/** What would be credited if a day (today where none is named) were the last, as the customer and the staff see it before anything is done. */
export async function refundView(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
  asked?: Day,
): Promise<Result<RefundView, { code: 'subscription_unknown' }>> {
  const row = await findSubscription(tx, subscriptionId);
  if (!row) return refuse({ code: 'subscription_unknown' });
  const on = asked ?? todayOf(row, caller);
  const preview = await refundPreview(tx, subscriptionId, on);
  const text = (amount: bigint): string => formatAmount(minor(amount), row.currency);
  const invoices = await invoicesOf(tx, [...new Set(preview.lines.map(({ line }) => line.invoiceId))]);
  const numberOf = (invoiceId: string): string => invoices.find(({ id }) => id === invoiceId)?.number ?? '';
  return ok({
    currency: row.currency,
    on,
    endsAt: endOf(on, row.zone),
    lines: preview.lines
      .filter(({ unusedDays }) => unusedDays > 0)
      .map(({ line, days, unusedDays, netMinor, excluded }) => ({
        id: line.id,
        name: line.name,
        invoice: numberOf(line.invoiceId),
        days,
        unusedDays,
        net: text(line.netMinor),
        refund: text(netMinor),
        excluded,
      })),
    notes: preview.notes.map(({ invoiceId, totals }) => ({
      invoiceId,
      invoice: numberOf(invoiceId),
      net: text(totals.netMinor),
      tax: text(totals.taxMinor),
      gross: text(totals.grossMinor),
    })),
    net: text(preview.netMinor),
    tax: text(preview.taxMinor),
    gross: text(preview.grossMinor),
  });
}
