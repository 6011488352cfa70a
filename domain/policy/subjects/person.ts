import type { PersonalTable } from '#domain/kernel/personal.ts';
import { linksOf, type Finder } from './links.ts';

/** One person as far as rows name them. Addresses and names are asked, never listed: a deletion list keeps marks only. */
export interface Person {
  readonly logins: ReadonlySet<string>;
  readonly contacts: ReadonlySet<string>;
  /** customers that are this very person, never a firm they work for */
  readonly customers: ReadonlySet<string>;
  isMail(value: string): boolean;
  /** false for a name that somebody else has, too */
  isName(value: string): boolean;
}

/** A row as the database writes it in JSON. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** Ids of rows found so far, by table. */
export type FoundIds = ReadonlyMap<string, ReadonlySet<string>>;

/** What of a row is the person's: these columns, and what they did to it. */
export interface Found {
  readonly columns: readonly string[];
  /** columns of who did it that name them, with the name as it was shown */
  readonly authored: readonly { readonly column: string; readonly name: string | null }[];
}

/** What of a row is about this person; null: nothing. */
export function findIn(
  name: string,
  table: Pick<PersonalTable, 'columns'>,
  row: StoredRow,
  person: Person,
  ids: FoundIds,
): Found | null {
  const links = linksOf(name, table);
  const authored = links.authors.filter(({ column }) => namesLogin(row[column], person));
  const others = new Set(
    links.authors
      .filter(({ column }) => !namesLogin(row[column], person))
      .flatMap((author) => [author.column, ...(author.name ? [author.name] : [])]),
  );
  // The name of somebody who has no number here is theirs alone.
  for (const { column, names, covers } of links.finders) if (names === 'name' && covers) others.add(column);
  const columns = new Set<string>();
  const take = (covers: readonly string[] | undefined): void => {
    for (const column of covers ?? personalColumns(table)) if (!others.has(column)) columns.add(column);
  };
  for (const finder of links.finders) {
    if (!matches(finder, row[finder.column], person)) continue;
    if (finder.names === 'name' && finder.covers) columns.add(finder.column);
    else take(finder.covers);
  }
  for (const [column, tables] of Object.entries(links.via))
    if (leadsTo(row[column], tables, ids)) take(undefined);
  return columns.size > 0 || authored.length > 0 ? { columns: [...columns], authored } : null;
}

/** Columns that the map calls personal. */
function personalColumns({ columns }: Pick<PersonalTable, 'columns'>): string[] {
  return Object.keys(columns).filter((column) => columns[column] !== 'not-personal');
}

function namesLogin(value: unknown, { logins }: Person): boolean {
  return typeof value === 'string' && logins.has(value.replace(/^login:/, ''));
}

function matches({ names }: Finder, value: unknown, person: Person): boolean {
  if (names === 'mail')
    return textsIn(value).some((text) => mailsIn(text).some((mail) => person.isMail(mail)));
  if (typeof value !== 'string') return false;
  switch (names) {
    case 'login':
      return namesLogin(value, person);
    case 'customer':
      return person.customers.has(value);
    case 'contact':
      return person.contacts.has(value);
    case 'name':
      return person.isName(value);
    case 'whom': {
      const [kind, whom = ''] = value.split(/:(.*)/s);
      if (kind === 'address') return person.isMail(whom.toLowerCase());
      return kind === 'member' ? person.logins.has(whom) : kind === 'customer' && person.customers.has(whom);
    }
  }
}

function leadsTo(value: unknown, tables: readonly string[], ids: FoundIds): boolean {
  if (typeof value !== 'string') return false;
  if (tables.includes('*')) return [...ids.values()].some((known) => known.has(value));
  return tables.some((table) => ids.get(table)?.has(value));
}

/** Addresses in a text, in small letters: it may be one, or hold them between other words. */
export function mailsIn(text: string): string[] {
  return text.toLowerCase().match(/[^\s"'<>,;:]+@[^\s"'<>,;]+/g) ?? [];
}

/** Every text in a value, at any depth. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(textsIn);
}
