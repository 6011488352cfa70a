import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { CaseBasis } from '#domain/policy/cancellation/machine/state.ts';
import {
  accountDues,
  serviceFacts,
  type Due,
  type DuesAsked,
  type ServiceFacts,
} from '#modules/billing/api.ts';
import { valuesOfVersion } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { CaseRow } from './store.ts';

/** A subscription with the values that its cancellation goes by (C-0). */
export interface Service {
  readonly facts: ServiceFacts;
  readonly basis: CaseBasis;
}

/**
 * Everything the arithmetic asks of a subscription, from billing, with the values of the policy version that its paid term
 * was bought under.
 */
export async function loadService(
  tx: Tx,
  caller: Caller,
  subscriptionId: Id,
): Promise<Result<Service, Refusal>> {
  const found = await serviceFacts(tx, caller, subscriptionId);
  if (!found.ok) return found;
  const facts = found.value;
  if (!facts.lines.some(({ kind }) => kind === 'hosting')) return refuse({ code: 'cancellation_no_service' });
  const values = await valuesOfVersion(tx, 'cancellation', facts.policyVersion, caller.now);
  return ok({ facts, basis: { ...basisOf(facts), values } });
}

function basisOf(facts: ServiceFacts): Omit<CaseBasis, 'values'> {
  const refundable = new Set(
    facts.lines
      .filter(({ kind, terms }) => kind === 'hosting' || terms === 'prorated' || (kind === 'addon' && !terms))
      .map(({ invoiceId }) => invoiceId),
  );
  return {
    zone: facts.zone,
    currency: facts.currency,
    subscription: {
      renews: facts.renews,
      anchor: facts.anchorOn,
      months: facts.months,
      priceMinor: facts.priceMinor,
      vatRate: facts.vatRate,
    },
    lines: facts.lines.map(
      ({ id, kind, from, until, netMinor, vatRate, paid, terms, credits, invoiceId }) => ({
        ...{ id, kind, from, until, netMinor, vatRate, paid, credits },
        refundTerms: terms,
        invoice: invoiceId,
      }),
    ),
    // Money goes back to what paid for the days that are given back, not to what paid for anything else.
    payments: facts.payments
      .filter(({ invoiceId }) => refundable.has(invoiceId))
      .map(({ id, on, method, amountMinor }) => ({ id, on, method, amountMinor })),
  };
}

/** Which dues a case waits for: those up to its confirmation, its own invoices, and what is overdue by then. */
export function duesAsked(
  of: {
    readonly customerId: Id;
    readonly subscriptionId: Id;
    readonly currency: string;
    readonly zone: string;
  },
  confirmedAt: Instant,
): DuesAsked {
  const { customerId, subscriptionId, currency, zone } = of;
  return { customerId, subscriptionId, currency, confirmedOn: dayIn(zone, confirmedAt) };
}

/** The dues of a planned case at the end of a day; none where it has no plan. */
export async function duesOfCase(tx: Tx, row: CaseRow, on: Day): Promise<Due[]> {
  const asked = askedDues(row);
  return asked ? accountDues(tx, asked, on) : [];
}

/** @returns null for a case without a plan */
export function askedDues({
  customer_id: customerId,
  subscription_id: subscriptionId,
  state,
}: CaseRow): DuesAsked | null {
  const { plan } = state;
  if (!plan || !customerId || !subscriptionId) return null;
  return duesAsked(
    { customerId, subscriptionId, currency: plan.basis.currency, zone: state.zone },
    plan.madeAt,
  );
}

export const sumOf = (dues: readonly Due[]): Minor =>
  minor(dues.reduce((sum, { openMinor }) => sum + openMinor, 0n));
