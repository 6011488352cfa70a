import type { ParameterValues } from '#domain/policy/parameters.ts';
import { NO_ANNEXES, type Annexes } from '#domain/policy/version.ts';
import { currentRecord } from '../record.ts';

/** What stands behind the sentences now, as lines that a version keeps: another line is a change of substance. */
export function annexesNow(values: ParameterValues): Annexes {
  const { rows, purposes } = currentRecord(values);
  return {
    ...NO_ANNEXES,
    purposes: purposes.map(({ purpose }) => purpose),
    categories: rows.map(
      (row) =>
        `${row.category}: ${row.purposes.map(({ purpose }) => purpose).join(', ') || 'on instruction'}`,
    ),
    retention: rows.map((row) => `${row.category}: ${row.kept.map(({ en }) => en).join('; ')}`),
  };
}
