export {
  deliveredPerLine,
  deliveredPieces,
  deliveryProgress,
  lastDeliveredAt,
  type DeliveryProgress,
} from './delivered.ts';
