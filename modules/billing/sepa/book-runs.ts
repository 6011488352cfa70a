import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob } from '#platform/jobs/job.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { bookUntilDone } from '../book-batches.ts';
import { bookLine, finishLine, takeBackLine } from '../book-line.ts';
import { refundItem, refundOnAccount } from '../give-back.ts';
import { findOnAccount } from '../on-account/find-on-account.ts';
import { countsOn, type BankLine } from '../match-lines.ts';
import { payFromLine } from '../payables/pay-supplier.ts';
import type { SepaTables } from './store.ts';

/** Movements of runs that are looked at together. */
const LOOKED_AT = 1_000;

type RunLine = BankLine & Pick<SepaTables['payment_run_item'], 'run_id' | 'subject' | 'subject_id'>;

/** Movements that nothing was done with yet and that answer an item of a run by its end-to-end id, oldest first. */
async function linesOfRuns(tx: Tx, after: Id | null): Promise<RunLine[]> {
  const { rows } = await sql<RunLine>`
    select l.*, i.run_id, i.subject, i.subject_id from bank_line l
    join payment_run_item i on i.tenant_id = l.tenant_id and i.end_to_end_id = l.end_to_end_id
    join payment_run_step s on s.tenant_id = i.tenant_id and s.run_id = i.run_id and s.outcome = 'handed_over'
    where l.tenant_id = ${tx.tenantId} and i.tenant_id = ${tx.tenantId} and s.tenant_id = ${tx.tenantId}
      and (${after}::uuid is null or l.id > ${after}::uuid)
      and not exists (select from bank_line_done d where d.tenant_id = ${tx.tenantId} and d.line_id = l.id)
    order by l.id limit ${LOOKED_AT}`.execute(tx.tables());
  return rows;
}

/** The payment that an earlier movement of the same item was booked as, and that the bank now takes back. */
async function paymentOf(tx: Tx, endToEndId: string): Promise<Id | null> {
  const { rows } = await sql<{ payment_id: Id }>`
    select b.payment_id from bank_line_payment b
    join bank_line l on l.tenant_id = b.tenant_id and l.id = b.line_id
    where b.tenant_id = ${tx.tenantId} and l.tenant_id = ${tx.tenantId} and l.end_to_end_id = ${endToEndId}
      and not exists (select from charge_back c where c.tenant_id = ${tx.tenantId} and c.payment_id = b.payment_id)`.execute(
    tx.tables(),
  );
  return rows[0]?.payment_id ?? null;
}

async function release(tx: Tx, line: RunLine): Promise<void> {
  await tx
    .tables<SepaTables>()
    .deleteFrom('payment_run_claim')
    .where('tenant_id', '=', tx.tenantId)
    .where('run_id', '=', line.run_id)
    .where('subject_id', '=', line.subject_id)
    .execute();
}

/** Books one movement for what it is: collected, returned, paid, given back. What does not fit waits for a person. */
async function bookRunLine(tx: Tx, caller: Caller, line: RunLine): Promise<Result<unknown> | null> {
  const returned = line.return_reason !== '';
  if (line.subject === 'invoice') {
    if (returned && line.amount_minor < 0n) {
      const paymentId = await paymentOf(tx, line.end_to_end_id);
      return paymentId === null ? null : takeBackLine(tx, caller, line.id, paymentId);
    }
    if (returned || line.amount_minor < 0n) return null;
    await release(tx, line);
    const share = { invoiceId: line.subject_id, amountMinor: line.amount_minor };
    return bookLine(tx, caller, line.id, [share], false);
  }
  if (returned || line.amount_minor > 0n) return null;
  const amount = formatAmount(minor(-line.amount_minor), line.currency);
  if (line.subject === 'supplier-invoice')
    return payFromLine(tx, caller, line.id, [{ supplierInvoiceId: line.subject_id, amount }]);
  await release(tx, line);
  const done = await finishLine(tx, caller, line.id, 'booked', '');
  if (!done.ok) return done;
  const giveBack = (await findOnAccount(tx, line.subject_id)) ? refundOnAccount : refundItem;
  return giveBack(tx, caller, line.subject_id, {
    amount,
    paidOn: countsOn(line, caller.today),
    method: 'bank',
    reference: line.end_to_end_id,
  });
}

/** Books what statements bring of runs. */
export const bookRuns = bookUntilDone<RunLine, Id>({
  name: 'billing.book-runs',
  timeoutSeconds: 600,
  async look(tx, after) {
    const certain = await linesOfRuns(tx, after);
    return { certain, next: certain.length < LOOKED_AT ? null : certain.at(-1)!.id };
  },
  book: bookRunLine,
});

export const matchRuns: Reader = {
  name: 'billing.match-runs',
  on: ['bank-statement.imported', 'payment-run.handed-over'],
  read: (tx) => queueJob(tx, bookRuns, {}, { key: 'billing.book-runs' }),
};
