import { addMinutes, dayIn, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must, ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { DOCUMENT_IDS } from '#domain/policy/clauses.ts';
import { addContact, createCustomer, findContacts, loadCustomers } from '#modules/accounts/api.ts';
import { listPlans } from '#modules/billing/api.ts';
import { acceptPolicy, addressFor, recordConsent, requireAcceptance } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueMail } from '#platform/mail/outbox.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { say, type Locale } from '#platform/words/words.ts';
import { sql } from 'kysely';
import { isSlugTaken } from '../order-instance.ts';
import { json, type HostingTables, type InstanceRow } from '../store.ts';
import { choose } from './choose.ts';
import type { OrderView } from './contract.ts';
import { ORDER_FORM, type Person, type Wish } from './form.ts';
import { linkFrom, pathOf } from './links.ts';
import { orderMailWords } from './mail-words.ts';
import { listOffers } from './offers.ts';
import { placeOrder, type Placed, type Policies } from './place-order.ts';

export interface OrderTables {
  hosting_order: {
    tenant_id: Id;
    id: Id;
    source: 'visitor' | 'contact' | 'staff';
    state: 'asked' | 'placed' | 'lapsed';
    plan_id: Id;
    wish: Wish | string;
    person: Person | Record<string, never> | string;
    policies: Policies | string;
    locale: Locale;
    asked_name: string;
    asked_at: Instant;
    placed_at: Instant | null;
    customer_id: Id | null;
    contact_id: Id | null;
    subscription_id: Id | null;
    invoice_id: Id | null;
    agreement_id: Id | null;
    instance_id: Id | null;
  };
  instance_acceptance: {
    tenant_id: Id;
    instance_id: Id;
    accepted_by: string;
    contact_id: Id | null;
    act: 'button' | 'in-person' | 'letter' | 'telephone';
    actor_name: string;
    at: Instant;
  };
}
export type OrderRow = OrderTables['hosting_order'];

/** An order that nobody confirms is over after a week, and what was told with it is forgotten. */
const LAPSE_MINUTES = 7 * 24 * 60;

/**
 * Keeps the order of a visitor with the consent it came with, and asks its sender by mail whether it is theirs. Nothing is
 * invoiced before the answer: anybody can type any address.
 * @see clauses P-2.1b, P-2.1c
 */
export async function askOrder(
  tx: Tx,
  caller: Caller,
  given: {
    readonly wish: Wish;
    readonly person: Person;
    readonly policies: Policies;
    readonly policyHash: string;
    readonly locale: Locale;
    readonly publicUrl: string;
  },
): Promise<Result<{ orderId: Id }, Refusal>> {
  const offer = (await listOffers(tx)).find(({ plan }) => plan.code === given.wish.plan);
  if (!offer?.public) return refuse({ code: 'hosting_plan_not_offered', field: 'plan' });
  const chosen = choose(offer, given.wish, { currency: caller.currency, locale: given.locale });
  if (!chosen.ok) return chosen;
  const { slug } = given.wish;
  if (await isSlugTaken(tx, slug)) return refuse({ code: 'hosting_slug_taken', field: 'slug', slug });
  await recordConsent(tx, caller, {
    ...{ form: ORDER_FORM.id, formVersion: ORDER_FORM.version, purpose: ORDER_FORM.purpose },
    ...{ policyVersion: given.policies.privacy, policyHash: given.policyHash },
    ...{ act: 'ticked', givenBy: null, givenOn: null },
  });
  const orderId = idAt(caller.now);
  const { locale } = given;
  await tx
    .tables<OrderTables>()
    .insertInto('hosting_order')
    .values({
      ...{ tenant_id: tx.tenantId, id: orderId, source: 'visitor', state: 'asked' },
      ...{ plan_id: offer.plan.id as Id, wish: json(given.wish), person: json(given.person) },
      ...{ policies: json(given.policies), locale, asked_name: given.person.name },
      ...{ asked_at: caller.now, placed_at: null, customer_id: null, contact_id: null },
      ...{ subscription_id: null, invoice_id: null, agreement_id: null, instance_id: null },
    })
    .execute();
  await publish(tx, caller, 'hosting-order.asked', orderId, { plan: given.wish.plan });
  const link = linkFrom('order', tx.tenantId, orderId, dayIn(caller.zone, caller.now));
  const t = (part: 'subject' | 'text' | 'button' | 'note'): string =>
    say(orderMailWords, locale, `asked.${part}`, {
      operator: caller.tenantName,
      plan: offer.plan.name[locale],
    });
  await queueMail(tx, caller, {
    kind: 'hosting.order-asked',
    subjectId: orderId,
    ...{ locale, subject: t('subject'), headline: t('subject') },
    recipient: await addressFor(tx, 'hosting.order-asked', () => given.person.email),
    blocks: [
      { kind: 'text', text: t('text') },
      { kind: 'button', label: t('button'), url: `${given.publicUrl}${pathOf(link)}?lang=${locale}` },
      { kind: 'note', text: t('note') },
    ],
    documentIds: [],
  });
  return ok({ orderId });
}

/** An order that waits for its sender's yes; null when it never was, or is over. */
export async function findAsked(tx: Tx, orderId: Id, now: Instant): Promise<OrderRow | null> {
  const row = await findOrder(tx, orderId);
  return row?.state === 'asked' && addMinutes(row.asked_at, LAPSE_MINUTES) > now ? row : null;
}

