import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { stockPersonal } from './personal.ts';
import { handlers } from './routes.ts';
import { stockWords } from './words.ts';

export { keepBoards, receiveBoards } from './boards.ts';
export { scrapOffcut } from './offcuts.ts';
export { boardsForCutting, listOffcuts, listStock } from './queries.ts';

export const stock: Module<AppContext> = {
  name: 'stock',
  migrations: migrationsOf('stock', import.meta.url),
  handlers,
  words: [stockWords],
  personal: stockPersonal,
};
