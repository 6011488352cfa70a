export {
  freePiecesDue,
  loadCostedLines,
  loadOrder,
  loadOrders,
  type CostedLine,
  type OrderFacts,
  type OrderLineFacts,
} from './order-facts.ts';
export { holdOrder, letGoOfOrder } from './order-documents.ts';
export { listOrderStates } from './queries.ts';
export type { OrderState } from './contract.ts';
export { createOrder } from './edit-order.ts';
