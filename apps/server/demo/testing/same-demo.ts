import { setTimeout as sleep } from 'node:timers/promises';
import type { KyselyPlugin } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { asOwner, quoted } from '#platform/postgres/connect.ts';
import type { Database } from '#platform/postgres/database.ts';
import { Tx, type Tables } from '#platform/postgres/tx.ts';

/** What is no fact of a demo: who is signed in, and what whoever compares two of them has looked at. */
const LEFT_OUT = new Set(['session', 'data_look']);
/** Ids, what is computed from them and sealed values differ from demo to demo; which is the same as which must not. */
const DRAWN = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{64}\b|\bs1\.[\w.-]+/g;

/**
 * Every row of a tenant by table, in the order of its key, with each id and hash named after the place where it comes
 * up first: two demos are the same exactly when these are. Ids sort by the moment and the order in which they were
 * made, so rows that changed places are seen.
 */
export function factsOf(ownerUrl: string, tenantId: Id): Promise<Map<string, string[]>> {
  return asOwner(ownerUrl, async (query) => {
    await query(`set local app.tenant_id = '${tenantId}'`);
    const names = new Map<string, string>();
    const named = (text: string): string =>
      text.replace(DRAWN, (drawn) => {
        if (!names.has(drawn)) names.set(drawn, `#${names.size}`);
        return names.get(drawn)!;
      });
    const facts = new Map<string, string[]>();
    for (const { name, key } of (await query(TABLES)) as { name: string; key: string[] }[]) {
      if (LEFT_OUT.has(name)) continue;
      const rows = await query(
        `select t::text as row from ${quoted(name)} t where tenant_id = $1 order by ${key.map((column) => quoted(column)).join(', ')}`,
        [tenantId],
      );
      if (rows.length > 0)
        facts.set(
          name,
          rows.map(({ row }) => named(String(row))),
        );
    }
    return facts;
  });
}

const TABLES = `
  select c.relname as name, array_agg(a.attname::text order by k.place) as key
  from pg_index i
  join pg_class c on c.oid = i.indrelid
  join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'tenon'
  cross join unnest(i.indkey) with ordinality as k (number, place)
  join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
  where i.indisprimary
    and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
  group by c.relname
  order by c.relname`;

const SLOW_MS = 4;

/** A database whose transactions are slow in turn, every third one, as on a machine that is busy with other things. */
export function hesitant(db: Database): Database {
  let opened = 0;
  const inTenant: Database['inTenant'] = (tenantId, work, hold) =>
    db.inTenant(
      tenantId,
      (tx) => {
        // Three transactions make a day, so that the next day another one is slow.
        const slow = opened % 3 === Math.floor(opened++ / 3) % 3;
        return work(slow ? new Tx(tenantId, tx.tables<Tables>().withPlugin(slowly()), tx.held) : tx);
      },
      hold,
    );
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'inTenant') return inTenant;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Every fourth statement of a transaction is answered late. */
function slowly(): KyselyPlugin {
  let statements = 0;
  return {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      if (statements++ % 4 === 0) await sleep(SLOW_MS);
      return result;
    },
  };
}
