import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { care, careAgain } from './care.ts';
import { followSubscription, makeWhenPaid } from './follow-subscription.ts';
import { handOver } from './hand-over.ts';
import { handOverWords } from './hand-over-words.ts';
import { operate } from './operate.ts';
import { hostingPersonal } from './personal.ts';
import { hostingHandlers } from './routes.ts';
import { hostingWords } from './words.ts';

export { startHostingCare } from './care.ts';
export { admitWorkspace, closedDoor, turnOfJob } from './workspace/door.ts';
export { importWorkspace } from './workspace/import-workspace.ts';

export const hosting: Module<AppContext> = {
  name: 'hosting',
  migrations: migrationsOf('hosting', import.meta.url),
  handlers: hostingHandlers,
  jobs: [operate, care, careAgain],
  readers: [followSubscription, makeWhenPaid, handOver],
  words: [hostingWords, handOverWords],
  personal: hostingPersonal,
};
