import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** One built file as Vite's manifest tells it. */
export interface BuiltFile {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
}
export type Manifest = Readonly<Record<string, BuiltFile>>;

export const MANIFEST_FILE = 'bundles.json';

/** First-screen script, gzip, in bytes (DESIGN §7). */
const BUDGETS = {
  'office.html': 300 * 1024,
  'station.html': 150 * 1024,
  'operator.html': 300 * 1024,
} as const;
export type Entry = keyof typeof BUDGETS;

export function readManifest(dir: string): Manifest {
  return JSON.parse(readFileSync(join(dir, MANIFEST_FILE), 'utf8')) as Manifest;
}

/**
 * Manifest keys that an entry needs: what it imports, and what those import.
 * @param lazy also what is loaded when it is opened
 */
function reachable(manifest: Manifest, from: string, lazy = false): Set<string> {
  const seen = new Set<string>();
  const visit = (key: string): void => {
    const built = manifest[key];
    if (!built) throw new Error(`the build has no ${key}`);
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of [...(built.imports ?? []), ...(lazy ? (built.dynamicImports ?? []) : [])]) visit(next);
  };
  visit(from);
  return seen;
}

/** All files of an entry, scripts, styles and assets alike. */
export function filesOf(manifest: Manifest, from: string, lazy = false): string[] {
  const files = [...reachable(manifest, from, lazy)].flatMap((key) => {
    const built = manifest[key]!;
    return [built.file, ...(built.css ?? []), ...(built.assets ?? [])];
  });
  return [...new Set(files)].sort();
}

export interface BundleSize {
  readonly entry: Entry;
  readonly gzipBytes: number;
  readonly bytesMax: number;
  /** largest first, for the one who has to find what grew */
  readonly files: readonly { readonly file: string; readonly gzipBytes: number }[];
}

/**
 * First-screen script of each entry: the entry's own scripts and the largest screen that may be opened first.
 * The gzip sizes of the files are added up as they travel.
 */
export function bundleSizes(dir: string, manifest: Manifest = readManifest(dir)): BundleSize[] {
  const weigh = (file: string): number => gzipSync(readFileSync(join(dir, file)), { level: 9 }).length;
  return (Object.keys(BUDGETS) as Entry[]).map((entry) => {
    const first = reachable(manifest, entry);
    const scripts = (keys: Iterable<string>): string[] =>
      [...new Set([...keys].map((key) => manifest[key]!.file))].filter((file) => file.endsWith('.js'));
    const base = scripts(first).map((file) => ({ file, gzipBytes: weigh(file) }));
    // Only what shows as a first page counts: the lazy screens of the entry, each with what it needs itself.
    const screens = [...first]
      .flatMap((key) => manifest[key]!.dynamicImports ?? [])
      .map((screen) =>
        scripts([...reachable(manifest, screen)].filter((key) => !first.has(key))).map((file) => ({
          file,
          gzipBytes: weigh(file),
        })),
      );
    const total = (files: readonly { gzipBytes: number }[]): number =>
      files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
    const largest = screens.sort((a, b) => total(b) - total(a))[0] ?? [];
    const files = [...base, ...largest].sort((a, b) => b.gzipBytes - a.gzipBytes);
    return { entry, gzipBytes: total(files), bytesMax: BUDGETS[entry], files };
  });
}

/** One sentence per entry that is too large; empty when all is well. */
export function overBudget(sizes: readonly BundleSize[]): string[] {
  return sizes
    .filter(({ gzipBytes, bytesMax }) => gzipBytes > bytesMax)
    .map(
      ({ entry, gzipBytes, bytesMax, files }) =>
        `${entry} sends ${kilobytes(gzipBytes)} of script for its first screen, at most ${kilobytes(bytesMax)} are allowed. Largest: ${files
          .slice(0, 4)
          .map(({ file, gzipBytes: bytes }) => `${file} ${kilobytes(bytes)}`)
          .join(', ')}.`,
    );
}

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;
