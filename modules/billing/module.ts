import { bankWords } from '#domain/formats/bank/words.ts';
import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { printCredited, printCreditNote } from './credit-note-paper.ts';
import { printReminded, printReminder } from './account-papers.ts';
import { printInvoice, printIssued } from './invoice-paper.ts';
import { xmlWords } from '#platform/xml/words.ts';
import { moneyRestPersonal } from './money-settings/personal.ts';
import { printAgreed, printAgreement } from './agreements/agreement-paper.ts';
import { agreementHandlers } from './agreements/routes.ts';
import { lateChargeHandlers } from './late-charges/routes.ts';
import { moneySettingsHandlers } from './money-settings/routes.ts';
import { moneyRestWords } from './money-settings/refusals.ts';
import { billingPersonal } from './personal.ts';
import { invoiceWords } from '#domain/formats/e-invoice/words.ts';
import { pdfInvoiceWords } from '#platform/documents/pdf-invoice-words.ts';
import { cardSealed } from './cards/account.ts';
import { followPage } from './cards/follow-page.ts';
import { payPages } from './cards/pay-page.ts';
import { refundToCard } from './cards/refund-to-card.ts';
import { cardHandlers } from './cards/routes.ts';
import { cardEvents } from './cards/take-event.ts';
import { cardWords } from './cards/words.ts';
import { outForms, outHandlers, outJobs, outReaders, outSealed, outWords } from './money-out.ts';
import { bankHandlers } from './bank-routes.ts';
import { bookMatches, matchImported } from './book-line.ts';
import { electronicHandlers } from './electronic-routes.ts';
import { ledgerHandlers } from './ledger-routes.ts';
import { onAccountHandlers } from './on-account/routes.ts';
import { profitHandlers } from './profit/routes.ts';
import { handlers } from './routes.ts';
import { careForAll, careJob } from './subscriptions/care.ts';
import { subscriptionPersonal } from './subscriptions/personal.ts';
import { subscriptionHandlers } from './subscriptions/routes.ts';
import { liftWhenPaid } from './subscriptions/suspend.ts';
import { subscriptionWords } from './subscriptions/words.ts';
import { writeOffHandlers } from './write-off/routes.ts';
import { billingWords } from './words.ts';

export { invoiceByHand } from './invoice-by-hand.ts';
export { issueInvoice } from './issue-invoice.ts';
export { printInvoice } from './invoice-paper.ts';
export { listInvoices } from './queries.ts';
export { STRIPE } from './cards/place.ts';
export { recordPayment } from './record-payment.ts';
export { remind } from './reminders.ts';
export { startSubscriptionCare } from './subscriptions/care.ts';

export const billing: Module<AppContext> = {
  name: 'billing',
  migrations: migrationsOf('billing', import.meta.url),
  handlers: [
    ...subscriptionHandlers,
    ...handlers,
    ...ledgerHandlers,
    ...electronicHandlers,
    ...bankHandlers,
    ...profitHandlers,
    ...onAccountHandlers,
    ...writeOffHandlers,
    ...moneySettingsHandlers,
    ...lateChargeHandlers,
    ...agreementHandlers,
    ...outHandlers,
    ...cardHandlers,
  ],
  jobs: [
    careForAll,
    careJob,
    printInvoice,
    printCreditNote,
    printReminder,
    printAgreement,
    ...outJobs,
    bookMatches,
    followPage,
    refundToCard,
  ],
  readers: [
    liftWhenPaid,
    printIssued,
    printCredited,
    printReminded,
    printAgreed,
    ...outReaders,
    matchImported,
  ],
  forms: outForms,
  sealed: [...outSealed, ...cardSealed],
  pages: payPages,
  webhooks: [cardEvents],
  words: [
    subscriptionWords,
    invoiceWords,
    pdfInvoiceWords,
    ...outWords,
    cardWords,
    moneyRestWords,
    billingWords,
    bankWords,
    xmlWords,
  ],
  personal: { ...billingPersonal, ...subscriptionPersonal, ...moneyRestPersonal },
};
