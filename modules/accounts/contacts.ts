import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Contact, ContactFields } from './contacts-contract.ts';
import { loadCustomer } from './customers.ts';
import type { AccountTables } from './store.ts';

type Row = AccountTables['customer_contact'];

/** A customer with more people than this is a customer with another kind of list. */
const CONTACTS_MAX = 200;

/** Who speaks for a customer now, by name. */
export async function listContacts(
  tx: Tx,
  customerId: Id,
): Promise<Result<{ contacts: Contact[] }, { code: 'customer_unknown' }>> {
  const known = await loadCustomer(tx, customerId);
  if (!known.ok) return known;
  return ok({ contacts: (await rowsOf(tx, customerId)).map(toContact) });
}

/** Everybody who speaks for a customer now, for a module that writes to them. */
export async function contactsOf(tx: Tx, customerId: Id): Promise<Contact[]> {
  return (await rowsOf(tx, customerId)).map(toContact);
}

/** A contact with its customer; null where they are none any more. */
export async function findContact(
  tx: Tx,
  contactId: Id,
): Promise<{ readonly customerId: Id; readonly contact: Contact } | null> {
  const row = await tx
    .tables<AccountTables>()
    .selectFrom('customer_contact')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', contactId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row ? { customerId: row.customer_id, contact: toContact(row) } : null;
}

/** Everything that an address speaks for now; one person may be a contact of several customers. */
export async function findContacts(
  tx: Tx,
  email: string,
): Promise<{ readonly customerId: Id; readonly contact: Contact }[]> {
  const rows = await tx
    .tables<AccountTables>()
    .selectFrom('customer_contact')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('email', '=', email.trim().toLowerCase())
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ customerId: row.customer_id, contact: toContact(row) }));
}

async function rowsOf(tx: Tx, customerId: Id): Promise<Row[]> {
  return tx
    .tables<AccountTables>()
    .selectFrom('customer_contact')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('customer_id', '=', customerId)
    .where('ended_at', 'is', null)
    .orderBy('name')
    .execute();
}

/**
 * Whether somebody may do something for a customer: who may everything, and who was given just this. An address that is
 * no contact may nothing.
 */
export async function contactMay(
  tx: Tx,
  customerId: Id,
  email: string,
  what: 'owner' | 'may-cancel' | 'billing',
): Promise<boolean> {
  const row = (await rowsOf(tx, customerId)).find((one) => one.email === email.trim().toLowerCase());
  if (!row) return false;
  return row.is_owner || (what === 'may-cancel' && row.may_cancel) || (what === 'billing' && row.billing);
}

export async function addContact(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  given: ContactFields,
): Promise<Result<Contact, Refusal>> {
  const known = await loadCustomer(tx, customerId);
  if (!known.ok) return known;
  const there = await rowsOf(tx, customerId);
  if (there.length >= CONTACTS_MAX) return refuse({ code: 'contacts_many', max: CONTACTS_MAX });
  if (isTaken(there, given.email)) return refuse({ code: 'contact_there', field: 'email' });
  const row: Row = {
    ...toRow(given),
    tenant_id: tx.tenantId,
    id: idAt(caller.now),
    customer_id: customerId,
    created_at: caller.now,
    ended_at: null,
  };
  await tx.tables<AccountTables>().insertInto('customer_contact').values(row).execute();
  await publish(tx, caller, 'customer.changed', customerId, { contact: row.id });
  return ok(toContact(row));
}

export async function changeContact(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  contactId: Id,
  given: ContactFields,
): Promise<Result<Contact, Refusal>> {
  const others = (await rowsOf(tx, customerId)).filter((row) => row.id !== contactId);
  if (isTaken(others, given.email)) return refuse({ code: 'contact_there', field: 'email' });
  const row = await tx
    .tables<AccountTables>()
    .updateTable('customer_contact')
    .set(toRow(given))
    .where('tenant_id', '=', tx.tenantId)
    .where('customer_id', '=', customerId)
    .where('id', '=', contactId)
    .where('ended_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
  if (!row) return refuse({ code: 'contact_unknown' });
  await publish(tx, caller, 'customer.changed', customerId, { contact: contactId });
  return ok(toContact(row));
}

export async function endContact(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  contactId: Id,
): Promise<Result<Record<string, never>, { code: 'contact_unknown' }>> {
  const row = await tx
    .tables<AccountTables>()
    .updateTable('customer_contact')
    .set({ ended_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('customer_id', '=', customerId)
    .where('id', '=', contactId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (row.numUpdatedRows === 0n) return refuse({ code: 'contact_unknown' });
  await publish(tx, caller, 'customer.changed', customerId, { contact: contactId });
  return ok({});
}

const isTaken = (rows: readonly Row[], email: string): boolean =>
  rows.some((row) => row.email === email.trim().toLowerCase());

function toRow(
  given: ContactFields,
): Pick<Row, 'name' | 'email' | 'phone' | 'locale' | 'is_owner' | 'may_cancel' | 'billing'> {
  const { name, email, phone, locale, owner, mayCancel, billing } = given;
  return {
    name,
    email: email.trim().toLowerCase(),
    phone,
    locale,
    is_owner: owner,
    may_cancel: mayCancel,
    billing,
  };
}

function toContact(row: Row): Contact {
  const { id, name, email, phone, locale, is_owner: owner, may_cancel: mayCancel, billing } = row;
  return { id, name, email, phone, locale, owner, mayCancel, billing };
}
