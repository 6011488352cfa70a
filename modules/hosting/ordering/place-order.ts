import type { Id } from '#domain/kernel/ids.ts';
import { must, ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { DocumentId } from '#domain/policy/parameters.ts';
import type { Contact } from '#modules/accounts/api.ts';
import { acceptAgreement, issueAgreement, orderSubscription } from '#modules/billing/api.ts';
import { versionInForce } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { createFormat } from '#platform/web-kit/format.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { offeredKinds } from '../drivers.ts';
import { orderInstance } from '../order-instance.ts';
import { json } from '../store.ts';
import { choose, type ChosenLine } from './choose.ts';
import type { Wish } from './form.ts';
import { listOffers, type Offer } from './offers.ts';
import { agreementWords } from './agreement-words.ts';
import type { OrderTables } from './orders.ts';

/** Versions of the policies, as they were shown and accepted. */
export type Policies = Readonly<Record<DocumentId, number>>;

/** The versions that are accepted with an order now. @throws Error before there is a policy: nothing can be sold then */
export async function policiesInForce(tx: Tx, { now }: Caller): Promise<Policies> {
  const [privacy, cancellation] = [
    await versionInForce(tx, 'privacy', now),
    await versionInForce(tx, 'cancellation', now),
  ];
  if (!privacy || !cancellation) throw new Error('no policy is in force');
  return { privacy: privacy.number, cancellation: cancellation.number };
}

export interface PlaceInput {
  readonly source: OrderTables['hosting_order']['source'];
  /** of an order that was asked for; a new one when absent */
  readonly orderId?: Id | undefined;
  readonly wish: Wish;
  readonly customerId: Id;
  /** who orders and gets the first log-in: speaks for the customer in everything */
  readonly contact: Contact;
  /** who said yes at the customer; the contact when absent */
  readonly acceptedBy?: string;
  /** how the refund terms and the agreement were accepted */
  readonly act: 'ticked' | 'in-person' | 'letter' | 'telephone';
  readonly policies: Policies;
  /** true: it is made before its first invoice is paid */
  readonly makeNow: boolean;
}

export interface Placed {
  readonly orderId: Id;
  readonly instanceId: Id;
}

/**
 * Places an order, all or nothing: the subscription with accepted refund terms, its first invoice, the service agreement
 * with who accepted it, and the instance, which is made when the invoice is paid.
 * @see clauses C-7b, P-data.basis.1
 */
export async function placeOrder(
  tx: Tx,
  caller: Caller,
  input: PlaceInput,
): Promise<Result<Placed, Refusal>> {
  const { wish, customerId, contact, act } = input;
  const acceptedBy = input.acceptedBy ?? contact.name;
  const locale = asLocale(contact.locale);
  const offer = (await listOffers(tx)).find(({ plan }) => plan.code === wish.plan);
  // An instance of a kind that cannot be made here would be paid for and never delivered.
  if (!offer || !offeredKinds().includes(offer.kind))
    return refuse({ code: 'hosting_plan_not_offered', field: 'plan' });
  const chosen = choose(offer, wish, { currency: caller.currency, locale });
  if (!chosen.ok) return chosen;
  const terms = { acceptedBy, act };
  const ordered = await orderSubscription(tx, caller, customerId, {
    ...{ planId: offer.plan.id as Id, quantity: 1, taxCase: 'usual', terms },
    addons: chosen.value.addons.map(({ id }) => ({ planId: id as Id, quantity: 1 })),
    works: chosen.value.works.map(({ name, net, taxPercent, refundable, terms: more }) => ({
      ...{ what: name[locale], net, refundable, more: more[locale] },
      tax: { category: Number(taxPercent) === 0 ? 'Z' : 'S', percent: taxPercent },
    })),
  });
  if (!ordered.ok) return ordered;
  const { subscriptionId, invoiceId } = ordered.value;
  const agreed = await agree(tx, caller, input, offer, chosen.value.lines);
  if (!agreed.ok) return agreed;
  const made = await orderInstance(tx, caller, {
    ...{ kind: offer.kind, slug: wish.slug, title: wish.title, customerId, subscriptionId },
    owner: { email: contact.email, name: contact.name, locale: contact.locale },
    ...{ zone: caller.zone, currency: caller.currency, locale: contact.locale },
    ...{ version: offer.version, quota: offer.quota, atLimit: offer.atLimit, makeNow: input.makeNow },
  });
  if (!made.ok) return made;
  const { instanceId } = made.value;
  const orderId = input.orderId ?? idAt(caller.now);
  const row = {
    ...{ state: 'placed' as const, person: '{}', placed_at: caller.now, customer_id: customerId },
    ...{ contact_id: contact.id as Id, subscription_id: subscriptionId, invoice_id: invoiceId },
    ...{ agreement_id: agreed.value, instance_id: instanceId, policies: json(input.policies) },
  };
  await tx
    .tables<OrderTables>()
    .insertInto('hosting_order')
    .values({
      ...{ tenant_id: tx.tenantId, id: orderId, source: input.source, plan_id: offer.plan.id as Id },
      ...{ wish: json(wish), locale, asked_name: caller.name, asked_at: caller.now, ...row },
    })
    .onConflict((c) => c.columns(['tenant_id', 'id']).doUpdateSet(row))
    .execute();
  await publish(tx, caller, 'instance.order-placed', instanceId, { orderId, source: input.source });
  return ok({ orderId, instanceId });
}

/** Issues the service agreement of an order and writes down who accepted it. */
async function agree(
  tx: Tx,
  caller: Caller,
  { wish, customerId, contact, act, policies, acceptedBy = contact.name }: PlaceInput,
  { plan }: Offer,
  lines: readonly ChosenLine[],
): Promise<Result<Id, Refusal>> {
  const locale = asLocale(contact.locale);
  const t = (key: keyof typeof agreementWords.en & string, values = {}): string =>
    say(agreementWords, locale, key, values);
  const format = createFormat({ locale, zone: caller.zone, currency: caller.currency });
  const issued = await issueAgreement(tx, caller, customerId, {
    title: t('agreement.title', { title: wish.title }),
    currency: caller.currency,
    lines: lines.map(({ name, months, net }) => {
      const rhythm = RHYTHMS[months];
      if (rhythm) return { name, rhythm, net };
      return { name: t('agreement.perTerm', { name, months }), rhythm: 'once' as const, net };
    }),
    terms: [
      t('agreement.renews', { months: plan.months }),
      ...lines.map(({ terms }) => terms),
      t('agreement.policies', policies),
      t(`agreement.accepted.${act}`, { name: acceptedBy, day: format.dayLong(caller.today) }),
    ].join('\n'),
    startsOn: caller.today,
  });
  if (!issued.ok) return issued;
  const { agreementId } = issued.value;
  must(
    await acceptAgreement(tx, caller, agreementId, {
      acceptedOn: caller.today,
      acceptedBy,
    }),
  );
  return ok(agreementId);
}

/** Months of a term in the words of an agreement; another length is named in its line. */
const RHYTHMS: Readonly<Record<number, 'once' | 'monthly' | 'quarterly' | 'yearly'>> = {
  0: 'once',
  1: 'monthly',
  3: 'quarterly',
  12: 'yearly',
};
