import { addDays, dayIn, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { refuse, ok, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { PrepaidLine } from '#domain/money/prorate.ts';
import type { LineKind } from '#domain/money/subscriptions/line.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale } from '#platform/words/words.ts';
import { sql } from 'kysely';
import { customerOf, taxesFor } from '../issue-invoice.ts';
import { openOf } from '../ledger.ts';
import { invoiceNumber, type BillingTables, type Way } from '../store.ts';
import { termPrice } from '../subscriptions/bill-days.ts';
import { asDecision } from '../subscriptions/renew.ts';
import { slotsOn } from '../subscriptions/rules.ts';
import {
  changesOf,
  planKey,
  plansOf,
  prepaidLines,
  subscriptionNumber,
  type SubscriptionRow,
  type SubscriptionTables,
} from '../subscriptions/store.ts';

export interface BilledLine {
  readonly id: Id;
  readonly name: string;
  readonly kind: LineKind;
  readonly from: Day;
  readonly until: Day;
  readonly netMinor: Minor;
  /** per cent, of the invoice (M-9) */
  readonly vatRate: string;
  readonly credits: NonNullable<PrepaidLine['credits']>;
  readonly invoiceId: Id;
  readonly invoice: string;
  /** something of its invoice is still open */
  readonly paid: boolean;
  /** as accepted with the order; null: nothing was */
  readonly terms: 'prorated' | 'none' | null;
  readonly acceptedOn: Day | null;
}

export interface PaymentLeft {
  readonly id: Id;
  readonly invoiceId: Id;
  readonly on: Day;
  readonly method: Way;
  /** less what was given back or taken back of it */
  readonly amountMinor: Minor;
  /** last four digits of a card that paid through the provider; null otherwise */
  readonly card: string | null;
}

/** A subscription as its cancellation must know it. */
export interface ServiceFacts {
  readonly id: Id;
  readonly number: string;
  readonly customerId: Id;
  /** in the customer's language */
  readonly name: string;
  readonly state: 'active' | 'suspended' | 'ended';
  readonly zone: string;
  readonly currency: string;
  /** false: somebody had set its last day before */
  readonly renews: boolean;
  readonly endsOn: Day | null;
  readonly anchorOn: Day;
  readonly months: number;
  readonly paidUntil: Day;
  /** net of a whole term of all that renews, and the rate of its tax */
  readonly priceMinor: Minor;
  readonly vatRate: string;
  readonly lines: readonly BilledLine[];
  /** of the invoices of its lines, the oldest first */
  readonly payments: readonly PaymentLeft[];
  /** version of the cancellation policy under which the last days were bought; null: none was published */
  readonly policyVersion: number | null;
}

type Unknown = { code: 'subscription_unknown' };

/** Lines, price, payments and terms of a subscription: what the arithmetic of its cancellation asks for. @see clauses M-5, C-0, C-3 */
export async function serviceFacts(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
): Promise<Result<ServiceFacts, Unknown>> {
  const row = await tx
    .tables<SubscriptionTables>()
    .selectFrom('subscription')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', subscriptionId)
    .executeTakeFirst();
  if (!row) return refuse({ code: 'subscription_unknown' });
  const priced = await priceOfTerm(tx, caller, row);
  const lines = await billedLines(tx, row);
  const term = await tx
    .tables<SubscriptionTables>()
    .selectFrom('subscription_term')
    .select('policy_version')
    .where('tenant_id', '=', tx.tenantId)
    .where('subscription_id', '=', subscriptionId)
    .orderBy('from_on', 'desc')
    .limit(1)
    .executeTakeFirst();
  return ok({
    id: row.id,
    number: subscriptionNumber(row),
    customerId: row.customer_id,
    state: row.state,
    zone: row.zone,
    currency: row.currency,
    // What a case of cancellation planned is not the contract's own end.
    renews: row.ends_on === null || !row.ends_itself,
    endsOn: row.ends_on,
    anchorOn: row.anchor_on,
    months: row.months,
    paidUntil: row.paid_until,
    ...priced,
    vatRate: priced.vatRate ?? lines.findLast(({ kind }) => kind === 'hosting')?.vatRate ?? '0',
    lines,
    payments: await paymentsLeft(tx, [...new Set(lines.map(({ invoiceId }) => invoiceId))]),
    policyVersion: term?.policy_version ?? null,
  });
}

async function priceOfTerm(
  tx: Tx,
  caller: Caller,
  of: SubscriptionRow,
): Promise<{ name: string; priceMinor: Minor; vatRate: string | null }> {
  const changes = await changesOf(tx, [of.id]);
  const plans = await plansOf(tx, changes);
  const customer = await customerOf(tx, of.customer_id);
  const slots = slotsOn(changes.map(asDecision), addDays(of.paid_until, 1));
  const price = slots.reduce((sum, slot) => sum + termPrice(of, slot, plans.get(planKey(slot))!), 0n);
  const [base] = slots;
  const plan = base && plans.get(planKey(base))!;
  const taxes = await taxesFor(tx, caller, customer, of.tax_case);
  const tax = plan ? taxes({ category: plan.tax_category, percent: plan.tax_percent }) : null;
  const name = plan ? (asLocale(customer.locale) === 'de' ? plan.name_de : plan.name_en) : '';
  return { name, priceMinor: minor(price), vatRate: tax?.ok ? tax.value.percent : null };
}

async function billedLines(tx: Tx, of: SubscriptionRow): Promise<BilledLine[]> {
  const stored = await prepaidLines(tx, of.id);
  const invoiceIds = [...new Set(stored.map(({ invoiceId }) => invoiceId))];
  if (invoiceIds.length === 0) return [];
  const open = await openOf(tx, invoiceIds);
  const tables = tx.tables<SubscriptionTables & Pick<BillingTables, 'invoice'>>();
  const invoices = await tables
    .selectFrom('invoice')
    .select(['id', 'year', 'number'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', invoiceIds)
    .execute();
  const numbers = new Map(invoices.map((invoice) => [invoice.id, invoiceNumber(invoice)]));
  const accepted = await tables
    .selectFrom('refund_terms_acceptance')
    .select(['slot_id', 'at'])
    .where('tenant_id', '=', tx.tenantId)
    .where('subscription_id', '=', of.id)
    .orderBy('at')
    .execute();
  return stored.map((line) => {
    const said = accepted.find(({ slot_id: slot }) => slot === line.slotId);
    return {
      id: line.id,
      name: line.name,
      kind: line.kind,
      from: line.from,
      until: line.until,
      netMinor: line.netMinor,
      vatRate: line.tax.percent,
      credits: line.credits ?? [],
      invoiceId: line.invoiceId,
      invoice: numbers.get(line.invoiceId) ?? '',
      paid: (open.get(line.invoiceId) ?? 0n) <= 0n,
      terms: said ? line.refundable : null,
      acceptedOn: said ? dayIn(of.zone, said.at) : null,
    };
  });
}

async function paymentsLeft(tx: Tx, invoiceIds: readonly Id[]): Promise<PaymentLeft[]> {
  if (invoiceIds.length === 0) return [];
  const { rows } = await sql<{
    id: Id;
    invoice_id: Id;
    received_on: Day;
    method: Way;
    left: bigint;
    last4: string | null;
  }>`
    select p.id, p.invoice_id, p.received_on, p.method, (p.amount_minor
      - coalesce((select sum(r.amount_minor) from refund r where r.tenant_id = ${tx.tenantId} and r.payment_id = p.id
          and not exists (select from card_refund f where f.tenant_id = ${tx.tenantId} and f.refund_id = r.id and f.state = 'failed')), 0)
      - coalesce((select coalesce(c.amount_minor, p.amount_minor) from charge_back c
          where c.tenant_id = ${tx.tenantId} and c.payment_id = p.id), 0))::bigint as left,
      (select b.last4 from card_booking b where b.tenant_id = ${tx.tenantId} and b.payment_id = p.id
        and b.kind in ('payment', 'won') limit 1) as last4
    from payment p
    where p.tenant_id = ${tx.tenantId} and p.invoice_id in (${sql.join(invoiceIds)})
    order by p.received_on, p.id`.execute(tx.tables());
  return rows
    .filter(({ left }) => left > 0n)
    .map((row) => ({
      id: row.id,
      invoiceId: row.invoice_id,
      on: row.received_on,
      method: row.method,
      amountMinor: minor(row.left),
      card: row.last4,
    }));
}

/** The subscriptions of a customer, those that run first. */
export async function servicesOf(
  tx: Tx,
  customerId: Id,
): Promise<{ id: Id; number: string; state: SubscriptionRow['state'] }[]> {
  const rows = await tx
    .tables<SubscriptionTables>()
    .selectFrom('subscription')
    .select(['id', 'number', 'state'])
    .where('tenant_id', '=', tx.tenantId)
    .where('customer_id', '=', customerId)
    .orderBy('number')
    .execute();
  return rows
    .map((row) => ({ id: row.id, number: subscriptionNumber(row), state: row.state }))
    .sort((a, b) => Number(a.state === 'ended') - Number(b.state === 'ended'));
}
