export { boardsForCutting, type CuttingStock } from './queries.ts';
export {
  giveBack,
  releaseReservation,
  reserveForPlan,
  takeSheets,
  type PlanNeed,
  type ReserveRefusal,
  type Shortage,
  type TakeRefusal,
} from './reservations.ts';
export { offcutAreas, putOffcut, putOffcuts, type NewOffcut } from './offcuts.ts';
export { receiveBoards } from './boards.ts';
export { offcutCode, offcutValue } from './rules.ts';
export { listStock, loadOffcut } from './queries.ts';
