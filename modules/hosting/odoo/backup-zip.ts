import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { open as openZip, type Entry, type ZipFile } from 'yauzl';
import * as z from 'zod';
import { DumpScan, type DumpFacts } from './dump-scan.ts';

/** Why a zip is no backup. Odoo itself would have "restored" every one of them. */
export type ZipFault =
  | 'not_a_zip'
  | 'entry_missing'
  | 'entry_unknown'
  | 'entry_changed'
  | 'manifest_damaged'
  | 'other_database'
  | 'version_newer'
  | 'version_other'
  | 'dump_cut'
  | 'dump_empty'
  | 'dump_commands'
  | 'modules_differ'
  | 'file_missing'
  | 'file_changed'
  /** what was deleted for good came back with it and could not be deleted again */
  | 'deletion_kept';

export class ZipUnfit extends Error {
  override readonly name = 'ZipUnfit';
  readonly fault: ZipFault;
  readonly detail: string;
  constructor(fault: ZipFault, detail: string, cause?: unknown) {
    super(`${fault}: ${detail}`, { cause });
    this.fault = fault;
    this.detail = detail;
  }
}

const manifestFile = z.object({
  odoo_dump: z.literal('1'),
  db_name: z.string(),
  version: z.string(),
  major_version: z.string().regex(/^\d{1,3}\.\d{1,2}$/),
  pg_version: z.string(),
  modules: z.record(z.string(), z.string().nullable()),
});

export interface ZipFacts {
  readonly bytes: number;
  readonly sha256: string;
  readonly version: string;
  readonly majorVersion: string;
  readonly dump: DumpFacts;
  readonly files: { readonly count: number; readonly bytes: number };
}

export interface ZipExpected {
  /** of the instance it should be of; another one's is refused */
  readonly database: string;
  /** '18.0': a newer one is refused, and an older one too, because nothing would bring it along */
  readonly majorVersion: string;
}

const STORED = /^filestore\/([0-9a-f]{2}\/[0-9a-f]{40})$/;
const MANIFEST_BYTES_MAX = 4 * 1024 * 1024;

/**
 * Reads a zip that Odoo made, every byte of it, and refuses whatever is not whole: the dump to its last line, each file of
 * the filestore by its content, both against each other, and the manifest against both.
 * @throws ZipUnfit
 */
export async function readBackupZip(path: string, expected: ZipExpected): Promise<ZipFacts> {
  const zip = await opened(path);
  try {
    const entries = await entriesOf(zip);
    const must = (name: string): Entry => {
      const entry = entries.get(name);
      if (!entry) throw new ZipUnfit('entry_missing', name);
      return entry;
    };
    const manifest = await readManifest(zip, must('manifest.json'));
    if (manifest.db_name !== expected.database)
      throw new ZipUnfit('other_database', `it is of ${manifest.db_name}, not of ${expected.database}`);
    const [is, may] = [Number(manifest.major_version), Number(expected.majorVersion)];
    if (is !== may)
      throw new ZipUnfit(
        is > may ? 'version_newer' : 'version_other',
        `it is of Odoo ${manifest.major_version}, the instance of ${expected.majorVersion}`,
      );
    const dump = await readDump(zip, must('dump.sql'));
    compareModules(manifest.modules, dump.modules);
    const files = await readFilestore(zip, entries, dump.files);
    const { bytes, sha256 } = await digest(path);
    return { bytes, sha256, version: manifest.version, majorVersion: manifest.major_version, dump, files };
  } finally {
    zip.close();
  }
}

async function readManifest(zip: ZipFile, entry: Entry): Promise<z.output<typeof manifestFile>> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of contentOf(zip, entry)) {
    bytes += piece.length;
    if (bytes > MANIFEST_BYTES_MAX) throw new ZipUnfit('manifest_damaged', 'it is far too long');
    pieces.push(piece);
  }
  try {
    return manifestFile.parse(JSON.parse(Buffer.concat(pieces).toString('utf8')));
  } catch (error) {
    throw new ZipUnfit('manifest_damaged', (error as Error).message.slice(0, 200), error);
  }
}

