import pg from 'pg';

/** Runs one statement and answers its rows. */
export type Query = (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;

/**
 * Work on a database that is not ours: another program's, on a server of the operator. No transaction is opened, because
 * making and dropping databases allows none, and no schema is assumed.
 * @param url who connects needs the rights for what is done there
 */
export async function onDatabase<T>(url: string, work: (query: Query) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'tenon-agent' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(
      async (text, values = []) => (await client.query(text, [...values])).rows as Record<string, unknown>[],
    );
  } finally {
    await client.end();
  }
}
