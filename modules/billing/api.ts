export { cashSums, listToInvoice } from './cash.ts';
export { listInvoices } from './queries.ts';
export { orderMargin } from './order-margin.ts';
export { may } from './contract.ts';
export { refundPreview } from './subscriptions/credit-days.ts';
export { endAt, endNow, type PlannedEnd } from './subscriptions/end-subscription.ts';
export { orderSubscription } from './subscriptions/order-subscription.ts';
export { refusedSubscriptions } from './subscriptions/refusals.ts';
