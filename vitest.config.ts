import { defineConfig } from 'vitest/config';

/** One runner, three kinds of tests told apart by name: `*.test.ts` (pure), `*.db.test.ts` (opens a database), `*.web.test.ts` (real Chromium). */
export default defineConfig({
  test: {
    include: ['{domain,platform,modules,apps,scenarios,bench,scripts}/**/*.test.ts', '*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
