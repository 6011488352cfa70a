import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { createCustomer, loadCompany } from '#modules/accounts/api.ts';
import { createOrder } from '#modules/orders/api.ts';
import { recordConsent } from '#modules/policy/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { GivenConsent } from '#platform/http/consent.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Locale } from '#platform/words/words.ts';
import type { SiteTables } from '../store.ts';
import type { Enquiry } from './form.ts';

type LeadRow = SiteTables['lead'];

/**
 * Keeps an enquiry together with the consent it came with: never one without the other.
 * @returns its number, as it is told to the sender
 * @see clauses P-1.1, P-2.1b
 */
export async function keepLead(
  tx: Tx,
  caller: Caller,
  input: Enquiry & { readonly language: Locale },
  consent: GivenConsent,
): Promise<number> {
  const consentId = await recordConsent(tx, caller, consent);
  const id = idAt(caller.now);
  const number = await nextNumber(tx, 'lead');
  await tx
    .tables<SiteTables>()
    .insertInto('lead')
    .values({
      ...input,
      tenant_id: tx.tenantId,
      id,
      number,
      consent_id: consentId,
      received_at: caller.now,
      state: 'new',
      customer_id: null,
      sales_order_id: null,
      decided_name: null,
      decided_at: null,
    })
    .execute();
  await publish(tx, caller, 'lead.received', id, { number });
  return number;
}

/** Enquiries, newest first. */
export async function listLeads(tx: Tx): Promise<LeadRow[]> {
  return tx
    .tables<SiteTables>()
    .selectFrom('lead')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('number', 'desc')
    .limit(500)
    .execute();
}

async function lockNew(tx: Tx, leadId: Id): Promise<Result<LeadRow, Refusal>> {
  const row = await tx
    .tables<SiteTables>()
    .selectFrom('lead')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', leadId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return refuse({ code: 'lead_unknown', status: 404 });
  if (row.state !== 'new') return refuse({ code: 'lead_decided', status: 409, state: row.state });
  return ok(row);
}

async function decide(
  tx: Tx,
  caller: Caller,
  leadId: Id,
  change: Partial<LeadRow> & Pick<LeadRow, 'state'>,
): Promise<void> {
  await tx
    .tables<SiteTables>()
    .updateTable('lead')
    .set({ ...change, decided_name: caller.name, decided_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', leadId)
    .execute();
  await publish(tx, caller, 'lead.decided', leadId, { state: change.state });
}

/**
 * Takes the sender on as a customer and begins a quote for them, all or nothing. The consent of the enquiry stays its own
 * row; what the person typed goes over unchanged.
 */
export async function quoteLead(
  tx: Tx,
  caller: Caller,
  leadId: Id,
): Promise<Result<{ customerId: Id; orderId: Id }, Refusal>> {
  const lead = await lockNew(tx, leadId);
  if (!lead.ok) return lead;
  const { name, email, company, language, number } = lead.value;
  const customer = await createCustomer(tx, caller, {
    ...NO_ADDRESS,
    // Nobody asked for it yet: most who write come from where the operator is; the staff corrects it with the address.
    country: (await loadCompany(tx, caller.tenantName)).country,
    name: company || name,
    email,
    locale: language,
  });
  if (!customer.ok) return customer;
  const customerId = customer.value.id as Id;
  const order = await createOrder(tx, caller, {
    customerId,
    reference: `#${number} ${company ? name : ''}`.trim(),
    wantedOn: null,
  });
  if (!order.ok) return order;
  await decide(tx, caller, leadId, {
    state: 'quoted',
    customer_id: customerId,
    sales_order_id: order.value,
  });
  return ok({ customerId, orderId: order.value });
}

/** What is asked for only when it is needed (P-data.types.0a). */
const NO_ADDRESS = {
  phone: '',
  street: '',
  postcode: '',
  city: '',
  vatNumber: '',
  paymentDays: 14,
};

/** Nothing comes of it, or it was answered otherwise. */
export async function closeLead(tx: Tx, caller: Caller, leadId: Id): Promise<Result<null, Refusal>> {
  const lead = await lockNew(tx, leadId);
  if (!lead.ok) return lead;
  await decide(tx, caller, leadId, { state: 'closed' });
  return ok(null);
}
