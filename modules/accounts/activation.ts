import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must, ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import {
  acceptPolicy,
  isActivated,
  isOperator,
  listToAccept,
  mayAccept,
  requireAcceptance,
  type ToAccept,
} from '#modules/policy/api.ts';
import { DOCUMENT_IDS } from '#domain/policy/clauses.ts';
import type { Caller, Role } from '#platform/http/caller.ts';
import type { AnyRoute } from '#platform/http/contract.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { admitSession as admitKind } from './looks.ts';
import type { AccountTables } from './store.ts';

/** Tenants known to be active. An acceptance is never taken back, so that this stays true. */
const active = new WeakMap<Database, Set<Id>>();

/** What is open before an account is: one's own login, leaving, and accepting. */
const BEFORE = /^\/api\/(session|support-session|me|consents|policy\/acceptances|ownership-claim)(\/|$)/;

/**
 * What the kind of a session allows, and then whether the account is open at all: before a person with authority has
 * accepted the policies nothing but that can be done. A demo belongs to nobody who could accept anything.
 *
 * @see clause P-data.basis.1
 */
export async function admitSession(
  context: Pick<AppContext, 'db'>,
  caller: Caller,
  route: AnyRoute,
): Promise<(Refusal & { status: number }) | null> {
  const refused = await admitKind(context, caller, route);
  if (refused) return refused;
  if (!caller.session || caller.session.supportId || caller.demo) return null;
  if (route.may === 'public' || BEFORE.test(route.path)) return null;
  const known = active.get(context.db) ?? new Set();
  active.set(context.db, known);
  if (known.has(caller.tenantId)) return null;
  if (!(await context.db.inTenant(caller.tenantId, (tx) => isActivated(tx, caller.now))))
    return { code: 'account_not_active', status: 403 };
  known.add(caller.tenantId);
  return null;
}

/** What somebody who joins in this role must accept first, because nobody of the firm has yet. */
export async function toAcceptOnJoining(tx: Tx, role: Role, now: Instant): Promise<ToAccept[]> {
  return mayAccept({ role }) && !(await isActivated(tx, now)) ? listToAccept(tx, now) : [];
}

type NotAccepted<C extends string> = {
  readonly code: C;
  readonly document: ToAccept['document'];
  readonly version: number;
};

/** Whether everything that is asked for stands in what was accepted. */
export function decideAccepted(
  asked: readonly ToAccept[],
  given: readonly ToAccept[],
): Result<null, NotAccepted<'policy_not_accepted'> & { status: 422 }> {
  const open = asked.find(
    (one) => !given.some(({ document, version }) => document === one.document && version === one.version),
  );
  return open ? refuse({ code: 'policy_not_accepted', status: 422, ...open }) : ok(null);
}

/** Opens the account: a person with authority accepts these versions for the firm. */
export async function activate(
  tx: Tx,
  caller: Caller & { readonly loginId: Id },
  versions: readonly ToAccept[],
): Promise<void> {
  for (const given of versions)
    must(
      await acceptPolicy(tx, caller, {
        ...given,
        occasion: 'activation',
        act: 'ticked',
        party: { kind: 'login', id: caller.loginId, name: caller.name },
      }),
    );
}

/**
 * Whether a customer may order. A customer of the operator orders under the policies, and somebody who speaks for it in
 * everything must have accepted them; what a factory agrees with its own customers is the factory's affair.
 *
 * @see clause P-data.basis.1, P-1.2
 */
export async function requireCustomerAcceptance(
  tx: Tx,
  caller: Pick<Caller, 'now'>,
  customerId: Id,
): Promise<Result<null, NotAccepted<'customer_policy_not_accepted'>>> {
  if (!(await isOperator(tx, tx.tenantId))) return ok(null);
  const contacts = await tx
    .tables<AccountTables>()
    .selectFrom('customer_contact')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('customer_id', '=', customerId)
    .where('is_owner', '=', true)
    .execute();
  const parties = contacts.map(({ id }) => id);
  for (const document of DOCUMENT_IDS) {
    const accepted = await requireAcceptance(tx, { document, now: caller.now, parties });
    if (!accepted.ok)
      return refuse({ code: 'customer_policy_not_accepted', document, version: accepted.refusal.version });
  }
  return ok(null);
}

/** How the yes of somebody who is not here came in. */
export type EnteredAct = 'telephone' | 'letter' | 'in-person';

/**
 * Staff of the operator enters that somebody who speaks for a customer accepted the policies in force, and how that came
 * in. The proof names the contact who said yes and whoever wrote it down.
 */
export async function enterAcceptance(
  tx: Tx,
  caller: Caller,
  contact: { readonly customerId: Id; readonly contactId: Id },
  act: EnteredAct,
): Promise<Result<{ accepted: ToAccept[] }, Refusal>> {
  if (!(await isOperator(tx, tx.tenantId))) return refuse({ code: 'operator_only', status: 404 });
  const row = await tx
    .tables<AccountTables>()
    .selectFrom('customer_contact')
    .select(['id', 'name', 'is_owner'])
    .where('tenant_id', '=', tx.tenantId)
    .where('customer_id', '=', contact.customerId)
    .where('id', '=', contact.contactId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!row) return refuse({ code: 'contact_unknown' });
  if (!row.is_owner) return refuse({ code: 'contact_without_authority', name: row.name });
  const accepted: ToAccept[] = [];
  for (const document of DOCUMENT_IDS) {
    const before = await requireAcceptance(tx, { document, now: caller.now, parties: [row.id] });
    if (before.ok) continue;
    const { version } = before.refusal;
    const party = { kind: 'contact', id: row.id, name: row.name } as const;
    must(await acceptPolicy(tx, caller, { document, version, occasion: 'order', act, party }));
    accepted.push({ document, version });
  }
  return ok({ accepted });
}
