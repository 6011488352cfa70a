import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/longest-first.ts';

const ROOMS = '{domain,platform,modules,apps,scenarios,bench,scripts}/**';
/** These start the packaged server themselves: on an own one they would only be run a second time. */
const PACKAGED = ['scenarios/crash/**', 'platform/postgres/embedded/**'];
const DATABASE = './scripts/vitest-global.ts';

/**
 * One runner, three kinds of tests told apart by name: `*.test.ts` (pure), `*.db.test.ts` (opens a database),
 * `*.web.test.ts` (real Chromium). All kinds share three workers: a file that waits for a server or a lost connection
 * leaves its core to another, also on a machine of two.
 */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Tests load the sources as the server does: by Node itself, which strips their types and keeps what it compiled.
    experimental: { viteModuleRunner: false },
    // Files of a kind share a worker and what it has loaded; what a file changes for all it puts back.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: [`${ROOMS}/*.test.ts`, '*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.{db,web}.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: [`${ROOMS}/*.db.test.ts`],
          exclude: ['**/node_modules/**', ...(process.env['TENON_DB_ONLY'] === '1' ? PACKAGED : [])],
          globalSetup: DATABASE,
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: [`${ROOMS}/*.web.test.ts`],
          globalSetup: [DATABASE, './scripts/vitest-pages.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
