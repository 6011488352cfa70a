import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { refuse, ok, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { LineKind, RefundTerms, ServiceLine } from '#domain/money/subscriptions/line.ts';
import type { TaxCategory } from '#domain/money/tax.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { lockCustomer } from '../ledger.ts';
import type { BillingTables, StoredLine } from '../store.ts';
import type { TaxCase } from '../tax-case.ts';

export type SubscriptionState = 'active' | 'suspended' | 'ended';
export type PlanKind = 'hosting' | 'addon';

export interface SubscriptionTables {
  service_plan: { tenant_id: Id; id: Id; code: string };
  service_plan_version: {
    tenant_id: Id;
    plan_id: Id;
    version: number;
    kind: PlanKind;
    months: number;
    name_en: string;
    name_de: string;
    refundable: RefundTerms;
    terms_en: string;
    terms_de: string;
    tax_category: TaxCategory;
    tax_percent: string;
    /** currency → net of one for a term, minor units as text */
    prices: Readonly<Record<string, string>>;
    on_sale: boolean;
    actor_name: string;
    made_at: Instant;
  };
  subscription: {
    tenant_id: Id;
    id: Id;
    number: number;
    customer_id: Id;
    zone: string;
    currency: string;
    anchor_on: Day;
    months: number;
    tax_case: TaxCase;
    state: SubscriptionState;
    paid_until: Day;
    ends_on: Day | null;
    last_term: 'part' | 'whole';
    refund_at_end: boolean;
    ends_itself: boolean;
    ordered_at: Instant;
    ended_at: Instant | null;
  };
  subscription_change: {
    tenant_id: Id;
    id: Id;
    subscription_id: Id;
    slot_id: Id;
    plan_id: Id;
    plan_version: number;
    quantity: number;
    from_on: Day;
    actor_name: string;
    at: Instant;
  };
  subscription_term: {
    tenant_id: Id;
    subscription_id: Id;
    from_on: Day;
    until_on: Day;
    term_no: number;
    invoice_id: Id;
    policy_version: number | null;
  };
  prepaid_line: {
    tenant_id: Id;
    id: Id;
    subscription_id: Id;
    slot_id: Id;
    invoice_id: Id;
    line_no: number;
    kind: LineKind;
    refundable: RefundTerms;
    name: string;
    from_on: Day;
    until_on: Day;
    net_minor: Minor;
  };
  line_credit: { tenant_id: Id; credit_note_id: Id; line_id: Id; from_on: Day; until_on: Day };
  refund_terms_acceptance: {
    tenant_id: Id;
    id: Id;
    subscription_id: Id;
    slot_id: Id;
    refundable: RefundTerms;
    shown: string;
    accepted_by: string;
    act: 'ticked' | 'in-person' | 'letter' | 'telephone';
    actor_name: string;
    at: Instant;
  };
  subscription_settings: { tenant_id: Id; suspend_after_days: number | null };
}

export type SubscriptionRow = SubscriptionTables['subscription'];
export type PlanRow = SubscriptionTables['service_plan_version'];
export type ChangeRow = SubscriptionTables['subscription_change'];

/** `SUB-0001` */
export function subscriptionNumber(row: { readonly number: number }): string {
  return `SUB-${String(row.number).padStart(4, '0')}`;
}

/** The calendar day it is in a contract's own zone. @see clause M-1 */
export function todayOf(row: { readonly zone: string }, caller: Pick<Caller, 'now'>): Day {
  return dayIn(row.zone, caller.now);
}

/**
 * A subscription with its customer's documents and the row itself locked: transitions of one subscription come one after
 * the other, and in the order in which everybody takes these locks.
 */
export async function lockSubscription(
  tx: Tx,
  subscriptionId: Id,
): Promise<Result<SubscriptionRow, { code: 'subscription_unknown' }>> {
  const row = () =>
    tx
      .tables<SubscriptionTables>()
      .selectFrom('subscription')
      .selectAll()
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', subscriptionId);
  const seen = await row().executeTakeFirst();
  if (!seen) return refuse({ code: 'subscription_unknown' });
  await lockCustomer(tx, seen.customer_id);
  return ok(await row().forUpdate().executeTakeFirstOrThrow());
}

export async function updateSubscription(
  tx: Tx,
  subscriptionId: Id,
  set: Partial<
    Pick<
      SubscriptionRow,
      'state' | 'paid_until' | 'ends_on' | 'last_term' | 'refund_at_end' | 'ends_itself' | 'ended_at'
    >
  >,
): Promise<void> {
  await tx
    .tables<SubscriptionTables>()
    .updateTable('subscription')
    .set(set)
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', subscriptionId)
    .execute();
}

/** Decisions about what is subscribed, the oldest first. */
export async function changesOf(tx: Tx, subscriptionIds: readonly Id[]): Promise<ChangeRow[]> {
  if (subscriptionIds.length === 0) return [];
  return tx
    .tables<SubscriptionTables>()
    .selectFrom('subscription_change')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('subscription_id', 'in', [...subscriptionIds])
    .orderBy('at')
    .orderBy('id')
    .execute();
}

/** Key of a plan's version in `plansOf`. */
export const planKey = (of: { readonly plan_id: Id; readonly plan_version: number }): string =>
  `${of.plan_id} ${of.plan_version}`;

/** The plan versions that some decisions name. */
export async function plansOf(
  tx: Tx,
  changes: readonly ChangeRow[],
): Promise<ReadonlyMap<string, PlanRow & { code: string }>> {
  const ids = [...new Set(changes.map(({ plan_id: planId }) => planId))];
  if (ids.length === 0) return new Map();
  const rows = await tx
    .tables<SubscriptionTables>()
    .selectFrom('service_plan_version as v')
    .innerJoin('service_plan as p', (join) =>
      join.onRef('p.tenant_id', '=', 'v.tenant_id').onRef('p.id', '=', 'v.plan_id'),
    )
    .selectAll('v')
    .select('p.code')
    .where('v.tenant_id', '=', tx.tenantId)
    .where('p.tenant_id', '=', tx.tenantId)
    .where('v.plan_id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [planKey({ plan_id: row.plan_id, plan_version: row.version }), row]));
}

/** A prepaid line with where it stands on its invoice. */
export interface StoredServiceLine extends ServiceLine {
  readonly id: Id;
  readonly invoiceId: Id;
  readonly lineNo: number;
  readonly slotId: Id;
  readonly name: string;
}

/**
 * The prepaid lines of a subscription, oldest first, with what credit notes took of them: of the days that were named with
 * the note, of all days where none were (M-6). A credit given by hand on the invoice counts as one of all days.
 */
export async function prepaidLines(tx: Tx, subscriptionId: Id): Promise<StoredServiceLine[]> {
  const tables = tx.tables<SubscriptionTables & Pick<BillingTables, 'invoice' | 'credit_note'>>();
  const rows = await tables
    .selectFrom('prepaid_line')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('subscription_id', '=', subscriptionId)
    .orderBy('from_on')
    .orderBy('id')
    .execute();
  if (rows.length === 0) return [];
  const invoiceIds = [...new Set(rows.map((row) => row.invoice_id))];
  const invoices = await tables
    .selectFrom('invoice')
    .select(['id', 'lines'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', invoiceIds)
    .execute();
  const notes = await tables
    .selectFrom('credit_note')
    .select(['id', 'invoice_id', 'lines'])
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', 'in', invoiceIds)
    .execute();
  const named = await tables
    .selectFrom('line_credit')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where(
      'line_id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute();
  const asInvoiced = new Map(invoices.map(({ id, lines }) => [id, lines]));
  return rows.map((row) => {
    const { taxCategory, taxPercent } = lineNo(asInvoiced.get(row.invoice_id)!, row.line_no)!;
    const credits = notes
      .filter((note) => note.invoice_id === row.invoice_id)
      .flatMap((note) => {
        const credited = lineNo(note.lines, row.line_no);
        if (!credited) return [];
        const days = named.find((each) => each.credit_note_id === note.id && each.line_id === row.id);
        return [
          {
            netMinor: minor(BigInt(credited.netMinor)),
            ...(days ? { from: days.from_on, until: days.until_on } : {}),
          },
        ];
      });
    return {
      id: row.id,
      slotId: row.slot_id,
      invoiceId: row.invoice_id,
      lineNo: row.line_no,
      name: row.name,
      kind: row.kind,
      refundable: row.refundable,
      from: row.from_on,
      until: row.until_on,
      netMinor: row.net_minor,
      tax: { category: taxCategory, percent: taxPercent },
      credits,
    };
  });
}

const lineNo = (lines: readonly StoredLine[], no: number): StoredLine | undefined =>
  lines.find((line) => line.lineNo === no);

/** Days after the last reminder until a service is suspended, unless the tenant says otherwise. */
const SUSPEND_AFTER_DAYS = 14;

/** Days after the last reminder; null: nothing is ever suspended. */
export async function suspendAfterDays(tx: Tx): Promise<number | null> {
  const row = await tx
    .tables<SubscriptionTables>()
    .selectFrom('subscription_settings')
    .select('suspend_after_days')
    .where('tenant_id', '=', tx.tenantId)
    .executeTakeFirst();
  return row ? row.suspend_after_days : SUSPEND_AFTER_DAYS;
}
