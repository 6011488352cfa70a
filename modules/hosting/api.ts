export { listInstanceNames, type InstanceNames } from './instance-names.ts';
export { listOffers } from './ordering/offers.ts';
export { orderInstance, type InstanceOrder } from './order-instance.ts';
export {
  askBackup,
  holdInstance,
  instancesOf,
  liftHold,
  newestBackup,
  noteDeletion,
  planInstanceEnd,
  takeBackInstanceEnd,
  type InstanceSummary,
  type ProvenBackup,
} from './change-life.ts';
export { careNow, deletionsOf, type Deletion } from './deletions.ts';
