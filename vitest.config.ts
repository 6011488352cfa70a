import { defineConfig } from 'vitest/config';

const ROOMS = '{domain,platform,modules,apps,scenarios,bench,scripts}/**';
const DATABASE = './scripts/vitest-global.ts';

/**
 * One runner, three kinds of tests told apart by name: `*.test.ts` (pure), `*.db.test.ts` (opens a database),
 * `*.web.test.ts` (real Chromium, one after the other: each keeps a browser and a server busy).
 */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: [`${ROOMS}/*.test.ts`, '*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.{db,web}.test.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: [`${ROOMS}/*.db.test.ts`],
          globalSetup: DATABASE,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: [`${ROOMS}/*.web.test.ts`],
          globalSetup: DATABASE,
          maxWorkers: 1,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // A page that a busy machine painted too late is asked once more; a fault is there the second time as well.
          retry: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
