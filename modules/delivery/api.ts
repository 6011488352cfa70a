export { deliveredPerLine, deliveredPieces, deliveryProgress, type DeliveryProgress } from './delivered.ts';
export { listNotes } from './queries.ts';
