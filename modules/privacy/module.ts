import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { writeToBusiness } from './letters.ts';
import { privacyPersonal } from './personal.ts';
import './promises.ts';
import { privacyHandlers } from './routes.ts';
import { privacyWords } from './words.ts';

export const privacy: Module<AppContext> = {
  name: 'privacy',
  migrations: migrationsOf('privacy', import.meta.url),
  handlers: privacyHandlers,
  jobs: [writeToBusiness],
  words: [privacyWords],
  personal: privacyPersonal,
};
