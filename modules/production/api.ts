export {
  releaseWork,
  type ReleasedUnit,
  type ReleasedWork,
  type ReleaseWorkRefusal,
  type UnitOperation,
} from './release-work.ts';
export { withdrawWork } from './withdraw-work.ts';
export { promiseFor, type PromisedDay, type WorkDraft } from './promise.ts';
export {
  finishedUnits,
  partsOf,
  progressOf,
  type FinishedUnit,
  type WorkPart,
  type WorkProgress,
} from './progress.ts';
export { actualCosts, actualCostsByLine, type ActualCosts, type LineCosts } from './costs.ts';
export { whyLate } from './schedule-queries.ts';
export type { LateReason, ScheduledOrder } from './store.ts';
export { cutYield, type CutYield } from './floor-figures.ts';
export { loadSchedule } from './schedule-queries.ts';
export { listStations } from './station-queries.ts';
export { openHelpCalls, type OpenHelpCall } from './help-calls.ts';
export { listBatches, listWaiting } from './cutting-queries.ts';
