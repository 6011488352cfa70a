import { bankWords } from '#domain/formats/bank/words.ts';
import type { AppContext } from '#platform/module/context.ts';
import { migrationsOf, type Module } from '#platform/module/module.ts';
import { printCredited, printCreditNote } from './credit-note-paper.ts';
import { printReminded, printReminder } from './account-papers.ts';
import { printInvoice, printIssued } from './invoice-paper.ts';
import { xmlWords } from '#platform/xml/words.ts';
import { billingPersonal } from './personal.ts';
import { bankHandlers } from './bank-routes.ts';
import { bookMatches, matchImported } from './book-line.ts';
import { electronicHandlers } from './electronic-routes.ts';
import { ledgerHandlers } from './ledger-routes.ts';
import { profitHandlers } from './profit/routes.ts';
import { handlers } from './routes.ts';
import { billingWords } from './words.ts';

export { issueInvoice } from './issue-invoice.ts';
export { listInvoices } from './queries.ts';
export { recordPayment } from './record-payment.ts';
export { remind } from './reminders.ts';

export const billing: Module<AppContext> = {
  name: 'billing',
  migrations: migrationsOf('billing', import.meta.url),
  handlers: [...handlers, ...ledgerHandlers, ...electronicHandlers, ...bankHandlers, ...profitHandlers],
  jobs: [printInvoice, printCreditNote, printReminder, bookMatches],
  readers: [printIssued, printCredited, printReminded, matchImported],
  words: [billingWords, bankWords, xmlWords],
  personal: billingPersonal,
};
