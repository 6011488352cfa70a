import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { isId, type Id } from '#domain/kernel/ids.ts';
import type { Held } from './held.ts';
import { isPlanOutdated, preparing, StatementNames } from './prepared.ts';
import { assertWalls } from './safety.ts';
import { inSnapshot, type Snapshot } from './snapshot.ts';
import { Tx, type Tables } from './tx.ts';
import { valueTypes } from './types.ts';

export interface DatabaseOptions {
  /** URL of the application role; the owner's URL is for migrations only */
  readonly url: string;
  readonly connections?: number;
  /** told of errors on idle connections (a database restart); the pool replaces them by itself */
  readonly onConnectionError?: (error: Error) => void;
}

/** A COMMIT whose answer never arrived: the work may or may not be saved. Retry with the same idempotency key. */
export class CommitUnknownError extends Error {
  readonly code = 'commit_unknown';
}

const RETRYABLE = new Set(['40001', '40P01']);
const ATTEMPTS = 4;

/** The application's door to PostgreSQL: tenant transactions, the few global tables, and notifications. */
export class Database {
  readonly #pool: pg.Pool;
  readonly #kysely: Kysely<Tables>;
  readonly #url: string;
  readonly #names = new StatementNames();
  #closing = false;

  constructor(options: DatabaseOptions) {
    this.#url = options.url;
    this.#pool = new pg.Pool({
      connectionString: options.url,
      max: options.connections ?? 10,
      types: valueTypes,
      application_name: 'tenon',
      options:
        '-c search_path=tenon -c timezone=UTC -c statement_timeout=60000 -c idle_in_transaction_session_timeout=60000',
    });
    // The pool lets go of its connections before their ends have been heard; a server that stops then breaks nothing.
    const report = (error: Error): void => {
      if (!this.#closing) options.onConnectionError?.(error);
    };
    this.#pool.on('error', report);
    // A client that breaks while it is checked out emits on itself as well; unheard, that would end the process.
    this.#pool.on('connect', (client) => client.on('error', report));
    this.#kysely = new Kysely<Tables>({
      dialect: new PostgresDialect({ pool: preparing(this.#pool, this.#names) }),
    });
  }

  /**
   * Runs `work` in one transaction of one tenant. Deadlocks and serialisation failures are tried again, so `work`
   * must touch nothing but the transaction.
   * @param hold makes, for each attempt, what keeps back the transaction's events and jobs; see inTenantAtOnce
   * @throws RangeError when the tenant id is no UUID; CommitUnknownError when the connection broke during COMMIT
   */
  async inTenant<T>(tenantId: Id, work: (tx: Tx) => Promise<T>, hold?: () => Held): Promise<T> {
    // A literal, because a cluster does not propagate set_config(); hence the check before it reaches the statement.
    if (!isId(tenantId)) throw new RangeError(`${String(tenantId)} is no tenant id`);
    for (let attempt = 1; ; attempt++) {
      let finished = false;
      try {
        let opened: Tx | undefined;
        const value = await this.#kysely.transaction().execute(async (transaction) => {
          await sql.raw(`set local app.tenant_id = '${tenantId}'`).execute(transaction);
          opened = new Tx(tenantId, transaction, hold?.() ?? null);
          const result = await work(opened);
          finished = true;
          return result;
        });
        opened?.committed();
        return value;
      } catch (error) {
        const code = (error as { code?: string }).code;
        if (isPlanOutdated(error)) this.#names.forget();
        else if (!code || !RETRYABLE.has(code)) {
          if (finished && isConnectionLoss(error))
            throw new CommitUnknownError('the database went away while the work was being saved', {
              cause: error,
            });
          throw error;
        }
        if (attempt >= ATTEMPTS) throw error;
      }
    }
  }

  /**
   * Reads one tenant as of one moment, for however long it takes; for archives.
   * @throws RangeError when the tenant id is no UUID
   */
  async snapshot<T>(tenantId: Id, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    if (!isId(tenantId)) throw new RangeError(`${String(tenantId)} is no tenant id`);
    return inSnapshot(this.#pool, tenantId, work);
  }

  /** The global tables (directory, logins, sessions); each is listed in global-tables.ts with the reason why it has no tenant. */
  global<T>(): Kysely<T> {
    return this.#kysely as unknown as Kysely<T>;
  }

  /** Several statements on global tables, all or nothing. */
  async inGlobal<T, R>(work: (transaction: Kysely<T>) => Promise<R>): Promise<R> {
    return this.#kysely.transaction().execute((t) => work(t as unknown as Kysely<T>));
  }

  /**
   * Listens on a notification channel until `stop`; reconnects after a database restart and calls `onGap` then,
   * because what was said meanwhile is lost.
   */
  async listen(
    channel: string,
    onMessage: (payload: string) => void,
    onGap: () => void,
  ): Promise<{ stop(): Promise<void> }> {
    let stopped = false;
    let client: pg.Client | undefined;
    let timer: NodeJS.Timeout | undefined;
    const connect = async (): Promise<void> => {
      const next = new pg.Client({ connectionString: this.#url, application_name: 'tenon-listen' });
      next.on('error', () => undefined);
      next.on('notification', (message) => onMessage(message.payload ?? ''));
      try {
        await next.connect();
        await next.query(`listen ${pg.escapeIdentifier(channel)}`);
      } catch (error) {
        await next.end().catch(() => undefined);
        throw error;
      }
      client = next;
      // Only now: a connection that was never made ends as well, and each end would begin one more attempt.
      next.on('end', () => {
        if (!stopped) timer = setTimeout(() => void again(), 250);
      });
      if (stopped) await next.end();
    };
    const again = async (): Promise<void> => {
      if (stopped) return;
      try {
        await connect();
        onGap();
      } catch {
        timer = setTimeout(() => void again(), 1000);
      }
    };
    await connect();
    return {
      stop: async () => {
        stopped = true;
        clearTimeout(timer);
        await client?.end();
      },
    };
  }

  /** Says something on a channel at once, outside any transaction; it is lost on whoever does not listen now. */
  async notify(channel: string, payload: object): Promise<void> {
    await this.#pool.query('select pg_notify($1, $2)', [channel, JSON.stringify(payload)]);
  }

  /** Refuses to work as a role that row level security does not bind. @throws Error */
  async assertWalls(): Promise<void> {
    await assertWalls((text) => this.#pool.query(text).then((r) => r.rows as Record<string, unknown>[]));
  }

  /** One round trip; for health checks. */
  async ping(): Promise<void> {
    await this.#pool.query('select 1');
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#kysely.destroy();
  }
}

function isConnectionLoss(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === undefined
    ? /terminated|Connection/i.test(String(error))
    : /^(08|57P0|ECONN|EPIPE)/.test(code);
}
