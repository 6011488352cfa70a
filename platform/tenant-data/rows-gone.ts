import type { Id } from '#domain/kernel/ids.ts';
import type { Row } from './rows.ts';

/**
 * What becomes of a row of an archive that is put back: as it is, without what was deleted since, or not at all (null).
 * Rows are looked at before they come in, so that nobody ever opens a copy that still has them.
 */
export interface RowsGone {
  /** of rows that lead to others, by table: looked at first */
  readonly first: readonly string[];
  see(table: string, row: Row): void;
  change(table: string, row: Row): Row | null;
}

/** Whether a column may be empty in the database from which the rows come. */
export type MayBeEmpty = (table: string, column: string) => boolean;
type Load = (tenantId: Id, nullable: MayBeEmpty) => Promise<RowsGone | null>;

let plugged: Load = () => Promise.resolve(null);

/** Plugged in by the server: the list of what was deleted for people. */
export function plugRowsGone(load: Load): void {
  plugged = load;
}

/** @param tenantId whose archive it is; null when nothing of it was deleted */
export const rowsGoneOf: Load = (tenantId, nullable) => plugged(tenantId, nullable);
