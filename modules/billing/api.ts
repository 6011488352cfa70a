export { cashSums, listInvoices } from './queries.ts';
export { orderMargin } from './order-margin.ts';
export { may } from './contract.ts';
