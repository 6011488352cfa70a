import type pg from 'pg';
import type { PoolClient, QueryResultRow } from 'pg';
import type { Id } from '#domain/kernel/ids.ts';

/** What `pg` calls on whoever asked, message by message. */
interface Connection {
  query(text: string): void;
  readonly stream: { pause(): void; resume(): void };
}

/** More than this is not kept in memory: the server waits until somebody has read it. */
const AHEAD_BYTES = 4 * 1024 * 1024;

/**
 * The answer of a `COPY … TO STDOUT`, piece by piece as the server sends it; a slow reader makes the server wait.
 * Handed to `client.query`, which calls it by these names.
 */
class CopyOut implements AsyncIterable<Buffer> {
  readonly #text: string;
  readonly #pieces: Buffer[] = [];
  #bytes = 0;
  #paused = false;
  #connection: Connection | undefined;
  #over = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.#text);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The driver reads the next message into the same memory.
    this.#pieces.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    if (this.#bytes > AHEAD_BYTES && !this.#paused) {
      this.#paused = true;
      this.#connection!.stream.pause();
    }
    this.#stir();
  }

  handleError(error: Error): void {
    this.#error = error;
    this.#stir();
  }

  handleReadyForQuery(): void {
    this.#over = true;
    this.#stir();
  }

  handleCommandComplete(): void {
    // The end of the query says more.
  }

  handleRowDescription(): void {
    // A COPY describes no rows.
  }

  /** @throws Error of the server */
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for (;;) {
      if (this.#pieces.length > 0) {
        const some = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
        this.#pieces.length = 0;
        this.#bytes = 0;
        if (this.#paused) {
          this.#paused = false;
          this.#connection!.stream.resume();
        }
        yield some;
      } else if (this.#error) throw this.#error;
      else if (this.#over) return;
      else await new Promise<void>((wake) => (this.#wake = wake));
    }
  }

  #stir(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}

/** One tenant as of one moment. */
export class Snapshot {
  readonly tenantId: Id;
  readonly #client: PoolClient;

  constructor(tenantId: Id, client: PoolClient) {
    this.tenantId = tenantId;
    this.#client = client;
  }

  async query<T extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.#client.query<T>(text, [...values])).rows;
  }

  /** @param text a whole `copy (…) to stdout …`; it must be read to its end before anything else is asked */
  copy(text: string): AsyncIterable<Buffer> {
    return this.#client.query(new CopyOut(text) as unknown as CopyOut & pg.Submittable);
  }
}

/** Reads a tenant as of one moment while everybody else goes on; nothing can be written. */
export async function inSnapshot<T>(
  pool: pg.Pool,
  tenantId: Id,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(
      `begin isolation level repeatable read read only; set local app.tenant_id = '${tenantId}'; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`,
    );
    const value = await work(new Snapshot(tenantId, client));
    await client.query('commit');
    return value;
  } catch (error) {
    // A COPY that was not read to its end leaves the connection in the middle of an answer.
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}
