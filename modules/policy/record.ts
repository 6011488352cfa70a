import type { Instant } from '#domain/kernel/days.ts';
import type { PersonalMap } from '#domain/kernel/personal.ts';
import { DEFAULTS, type DocumentId, type ParameterValues } from '#domain/policy/parameters.ts';
import { recordOfProcessing, type ProcessingRecord } from '#domain/policy/record.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { loadInstallation } from './installation.ts';
import type { PolicyTables } from './store.ts';

let maps: readonly PersonalMap[] = [];

/** Tells the register which tables exist, the platform's and every module's; at start-up. */
export function registerPersonalMaps(all: readonly PersonalMap[]): void {
  maps = all;
}

/** Every table there is, with the kind of data in each of its columns. */
export function personalMaps(): readonly PersonalMap[] {
  return maps;
}

/** The record of processing with these values, of the tables that this installation has. */
export function currentRecord(values: ParameterValues): ProcessingRecord {
  return recordOfProcessing(values, maps);
}

/** The parameters in force: those of the privacy policy's version, before the first those of the set-up. */
export async function valuesInForce(from: Tx | Database, now: Instant): Promise<ParameterValues> {
  const tables = 'inTenant' in from ? from.global<PolicyTables>() : from.tables<PolicyTables>();
  const version = await tables
    .selectFrom('policy_version')
    .select('content')
    .where('document', '=', 'privacy')
    .where('in_force_from', '<=', now)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const published = (version?.content as { parameters?: ParameterValues } | undefined)?.parameters;
  return published ?? { ...DEFAULTS, ...(await loadInstallation(from, now))?.settings };
}

/**
 * The values of one version of a document: what an agreement that was made under it goes by, whatever was published since.
 * @returns those in force where there is no such version
 */
export async function valuesOfVersion(
  tx: Tx,
  document: DocumentId,
  number: number | null,
  now: Instant,
): Promise<ParameterValues> {
  const row =
    number === null
      ? undefined
      : await tx
          .tables<PolicyTables>()
          .selectFrom('policy_version')
          .select('content')
          .where('document', '=', document)
          .where('number', '=', number)
          .executeTakeFirst();
  const then = (row?.content as { parameters?: ParameterValues } | undefined)?.parameters;
  return then ?? (await valuesInForce(tx, now));
}
