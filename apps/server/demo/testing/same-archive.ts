import { linesOf, readRow, writeRow } from '#platform/tenant-data/rows.ts';
import { openArchive } from '#platform/tenant-data/read-archive.ts';
import { rowsEntry } from '#platform/tenant-data/archive.ts';

/** The hashes of an audit log cover its tenant; a log that came into another one has others, and is checked there. */
const TIED: Readonly<Record<string, readonly string[]>> = {
  audit_entry: ['hash'],
  audit_head: ['hash', 'seal'],
  audit_check: ['hash'],
};

/**
 * What two archives say differently, row by row and file by file; ids of the tenant itself count as the same.
 * @returns one line per table or list that differs, with the first row that does
 */
export async function differences(pathA: string, pathB: string): Promise<string[]> {
  const [a, b] = [await openArchive(pathA), await openArchive(pathB)];
  try {
    const found: string[] = [];
    const tell = (what: string, one: unknown, other: unknown): void => {
      if (JSON.stringify(one) !== JSON.stringify(other))
        found.push(`${what}: ${JSON.stringify(one)} ≠ ${JSON.stringify(other)}`);
    };
    tell('rows', a.manifest.counts, b.manifest.counts);
    tell('people', a.people, b.people);
    tell('schema', a.schema, b.schema);
    tell('files', a.files.map(({ entry }) => entry).sort(), b.files.map(({ entry }) => entry).sort());
    for (const table of a.tables) {
      const lines = async (from: typeof a): Promise<string[]> => {
        const all: string[] = [];
        for await (const line of linesOf(from.read(rowsEntry(table)))) {
          const text = line.toString('utf8').replaceAll(from.manifest.tenant.id, 'tenant');
          const tied = TIED[table];
          const own = ([column]: [string, unknown]): boolean => !tied?.includes(column);
          all.push(tied ? writeRow(Object.fromEntries(Object.entries(readRow(text)).filter(own))) : text);
        }
        return all;
      };
      const [one, other] = [await lines(a), await lines(b)];
      const at = one.findIndex((line, i) => line !== other[i]);
      if (at >= 0) tell(`${table} ${at}`, one[at], other[at]);
    }
    return found;
  } finally {
    a.close();
    b.close();
  }
}
