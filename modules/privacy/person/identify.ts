import type { Id } from '#domain/kernel/ids.ts';
import type { Person } from '#domain/policy/subjects/person.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import type { AppContext } from '#platform/module/context.ts';
import { vault } from '#platform/secrets/vault.ts';
import type { Query, Searched } from './rows-about.ts';

/** Who somebody is here: everything that rows name them by. */
export interface Identity {
  readonly logins: readonly Id[];
  readonly contacts: readonly Id[];
  readonly customers: readonly Id[];
  /** lower-case, the one of the request first */
  readonly mails: readonly string[];
  /** as they call themselves, where nobody else does */
  readonly names: readonly string[];
  /** businesses of this installation in which they work or worked */
  readonly tenants: readonly Id[];
  /** the operator's customers that they speak for, with the address on file there */
  readonly speaksFor: readonly { readonly customerId: Id; readonly name: string; readonly mail: string }[];
}

/**
 * Who an address is: the login that signs in with it, contacts and private customers of the operator with it, and all
 * further addresses these lead to. What factories keep about their own customers is not looked at.
 * @see clause P-1.2
 */
export async function identify(
  context: Pick<AppContext, 'db'>,
  operatorTenantId: Id,
  given: { readonly mail: string; readonly loginId: Id | null },
): Promise<Identity> {
  return context.db.snapshot(operatorTenantId, async (snapshot) => {
    const query: Query = (text, values) => snapshot.query(text, values ?? []);
    const mails = new Set([given.mail.toLowerCase()]);
    const logins = await query('select id, email, name from login where email = any($1) or id = any($2)', [
      [...mails],
      given.loginId ? [given.loginId] : [],
    ]);
    for (const { email } of logins) mails.add(String(email));
    const loginIds = logins.map(({ id }) => id as Id);
    const contacts = await query(
      `select c.id, c.name, c.email, c.customer_id, k.name as customer from customer_contact c
       join customer k on k.tenant_id = c.tenant_id and k.id = c.customer_id
       where c.tenant_id = $1 and c.email = any($2) order by c.id`,
      [operatorTenantId, [...mails]],
    );
    // A customer with a VAT number is a firm, whoever reads its mail.
    const customers = await query(
      `select id, name from customer where tenant_id = $1 and lower(email) = any($2) and vat_number = ''
       and not exists (select from customer_contact c where c.tenant_id = customer.tenant_id and c.customer_id = customer.id)`,
      [operatorTenantId, [...mails]],
    );
    const tenants = await query('select tenant_id from login_tenant where login_id = any($1)', [loginIds]);
    const names = [...logins, ...contacts, ...customers].map(({ name }) => String(name));
    const shared = await query('select name from login where name = any($1) and not id = any($2)', [
      names,
      loginIds,
    ]);
    const ambiguous = new Set(shared.map(({ name }) => String(name)));
    return {
      logins: loginIds,
      contacts: contacts.map(({ id }) => id as Id),
      customers: customers.map(({ id }) => id as Id),
      mails: [...mails],
      names: [...new Set(names)].filter((name) => !ambiguous.has(name) && name.trim() !== ''),
      tenants: tenants.map(({ tenant_id: id }) => id as Id),
      speaksFor: contacts.map((one) => ({
        customerId: one['customer_id'] as Id,
        name: String(one['customer']),
        mail: String(one['email']),
      })),
    };
  });
}

/** The identity as rows are searched and judged by it. */
export function searchedBy(of: Identity): Searched {
  const [mails, names] = [new Set(of.mails), new Set(of.names)];
  const person: Person = {
    logins: new Set(of.logins),
    contacts: new Set(of.contacts),
    customers: new Set(of.customers),
    isMail: (value) => mails.has(value),
    isName: (value) => names.has(value),
  };
  return { person, mails: of.mails, names: of.names };
}

/** Use of the keyed marks by which a deleted address is known again. */
const MAIL = 'privacy.erased-mail';
const NAME = 'privacy.erased-name';
export const markMail = (mail: string): string => vault().mark(mail.toLowerCase(), MAIL);
export const markName = (name: string): string => vault().mark(name, NAME);

/** A person of whom only ids and marks are known. */
export function personByMarks(of: {
  readonly logins: readonly string[];
  readonly contacts: readonly string[];
  readonly customers: readonly string[];
  readonly mailMarks: readonly string[];
  readonly nameMarks: readonly string[];
}): Person {
  const [mails, names] = [new Set(of.mailMarks), new Set(of.nameMarks)];
  const known = new Map<string, boolean>();
  const has = (kind: string, value: string, marks: () => boolean): boolean => {
    const key = `${kind}${value}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const now = marks();
    known.set(key, now);
    return now;
  };
  return {
    logins: new Set(of.logins),
    contacts: new Set(of.contacts),
    customers: new Set(of.customers),
    isMail: (value) =>
      value.includes('@') &&
      has('@', value, () =>
        vault()
          .marks(value, MAIL)
          .some((mark) => mails.has(mark)),
      ),
    isName: (value) =>
      names.size > 0 &&
      has('n', value, () =>
        vault()
          .marks(value, NAME)
          .some((mark) => names.has(mark)),
      ),
  };
}

/** Every business of this installation, the operator's among them. */
export async function allTenants(context: Pick<AppContext, 'db'>): Promise<Id[]> {
  return (await listTenants(context.db)).map(({ id }) => id);
}
