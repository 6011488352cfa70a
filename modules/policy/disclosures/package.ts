import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import type { DataCategory, PersonalMap } from '#domain/kernel/personal.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tables, Tx } from '#platform/postgres/tx.ts';
import { sealedColumns } from '#platform/secrets/reseal.ts';
import { vault } from '#platform/secrets/vault.ts';
import { personalMaps } from '../record.ts';
import { listMembers } from '../staff.ts';
import { addStep, lockOne } from './enter-disclosure.ts';
import { decidePackage, type PackageRefusal } from './rules.ts';
import { loadDisclosures, type Disclosure } from './store.ts';

/** Rows of one table that a package may hold. */
const ROWS_MAX = 100_000;
const BYTES_MAX = 200 * 1024 * 1024;

export interface Package {
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly name: string;
}

export type PackRefusal =
  PackageRefusal | { code: 'disclosure_unknown' } | { code: 'disclosure_too_large'; table: string };

/**
 * Makes the package of an approved disclosure: of this one business, every row that holds a kind of data within the scope,
 * with these columns and the ones that say nothing about anybody. Every other kind of data in the same rows stays here.
 * It is not kept; its fingerprint and size go into the log, in the transaction that finds the disclosure still approved.
 *
 * @see clause P-data.share.2
 */
export async function makePackage(
  context: Pick<AppContext, 'db'>,
  caller: Caller,
  disclosureId: Id,
): Promise<Result<{ disclosure: Disclosure; made: Package }, PackRefusal>> {
  const [found] = await context.db.inTenant(caller.tenantId, (tx) => loadDisclosures(tx, disclosureId));
  if (!found) return refuse({ code: 'disclosure_unknown' });
  const allowed = decidePackage(found, caller.today);
  if (!allowed.ok) return allowed;
  const read = await context.db.inTenant(found.aboutTenant, (tx) => readScope(tx, found.categories));
  if (!read.ok) return read;
  const bytes = Buffer.from(
    JSON.stringify(
      {
        disclosure: found.number,
        askedBy: found.askedBy,
        caseNo: found.caseNo,
        ground: found.ground,
        about: found.aboutTenant,
        categories: found.categories,
        madeAt: caller.now,
        tables: read.value,
      },
      null,
      1,
    ),
  );
  if (bytes.length > BYTES_MAX) return refuse({ code: 'disclosure_too_large', table: '' });
  const made = {
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    name: `disclosure-${found.number}.json`,
  };
  return context.db.inTenant(caller.tenantId, async (tx) => {
    const now = await lockOne(tx, disclosureId);
    const still = now ? decidePackage(now, caller.today) : refuse({ code: 'disclosure_unknown' } as const);
    if (!still.ok) return still;
    await addStep(tx, caller, disclosureId, 'packed', {
      sha256: made.sha256,
      bytes: BigInt(bytes.length),
    });
    return ok({ disclosure: found, made });
  });
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** Every row of the transaction's tenant with data of these kinds, by table; people who sign in are listed by themselves. */
async function readScope(
  tx: Tx,
  categories: readonly DataCategory[],
): Promise<Result<Readonly<Record<string, Rows>>, { code: 'disclosure_too_large'; table: string }>> {
  const tables: Record<string, Rows> = {};
  for (const [table, columns] of columnsWithin(personalMaps(), categories)) {
    const rows = await readTable(tx, table, columns);
    if (rows.length > ROWS_MAX) return refuse({ code: 'disclosure_too_large', table });
    if (rows.length > 0) tables[table] = rows;
  }
  // Logins belong to no business; who works in it does.
  if (categories.includes('contact')) tables['people'] = await listMembers(tx);
  return ok(tables);
}

/**
 * Tables of tenants that hold a kind of data within the scope, each with the columns that may leave: those kinds, and what
 * is declared to say nothing about a person.
 */
export function columnsWithin(
  maps: readonly PersonalMap[],
  categories: readonly DataCategory[],
): readonly (readonly [table: string, columns: readonly string[]])[] {
  return maps
    .flatMap((map) => Object.entries(map))
    .filter(
      ([, { columns }]) =>
        'tenant_id' in columns &&
        Object.values(columns).some((kind) => (categories as readonly string[]).includes(kind)),
    )
    .map(
      ([table, { columns }]) =>
        [
          table,
          Object.entries(columns)
            .filter(([, kind]) => kind === 'not-personal' || categories.includes(kind))
            .map(([column]) => column)
            .sort(),
        ] as const,
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

async function readTable(tx: Tx, table: string, columns: readonly string[]): Promise<Rows> {
  const listed = sql.join(columns.map((column) => sql.ref(column)));
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(r) as row from (
      select ${listed} from ${sql.table(table)} where tenant_id = ${tx.tenantId} limit ${ROWS_MAX + 1}
    ) r`.execute(tx.tables<Tables>());
  const sealed = sealedColumns().filter((one) => one.table === table && columns.includes(one.column));
  return rows.map(({ row }) => {
    for (const { column, row: key } of sealed) {
      const text = row[column];
      if (typeof text !== 'string' || text === '') continue;
      const place = { tenantId: tx.tenantId, table, column, row: String(row[key]) };
      row[column] = vault().open(text, place);
    }
    return row;
  });
}
