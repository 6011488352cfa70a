import type { Refusal, Result } from '#domain/kernel/result.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import type { Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';

/** What is booked in one transaction by a job: its locks stay few. */
const BATCH = 200;

/** What one look found. */
export interface Look<C, At> {
  /** what may be booked without a person, in the order in which it is to be booked */
  readonly certain: readonly C[];
  /** where the next look begins; null: everything was looked at */
  readonly next: At | null;
}

export interface Booking<C, At> {
  readonly name: string;
  readonly timeoutSeconds: number;
  look(tx: Tx, after: At | null): Promise<Look<C, At>>;
  /** null: this one waits for a person */
  book(tx: Tx, caller: Caller, one: C): Promise<Result<unknown, Refusal> | null>;
}

/**
 * A job that books what is certain until nothing is left. Each stretch is looked at once, and what was found is booked in batches,
 * each in a transaction of its own: safe to run twice and to be cut off anywhere. What was booked can make something else
 * certain, so it goes through once more for as long as a round has booked anything.
 */
export function bookUntilDone<C, At>(booking: Booking<C, At>): Job<object, AppContext> {
  return {
    name: booking.name,
    attempts: 10,
    timeoutSeconds: booking.timeoutSeconds,
    async run({ context, tenantId, signal }) {
      const facts = await context.tenantFacts(tenantId);
      const caller = systemCaller(facts, context.clock, `job:${booking.name}`);
      for (let booked = 1; booked > 0 && !signal.aborted;) {
        booked = 0;
        let after: At | null = null;
        do {
          const from: At | null = after;
          const look = (tx: Tx): Promise<Look<C, At>> => booking.look(tx, from);
          const { certain, next }: Look<C, At> = await context.db.inTenant(tenantId, look);
          for (let at = 0; at < certain.length && !signal.aborted; at += BATCH) {
            const batch = certain.slice(at, at + BATCH);
            booked += await context.db.inTenant(tenantId, (tx) => bookBatch(tx, caller, booking, batch));
          }
          after = next;
        } while (after !== null && !signal.aborted);
      }
    },
  };
}

/** @returns how many were booked; of one that is refused, since somebody was quicker, nothing stays */
async function bookBatch<C, At>(
  tx: Tx,
  caller: Caller,
  booking: Booking<C, At>,
  batch: readonly C[],
): Promise<number> {
  let booked = 0;
  for (const one of batch) {
    await sql`savepoint one_booking`.execute(tx.tables());
    const result = await booking.book(tx, caller, one);
    if (result?.ok) booked += 1;
    else await sql`rollback to savepoint one_booking`.execute(tx.tables());
    await sql`release savepoint one_booking`.execute(tx.tables());
  }
  return booked;
}
