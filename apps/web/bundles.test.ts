import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { bundleSizes, filesOf, MANIFEST_FILE, overBudget, type Manifest } from './bundles.ts';

const dirs: string[] = [];
afterEach(() => dirs.splice(0).forEach((dir) => rmSync(dir, { recursive: true, force: true })));

/** A build as Vite leaves it; random bytes do not compress, so a file weighs in gzip what it weighs. */
function plant(sizes: Record<string, number>, manifest: Manifest): string {
  const dir = mkdtempSync(join(tmpdir(), 'tenon-bundles-'));
  dirs.push(dir);
  mkdirSync(join(dir, 'assets'));
  for (const [file, kilobytes] of Object.entries(sizes))
    writeFileSync(join(dir, file), randomBytes(kilobytes * 1024));
  writeFileSync(join(dir, MANIFEST_FILE), JSON.stringify(manifest));
  return dir;
}

//  office.html ── react ◄── station.html       lazy: Small, Large (needs chart)
const MANIFEST: Manifest = {
  'office.html': {
    file: 'assets/office.js',
    isEntry: true,
    imports: ['react'],
    dynamicImports: ['Small', 'Large'],
    css: ['assets/office.css'],
  },
  'station.html': { file: 'assets/station.js', isEntry: true, imports: ['react'], dynamicImports: ['Part'] },
  'operator.html': { file: 'assets/operator.js', isEntry: true, imports: ['react'] },
  react: { file: 'assets/react.js' },
  Small: { file: 'assets/small.js', imports: ['office.html'] },
  Large: { file: 'assets/large.js', imports: ['office.html', 'chart'] },
  chart: { file: 'assets/chart.js' },
  Part: { file: 'assets/part.js', css: ['assets/part.css'] },
};
const SIZES = {
  'assets/office.js': 40,
  'assets/office.css': 500,
  'assets/station.js': 40,
  'assets/operator.js': 40,
  'assets/react.js': 70,
  'assets/small.js': 1,
  'assets/large.js': 10,
  'assets/chart.js': 20,
  'assets/part.js': 5,
  'assets/part.css': 1,
};

describe('first-screen script', () => {
  test('is the entry, what it imports, and the largest screen with what that needs; styles do not count', () => {
    const [office, station] = bundleSizes(plant(SIZES, MANIFEST));
    // office 40 + react 70 + large 10 + chart 20 = 140 KB; station 40 + react 70 + part 5 = 115 KB; gzip frames add a little.
    expect(office!.gzipBytes / 1024).toBeCloseTo(140, 0);
    expect(station!.gzipBytes / 1024).toBeCloseTo(115, 0);
    expect(overBudget([office!, station!])).toEqual([]);
  });

  test('a planted library that is too large is found and named', () => {
    const sizes = bundleSizes(plant({ ...SIZES, 'assets/part.js': 45 }, MANIFEST));
    // 40 + 70 + 45 = 155 KB > 150 KB
    expect(overBudget(sizes)).toHaveLength(1);
    expect(overBudget(sizes)[0]).toMatch(/^station\.html .*assets\/react\.js 70/);
  });

  test('what the station needs without a connection is everything it may ever load', () => {
    expect(filesOf(MANIFEST, 'station.html', true)).toEqual([
      'assets/part.css',
      'assets/part.js',
      'assets/react.js',
      'assets/station.js',
    ]);
  });
});
