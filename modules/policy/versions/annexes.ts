import type { ParameterValues } from '#domain/policy/parameters.ts';
import type { Annexes } from '#domain/policy/version.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { effective } from '../processors/rules.ts';
import { loadProcessors } from '../processors/store.ts';
import { currentRecord } from '../record.ts';

/** What stands behind the sentences now, as lines that a version keeps: another line is a change of substance. */
export async function annexesNow(from: Tx | Database, values: ParameterValues): Promise<Annexes> {
  const { rows, purposes } = currentRecord(values);
  return {
    purposes: purposes.map(({ purpose }) => purpose),
    categories: rows.map(
      (row) =>
        `${row.category}: ${row.purposes.map(({ purpose }) => purpose).join(', ') || 'on instruction'}`,
    ),
    retention: rows.map((row) => `${row.category}: ${row.kept.map(({ en }) => en).join('; ')}`),
    processors: await processorLines(from),
  };
}

/**
 * One line for each processor that may get personal data: not ended, and somebody has confirmed a contract. Whether a
 * contract covers this very day is no matter of the text; on a day without one nothing flows.
 */
async function processorLines(from: Tx | Database): Promise<string[]> {
  const processors = await loadProcessors(from);
  return processors
    .filter(({ endedAt, categories }) => endedAt === null && categories.length > 0)
    .filter((one) => effective(one).length > 0)
    .map(
      ({ name, service, country, categories, subProcessors }) =>
        `${name}${country ? ` (${country})` : ''}, ${service}: ${categories.join(', ')}` +
        (subProcessors.length ? `; with ${subProcessors.join(', ')}` : ''),
    )
    .sort();
}
