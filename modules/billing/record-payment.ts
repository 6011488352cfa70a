import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { parseAmount } from '#domain/money/currency.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { decidePayment } from './rules.ts';
import type { BillingTables } from './store.ts';

export interface PaymentInput {
  /** decimal text in the invoice's currency */
  readonly amount: string;
  readonly receivedOn: Day;
  readonly method: 'bank' | 'cash' | 'card';
  readonly reference: string;
}

/** Records a payment. Two at once are taken one after the other, so together they never exceed what is open. */
export async function recordPayment(
  tx: Tx,
  caller: Caller,
  invoiceId: Id,
  input: PaymentInput,
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const tables = tx.tables<BillingTables>();
  // The application may not update invoices, and a row lock counts as an update: the id itself is locked instead.
  await sql`select pg_advisory_xact_lock(hashtextextended(${invoiceId}, 7463))`.execute(tables);
  const invoice = await tables
    .selectFrom('invoice')
    .select(['currency', 'gross_minor', 'order_id', 'issued_on'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', invoiceId)
    .executeTakeFirst();
  if (!invoice) return refuse({ code: 'invoice_unknown' });
  if (input.receivedOn > caller.today)
    return refuse({ code: 'payment_in_future', field: 'receivedOn', value: input.receivedOn });
  const amount = parseAmount(input.amount, invoice.currency);
  if (!amount.ok) return refuse({ ...amount.refusal, field: 'amount' });
  const paid = await tables
    .selectFrom('payment')
    .select((e) =>
      e.fn.coalesce(e.cast<bigint>(e.fn.sum('amount_minor'), 'bigint'), sql<bigint>`0`).as('sum'),
    )
    .where('tenant_id', '=', tx.tenantId)
    .where('invoice_id', '=', invoiceId)
    .executeTakeFirstOrThrow();
  const openMinor = invoice.gross_minor - BigInt(paid.sum);
  const decision = decidePayment(openMinor, amount.value);
  if (!decision.ok) return decision;
  const paymentId = idAt(caller.now);
  await tables
    .insertInto('payment')
    .values({
      tenant_id: tx.tenantId,
      id: paymentId,
      invoice_id: invoiceId,
      amount_minor: decision.value,
      currency: invoice.currency,
      received_on: input.receivedOn,
      method: input.method,
      reference: input.reference,
      recorded_at: caller.now,
    })
    .execute();
  await publish(tx, caller, 'payment.received', paymentId, {
    invoiceId,
    orderId: invoice.order_id,
    amountMinor: decision.value.toString(),
  });
  if (decision.value === openMinor)
    await publish(tx, caller, 'invoice.paid', invoiceId, { orderId: invoice.order_id });
  return ok({ invoiceId });
}
