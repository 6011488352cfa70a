export { cashSums, listInvoices, listToInvoice } from './queries.ts';
export { orderMargin } from './order-margin.ts';
export { may } from './contract.ts';
