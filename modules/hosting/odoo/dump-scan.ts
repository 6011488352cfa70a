/** Reads the plain SQL dump of an Odoo database as it comes, and tells what a database made from it must hold. */
export class DumpScan {
  readonly #columns = { file: -1, size: -1, state: -1, name: -1, version: -1 };
  #rest = '';
  #table: string | null = null;
  #last = '';
  #began = false;
  readonly #found: {
    counts: Record<string, number>;
    constraints: number;
    indexes: number;
    files: Map<string, number>;
    modules: Record<string, string>;
    commands: string[];
  } = { counts: {}, constraints: 0, indexes: 0, files: new Map(), modules: {}, commands: [] };

  feed(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
  }

  end(): DumpFacts {
    if (this.#rest !== '') this.#line(this.#rest);
    const complete = this.#began && this.#table === null && this.#last === END;
    return { ...this.#found, complete };
  }

  #line(line: string): void {
    if (this.#table !== null) return this.#row(line, this.#table);
    const copy = /^COPY public\.("?)([a-zA-Z0-9_$]+)\1 \(([^)]*)\) FROM stdin;$/.exec(line);
    if (copy) return this.#begin(copy[2]!, copy[3]!.split(', '));
    if (line === '-- PostgreSQL database dump') this.#began = true;
    if (/^-- /.test(line)) this.#last = line;
    else if (/^ {4}ADD CONSTRAINT /.test(line)) this.#found.constraints += 1;
    else if (/^CREATE (UNIQUE )?INDEX /.test(line)) this.#found.indexes += 1;
    else if (line.startsWith('\\') && !/^\\(un)?restrict [A-Za-z0-9]+$/.test(line))
      this.#found.commands.push(line.slice(0, 60));
    if (line !== '' && line !== '--' && !line.startsWith('-- ') && !/^\\unrestrict /.test(line))
      this.#last = '';
  }

  #begin(table: string, columns: readonly string[]): void {
    this.#table = table;
    this.#found.counts[table] = 0;
    const at = (name: string): number => columns.indexOf(name);
    Object.assign(this.#columns, {
      ...{ file: at('store_fname'), size: at('file_size') },
      ...{ state: at('state'), name: at('name'), version: at('latest_version') },
    });
  }

  #row(line: string, table: string): void {
    if (line === '\\.') {
      this.#table = null;
      return;
    }
    this.#found.counts[table]! += 1;
    if (table !== 'ir_attachment' && table !== 'ir_module_module') return;
    const { file, size, state, name, version } = this.#columns;
    const cells = line.split('\t');
    const cell = (at: number): string | null => {
      const value = at < 0 ? undefined : cells[at];
      return value === undefined || value === '\\N' ? null : value;
    };
    if (table === 'ir_attachment') {
      const stored = cell(file);
      if (stored !== null) this.#found.files.set(stored, Number(cell(size) ?? 0));
    } else if (cell(state) === 'installed') this.#found.modules[cell(name) ?? ''] = cell(version) ?? '';
  }
}

/** pg_dump writes it last; a dump without it was cut. */
const END = '-- PostgreSQL database dump complete';

export interface DumpFacts {
  /** it begins and ends as pg_dump begins and ends one */
  readonly complete: boolean;
  /** rows by table */
  readonly counts: Readonly<Record<string, number>>;
  /** constraints that are added after the rows: keys and references; checks of tables are not among them */
  readonly constraints: number;
  /** indexes beside those of keys */
  readonly indexes: number;
  /** attachments in the filestore, with their bytes */
  readonly files: ReadonlyMap<string, number>;
  readonly modules: Readonly<Record<string, string>>;
  /** commands to psql itself, of which a dump needs none: some of them start programs */
  readonly commands: readonly string[];
}
