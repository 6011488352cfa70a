import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What a backup consists of, written last. Paths are relative to the backup's folder, with `/`. */
export interface Manifest {
  readonly format: 1;
  /** `base`: files of the embedded server; `dump`: the output of pg_dump of an own server */
  readonly kind: 'base' | 'dump';
  /** when the copy began, ISO 8601 in UTC */
  readonly madeAt: string;
  readonly tenonVersion: string;
  /** major version of the server, `18` */
  readonly postgres: string;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

const MANIFEST = 'manifest.json';

/** What is wrong with a backup, in the order found; empty when every byte is as it was written. */
export type BackupFault =
  | { readonly fault: 'no_manifest' | 'manifest_damaged' }
  | { readonly fault: 'missing' | 'changed' | 'unknown'; readonly path: string };

/** The digest of one file, streamed. */
export async function digestOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  await pipeline(createReadStream(path), async function (chunks) {
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      hash.update(chunk);
    }
  });
  return { bytes, sha256: hash.digest('hex') };
}

/** Every file below a folder, relative and with `/`, in no order; nothing that is not a plain file. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** Writes the manifest durably. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const handle = await open(join(folder, MANIFEST), 'wx', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(manifest, null, 1)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** @returns undefined when there is none or it is no manifest of ours */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    const found = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as Manifest;
    const complete =
      found.format === 1 &&
      typeof found.files === 'object' &&
      (found.kind === 'base' || found.kind === 'dump');
    return complete ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Reads every byte of a backup again. */
export async function checkBackup(folder: string): Promise<BackupFault[]> {
  const present = new Set(await filesBelow(folder).catch(() => []));
  if (!present.delete(MANIFEST)) return [{ fault: 'no_manifest' }];
  const manifest = await readManifest(folder);
  if (!manifest) return [{ fault: 'manifest_damaged' }];
  const faults: BackupFault[] = [];
  for (const [path, wanted] of Object.entries(manifest.files)) {
    if (!present.delete(path)) faults.push({ fault: 'missing', path });
    else {
      const found = await digestOf(join(folder, path));
      if (found.sha256 !== wanted.sha256) faults.push({ fault: 'changed', path });
    }
  }
  for (const path of present) faults.push({ fault: 'unknown', path });
  return faults;
}
