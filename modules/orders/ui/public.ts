export { listOrders } from '../contract.ts';
