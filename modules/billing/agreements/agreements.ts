import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount, isCurrency, parseAmount } from '#domain/money/currency.ts';
import { loadCustomer } from '#modules/accounts/api.ts';
import { loadOrder, loadOrders } from '#modules/orders/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { findDocument } from '#platform/documents/stored.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import { nextNumber } from '#platform/postgres/number-series.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { recipientOf } from '../save-invoice.ts';
import { json, numberOf, type Recipient } from '../store.ts';
import type { AgreementView } from './contract.ts';

export const AGREEMENT_KIND = 'billing.agreement';

type Rhythm = AgreementView['lines'][number]['rhythm'];

interface StoredService {
  readonly name: string;
  readonly rhythm: Rhythm;
  readonly netMinor: string;
}

export interface AgreementTables {
  service_agreement: {
    tenant_id: Id;
    id: Id;
    year: number;
    number: number;
    customer_id: Id;
    order_id: Id | null;
    recipient: Recipient;
    title: string;
    currency: string;
    lines: readonly StoredService[];
    terms: string;
    starts_on: Day;
    ends_on: Day | null;
    issued_on: Day;
    issued_at: Instant;
  };
  service_agreement_accepted: {
    tenant_id: Id;
    agreement_id: Id;
    accepted_on: Day;
    accepted_by: string;
    actor_name: string;
    recorded_at: Instant;
  };
}

export interface AgreementInput {
  readonly title: string;
  readonly orderId?: Id | undefined;
  /** the order's or the tenant's own when absent */
  readonly currency?: string | undefined;
  /** those of the order when none are given */
  readonly lines: readonly { readonly name: string; readonly rhythm: Rhythm; readonly net: string }[];
  readonly terms: string;
  readonly startsOn: Day;
  readonly endsOn?: Day | undefined;
}

/** Issues a service agreement with the next number of its own series. It never changes; a change is another agreement. */
export async function issueAgreement(
  tx: Tx,
  caller: Caller,
  customerId: Id,
  input: AgreementInput,
): Promise<Result<{ agreementId: Id }, Refusal>> {
  const customer = await loadCustomer(tx, customerId);
  if (!customer.ok) return customer;
  const order = input.orderId ? await loadOrder(tx, input.orderId) : null;
  if (order && !order.ok) return refuse({ ...order.refusal, field: 'orderId' });
  if (order && order.value.customerId !== customerId)
    return refuse({ code: 'order_unknown', field: 'orderId' });
  const currency = input.currency ?? order?.value.currency ?? caller.currency;
  if (!isCurrency(currency))
    return refuse({ code: 'currency_not_listed', field: 'currency', value: currency });
  if (input.endsOn && input.endsOn < input.startsOn)
    return refuse({ code: 'agreement_ends_first', field: 'endsOn', value: input.endsOn });
  const lines: StoredService[] = [];
  for (const [at, { net, ...line }] of input.lines.entries()) {
    const amount = parseAmount(net, currency);
    if (!amount.ok) return refuse({ ...amount.refusal, field: `lines.${at}.net` });
    if (amount.value < 0n) return refuse({ code: 'price_negative', field: `lines.${at}.net`, value: net });
    lines.push({ ...line, netMinor: `${amount.value}` });
  }
  if (lines.length === 0)
    for (const line of order?.value.lines ?? [])
      lines.push({
        name: `${line.quantity} × ${line.name}`,
        rhythm: 'once',
        netMinor: `${line.netMinor}`,
      });
  if (lines.length === 0) return refuse({ code: 'agreement_of_nothing', field: 'lines' });
  const year = Number(caller.today.slice(0, 4));
  const numbered = { year, number: await nextNumber(tx, `agreement-${year}`) };
  const agreementId = idAt(caller.now);
  await tx
    .tables<AgreementTables>()
    .insertInto('service_agreement')
    .values({
      tenant_id: tx.tenantId,
      id: agreementId,
      ...numbered,
      customer_id: customerId,
      order_id: input.orderId ?? null,
      recipient: json(recipientOf(customer.value)),
      title: input.title,
      currency,
      lines: json(lines),
      terms: input.terms,
      starts_on: input.startsOn,
      ends_on: input.endsOn ?? null,
      issued_on: caller.today,
      issued_at: caller.now,
    })
    .execute();
  await publish(tx, caller, 'agreement.issued', agreementId, { customerId, ...numbered });
  return ok({ agreementId });
}

