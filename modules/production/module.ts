import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { planCutting } from './plan-cutting.ts';
import { planSchedule } from './plan-schedule.ts';
import { productionPersonal } from './personal.ts';
import { handlers } from './routes.ts';
import { productionWords } from './words.ts';

export type { StationCommand } from './contract.ts';
export { createBatch } from './batches.ts';
export { listWaiting } from './cutting-queries.ts';
export { planCuttingAtOnce, planScheduleAtOnce, type Compute } from './plan-at-once.ts';
export { listUnits, loadWork } from './progress.ts';
export { releasePlan } from './release-plan.ts';
export { runStationCommands } from './run-station-command.ts';
export { loadStation } from './station-queries.ts';

export const production: Module<AppContext> = {
  name: 'production',
  migrations: migrationsOf('production', import.meta.url),
  handlers,
  jobs: [planCutting, planSchedule],
  words: [productionWords],
  personal: productionPersonal,
};
