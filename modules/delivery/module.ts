import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { printLoaded, printNote } from './note-paper.ts';
import { packUnit } from './pack-unit.ts';
import { deliveryPersonal } from './personal.ts';
import { handlers } from './routes.ts';
import { deliveryWords } from './words.ts';

export { deliver } from './deliver.ts';
export { loadDelivery } from './load-delivery.ts';

export const delivery: Module<AppContext> = {
  name: 'delivery',
  migrations: migrationsOf('delivery', import.meta.url),
  handlers,
  jobs: [printNote],
  readers: [packUnit, printLoaded],
  words: [deliveryWords],
  personal: deliveryPersonal,
};
