import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob } from '#platform/jobs/job.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { BankTables } from './bank-store.ts';
import { bookUntilDone, type Booking } from './book-batches.ts';
import { chargeBack } from './give-back.ts';
import { openOf } from './ledger.ts';
import {
  countsOn,
  learn,
  lookOn,
  matchesFor,
  openLines,
  type AfterLine,
  type BankLine,
} from './match-lines.ts';
import { recordPayment } from './record-payment.ts';
import type { BillingTables } from './store.ts';

/** Movements that are matched together: what is open of invoices is read once for so many. */
const LOOKED_AT = 5_000;

async function findLine(tx: Tx, lineId: Id): Promise<BankLine | undefined> {
  return tx
    .tables<BankTables>()
    .selectFrom('bank_line')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', lineId)
    .executeTakeFirst();
}

/** Says once what became of a movement. Two at the same time: the second waits and is refused. */
export async function finishLine(
  tx: Tx,
  caller: Caller,
  lineId: Id,
  outcome: BankTables['bank_line_done']['outcome'],
  reason: string,
): Promise<Result<true, { code: 'bank_line_done' }>> {
  const saved = await tx
    .tables<BankTables>()
    .insertInto('bank_line_done')
    .values({
      tenant_id: tx.tenantId,
      line_id: lineId,
      outcome,
      reason,
      actor_name: caller.name,
      at: caller.now,
    })
    .onConflict((c) => c.columns(['tenant_id', 'line_id']).doNothing())
    .returning('line_id')
    .executeTakeFirst();
  return saved ? ok(true) : refuse({ code: 'bank_line_done' });
}

export interface Share {
  readonly invoiceId: Id;
  readonly amountMinor: Minor;
}

/**
 * Books a movement that came in as payments of one customer's invoices. What is more than their sum stays in the customer's
 * favour with the last of them.
 *
 * @param byHand a person decided: what can be learned from it is kept
 */
export async function bookLine(
  tx: Tx,
  caller: Caller,
  lineId: Id,
  shares: readonly Share[],
  byHand: boolean,
): Promise<Result<{ lineId: Id }, Refusal>> {
  const line = await findLine(tx, lineId);
  if (!line) return refuse({ code: 'bank_line_unknown' });
  if (line.amount_minor < 0n || line.return_reason !== '') return refuse({ code: 'bank_line_not_in' });
  const total = shares.reduce((sum, share) => sum + share.amountMinor, 0n);
  if (shares.length === 0 || shares.some(({ amountMinor }) => amountMinor <= 0n))
    return refuse({ code: 'payment_not_positive', field: 'shares' });
  if (total > line.amount_minor) return refuse({ code: 'bank_shares_above_line', field: 'shares' });
  const done = await finishLine(tx, caller, lineId, 'booked', '');
  if (!done.ok) return done;
  const rest = line.amount_minor - total;
  for (const [at, share] of shares.entries()) {
    const amount = share.amountMinor + (at === shares.length - 1 ? rest : 0n);
    const paid = await recordPayment(tx, caller, share.invoiceId, {
      amount: formatAmount(minor(amount), line.currency),
      receivedOn: countsOn(line, caller.today),
      method: 'bank',
      reference: line.remittance.slice(0, 140),
      mayExceed: true,
    });
    if (!paid.ok) return paid;
    await tx
      .tables<BankTables>()
      .insertInto('bank_line_payment')
      .values({ tenant_id: tx.tenantId, payment_id: paid.value.paymentId, line_id: lineId })
      .execute();
  }
  if (byHand) {
    const customerId = await customerOfAll(tx, shares);
    if (customerId === null) return refuse({ code: 'bank_shares_of_several', field: 'shares' });
    await learn(tx, line, customerId);
  }
  return ok({ lineId });
}

async function customerOfAll(tx: Tx, shares: readonly Share[]): Promise<Id | null> {
  const rows = await tx
    .tables<BillingTables>()
    .selectFrom('invoice')
    .select('customer_id')
    .where('tenant_id', '=', tx.tenantId)
    .where(
      'id',
      'in',
      shares.map(({ invoiceId }) => invoiceId),
    )
    .execute();
  const ids = new Set(rows.map((row) => row.customer_id));
  return ids.size === 1 ? [...ids][0]! : null;
}

/** A returned payment: the payment that it takes back is open again. */
export async function takeBackLine(
  tx: Tx,
  caller: Caller,
  lineId: Id,
  paymentId: Id,
): Promise<Result<{ lineId: Id }, Refusal>> {
  const line = await findLine(tx, lineId);
  if (!line) return refuse({ code: 'bank_line_unknown' });
  const payment = await tx
    .tables<BillingTables>()
    .selectFrom('payment')
    .select(['amount_minor', 'currency'])
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', paymentId)
    .executeTakeFirst();
  if (!payment) return refuse({ code: 'payment_unknown', field: 'paymentId' });
  const fee = -line.amount_minor - payment.amount_minor;
  if (line.currency !== payment.currency || fee < 0n) return refuse({ code: 'bank_line_not_that_payment' });
  const done = await finishLine(tx, caller, lineId, 'taken_back', line.return_reason);
  if (!done.ok) return done;
  const back = await chargeBack(tx, caller, paymentId, {
    bookedOn: countsOn(line, caller.today),
    reason: line.return_reason || line.remittance.slice(0, 140) || '–',
    fee: formatAmount(minor(fee), line.currency),
  });
  return back.ok ? ok({ lineId }) : back;
}

/** A movement that is none of ours to book (wages, rent, a transfer between own accounts). */
export async function setAsideLine(
  tx: Tx,
  caller: Caller,
  lineId: Id,
  reason: string,
): Promise<Result<{ lineId: Id }, Refusal>> {
  if (!(await findLine(tx, lineId))) return refuse({ code: 'bank_line_unknown' });
  const done = await finishLine(tx, caller, lineId, 'set_aside', reason);
  return done.ok ? ok({ lineId }) : done;
}

/** Movements that came in and whose match is certain. */
export const matches: Booking<{ line: Id; shares: readonly Share[] }, AfterLine> = {
  name: 'billing.book-matches',
  timeoutSeconds: 600,
  async look(tx, after) {
    const lines = await openLines(tx, LOOKED_AT, after);
    const certain = (await matchesFor(tx, lines))
      .filter(({ decision }) => decision === 'matched')
      .map(({ line, proposals }) => ({
        line: line as Id,
        shares: proposals[0]!.allocations.map(({ item, amountMinor }) => ({
          invoiceId: item as Id,
          amountMinor,
        })),
      }));
    return { certain, next: lookOn(lines, LOOKED_AT) };
  },
  async book(tx, caller, { line, shares }) {
    // Somebody may have booked the same payment by hand since it was looked at: then a person decides about this one.
    const open = await openOf(
      tx,
      shares.map(({ invoiceId }) => invoiceId),
    );
    const stillOwed = shares.every((share) => (open.get(share.invoiceId) ?? 0n) >= share.amountMinor);
    return stillOwed ? bookLine(tx, caller, line, shares, false) : null;
  },
};

/** Books what a new statement makes certain. */
export const bookMatches = bookUntilDone(matches);

export const matchImported: Reader = {
  name: 'billing.match-imported',
  on: ['bank-statement.imported'],
  read: (tx) => queueJob(tx, bookMatches, {}, { key: 'billing.book-matches' }),
};
