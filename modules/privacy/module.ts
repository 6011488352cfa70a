import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { writeToBusiness } from './letters.ts';
import { carryOut } from './person/carry-out.ts';
import { privacyCare } from './person/daily-care.ts';
import { erasureWords } from './person/erasure-words.ts';
import { privacyPersonal } from './personal.ts';
import './promises.ts';
import { privacyHandlers } from './routes.ts';
import { privacyWords } from './words.ts';

export const privacy: Module<AppContext> = {
  name: 'privacy',
  migrations: migrationsOf('privacy', import.meta.url),
  handlers: privacyHandlers,
  jobs: [writeToBusiness, carryOut, privacyCare],
  words: [privacyWords, erasureWords],
  personal: privacyPersonal,
  sealed: [
    { table: 'privacy_archive', column: 'key_sealed', row: 'id' },
    { table: 'privacy_correction', column: 'before_sealed', row: 'id' },
  ],
};

export { startPrivacyCare } from './person/daily-care.ts';
export { reapplyDeletions, rowsGone } from './person/deletion-list.ts';
export { mayWriteTo } from './person/restriction.ts';
