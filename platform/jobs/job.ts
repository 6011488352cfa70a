import type { Id } from '#domain/kernel/ids.ts';
import type { Instant } from '#domain/kernel/days.ts';
import { sql } from 'kysely';
import type { Tx } from '../postgres/tx.ts';

/** What a job's run may use besides its payload. `C` is the context the server composes. */
export interface JobRun<C> {
  readonly context: C;
  readonly tenantId: Id;
  /** aborted when the time is up or the server stops; long work must look at it */
  readonly signal: AbortSignal;
  readonly attempt: number;
}

/** Work to be done later, at least once: it must be safe to run twice. */
export interface Job<P = unknown, C = unknown> {
  /** `production.plan-cutting` */
  readonly name: string;
  readonly attempts: number;
  readonly timeoutSeconds: number;
  /** goes on while the workspace is closed: what people there are still owed, as a mail to sign in or proof of a consent */
  readonly behindClosedDoor?: true;
  run(run: JobRun<C>, payload: P): Promise<void>;
}

export interface QueueOptions {
  /** earliest start */
  readonly runAt?: Instant;
  /** jobs of one queue run one after the other */
  readonly queue?: string;
  /** a waiting job of the same key is replaced */
  readonly key?: string;
}

/** Queues a job inside the transaction: it exists exactly if the transaction commits. */
export async function queueJob<P>(
  tx: Tx,
  job: Pick<Job<P>, 'name' | 'attempts'>,
  payload: P,
  options: QueueOptions = {},
): Promise<void> {
  if (tx.held) {
    tx.held.jobs.push({ name: job.name, payload, at: tx.held.at });
    return;
  }
  const body = JSON.stringify({ tenantId: tx.tenantId, payload });
  await sql`select enqueue_job(${job.name}, ${body}::json, ${options.queue ?? null}, ${options.runAt ?? null}::timestamptz,
    ${job.attempts}::int, ${options.key ? `${tx.tenantId}:${options.key}` : null})`.execute(tx.tables());
}
