import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { printCredited, printCreditNote } from './credit-note-paper.ts';
import { printReminded, printReminder } from './account-papers.ts';
import { printInvoice, printIssued } from './invoice-paper.ts';
import { billingPersonal } from './personal.ts';
import { electronicHandlers } from './electronic-routes.ts';
import { ledgerHandlers } from './ledger-routes.ts';
import { handlers } from './routes.ts';
import { billingWords } from './words.ts';

export { issueInvoice } from './issue-invoice.ts';
export { listInvoices } from './queries.ts';
export { recordPayment } from './record-payment.ts';
export { remind } from './reminders.ts';

export const billing: Module<AppContext> = {
  name: 'billing',
  migrations: migrationsOf('billing', import.meta.url),
  handlers: [...handlers, ...ledgerHandlers, ...electronicHandlers],
  jobs: [printInvoice, printCreditNote, printReminder],
  readers: [printIssued, printCredited, printReminded],
  words: [billingWords],
  personal: billingPersonal,
};
