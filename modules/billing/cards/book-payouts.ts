import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { postPayout } from '#domain/money/ledger/posting.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob } from '#platform/jobs/job.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import { bookUntilDone, type Booking } from '../book-batches.ts';
import { finishLine } from '../book-line.ts';
import { book, CHART } from '../ledger.ts';
import { countsOn, lookOn, openLines, type AfterLine, type BankLine } from '../match-lines.ts';
import { takesCards } from './account.ts';
import { isPayout } from './rules.ts';

/** Movements that are looked at together. */
const LOOKED_AT = 5_000;

/** What card payments have left with the provider, in one currency: payments less refunds, charge-backs, fees and payouts. */
async function heldByProvider(tx: Tx, currency: string): Promise<bigint> {
  const { rows } = await sql<{ held: bigint }>`
    select coalesce(sum(l.amount_minor), 0)::bigint as held from journal_line l
    join journal_entry e on e.tenant_id = l.tenant_id and e.id = l.entry_id
    where l.tenant_id = ${tx.tenantId} and e.tenant_id = ${tx.tenantId} and e.currency = ${currency}
      and l.account = ${CHART.roles['card-clearing']}`.execute(tx.tables());
  return rows[0]!.held;
}

/**
 * Books a movement as money that the provider of cards paid out: from the clearing account to the bank. Its fees are no part of
 * it: they come as the provider's invoice, which is paid out of the same account.
 */
async function bookPayout(
  tx: Tx,
  caller: Caller,
  line: BankLine,
): Promise<Result<{ lineId: Id }, Refusal> | null> {
  // One at a time: two payouts must not share what is held.
  await sql`select pg_advisory_xact_lock(hashtextextended(${tx.tenantId}, 7466))`.execute(tx.tables());
  if ((await heldByProvider(tx, line.currency)) < line.amount_minor) return null;
  const done = await finishLine(tx, caller, line.id, 'booked', '');
  if (!done.ok) return refuse(done.refusal);
  const bookedOn = countsOn(line, caller.today);
  await book(tx, caller, {
    kind: 'payment',
    sourceId: line.id,
    bookedOn,
    currency: line.currency,
    reference: line.remittance.slice(0, 140),
    text: line.payer_name,
    lines: postPayout(
      { reference: line.id, on: bookedOn, currency: line.currency, amountMinor: line.amount_minor },
      CHART,
    ).lines,
  });
  return ok({ lineId: line.id });
}

/** Movements in the provider's name, where cards are taken; what it has never received waits for a person. */
const payouts: Booking<BankLine, AfterLine> = {
  name: 'billing.book-payouts',
  timeoutSeconds: 300,
  async look(tx, after) {
    if (!(await takesCards(tx))) return { certain: [], next: null };
    const lines = await openLines(tx, LOOKED_AT, after);
    const certain = lines.filter((line) =>
      isPayout({
        amountMinor: line.amount_minor,
        returned: line.return_reason !== '',
        payer: line.payer_name,
        text: line.remittance,
      }),
    );
    return { certain, next: lookOn(lines, LOOKED_AT) };
  },
  book: bookPayout,
};

export const bookPayouts = bookUntilDone(payouts);

export const matchPayouts: Reader = {
  name: 'billing.match-payouts',
  on: ['bank-statement.imported'],
  read: (tx) => queueJob(tx, bookPayouts, {}, { key: bookPayouts.name }),
};
