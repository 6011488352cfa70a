/**
 * Names of what the register of processing speaks of: kinds of personal data, and why they may be used. Both lists are
 * closed: a new entry is a change of the privacy policy. What an entry means stands in domain/policy.
 *
 * @see clauses P-2.0, P-2.4, P-data.types, P-data.purposes
 */
export const DATA_CATEGORIES = [
  'contact',
  'profile-picture',
  'company',
  'bank',
  'card-token',
  'invoice',
  'order-delivery',
  'correspondence',
  'credentials',
  'usage-log',
  'audit-log',
  'consent',
  'cookie-consent',
  'aggregate',
  'hosted-odoo',
  'backup',
  'worker-times',
] as const;
export type DataCategory = (typeof DATA_CATEGORIES)[number];

/** Marketing is not among them: nobody can send an advertisement for a purpose that does not exist. */
export const PURPOSES = [
  'account',
  'order',
  'delivery',
  'support',
  'service-messages',
  'billing',
  'legal',
  'security',
  'improvement',
  'analytics',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/**
 * In which role the installation's operator holds a table's rows: as `controller` (visitors, contacts, invoices, logs
 * of its own) or as `processor` (what a factory keeps about its own customers and workers). Rows of a processor table
 * that lie in the operator's own tenant are controller data all the same.
 *
 * @see clause P-1.2
 */
export type DataSide = 'controller' | 'processor';

/** A personal column is of one category; every other column says that it is not personal. */
export type ColumnKind = DataCategory | 'not-personal';

/** One table of the database with each of its columns. */
export interface PersonalTable {
  readonly side: DataSide;
  readonly columns: Readonly<Record<string, ColumnKind>>;
}

/** Tables by name; a module's manifest carries one for every table its migrations make. */
export type PersonalMap = Readonly<Record<string, PersonalTable>>;

/**
 * A table in few words: which columns are personal, and the names of all the others.
 *
 * @param others columns that say nothing about a person, separated by spaces
 * @throws RangeError when a column is named twice
 */
export function personalTable(
  side: DataSide,
  personal: Readonly<Record<string, DataCategory>>,
  others: string,
): PersonalTable {
  const columns: Record<string, ColumnKind> = { ...personal };
  for (const name of others.split(/\s+/).filter(Boolean)) {
    if (name in columns) throw new RangeError(`column ${name} is named twice`);
    columns[name] = 'not-personal';
  }
  return { side, columns };
}
