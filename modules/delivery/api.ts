export { deliveredPerLine, deliveryProgress, type DeliveryProgress } from './delivered.ts';
export { listNotes } from './queries.ts';
