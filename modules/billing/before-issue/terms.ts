import { isLeitwegId, looksLikeLeitwegId } from '#domain/formats/e-invoice/leitweg-id.ts';
import type { InvoiceProfile } from '#domain/formats/e-invoice/document.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';

/** What a customer asks of the invoices it gets. */
export interface ElectronicTerms {
  readonly profile: InvoiceProfile;
  /** nothing is issued to this customer that a receiver's validator would refuse */
  readonly required: boolean;
  /** BT-10; for German authorities the Leitweg-ID, whose check digits are checked */
  readonly buyerReference: string;
}

interface Tables {
  customer_e_invoice: {
    tenant_id: Id;
    customer_id: Id;
    profile: InvoiceProfile;
    required: boolean;
    buyer_reference: string;
  };
  order_e_invoice: { tenant_id: Id; order_id: Id; buyer_reference: string };
}

/** null where a customer asks for nothing: it gets the paper, with the structured data inside where that is valid. */
export async function electronicTerms(tx: Tx, customerId: Id): Promise<ElectronicTerms | null> {
  const row = await tx
    .tables<Tables>()
    .selectFrom('customer_e_invoice')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row ? { profile: row.profile, required: row.required, buyerReference: row.buyer_reference } : null;
}

export async function saveElectronicTerms(
  tx: Tx,
  customerId: Id,
  terms: ElectronicTerms | null,
): Promise<Result<{ terms: ElectronicTerms | null }, Refusal>> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return customer;
  const tables = tx.tables<Tables>();
  if (terms === null) {
    await tables
      .deleteFrom('customer_e_invoice')
      .where('tenant_id', '=', tx.tenantId)
      .where('customer_id', '=', customerId)
      .execute();
    return ok({ terms });
  }
  const { profile, required, buyerReference } = terms;
  const wrong = wrongReference(buyerReference);
  if (wrong) return refuse(wrong);
  if (profile === 'xrechnung' && buyerReference === '')
    return refuse({ code: 'buyer_reference_missing', field: 'buyerReference' });
  const row = { profile, required, buyer_reference: buyerReference };
  await tables
    .insertInto('customer_e_invoice')
    .values({ tenant_id: tx.tenantId, customer_id: customerId, ...row })
    .onConflict((c) => c.columns(['tenant_id', 'customer_id']).doUpdateSet(row))
    .execute();
  return ok({ terms });
}

function wrongReference(buyerReference: string): Refusal | null {
  return looksLikeLeitwegId(buyerReference) && !isLeitwegId(buyerReference)
    ? { code: 'leitweg_id_wrong', field: 'buyerReference', value: buyerReference }
    : null;
}

/** BT-10 of one order, as the customer wrote it there; '' where it named none. */
export async function orderReference(tx: Tx, orderId: Id): Promise<string> {
  const row = await tx
    .tables<Tables>()
    .selectFrom('order_e_invoice')
    .select('buyer_reference')
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  return row?.buyer_reference ?? '';
}

/** Keeps the reference for the order's next invoices, or with '' goes back to that of the customer. */
export async function saveOrderReference(
  tx: Tx,
  orderId: Id,
  buyerReference: string,
): Promise<Result<true, Refusal>> {
  const wrong = wrongReference(buyerReference);
  if (wrong) return refuse(wrong);
  const tables = tx.tables<Tables>();
  if (buyerReference === '')
    await tables
      .deleteFrom('order_e_invoice')
      .where('tenant_id', '=', tx.tenantId)
      .where('order_id', '=', orderId)
      .execute();
  else
    await tables
      .insertInto('order_e_invoice')
      .values({ tenant_id: tx.tenantId, order_id: orderId, buyer_reference: buyerReference })
      .onConflict((c) =>
        c.columns(['tenant_id', 'order_id']).doUpdateSet({ buyer_reference: buyerReference }),
      )
      .execute();
  return ok(true);
}

/** BT-10 of an invoice: that of its order, else that of its customer. */
export async function referenceFor(tx: Tx, customerId: Id, orderId: Id | null): Promise<string> {
  const own = orderId === null ? '' : await orderReference(tx, orderId);
  return own || ((await electronicTerms(tx, customerId))?.buyerReference ?? '');
}