/** An order as it stands. */
export async function findOrder(tx: Tx, orderId: Id): Promise<OrderRow | null> {
  const row = await tx
    .tables<OrderTables>()
    .selectFrom('hosting_order')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', orderId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/**
 * The sender says yes, from their own mailbox: whoever is a customer already stays the same one, everybody else becomes
 * one, the policies are accepted, and the order is placed. Pressed twice it is placed once.
 */
export async function confirmOrder(
  tx: Tx,
  caller: Caller,
  orderId: Id,
): Promise<Result<Placed & { contactId: Id }, Refusal>> {
  const row = await findOrder(tx, orderId);
  if (row?.state === 'placed')
    return ok({ orderId, instanceId: row.instance_id!, contactId: row.contact_id! });
  if (!row || !(await findAsked(tx, orderId, caller.now))) return refuse({ code: 'hosting_order_over' });
  const [said, policies] = [row.person as Person, row.policies as Policies];
  const known = (await findContacts(tx, said.email)).find(({ contact }) => contact.owner);
  const customerId = known?.customerId ?? (await newCustomer(tx, caller, said, row.locale));
  const contact =
    known?.contact ??
    must(
      await addContact(tx, caller, customerId, {
        ...{ name: said.name, email: said.email, phone: '', locale: row.locale },
        ...{ owner: true, mayCancel: true, billing: true },
      }),
    );
  const accepted = await acceptPolicies(tx, caller, { id: contact.id as Id, name: contact.name }, policies);
  if (!accepted.ok) return accepted;
  const placed = await placeOrder(tx, caller, {
    ...{ source: 'visitor', orderId, wish: row.wish as Wish, customerId, contact },
    ...{ act: 'ticked', policies, makeNow: false },
  });
  return placed.ok ? ok({ ...placed.value, contactId: contact.id as Id }) : placed;
}

async function newCustomer(tx: Tx, caller: Caller, said: Person, locale: Locale): Promise<Id> {
  const { company, email, street, postcode, city, country, vatNumber } = said;
  const made = must(
    await createCustomer(tx, caller, {
      ...{ name: company, email, phone: '', street, postcode, city, country, vatNumber },
      ...{ locale, paymentDays: 14 },
    }),
  );
  return made.id as Id;
}

/** The contact accepts the versions that were shown; one that is no longer in force is refused. */
export async function acceptPolicies(
  tx: Tx,
  caller: Caller,
  contact: { readonly id: Id; readonly name: string },
  policies: Policies,
): Promise<Result<null, Refusal>> {
  for (const document of DOCUMENT_IDS) {
    const before = await requireAcceptance(tx, { document, now: caller.now, parties: [contact.id] });
    if (before.ok) continue;
    const given = await acceptPolicy(tx, caller, {
      ...{ document, version: policies[document], occasion: 'order', act: 'ticked' },
      party: { kind: 'contact', ...contact },
    });
    if (!given.ok) return given;
  }
  return ok(null);
}

/** Forgets what was told with orders that nobody confirmed in time. */
export async function lapseOrders(tx: Tx, now: Instant): Promise<void> {
  await tx
    .tables<OrderTables>()
    .updateTable('hosting_order')
    .set({ state: 'lapsed', person: '{}', asked_name: '' })
    .where('tenant_id', '=', tx.tenantId)
    .where('state', '=', 'asked')
    .where('asked_at', '<=', addMinutes(now, -LAPSE_MINUTES))
    .execute();
}

/** How far an order is: delivered is what was tried, handed over and accepted. */
export function stageOf(
  order: Pick<OrderRow, 'state'>,
  instance: Pick<InstanceRow, 'state' | 'login_checked_at' | 'handed_over_at' | 'accepted_at'> | undefined,
): OrderView['stage'] {
  if (order.state !== 'placed' || !instance) return order.state === 'lapsed' ? 'lapsed' : 'asked';
  if (['ended', 'deleted', 'failed'].includes(instance.state)) return 'over';
  if (instance.state === 'ordered') return 'to-pay';
  if (!instance.login_checked_at || !instance.handed_over_at) return 'making';
  return instance.accepted_at ? 'delivered' : 'handed-over';
}

const LIST_MAX = 500;

/** Orders, newest first. */
export async function listOrders(tx: Tx): Promise<OrderView[]> {
  const rows = await tx
    .tables<OrderTables>()
    .selectFrom('hosting_order')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(LIST_MAX)
    .execute();
  const plans = new Map((await listPlans(tx)).map(({ id, code }) => [id, code]));
  const customers = await loadCustomers(
    tx,
    rows.flatMap(({ customer_id: id }) => id ?? []),
  );
  const instances = await tx
    .tables<HostingTables>()
    .selectFrom('hosted_instance')
    .select(['id', 'state', 'login_checked_at', 'handed_over_at', 'accepted_at'])
    .where('tenant_id', '=', tx.tenantId)
    .where(sql<boolean>`id = any(${rows.flatMap(({ instance_id: id }) => id ?? [])}::uuid[])`)
    .execute();
  const byId = new Map(instances.map((one) => [one.id, one]));
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    state: row.state,
    plan: plans.get(row.plan_id) ?? '',
    title: (row.wish as Wish).title,
    customerId: row.customer_id,
    customer: (row.customer_id && customers.get(row.customer_id)?.name) || row.asked_name,
    instanceId: row.instance_id,
    askedAt: row.asked_at,
    placedAt: row.placed_at,
    stage: stageOf(row, row.instance_id ? byId.get(row.instance_id) : undefined),
  }));
}
