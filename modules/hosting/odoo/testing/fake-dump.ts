type Ask = (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;

/** A database as pg_dump writes it plain: tables, rows by COPY, then keys and indexes, and a last line. */
export async function writeDump(ask: Ask): Promise<string> {
  const out: string[] = [
    '--',
    '-- PostgreSQL database dump',
    '--',
    '',
    'SET standard_conforming_strings = on;',
    '',
  ];
  const tables = (
    await ask(
      "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
    )
  ).map(({ relname }) => String(relname));
  const columnsOf = async (table: string) =>
    ask(
      `select attname, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = 'public.${table}'::regclass and attnum > 0 and not attisdropped order by attnum`,
    );
  for (const table of tables) {
    const columns = (await columnsOf(table)).map(
      (one) => `    ${String(one['attname'])} ${String(one['type'])}`,
    );
    out.push(`CREATE TABLE public.${table} (`, columns.join(',\n'), ');', '');
  }
  for (const table of tables) {
    const names = (await columnsOf(table)).map(({ attname }) => String(attname));
    out.push(`COPY public.${table} (${names.join(', ')}) FROM stdin;`);
    const cells = names.map((name) => `${name}::text as ${name}`).join(', ');
    for (const row of await ask(`select ${cells} from public.${table} order by 1`))
      out.push(names.map((name) => cellOf(row[name])).join('\t'));
    out.push('\\.', '', '');
  }
  for (const one of await ask(
    `select conrelid::regclass::text as on_table, conname, pg_get_constraintdef(oid) as body from pg_constraint
     where connamespace = 'public'::regnamespace order by contype = 'f', conname`,
  ))
    out.push(
      `ALTER TABLE ONLY public.${String(one['on_table'])}`,
      `    ADD CONSTRAINT ${String(one['conname'])} ${String(one['body'])};`,
      '',
    );
  for (const one of await ask(
    `select indexdef from pg_indexes where schemaname = 'public' and indexname not in (select conname from pg_constraint)`,
  ))
    out.push(`${String(one['indexdef'])};`, '');
  out.push('--', '-- PostgreSQL database dump complete', '--', '');
  return out.join('\n');
}

const cellOf = (value: unknown): string =>
  value === null || value === undefined
    ? '\\N'
    : String(value).replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n');

const valueOf = (cell: string): string | null =>
  cell === '\\N'
    ? null
    : cell.replace(/\\(.)/g, (_all, sign: string) => ({ t: '\t', n: '\n' })[sign] ?? sign);

/** As psql without ON_ERROR_STOP: every statement is tried, and what fails is passed over. */
export async function readDump(dump: string, run: Ask): Promise<void> {
  const lines = dump.split('\n');
  let statement = '';
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i]!;
    const copy = /^COPY public\.(\w+) \(([^)]*)\) FROM stdin;$/.exec(line);
    if (copy) {
      for (i += 1; i < lines.length && lines[i] !== '\\.'; i += 1) {
        const cells = lines[i]!.split('\t').map(valueOf);
        const holes = cells.map((_cell, n) => `$${n + 1}`).join(', ');
        await run(`insert into public.${copy[1]!} (${copy[2]!}) values (${holes})`, cells);
      }
      continue;
    }
    if (line.startsWith('--') || (line === '' && statement === '')) continue;
    statement += `${line}\n`;
    if (!line.endsWith(';')) continue;
    await run(statement);
    statement = '';
  }
}
