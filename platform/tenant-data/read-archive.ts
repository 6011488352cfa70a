import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { open as openZip, type Entry, type ZipFile } from 'yauzl';
import {
  ArchiveUnfit,
  FILES,
  FORMAT,
  MANIFEST,
  PEOPLE,
  rowsEntry,
  SCHEMA,
  type ArchivedPerson,
  type ArchiveManifest,
  type ArchiveSchema,
} from './archive.ts';

const SMALL_BYTES_MAX = 64 * 1024 * 1024;

/** An archive on the disk, opened. Every entry that is read is compared with what the manifest says of it. */
export interface OpenArchive {
  readonly manifest: ArchiveManifest;
  readonly schema: ArchiveSchema;
  readonly people: readonly ArchivedPerson[];
  /** tables that have rows */
  readonly tables: readonly string[];
  /** addresses of the stored files */
  readonly files: readonly { readonly sha256: string; readonly entry: string }[];
  /** @throws ArchiveUnfit at the end, when the content was not what was written */
  read(entry: string): AsyncIterable<Uint8Array>;
  close(): void;
}

/**
 * Opens an archive and looks at its list of entries: nothing missing, nothing unknown, all of a form that is known.
 * @throws ArchiveUnfit
 */
export async function openArchive(path: string): Promise<OpenArchive> {
  const zip = await opened(path);
  try {
    const entries = await entriesOf(zip);
    const found = entries.get(MANIFEST);
    if (!found) throw new ArchiveUnfit('manifest_missing', 'it was not written to its end');
    const manifest = readManifest(await wholeOf(contentOf(zip, found)));
    const listed = new Set(Object.keys(manifest.entries));
    for (const name of entries.keys())
      if (name !== MANIFEST && !listed.delete(name))
        throw new ArchiveUnfit('entry_unknown', `${name} is not in its manifest`);
    const [missing] = listed;
    if (missing !== undefined) throw new ArchiveUnfit('entry_missing', `${missing} is in its manifest only`);

    const read = (name: string): AsyncIterable<Uint8Array> => {
      const entry = entries.get(name);
      const said = manifest.entries[name];
      if (!entry || !said) throw new ArchiveUnfit('entry_missing', `${name} is not there`);
      return checked(name, contentOf(zip, entry), said);
    };
    const json = async (name: string): Promise<unknown> => JSON.parse((await wholeOf(read(name))).toString());
    const schema = (await json(SCHEMA)) as ArchiveSchema;
    const people = (await json(PEOPLE)) as ArchivedPerson[];
    const tables = schema.map(({ name }) => name).filter((name) => manifest.counts[name]);
    for (const table of Object.keys(manifest.counts))
      if (!tables.includes(table) || !entries.has(rowsEntry(table)))
        throw new ArchiveUnfit('entry_missing', `rows of ${table} are counted and not there`);
    const files = [...entries.keys()]
      .filter((name) => name.startsWith(FILES))
      .map((entry) => ({ entry, sha256: entry.slice(FILES.length).split('/')[0]! }));
    if (files.length !== manifest.files.count)
      throw new ArchiveUnfit('file_missing', `${files.length} of ${manifest.files.count} files`);
    for (const { entry, sha256 } of files)
      if (manifest.entries[entry]?.sha256 !== sha256)
        throw new ArchiveUnfit('entry_changed', `${entry} does not have the content its name tells`);
    return { manifest, schema, people, tables, files, read, close: () => zip.close() };
  } catch (error) {
    zip.close();
    if (error instanceof SyntaxError) throw new ArchiveUnfit('manifest_damaged', 'it holds no JSON', error);
    throw error;
  }
}

function opened(path: string): Promise<ZipFile> {
  return new Promise((done, fail) => {
    openZip(path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (zip) done(zip);
      else fail(new ArchiveUnfit('not_an_archive', error?.message ?? 'no ZIP', error));
    });
  });
}

function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  return new Promise((done, fail) => {
    const found = new Map<string, Entry>();
    zip.on('entry', (entry: Entry) => {
      if (found.has(entry.fileName))
        fail(new ArchiveUnfit('entry_unknown', `${entry.fileName} is there twice`));
      found.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.once('end', () => done(found));
    zip.once('error', (error: Error) => fail(new ArchiveUnfit('not_an_archive', error.message, error)));
    zip.readEntry();
  });
}

async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const stream = await new Promise<Readable>((done, fail) => {
    zip.openReadStream(entry, (error, content) => {
      if (content) done(content);
      else fail(new ArchiveUnfit('entry_changed', `${entry.fileName}: ${error?.message ?? ''}`, error));
    });
  });
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    throw new ArchiveUnfit('entry_changed', `${entry.fileName}: ${(error as Error).message}`, error);
  }
}

async function* checked(
  name: string,
  content: AsyncIterable<Uint8Array>,
  said: { readonly bytes: number; readonly sha256: string },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.length;
    hash.update(piece);
    yield piece;
  }
  if (bytes !== said.bytes || hash.digest('hex') !== said.sha256)
    throw new ArchiveUnfit('entry_changed', `${name} is not what was written`);
}

async function wholeOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.length;
    if (bytes > SMALL_BYTES_MAX) throw new ArchiveUnfit('manifest_damaged', 'a description is too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function readManifest(bytes: Buffer): ArchiveManifest {
  let found: Partial<ArchiveManifest>;
  try {
    found = JSON.parse(bytes.toString('utf8')) as Partial<ArchiveManifest>;
  } catch (error) {
    throw new ArchiveUnfit('manifest_damaged', 'the manifest is no JSON', error);
  }
  if (found.format !== FORMAT)
    throw new ArchiveUnfit('format_unknown', `format ${String(found.format)}; this program reads ${FORMAT}`);
  const whole =
    typeof found.tenant?.id === 'string' &&
    Array.isArray(found.migrations) &&
    typeof found.counts === 'object' &&
    typeof found.files?.count === 'number' &&
    typeof found.entries === 'object' &&
    (found.sealed === 'kept' || found.sealed === 'opened');
  if (!whole) throw new ArchiveUnfit('manifest_damaged', 'the manifest lacks something');
  return found as ArchiveManifest;
}