/** The customer accepted it: once, on a day that has come. */
export async function acceptAgreement(
  tx: Tx,
  caller: Caller,
  agreementId: Id,
  given: { readonly acceptedOn: Day; readonly acceptedBy: string },
): Promise<Result<{ agreementId: Id }, Refusal>> {
  const row = await findAgreement(tx, agreementId);
  if (!row) return refuse({ code: 'agreement_unknown' });
  if (given.acceptedOn > caller.today)
    return refuse({ code: 'payment_in_future', field: 'acceptedOn', value: given.acceptedOn });
  const saved = await tx
    .tables<AgreementTables>()
    .insertInto('service_agreement_accepted')
    .values({
      tenant_id: tx.tenantId,
      agreement_id: agreementId,
      accepted_on: given.acceptedOn,
      accepted_by: given.acceptedBy,
      actor_name: caller.name,
      recorded_at: caller.now,
    })
    .onConflict((c) => c.columns(['tenant_id', 'agreement_id']).doNothing())
    .returning('agreement_id')
    .executeTakeFirst();
  if (!saved) return refuse({ code: 'agreement_accepted_already' });
  await publish(tx, caller, 'agreement.accepted', agreementId, { acceptedOn: given.acceptedOn });
  return ok({ agreementId });
}

export async function findAgreement(
  tx: Tx,
  agreementId: Id,
): Promise<AgreementTables['service_agreement'] | undefined> {
  return tx
    .tables<AgreementTables>()
    .selectFrom('service_agreement')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', agreementId)
    .executeTakeFirst();
}

export function agreementNumber(row: { readonly year: number; readonly number: number }): string {
  return numberOf('SA', row);
}

const LIST_MAX = 200;

/** Agreements, newest first, with when and by whom they were accepted. */
export async function listAgreements(tx: Tx, customerId: Id | null): Promise<AgreementView[]> {
  const { rows } = await sql<
    AgreementTables['service_agreement'] & { accepted_on: Day | null; accepted_by: string | null }
  >`
    select a.*, d.accepted_on, d.accepted_by from service_agreement a
    left join service_agreement_accepted d on d.tenant_id = ${tx.tenantId} and d.agreement_id = a.id
    where a.tenant_id = ${tx.tenantId} and (${customerId}::uuid is null or a.customer_id = ${customerId})
    order by a.year desc, a.number desc limit ${LIST_MAX}`.execute(tx.tables());
  const orders = await loadOrders(
    tx,
    rows.flatMap((row) => (row.order_id ? [row.order_id] : [])),
  );
  const views: AgreementView[] = [];
  for (const row of rows) {
    const money = (value: Minor): string => formatAmount(value, row.currency);
    views.push({
      id: row.id,
      number: agreementNumber(row),
      customerId: row.customer_id,
      customerName: row.recipient.name,
      orderNumber: (row.order_id && orders.get(row.order_id)?.number) ?? '',
      title: row.title,
      currency: row.currency,
      lines: row.lines.map(({ name, rhythm, netMinor }) => ({
        name,
        rhythm,
        net: money(minor(BigInt(netMinor))),
      })),
      terms: row.terms,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      issuedOn: row.issued_on,
      acceptedOn: row.accepted_on,
      acceptedBy: row.accepted_by ?? '',
      pdf: (await findDocument(tx, AGREEMENT_KIND, row.id))
        ? `/api/agreements/${row.id}/agreement.pdf`
        : null,
    });
  }
  return views;
}
