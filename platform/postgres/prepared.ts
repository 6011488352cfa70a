import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type pg from 'pg';

/** Statements seen this often are kept prepared; a text that is made once is not worth a plan on the server. */
const SEEN_BEFORE = 2;
/** Plans that a connection keeps at most: each costs the server some ten kilobytes. */
const NAMES_MAX = 400;
/** Texts that are counted before they have a name. */
const COUNTED_MAX = 2000;
/** Lists and many-row inserts have another text for every length: they are parsed each time. */
const VALUES_MAX = 40;

/**
 * Gives the statements that come again and again a name, so that PostgreSQL parses and plans them once per connection
 * instead of every time. One text has one name in the whole process.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #seen = new Map<string, number>();
  #generation = 0;

  /** @returns the name under which the statement is prepared; undefined while it is too rare or too long for one */
  nameOf(text: string, values: number): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (values === 0 || values > VALUES_MAX || this.#names.size >= NAMES_MAX) return undefined;
    const seen = (this.#seen.get(text) ?? 0) + 1;
    if (seen <= SEEN_BEFORE) {
      if (this.#seen.size >= COUNTED_MAX) this.#seen.clear();
      this.#seen.set(text, seen);
      return undefined;
    }
    this.#seen.delete(text);
    const name = `t${this.#generation}_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }

  /** After a change of the tables, plans of before are refused by the server: from now on every statement gets a new name. */
  forget(): void {
    this.#generation += 1;
    this.#names.clear();
  }
}

/** The pool as Kysely uses it, with names on statements that are worth preparing. */
export function preparing(pool: pg.Pool, names: StatementNames): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect();
      let named = clients.get(client);
      if (!named) clients.set(client, (named = preparingClient(client, names)));
      return named;
    },
    end: () => pool.end(),
  };
}

function preparingClient(client: pg.PoolClient, names: StatementNames): PostgresPoolClient {
  // A transaction begins with its first statement: one that takes no values, as the one that names the tenant, goes with it
  // in one message, and a transaction that does nothing costs nothing.
  let beginning = false;
  const query = async <R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>> => {
    if (text === 'begin') {
      beginning = true;
      return done<R>('SELECT');
    }
    if (beginning) {
      beginning = false;
      if (text === 'commit' || text === 'rollback') return done<R>(text === 'commit' ? 'COMMIT' : 'ROLLBACK');
      if (values.length === 0) {
        const answers = (await client.query(`begin; ${text}`)) as unknown as PostgresQueryResult<R>[];
        return answers.at(-1)!;
      }
      await client.query('begin');
    }
    const name = names.nameOf(text, values.length);
    const config = { text, values: values as unknown[], ...(name === undefined ? {} : { name }) };
    return (await client.query(config)) as unknown as PostgresQueryResult<R>;
  };
  return {
    get processID() {
      return (client as { processID?: number }).processID;
    },
    // Kysely reads in whole; it is given no cursor, the other form of this door.
    query: query as PostgresPoolClient['query'],
    release: (destroy) => {
      beginning = false;
      client.release(destroy);
    },
  } as PostgresPoolClient;
}

/** What the server says of a statement without rows. */
function done<R>(command: 'SELECT' | 'COMMIT' | 'ROLLBACK'): PostgresQueryResult<R> {
  return { command, rowCount: 0, rows: [] };
}

/** Whether the server refuses a plan of before because a table has changed since; the statement itself is sound. */
export function isPlanOutdated(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === '0A000' && /cached plan/.test(message ?? '');
}
