import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { dayIn } from '#domain/kernel/days.ts';
import { findContact, findContacts, loginAddress, type Contact } from '#modules/accounts/api.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import { allOrNothing } from '#platform/postgres/all-or-nothing.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { CaseLink } from './case-link.ts';
import { loadCase, type CaseRow, type Desk } from './store.ts';

/** Somebody of a customer who may cancel for it, at the operator's desk. */
export interface AsContact {
  readonly desk: Desk;
  /** by which they are known */
  readonly address: string;
  /** for which customers they may */
  readonly customerIds: readonly Id[];
}

/** One transaction in the operator's tenant; of what is refused nothing stays. */
async function atOperator<T>(
  context: AppContext,
  work: (tx: Tx, base: Omit<Caller, 'actor' | 'name' | 'loginId'>) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  const now = context.clock.now();
  const installation = await loadInstallation(context.db, now);
  if (!installation) return refuse({ code: 'address_unknown', status: 404 });
  const facts = await context.tenantFacts(installation.operatorTenantId);
  const base = { ...facts, role: null, now, today: dayIn(facts.zone, now) };
  return allOrNothing(context.db, facts.tenantId, (tx) => work(tx, base));
}

const mayCancel = ({ owner, mayCancel: may }: Contact): boolean => owner || may;

/**
 * Lets whoever is signed in act for the customers of the operator whose contact they are by their address: those that they
 * own or may cancel for. Their own workspace is another tenant; what lies in it is not asked.
 * @see clause C-1 (who may cancel)
 */
export async function signedIn<T>(
  context: AppContext,
  caller: Caller | null,
  work: (mine: AsContact) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  if (!caller) return refuse({ code: 'not_signed_in', status: 401 });
  const address = await loginAddress(context, caller);
  if (!address.ok) return address;
  return atOperator(context, async (tx, base) => {
    const mine = (await findContacts(tx, address.value)).filter(({ contact }) => mayCancel(contact));
    const { loginId, name, locale } = caller;
    const first = mine[0]?.contact.id;
    const actor = first ? `contact:${first}` : `login:${loginId}`;
    const desk: Desk = {
      tx,
      caller: { ...base, loginId, name, locale, actor },
      publicUrl: context.publicUrl,
    };
    return work({
      desk,
      address: address.value,
      customerIds: [...new Set(mine.map(({ customerId }) => customerId))],
    });
  });
}

/** Lets whoever holds a link of a mail do the one thing it is for, as long as they still speak for the customer. */
export async function byLink<T>(
  context: AppContext,
  link: CaseLink,
  work: (desk: Desk, row: CaseRow) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  return atOperator(context, async (tx, base) => {
    const found = await loadCase(tx, link.caseId);
    if (!found.ok || tx.tenantId !== link.tenantId) return refuse({ code: 'cancellation_unknown' });
    const holder = await findContact(tx, link.contactId);
    if (!holder || holder.customerId !== found.value.customer_id || !mayCancel(holder.contact))
      return refuse({ code: 'not_authorised_to_cancel', status: 403 });
    if (base.today > link.until) return refuse({ code: 'cancellation_link_over', status: 410 });
    const { id, name, locale } = holder.contact;
    const caller: Caller = { ...base, loginId: null, actor: `contact:${id}`, name, locale };
    return work({ tx, caller, publicUrl: context.publicUrl }, found.value);
  });
}

/** A case of one of somebody's customers; of any other it is as if there were none. */
export async function ownCase(
  { desk, customerIds }: AsContact,
  caseId: Id,
): Promise<Result<CaseRow, Refusal>> {
  const found = await loadCase(desk.tx, caseId);
  if (!found.ok) return found;
  const { customer_id: customerId } = found.value;
  return customerId && customerIds.includes(customerId)
    ? ok(found.value)
    : refuse({ code: 'cancellation_unknown' });
}
