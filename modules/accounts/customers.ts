import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Customer } from './contract.ts';
import type { AccountTables } from './store.ts';

type Row = AccountTables['customer'];
export type CustomerInput = Omit<Customer, 'id' | 'number'>;
type Unknown = { code: 'customer_unknown' };

/** Takes on a customer with the next number. */
export async function createCustomer(
  tx: Tx,
  caller: Caller,
  input: CustomerInput,
): Promise<Result<Customer, never>> {
  const row = {
    ...toRow(input),
    tenant_id: tx.tenantId,
    id: idAt(caller.now),
    number: await nextNumber(tx, 'customer'),
    created_at: caller.now,
  };
  await tx.tables<AccountTables>().insertInto('customer').values(row).execute();
  await publish(tx, caller, 'customer.created', row.id, { number: row.number });
  return ok(toCustomer(row));
}

export async function updateCustomer(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  input: CustomerInput,
): Promise<Result<Customer, Unknown>> {
  const row = await tx
    .tables<AccountTables>()
    .updateTable('customer')
    .set(toRow(input))
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', customerId)
    .returningAll()
    .executeTakeFirst();
  if (!row) return refuse({ code: 'customer_unknown' });
  await publish(tx, caller, 'customer.changed', customerId);
  return ok(toCustomer(row));
}

export async function loadCustomer(tx: Tx, customerId: Id): Promise<Result<Customer, Unknown>> {
  const row = await tx
    .tables<AccountTables>()
    .selectFrom('customer')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', customerId)
    .executeTakeFirst();
  return row ? ok(toCustomer(row)) : refuse({ code: 'customer_unknown' });
}

export async function listCustomers(tx: Tx, find?: string): Promise<Customer[]> {
  let query = tx
    .tables<AccountTables>()
    .selectFrom('customer')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId);
  if (find)
    query = query.where((e) =>
      e.or([e('name', 'ilike', `%${escapeLike(find)}%`), e('email', 'ilike', `%${escapeLike(find)}%`)]),
    );
  return (await query.orderBy('name').limit(500).execute()).map(toCustomer);
}

/** Customers by id, for lists of other modules. */
export async function loadCustomers(tx: Tx, ids: readonly Id[]): Promise<Map<Id, Customer>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .tables<AccountTables>()
    .selectFrom('customer')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, toCustomer(row)]));
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function toRow(input: CustomerInput): Omit<Row, 'tenant_id' | 'id' | 'number' | 'created_at'> {
  const { vatNumber, paymentDays, ...same } = input;
  return { ...same, vat_number: vatNumber, payment_days: paymentDays };
}

function toCustomer(row: Row): Customer {
  return {
    id: row.id,
    number: `C-${row.number}`,
    name: row.name,
    email: row.email,
    phone: row.phone,
    street: row.street,
    postcode: row.postcode,
    city: row.city,
    country: row.country,
    vatNumber: row.vat_number,
    locale: row.locale,
    paymentDays: row.payment_days,
  };
}
