export { cashSums, listInvoices } from './queries.ts';
export { orderMargin } from './order-margin.ts';
