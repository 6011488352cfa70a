import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { RefundTerms } from '#domain/money/subscriptions/line.ts';
import { requireCustomerAcceptance } from '#modules/accounts/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, say } from '#platform/words/words.ts';
import type { GivenAcceptance } from './contract.ts';
import { subscriptionPaperWords } from './paper-words.ts';
import type { PlanRow, SubscriptionTables } from './store.ts';

/** The refund terms of something as a customer reads them before saying yes. */
export function termsShown(
  of: { readonly name: string; readonly refundable: RefundTerms; readonly more?: string },
  locale: string,
): string {
  const sentence = say(subscriptionPaperWords, asLocale(locale), `terms.${of.refundable}`, { name: of.name });
  return of.more ? `${sentence}\n${of.more}` : sentence;
}

/** The refund terms of a plan in the customer's language. */
export function planTerms(plan: PlanRow, locale: string): string {
  const german = asLocale(locale) === 'de';
  const [name, more] = german ? [plan.name_de, plan.terms_de] : [plan.name_en, plan.terms_en];
  return termsShown({ name, refundable: plan.refundable, more }, locale);
}

/**
 * Whether an order may be taken: somebody who speaks for the customer has accepted the policies where the operator is the
 * seller, and the refund terms of what is ordered were accepted.
 * @see clauses C-7b, P-data.basis.1
 */
export async function requireTerms(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  given: GivenAcceptance,
): Promise<Result<NonNullable<GivenAcceptance>, Refusal>> {
  const policies = await requireCustomerAcceptance(tx, caller, customerId);
  if (!policies.ok) return policies;
  return given ? ok(given) : refuse({ code: 'refund_terms_missing', field: 'terms' });
}

/** Keeps what was shown and accepted, with the line it is for. */
export async function saveTerms(
  tx: Tx,
  caller: Caller,
  of: { readonly subscriptionId: Id; readonly slotId: Id; readonly refundable: RefundTerms },
  shown: string,
  given: NonNullable<GivenAcceptance>,
): Promise<void> {
  await tx
    .tables<SubscriptionTables>()
    .insertInto('refund_terms_acceptance')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      subscription_id: of.subscriptionId,
      slot_id: of.slotId,
      refundable: of.refundable,
      shown,
      accepted_by: given.acceptedBy,
      act: given.act,
      actor_name: caller.name,
      at: caller.now,
    })
    .execute();
}