async function readDump(zip: ZipFile, entry: Entry): Promise<DumpFacts> {
  const scan = new DumpScan();
  const decoder = new TextDecoder();
  for await (const piece of contentOf(zip, entry)) scan.feed(decoder.decode(piece, { stream: true }));
  const facts = scan.end();
  if (!facts.complete) throw new ZipUnfit('dump_cut', 'it does not end as a dump ends');
  const [command] = facts.commands;
  if (command !== undefined) throw new ZipUnfit('dump_commands', command);
  // Every Odoo has these; without them it is the dump of something else.
  for (const table of ['res_users', 'ir_module_module', 'ir_attachment'])
    if (!Object.hasOwn(facts.counts, table)) throw new ZipUnfit('dump_empty', `${table} is not in it`);
  if (facts.counts['res_users'] === 0 || facts.constraints === 0)
    throw new ZipUnfit('dump_empty', 'it holds nobody, or no keys');
  return facts;
}

function compareModules(
  told: Readonly<Record<string, string | null>>,
  held: Readonly<Record<string, string>>,
): void {
  for (const name of Object.keys({ ...told, ...held }))
    if ((told[name] ?? '') !== (held[name] ?? ''))
      throw new ZipUnfit('modules_differ', `${name}: ${told[name] ?? 'none'} and ${held[name] ?? 'none'}`);
}

/** Odoo names a file after the SHA-1 of its content, so a changed file tells on itself. */
async function readFilestore(
  zip: ZipFile,
  entries: ReadonlyMap<string, Entry>,
  wanted: ReadonlyMap<string, number>,
): Promise<{ count: number; bytes: number }> {
  let bytes = 0;
  for (const [name, size] of wanted) {
    const entry = entries.get(`filestore/${name}`);
    if (!entry) throw new ZipUnfit('file_missing', name);
    const hash = createHash('sha1');
    let length = 0;
    for await (const piece of contentOf(zip, entry)) {
      hash.update(piece);
      length += piece.length;
    }
    if (length !== size || hash.digest('hex') !== name.slice(3)) throw new ZipUnfit('file_changed', name);
    bytes += size;
  }
  for (const name of entries.keys())
    if (name !== 'dump.sql' && name !== 'manifest.json' && !STORED.test(name) && !SPARE.test(name))
      throw new ZipUnfit('entry_unknown', name);
  return { count: wanted.size, bytes };
}

/** Folders, and Odoo's own list of files to be thrown away. */
const SPARE = /\/$|^filestore\/checklist\//;

function opened(path: string): Promise<ZipFile> {
  return new Promise((done, fail) => {
    openZip(path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (zip) done(zip);
      else fail(new ZipUnfit('not_a_zip', error?.message ?? 'no ZIP', error));
    });
  });
}

function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  return new Promise((done, fail) => {
    const found = new Map<string, Entry>();
    zip.on('entry', (entry: Entry) => {
      if (found.has(entry.fileName)) fail(new ZipUnfit('entry_unknown', `${entry.fileName} is there twice`));
      found.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.once('end', () => done(found));
    zip.once('error', (error: Error) => fail(new ZipUnfit('not_a_zip', error.message, error)));
    zip.readEntry();
  });
}

/** The plain content; its checksum in the zip is compared on the way. */
async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  const stream = await new Promise<Readable>((done, fail) => {
    zip.openReadStream(entry, (error, content) => {
      if (content) done(content);
      else fail(new ZipUnfit('entry_changed', `${entry.fileName}: ${error?.message ?? ''}`, error));
    });
  });
  let crc = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      crc = crc32(piece, crc);
      yield piece;
    }
    if (crc !== entry.crc32) throw new Error('its checksum differs');
  } catch (error) {
    throw new ZipUnfit('entry_changed', `${entry.fileName}: ${(error as Error).message}`, error);
  }
}

async function digest(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
