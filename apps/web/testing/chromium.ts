import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

const root = join(import.meta.dirname, '../../..');
const CACHE = join(root, 'node_modules/.cache/tenon-chromium');

/** Where a browser of the system usually is. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export interface Chromium {
  readonly path: string;
  readonly env: Record<string, string>;
}

/**
 * The browser of the tests: `CHROME_PATH`, else one that is installed, else the packaged one, unpacked once. The packaged
 * one is told where its own fonts are, so that screenshots look alike on every machine.
 * @throws Error naming the libraries the system lacks
 */
export async function findChromium(): Promise<Chromium> {
  const own = process.env['CHROME_PATH'] ?? INSTALLED.find((path) => existsSync(path));
  if (own) return { path: own, env: {} };
  const bin = join(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '../../bin');
  const path = await unpack(join(bin, 'chromium.br'), 'chromium');
  const fonts = await unpackTar(join(bin, 'fonts.tar.br'), 'fonts');
  writeFileSync(join(fonts, 'tenon.conf'), fontConfig(fonts));
  const env: Record<string, string> = { FONTCONFIG_FILE: join(fonts, 'tenon.conf') };
  const missing = missingLibraries(path, env);
  if (missing.length === 0) return { path, env };
  // The package brings the libraries of a bare system along.
  const libraries = join(await unpackTar(join(bin, 'al2023.tar.br'), 'libraries'), 'lib');
  const withThem = { ...env, LD_LIBRARY_PATH: libraries };
  const still = missingLibraries(path, withThem);
  if (still.length > 0)
    throw new Error(
      `the packaged Chromium lacks ${still.join(', ')}. On Debian: apt-get install libnss3 libnspr4 libexpat1 libfontconfig1`,
    );
  return { path, env: withThem };
}

/** Unpacked beside its place and renamed, so that two test runs at once never see half a browser. */
async function unpack(from: string, name: string): Promise<string> {
  const to = join(CACHE, name);
  if (existsSync(to)) return to;
  mkdirSync(CACHE, { recursive: true });
  const part = `${to}.${process.pid}`;
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(part));
  chmodSync(part, 0o755);
  renameSync(part, to);
  return to;
}

async function unpackTar(from: string, name: string): Promise<string> {
  const to = join(CACHE, name);
  if (existsSync(to)) return to;
  const tar = await unpack(from, `${name}.tar`);
  const part = `${to}.${process.pid}`;
  mkdirSync(part, { recursive: true });
  execFileSync('tar', ['-xf', tar, '-C', part]);
  try {
    renameSync(part, to);
  } catch (error) {
    // Another run was first: what stands there is the same.
    if (!existsSync(to)) throw error;
  }
  return to;
}

function missingLibraries(path: string, env: Record<string, string>): string[] {
  if (process.platform !== 'linux') return [];
  const told = execFileSync('ldd', [path], { env: { ...process.env, ...env }, encoding: 'utf8' });
  return [...told.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]!);
}

function fontConfig(folder: string): string {
  const family = '<prefer><family>Open Sans</family></prefer>';
  const alias = (name: string): string => `<alias binding="same"><family>${name}</family>${family}</alias>`;
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/cache</cachedir>${['sans-serif', 'system-ui', 'Noto Sans'].map(alias).join('')}</fontconfig>`;
}
