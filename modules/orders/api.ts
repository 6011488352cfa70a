export { listOrderStates, loadOrder, loadOrders, type OrderFacts, type OrderLineFacts } from './queries.ts';
export type { OrderState } from './contract.ts';
