import { sql } from 'kysely';
import type pg from 'pg';
import type { Tx } from '#platform/postgres/tx.ts';

const TABLES = [
  'invoice',
  'credit_note',
  'payment',
  'charge_back',
  'refund',
  'settlement',
  'reminder',
  'reminded_invoice',
  'bank_statement',
  'bank_line',
  'bank_line_done',
  'bank_line_payment',
  'payment_run',
  'payment_run_claim',
  'payment_run_item',
  'card_event',
  'card_booking',
  'journal_entry',
  'journal_line',
  'event',
  'idempotency_key',
] as const;

export type MoneyPicture = ReadonlyMap<string, bigint>;

/**
 * Everything that money is written in, without what is new each time: rows per table, and the sum of each kind of entry on each
 * account. All of it is append-only, so the difference of two pictures is what was written between them.
 *
 * @param owner who may look at the queue
 */
export async function moneyPicture(tx: Tx, owner: pg.Client): Promise<MoneyPicture> {
  const counts = sql.join(
    TABLES.map(
      (table) =>
        sql`select ${table} as what, count(*)::bigint as much from ${sql.table(table)} where tenant_id = ${tx.tenantId}`,
    ),
    sql` union all `,
  );
  const { rows } = await sql<{ what: string; much: bigint }>`
    ${counts}
    union all
    select e.kind || ' ' || l.account || coalesce(' ' || l.tax, '') || (l.item_id is not null)::text, sum(l.amount_minor)::bigint
    from journal_line l join journal_entry e on e.tenant_id = l.tenant_id and e.id = l.entry_id
    where l.tenant_id = ${tx.tenantId} and e.tenant_id = ${tx.tenantId} group by 1
    union all
    select 'event ' || name, count(*)::bigint from event where tenant_id = ${tx.tenantId} group by 1
    union all
    select 'series ' || series, last_number::bigint from number_series where tenant_id = ${tx.tenantId}`.execute(
    tx.tables(),
  );
  const jobs = await owner.query<{ much: string }>('select count(*) as much from graphile_worker.jobs');
  return new Map([
    ['jobs', BigInt(jobs.rows[0]!.much)],
    ...rows.map(({ what, much }) => [what, much] as const),
  ]);
}

/** What was written between two pictures, by name. */
export function writtenBetween(before: MoneyPicture, after: MoneyPicture): Record<string, bigint> {
  return Object.fromEntries(
    [...after]
      .map(([what, much]) => [what, much - (before.get(what) ?? 0n)] as const)
      .filter(([, much]) => much !== 0n)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** After a statement that only reads the database is as it was before it: to be killed there is to be killed before. */
export function onlyReads(given: unknown): boolean {
  const text = typeof given === 'string' ? given : (given as { text: string }).text;
  return /^\s*(select|with)\b/i.test(text) && !/\b(insert|update|delete|add_job|pg_notify|lock)/i.test(text);
}
