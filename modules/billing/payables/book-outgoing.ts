import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { queueJob } from '#platform/jobs/job.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { bookUntilDone } from '../book-batches.ts';
import { lookOn, openLines, type AfterLine } from '../match-lines.ts';
import { payFromLine, type SupplierShare } from './pay-supplier.ts';
import { proposalsFor } from './queries.ts';

/** Movements that are looked at together: the open invoices are read once for so many. */
const LOOKED_AT = 5_000;

/** Books movements out of the account that name exactly one open invoice with its very amount. */
export const bookOutgoing = bookUntilDone<{ line: Id; share: SupplierShare }, AfterLine>({
  name: 'billing.book-outgoing',
  timeoutSeconds: 300,
  async look(tx, after) {
    const lines = await openLines(tx, LOOKED_AT, after);
    const certain = (await proposalsFor(tx, lines)).flatMap(({ line, certain: invoice }) => {
      const amount = formatAmount(minor(-line.amount_minor), line.currency);
      return invoice ? [{ line: line.id, share: { supplierInvoiceId: invoice.id, amount } }] : [];
    });
    return { certain, next: lookOn(lines, LOOKED_AT) };
  },
  book: (tx, caller, { line, share }) => payFromLine(tx, caller, line, [share]),
});

export const matchOutgoingLines: Reader = {
  name: 'billing.match-outgoing',
  on: ['bank-statement.imported', 'supplier-invoice.approved'],
  read: (tx) => queueJob(tx, bookOutgoing, {}, { key: 'billing.book-outgoing' }),
};
