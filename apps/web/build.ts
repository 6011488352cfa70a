import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { filesOf, readManifest } from './bundles.ts';

const root = resolve(import.meta.dirname, '../..');
const STAMP = 'sources.sha256';
/** Whatever may end up in a page. Server files that no page imports are among them: a needless build is cheap, a stale page is not. */
const SOURCES = [
  'apps/web/**/*.{ts,tsx,css,html,svg,png,webmanifest}',
  'platform/{web-kit,http,words,outbox}/**/*.{ts,tsx,css}',
  'modules/*/{contract,words}.ts',
  'modules/*/ui/**/*',
  'domain/**/*.ts',
  'package-lock.json',
  'tsconfig.json',
];
const COMPRESSED = /\.(js|css|html|svg|webmanifest|wasm|json)$/;
/** Below this a packet is sent anyway. */
const COMPRESS_BYTES_MIN = 1024;

export interface BuildOptions {
  /** where the built pages go, e.g. `.tenon/web`; replaced as a whole */
  readonly outDir: string;
  readonly log: (sentence: string) => void;
}

/** Hash of everything a page is made of; tests do not count. */
function sourcesHash(): string {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter(
      (file) => /\.[a-z]+$/.test(file) && !/\.test\.tsx?$|\/testing\/|\/artefacts\/|\/dist\//.test(file),
    )
    .sort();
  for (const file of new Set(files))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

/**
 * Builds the pages when their sources changed since the last time, else does nothing (a few milliseconds). The new
 * build is made beside the old one and takes its place at the end: a broken build leaves the old pages standing.
 * @returns the folder with the built pages
 * @throws Error when the sources do not build
 */
export async function buildWeb({ outDir, log }: BuildOptions): Promise<string> {
  const wanted = sourcesHash();
  const stamp = join(outDir, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return outDir;
  log('Building the pages (only when their sources changed) …');
  const started = performance.now();
  const fresh = `${outDir}.new-${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  // Loaded only when there is something to build: a normal start does without.
  const [{ build }, { default: config }] = await Promise.all([import('vite'), import('./vite.config.ts')]);
  // React and its JSX follow NODE_ENV, whatever the mode says: under a test runner they would come as development builds.
  const environment = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await build({
      ...config,
      logLevel: 'warn',
      build: { ...config.build, outDir: fresh, emptyOutDir: true },
    });
  } finally {
    if (environment === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = environment;
  }
  await precache(fresh);
  await compress(fresh);
  await writeFile(join(fresh, STAMP), wanted);
  const old = `${outDir}.old-${process.pid}`;
  if (existsSync(outDir)) renameSync(outDir, old);
  renameSync(fresh, outDir);
  rmSync(old, { recursive: true, force: true });
  log(`Pages built in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  return outDir;
}

/** Tells the service worker which files the station is made of, so that it opens without a connection. */
async function precache(dir: string): Promise<void> {
  const files = [
    '/station',
    ...filesOf(readManifest(dir), 'station.html', true)
      .filter((file) => !file.endsWith('.html'))
      .map((file) => `/${file}`),
    '/station.webmanifest',
    '/icons/station-192.png',
  ];
  const hash = createHash('sha256').update(readFileSync(join(dir, 'station.html')));
  for (const file of files) hash.update(file);
  const worker = join(dir, 'station-worker.js');
  const facts = JSON.stringify({ version: hash.digest('hex').slice(0, 16), files });
  await writeFile(worker, `self.tenonPrecache=${facts};\n${await readFile(worker, 'utf8')}`);
}

/** A file is compressed once here instead of at every request. */
async function compress(dir: string): Promise<void> {
  const files = globSync('**/*', { cwd: dir }).filter((file) => COMPRESSED.test(file));
  for (const file of files) {
    const path = join(dir, relative('.', file));
    const bytes = await readFile(path);
    if (bytes.length < COMPRESS_BYTES_MIN) continue;
    const [br, gz] = await Promise.all([
      promisify(brotliCompress)(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      }),
      promisify(gzip)(bytes, { level: 9 }),
    ]);
    await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
  }
}
