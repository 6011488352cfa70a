import type { Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { parseAmount } from '#domain/money/currency.ts';
import { postMoney, type TaxAmounts } from '#domain/money/ledger/posting.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { book, CHART, lockCustomer, openOf } from '../ledger.ts';
import { fromStoredTax, invoiceNumber, json, orderFacts, toStoredTax, type BillingTables } from '../store.ts';
import { decideWriteOff, takenBack } from './rules.ts';
import type { WriteOffTables } from './store.ts';

type InvoiceRow = BillingTables['invoice'];

/**
 * Gives up what is open of an invoice, or a part of it: the receivable goes, the net is a loss, and the tax on it is corrected.
 * If the customer pays after all, `takeBackWriteOffs` makes it owed again.
 */
export async function writeOff(
  tx: Tx,
  caller: Caller,
  invoiceId: Id,
  given: { readonly amount?: string | undefined; readonly reason: string },
): Promise<Result<{ invoiceId: Id }, Refusal>> {
  const invoice = await findInvoice(tx, invoiceId);
  if (!invoice) return refuse({ code: 'invoice_unknown' });
  const asked = given.amount === undefined ? null : parseAmount(given.amount, invoice.currency);
  if (asked && !asked.ok) return refuse({ ...asked.refusal, field: 'amount' });
  await lockCustomer(tx, invoice.customer_id);
  const open = (await openOf(tx, [invoiceId])).get(invoiceId) ?? minor(0n);
  const decided = decideWriteOff(open, asked ? asked.value : null, invoice.taxes.map(fromStoredTax));
  if (!decided.ok) return decided;
  await saveWriteOff(tx, caller, invoice, { kind: 'loss', on: caller.today, ...given, ...decided.value });
  await publish(tx, caller, 'invoice.written-off', invoiceId, {
    amountMinor: `${decided.value.amountMinor}`,
    reason: given.reason,
  });
  return ok({ invoiceId });
}

/**
 * Settles the rest of an invoice with its payment, where it is too little to ask for. The caller has locked the customer.
 * @param mostMinor the tenant's limit
 * @returns whether the rest was given up
 */
export async function settleDifference(
  tx: Tx,
  caller: Caller,
  invoice: InvoiceRow,
  mostMinor: Minor,
  on: Day,
): Promise<boolean> {
  const open = (await openOf(tx, [invoice.id])).get(invoice.id) ?? minor(0n);
  if (open <= 0n || open > mostMinor) return false;
  const decided = decideWriteOff(open, null, invoice.taxes.map(fromStoredTax));
  if (!decided.ok) return false;
  await saveWriteOff(tx, caller, invoice, { kind: 'difference', on, reason: '', ...decided.value });
  await publish(tx, caller, 'invoice.paid', invoice.id, orderFacts(invoice));
  return true;
}

/**
 * The customer pays what was given up: so much of it as the money covers beyond what is open is owed again, the oldest first,
 * so that the payment has something to settle. The caller has locked the customer.
 */
export async function takeBackWriteOffs(
  tx: Tx,
  caller: Caller,
  invoice: InvoiceRow,
  paidMinor: Minor,
  on: Day,
): Promise<void> {
  const { rows } = await sql<WriteOffTables['write_off'] & { back: bigint }>`
    select w.*, coalesce((select sum(r.amount_minor) from write_off_reversal r
      where r.tenant_id = ${tx.tenantId} and r.write_off_id = w.id), 0)::bigint as back
    from write_off w where w.tenant_id = ${tx.tenantId} and w.invoice_id = ${invoice.id} and w.kind = 'loss'
    order by w.recorded_at, w.id`.execute(tx.tables());
  if (rows.length === 0) return;
  const open = (await openOf(tx, [invoice.id])).get(invoice.id) ?? minor(0n);
  let more: bigint = paidMinor - (open > 0n ? open : 0n);
  for (const row of rows) {
    const part = takenBack(
      { amountMinor: row.amount_minor, taxes: row.taxes.map(fromStoredTax) },
      minor(row.back),
      minor(more > 0n ? more : 0n),
    );
    if (!part) continue;
    more -= part.amountMinor;
    const id = idAt(caller.now);
    await tx
      .tables<WriteOffTables>()
      .insertInto('write_off_reversal')
      .values({
        tenant_id: tx.tenantId,
        id,
        write_off_id: row.id,
        amount_minor: part.amountMinor,
        taxes: json(part.taxes.map(toStoredTax)),
        booked_on: on,
        recorded_at: caller.now,
      })
      .execute();
    await bookLoss(tx, caller, invoice, { id, on, again: true, text: row.reason, kind: row.kind, ...part });
  }
}

async function saveWriteOff(
  tx: Tx,
  caller: Caller,
  invoice: InvoiceRow,
  given: {
    readonly kind: 'loss' | 'difference';
    readonly on: Day;
    readonly reason: string;
    readonly amountMinor: Minor;
    readonly taxes: readonly TaxAmounts[];
  },
): Promise<void> {
  const id = idAt(caller.now);
  await tx
    .tables<WriteOffTables>()
    .insertInto('write_off')
    .values({
      tenant_id: tx.tenantId,
      id,
      invoice_id: invoice.id,
      kind: given.kind,
      amount_minor: given.amountMinor,
      taxes: json(given.taxes.map((row) => toStoredTax({ percent: '0', ...row }))),
      reason: given.reason,
      booked_on: given.on,
      actor_name: caller.name,
      recorded_at: caller.now,
    })
    .execute();
  await bookLoss(tx, caller, invoice, { id, again: false, text: given.reason, ...given });
}

async function bookLoss(
  tx: Tx,
  caller: Caller,
  invoice: InvoiceRow,
  loss: {
    readonly id: Id;
    readonly kind: 'loss' | 'difference';
    readonly on: Day;
    readonly again: boolean;
    readonly text: string;
    readonly amountMinor: Minor;
    readonly taxes: readonly TaxAmounts[];
  },
): Promise<void> {
  await book(tx, caller, {
    kind: 'write-off',
    sourceId: loss.id,
    bookedOn: loss.on,
    currency: invoice.currency,
    reference: invoiceNumber(invoice),
    text: loss.text,
    lines: postMoney(
      {
        kind: 'write-off',
        reference: loss.id,
        on: loss.on,
        currency: invoice.currency,
        through: 'bank',
        settles: [{ party: invoice.customer_id, item: invoice.id, amountMinor: loss.amountMinor }],
        lost: loss.taxes,
        lostTo: loss.kind === 'loss' ? 'bad-debt' : 'rounding',
        again: loss.again,
      },
      CHART,
    ).lines,
  });
}

async function findInvoice(tx: Tx, invoiceId: Id): Promise<InvoiceRow | undefined> {
  return tx
    .tables<BillingTables>()
    .selectFrom('invoice')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', invoiceId)
    .executeTakeFirst();
}
