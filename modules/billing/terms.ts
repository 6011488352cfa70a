import type { Id } from '#domain/kernel/ids.ts';
import { ok, type Result } from '#domain/kernel/result.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { BillingTables } from './store.ts';

export interface EarlyPayment {
  readonly percent: string;
  readonly days: number;
}

type Unknown = { code: 'customer_unknown' };

/** Discount for paying early, as agreed with a customer; null where there is none. */
export async function loadTerms(
  tx: Tx,
  customerId: Id,
): Promise<Result<{ discount: EarlyPayment | null }, Unknown>> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return customer;
  const row = await tx
    .tables<BillingTables>()
    .selectFrom('billing_terms')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return ok({ discount: row ? { percent: row.discount_percent, days: row.discount_days } : null });
}

/** Agrees a discount, or ends it with 0 per cent; invoices that were issued keep theirs. */
export async function saveTerms(
  tx: Tx,
  customerId: Id,
  given: EarlyPayment,
): Promise<Result<{ discount: EarlyPayment | null }, Unknown>> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return customer;
  const none = Number(given.percent) === 0;
  const tables = tx.tables<BillingTables>();
  if (none)
    await tables
      .deleteFrom('billing_terms')
      .where('tenant_id', '=', tx.tenantId)
      .where('customer_id', '=', customerId)
      .execute();
  else {
    const row = { discount_percent: given.percent, discount_days: given.days };
    await tables
      .insertInto('billing_terms')
      .values({ tenant_id: tx.tenantId, customer_id: customerId, ...row })
      .onConflict((c) => c.columns(['tenant_id', 'customer_id']).doUpdateSet(row))
      .execute();
  }
  return ok({ discount: none ? null : given });
}
