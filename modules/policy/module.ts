import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { policyWords } from './words.ts';

export const policy: Module<AppContext> = {
  name: 'policy',
  migrations: migrationsOf('policy', import.meta.url),
  handlers: [],
  jobs: [],
  readers: [],
  words: [policyWords],
};
