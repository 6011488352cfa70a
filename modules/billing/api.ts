export { cashSums, listToInvoice } from './cash.ts';
export { listInvoices } from './queries.ts';
export { orderMargin } from './order-margin.ts';
export { may } from './contract.ts';
