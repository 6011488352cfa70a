import { sql } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { DocumentId } from '#domain/policy/parameters.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { PolicyTables } from '../store.ts';

export interface VersionInForce {
  readonly number: number;
  /** SHA-256 of what it says */
  readonly hash: string;
  /** material versions ask for acceptance anew, editorial ones do not */
  readonly kind: 'material' | 'editorial';
}

/** The version that counts now; undefined before the first was published. */
export async function versionInForce(
  from: Tx | Database,
  document: DocumentId,
  now: Instant,
): Promise<VersionInForce | undefined> {
  const tables = 'inTenant' in from ? from.global<PolicyTables>() : from.tables<PolicyTables>();
  return tables
    .selectFrom('policy_version')
    .select(['number', 'hash', 'kind'])
    .where('document', '=', document)
    .where('in_force_from', '<=', sql<Instant>`${now}::timestamptz`)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}
