import type { Transaction } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import type { Held } from './held.ts';

/** Row shapes by table name, as each module declares them for its own tables. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Tables = Record<string, Record<string, any>>;

/**
 * One open transaction of one tenant. Row level security already knows the tenant; every statement still
 * names `tenant_id` itself, because that is what lets a cluster send it to one shard.
 */
export class Tx {
  readonly tenantId: Id;
  /** set: its events, hints and jobs are gathered here, and whoever opened it decides what becomes of them */
  readonly held: Held | null;
  readonly #transaction: Transaction<Tables>;
  readonly #afterCommit: (() => void)[] = [];

  constructor(tenantId: Id, transaction: Transaction<Tables>, held: Held | null = null) {
    this.tenantId = tenantId;
    this.held = held;
    this.#transaction = transaction;
  }

  /** The transaction as a Kysely that knows the asking module's own tables. */
  tables<T>(): Transaction<T> {
    return this.#transaction as unknown as Transaction<T>;
  }

  /** Runs `then` once the transaction is durable; never runs when it is rolled back. For hints only, never for facts. */
  afterCommit(then: () => void): void {
    this.#afterCommit.push(then);
  }

  /** Called by the database after COMMIT. */
  committed(): void {
    for (const then of this.#afterCommit) then();
  }
}
