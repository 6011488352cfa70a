import pg from 'pg';
import type { Id } from '#domain/kernel/ids.ts';

/** Looks at everything one tenant has, whatever tables there are: as the owner, whom no wall stops. */
export class TenantRows {
  readonly #client: pg.Client;
  readonly #tenantId: Id;
  #tables: readonly { name: string; uuids: readonly string[] }[] = [];

  private constructor(client: pg.Client, tenantId: Id) {
    this.#client = client;
    this.#tenantId = tenantId;
  }

  static async open(ownerUrl: string, tenantId: Id): Promise<TenantRows> {
    const client = new pg.Client({ connectionString: ownerUrl, options: '-c search_path=tenon' });
    client.on('error', () => undefined);
    await client.connect();
    const rows = new TenantRows(client, tenantId);
    rows.#tables = (
      await client.query<{ name: string; uuids: string[] }>(
        `select c.relname as name, array_agg(a.attname::text order by a.attnum) filter (where a.atttypid = 'uuid'::regtype and a.attname <> 'tenant_id') as uuids
         from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'tenon'
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where c.relkind in ('r', 'p') group by c.oid, c.relname having bool_or(a.attname = 'tenant_id') order by 1`,
      )
    ).rows.map(({ name, uuids }) => ({ name, uuids: uuids ?? [] }));
    return rows;
  }

  get tables(): readonly string[] {
    return this.#tables.map(({ name }) => name);
  }

  /** Every uuid in a column of this tenant's rows, by table and column. */
  async ids(): Promise<Map<string, readonly Id[]>> {
    const found = new Map<string, readonly Id[]>();
    for (const { name, uuids } of this.#tables)
      for (const column of uuids) {
        const values = await this.#client.query<{ id: Id }>(
          `select distinct ${pg.escapeIdentifier(column)}::text as id from ${pg.escapeIdentifier(name)} where tenant_id = $1 and ${pg.escapeIdentifier(column)} is not null order by 1`,
          [this.#tenantId],
        );
        if (values.rows.length)
          found.set(
            `${name}.${column}`,
            values.rows.map(({ id }) => id),
          );
      }
    return found;
  }

  /** Values of a text column of this tenant, if there is such a column. */
  async texts(table: string, column: string): Promise<string[]> {
    if (!this.tables.includes(table)) return [];
    const { rows } = await this.#client.query<{ text: string }>(
      `select distinct ${pg.escapeIdentifier(column)}::text as text from ${pg.escapeIdentifier(table)} where tenant_id = $1 order by 1`,
      [this.#tenantId],
    );
    return rows.map(({ text }) => text);
  }

  /**
   * A mark of each table's rows, their number and the newest transaction that wrote one: two are alike exactly if nothing
   * was added, changed or taken away. Every change makes a row of a newer transaction, and a row less is one less.
   */
  async marks(): Promise<Map<string, string>> {
    // Named: hundreds of tables are planned once and not at each look.
    const { rows } = await this.#client.query<{ name: string; mark: string }>({
      name: 'marks',
      text: this.#tables
        .map(
          ({ name }) =>
            `select ${pg.escapeLiteral(name)} as name, count(*)::text || ' ' || coalesce(max(xmin::text::bigint), 0)::text as mark from ${pg.escapeIdentifier(name)} where tenant_id = $1`,
        )
        .join(' union all '),
      values: [this.#tenantId],
    });
    return new Map(rows.map(({ name, mark }) => [name, mark]));
  }

  /** Tables in which this tenant has nothing. */
  async empty(): Promise<string[]> {
    return [...(await this.marks())].filter(([, mark]) => mark.startsWith('0 ')).map(([name]) => name);
  }

  /** A statement that no wall stops, as a fault would be. */
  async anywhere<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.#client.query<T>(text, values)).rows;
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
