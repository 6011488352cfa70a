import type { Purpose } from '#domain/kernel/personal.ts';

/**
 * For which purposes the code of each module reads personal data: all of its screens, papers, mails, jobs and doors. The
 * build holds every category in the module's own tables, and every purpose that one of its routes states, against this
 * list and the register; a module that is not here may keep no personal data.
 *
 * @see clauses P-2.4a, P-data.purposes.0
 */
export const READS_FOR: Readonly<Record<string, readonly Purpose[]>> = {
  platform: ['service-messages', 'support', 'order', 'delivery', 'security', 'account'],
  policy: ['legal', 'security', 'account', 'improvement', 'analytics'],
  accounts: ['account', 'billing', 'security', 'service-messages', 'order', 'legal'],
  catalog: ['order', 'security'],
  stock: ['order', 'security'],
  production: ['order', 'delivery'],
  // A quote asks for a deposit: the account to pay to stands at its foot.
  orders: ['order', 'billing'],
  delivery: ['delivery', 'order'],
  billing: ['billing', 'legal'],
  hosting: ['account', 'service-messages', 'order', 'billing', 'security', 'legal'],
  cancellation: ['service-messages', 'support', 'billing', 'security', 'legal'],
  support: ['support', 'service-messages', 'security'],
  privacy: ['legal', 'service-messages', 'support', 'account', 'security'],
  site: ['support', 'order', 'account', 'legal', 'security', 'improvement'],
  overview: ['order'],
};

/** What leaves as a file, by its address: the purpose for which it may. */
export const FILES_FOR: Readonly<Record<string, Purpose>> = {
  'GET /api/orders/:orderId/papers/:kind/:revision': 'order',
  'GET /api/deliveries/:noteId/note.pdf': 'delivery',
  'GET /api/invoices/:invoiceId/invoice.pdf': 'billing',
  'GET /api/invoices/:invoiceId/e-invoice.xml': 'billing',
  'GET /api/credit-notes/:creditNoteId/credit-note.pdf': 'billing',
  'GET /api/credit-notes/:creditNoteId/e-invoice.xml': 'billing',
  'GET /api/reminders/:reminderId/reminder.pdf': 'billing',
  'GET /api/customers/:customerId/account.pdf': 'billing',
  'GET /api/supplier-invoices/:supplierInvoiceId/file': 'billing',
  'GET /api/payment-runs/:runId/file': 'billing',
  'GET /api/agreements/:agreementId/agreement.pdf': 'billing',
  'GET /api/profit.csv': 'billing',
  'GET /api/books/journal.csv': 'billing',
  'GET /api/books/batch.csv': 'billing',
  'GET /api/labels/parts.pdf': 'order',
  'GET /api/labels/offcuts.pdf': 'order',
  'GET /api/cutting/plans/:planId/saw-files/:sawFile': 'order',
  'GET /api/support/mail/:mailId/files/:position': 'support',
  'GET /api/tickets/:ticketId/files/:position': 'support',
  'GET /api/disclosures/:disclosureId/document.pdf': 'legal',
  'GET /api/disclosures/:disclosureId/package.json': 'legal',
  'GET /api/people/:loginId/picture': 'account',
  'GET /api/workspace/exports/data.zip': 'account',
  'GET /api/my-data/data.zip': 'legal',
  'GET /api/privacy/answers/data.zip': 'legal',
};
