import { DATA_CATEGORIES, type DataCategory, type PersonalTable } from '#domain/kernel/personal.ts';
import type { ParameterValues } from '#domain/policy/parameters.ts';
import type { ProcessingRecord, RecordRow } from '#domain/policy/record.ts';
import { REGISTER, type RegisterEntry } from '#domain/policy/register.ts';
import { linksOf } from '#domain/policy/subjects/links.ts';
import type { Found, StoredRow } from '#domain/policy/subjects/person.ts';
import { erasureWords } from './erasure-words.ts';
import { say, type Locale, type Words } from '#platform/words/words.ts';

/** A row as the person is shown it. */
export interface ShownRow {
  readonly table: string;
  readonly categories: readonly DataCategory[];
  readonly row: Readonly<Record<string, unknown>>;
}

const MASK = '•••';
type Key = typeof erasureWords extends Words<infer K> ? K : never;

/**
 * What of a row a person gets to see: their own columns and those that say nothing about anybody. Secrets of signing in and
 * sealed values stay here, and whoever else is named is masked.
 *
 * @param only kinds of data that are wanted (those a person told us, to take along); all when absent
 * @returns null when nothing of it is theirs to see
 */
export function shownTo(
  name: string,
  table: PersonalTable,
  row: StoredRow,
  found: Found,
  only?: ReadonlySet<DataCategory>,
): ShownRow | null {
  const theirs = new Set([
    ...found.columns,
    ...found.authored.flatMap((author) => [author.column, ...(author.name ? [author.name] : [])]),
  ]);
  const authors = new Set(
    linksOf(name, table).authors.flatMap((author) => [author.column, ...(author.name ? [author.name] : [])]),
  );
  const shown: Record<string, unknown> = {};
  const categories = new Set<DataCategory>();
  for (const [column, kind] of Object.entries(table.columns)) {
    if (column === 'tenant_id' || !(column in row)) continue;
    if (kind === 'credentials' || /_(sealed|hash|mark)$/.test(column)) continue;
    const value = row[column];
    if (kind === 'not-personal') shown[column] = value;
    else if (theirs.has(column)) {
      if (only && !only.has(kind)) continue;
      shown[column] = value;
      categories.add(kind);
    } else if (authors.has(column) && value !== null) shown[column] = MASK;
  }
  return categories.size > 0 ? { table: name, categories: [...categories], row: shown } : null;
}

/** Kinds of data that a person told us themselves, or that their business told about them: what portability is about. */
export const TOLD_BY_PERSON: ReadonlySet<DataCategory> = new Set(
  DATA_CATEGORIES.filter((category) =>
    (REGISTER[category] as RegisterEntry).sources.some((source) =>
      ['business', 'user', 'person', 'visitor'].includes(source),
    ),
  ),
);

export interface ArchiveFacts {
  readonly company: string;
  /** whose part of the archive it is, as the person reads it */
  readonly part: string;
  readonly at: string;
  readonly locale: Locale;
  readonly record: ProcessingRecord;
  readonly values: ParameterValues;
  /** stored files that are not in it, because they are too large together or gone */
  readonly leftOut: readonly string[];
}

/** The entries of an archive besides stored files: JSON for programs, a page for people, a table for spreadsheets. */
export function entriesOf(rows: readonly ShownRow[], facts: ArchiveFacts): Map<string, Buffer> {
  const entries = new Map<string, Buffer>();
  const add = (name: string, text: string): void => void entries.set(name, Buffer.from(text, 'utf8'));
  const tables = Map.groupBy(rows, (row) => row.table);
  add(
    'data.json',
    `${JSON.stringify({ ...headOf(facts), tables: Object.fromEntries([...tables].map(([name, all]) => [name, all.map(({ row }) => row)])) }, null, 1)}\n`,
  );
  for (const [name, all] of tables) {
    const columns = [...new Set(all.flatMap(({ row }) => Object.keys(row)))];
    add(
      `csv/${name}.csv`,
      [columns, ...all.map(({ row }) => columns.map((column) => row[column]))].map(csvLine).join(''),
    );
  }
  add('index.html', pageOf(rows, facts));
  return entries;
}

/** For every kind of data in it: what for, from where, for whom, how long (Art. 15 GDPR). */
export function aboutOf(rows: readonly ShownRow[], { record }: Pick<ArchiveFacts, 'record'>): RecordRow[] {
  const there = new Set(rows.flatMap(({ categories }) => categories));
  return record.rows.filter(({ category }) => there.has(category));
}

function headOf({ company, part, at }: ArchiveFacts): Record<string, string> {
  return { company, part, at };
}

function pageOf(rows: readonly ShownRow[], facts: ArchiveFacts): string {
  const { locale, company } = facts;
  const t = (key: Key, values?: Record<string, string>) => html(say(erasureWords, locale, key, values));
  const list = (said: readonly { en: string; de: string }[], none: string): string =>
    said.length > 0 ? said.map((one) => html(one[locale])).join('; ') : none;
  const about = aboutOf(rows, facts)
    .map(
      (one) => `<h2>${html(one.name[locale])}</h2><dl>
<dt>${t('archive.purposes')}</dt><dd>${list(
        one.purposes.map(({ name }) => name),
        t('archive.instruction'),
      )}</dd>
<dt>${t('archive.sources')}</dt><dd>${list(one.sources, '')}</dd>
<dt>${t('archive.recipients')}</dt><dd>${list(one.recipients, t('archive.nobody'))}</dd>
<dt>${t('archive.kept')}</dt><dd>${list(one.kept, '')}</dd></dl>
${tablesIn(rows.filter(({ categories }) => categories[0] === one.category))}`,
    )
    .join('\n');
  const title = t('archive.title', { company });
  return `<!doctype html>
<html lang="${locale}"><meta charset="utf-8"><title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem;max-width:70rem}table{border-collapse:collapse;margin:0 0 1rem}td,th{border:1px solid #999;padding:.2rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}dt{font-weight:600}</style>
<h1>${title}</h1><p>${t('archive.asOf', { at: facts.at, part: facts.part })}</p>
<p>${t('archive.masked')}</p>${facts.leftOut.length > 0 ? `\n<p>${t('archive.leftOut', { files: facts.leftOut.join(', ') })}</p>` : ''}<p>${t('archive.rights')}</p>
${about || `<p>${t('archive.none')}</p>`}
</html>
`;
}

function tablesIn(rows: readonly ShownRow[]): string {
  return [...Map.groupBy(rows, ({ table }) => table)]
    .map(([name, all]) => {
      const columns = [...new Set(all.flatMap(({ row }) => Object.keys(row)))];
      const line = (cells: readonly unknown[], tag: string): string =>
        `<tr>${cells.map((cell) => `<${tag}>${html(textOf(cell))}</${tag}>`).join('')}</tr>`;
      return `<h3>${html(name)}</h3><table>${line(columns, 'th')}${all
        .map(({ row }) =>
          line(
            columns.map((column) => row[column]),
            'td',
          ),
        )
        .join('')}</table>`;
    })
    .join('\n');
}

/** A value as a cell shows it. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const html = (text: string): string => text.replace(/[&<>"]/g, (one) => HTML[one]!);

/** One line of RFC 4180; what a spreadsheet would compute stays text. */
function csvLine(cells: readonly unknown[]): string {
  const fields = cells.map((cell) => {
    const text = textOf(cell);
    const plain = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  });
  return `${fields.join(',')}\r\n`;
}
