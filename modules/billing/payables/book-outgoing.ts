import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { payFromLine } from './pay-supplier.ts';
import { outgoingProposals } from './queries.ts';

/** Books movements out of the account that name exactly one open invoice with its very amount. @returns how many */
async function bookCertain(tx: Tx, caller: Caller): Promise<number> {
  let booked = 0;
  for (const { line, certain } of await outgoingProposals(tx)) {
    if (!certain) continue;
    const amount = formatAmount(minor(-line.amount_minor), line.currency);
    const shares = [{ supplierInvoiceId: certain.id, amount }];
    // What somebody else booked meanwhile stays as it is.
    if ((await payFromLine(tx, caller, line.id, shares)).ok) booked++;
  }
  return booked;
}

/** Goes through new movements out of the account. Safe to run twice and to be cut off anywhere. */
export const bookOutgoing: Job<object, AppContext> = {
  name: 'billing.book-outgoing',
  attempts: 10,
  timeoutSeconds: 300,
  async run({ context, tenantId, signal }) {
    const facts = await context.tenantFacts(tenantId);
    const caller = systemCaller(facts, context.clock, 'job:billing.book-outgoing');
    while (!signal.aborted)
      if ((await context.db.inTenant(tenantId, (tx) => bookCertain(tx, caller))) === 0) return;
  },
};

export const matchOutgoingLines: Reader = {
  name: 'billing.match-outgoing',
  on: ['bank-statement.imported', 'supplier-invoice.approved'],
  read: (tx) => queueJob(tx, bookOutgoing, {}, { key: 'billing.book-outgoing' }),
};
