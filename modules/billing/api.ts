export { cashSums, listToInvoice } from './cash.ts';
export { listInvoices } from './queries.ts';
export { orderMargin } from './order-margin.ts';
export { may } from './contract.ts';
export { refundPreview } from './subscriptions/credit-days.ts';
export { endAt, endNow, type PlannedEnd } from './subscriptions/end-subscription.ts';
export { acceptAgreement, AGREEMENT_KIND, issueAgreement } from './agreements/agreements.ts';
export { termsShown } from './subscriptions/accept-terms.ts';
export { orderSubscription, type OrderedWork } from './subscriptions/order-subscription.ts';
export { refusedSubscriptions } from './subscriptions/refusals.ts';
export { listPlans } from './subscriptions/plans.ts';
export { runningServices } from './subscriptions/running.ts';
export { plansOf } from './subscriptions/plans-of.ts';
export {
  billToEnd,
  closeService,
  continueService,
  planServiceEnd,
  type EndBefore,
} from './cancelled/end-service.ts';
export { accountDues, duesSince, type Due, type DuesAsked } from './cancelled/dues.ts';
export {
  cameByCard,
  cardRefunds,
  creditService,
  notesOf,
  refundPayment,
  setOffDues,
} from './cancelled/give-refund.ts';
export { favourOf as openInFavour } from './give-back.ts';
export { payUrl } from './cards/pay-link.ts';
export { reverseCredits } from './cancelled/reverse-credit.ts';
export { serviceFacts, servicesOf, type ServiceFacts } from './cancelled/service-facts.ts';
export type { PlanView } from './subscriptions/contract.ts';
