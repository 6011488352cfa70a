import pg from 'pg';
import type { Pool } from 'pg';

/** A pool that survives a database restart: what breaks is replaced, and nothing unheard ends the process. */
export function openPool(url: string, connections: number, applicationName: string): Pool {
  const pool = new pg.Pool({ connectionString: url, max: connections, application_name: applicationName });
  const ignore = (): void => undefined;
  pool.on('error', ignore);
  // A client that breaks while it is checked out emits on itself as well.
  pool.on('connect', (client) => client.on('error', ignore));
  return pool;
}

/** Runs statements as the owner of the tables, in one transaction; for migrations' kin, never for requests. */
export async function asOwner<T>(
  ownerUrl: string,
  work: (
    query: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>,
  ) => Promise<T>,
): Promise<T> {
  const owner = new pg.Client({
    connectionString: ownerUrl,
    options: '-c search_path=tenon',
    application_name: 'tenon-owner',
  });
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    await owner.query('begin');
    const value = await work(
      async (text, values = []) => (await owner.query(text, [...values])).rows as Record<string, unknown>[],
    );
    await owner.query('commit');
    return value;
  } catch (error) {
    await owner.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await owner.end();
  }
}

/**
 * Makes the room of deleted rows free to be used again, as the owner. A server that runs only for the length of a command
 * never comes to that by itself.
 */
export async function vacuum(ownerUrl: string, tables: readonly string[]): Promise<void> {
  if (tables.length === 0) return;
  const owner = new pg.Client({
    connectionString: ownerUrl,
    options: '-c search_path=tenon',
    application_name: 'tenon-owner',
  });
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    await owner.query(`vacuum ${tables.map(quoted).join(', ')}`);
  } finally {
    await owner.end();
  }
}

/** A name as SQL writes it. */
export const quoted = pg.escapeIdentifier;
