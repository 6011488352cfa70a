import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { catalogPersonal } from './personal.ts';
import { handlers } from './routes.ts';
import { catalogWords, productRefusals } from './words.ts';

export { installLibrary } from './install-library.ts';
export { updateWorkshop } from './materials.ts';
export { listProducts } from './products.ts';

export const catalog: Module<AppContext> = {
  name: 'catalog',
  migrations: migrationsOf('catalog', import.meta.url),
  handlers,
  words: [catalogWords, productRefusals],
  personal: catalogPersonal,
};
