import { addDays, type Day } from '#domain/kernel/days.ts';
import { ok } from '#domain/kernel/result.ts';
import { loadCompany, loadCustomer } from '#modules/accounts/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { renderPdf } from '#platform/documents/render.ts';
import { handle, handlePrepared, type Handler, type Input } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { accountPaper } from './account-papers.ts';
import * as contract from './ledger-contract.ts';
import { customerAccount, journalView, openItemsOn } from './ledger-queries.ts';

/** A period that nobody named is the last 90 days. */
const PERIOD_DAYS = 90;

function periodOf(
  caller: Caller,
  query: { readonly from?: Day | undefined; readonly until?: Day | undefined },
): { from: Day; until: Day } {
  const until = query.until ?? caller.today;
  return { from: query.from ?? addDays(until, -PERIOD_DAYS), until };
}

interface Preparing {
  readonly caller: Caller;
  readonly context: AppContext;
  readonly input: Input<typeof contract.customerAccountPdf>;
}

export const ledgerHandlers: readonly Handler<AppContext>[] = [
  handle(contract.openItems, async ({ tx, caller, input }) =>
    ok(await openItemsOn(tx, input.query.asOf ?? caller.today, input.query)),
  ),
  handle(contract.customerAccount, ({ tx, caller, input }) =>
    customerAccount(tx, input.params.customerId, {
      ...periodOf(caller, input.query),
      currency: input.query.currency ?? caller.currency,
    }),
  ),
  handlePrepared(
    contract.customerAccountPdf,
    // Printed outside of any transaction: reading takes a moment, rendering a tenth of a second.
    ({ caller, context, input }: Preparing) =>
      context.db.inTenant(caller.tenantId, async (tx) => {
        const { customerId } = input.params;
        const account = await customerAccount(tx, customerId, {
          ...periodOf(caller, input.query),
          currency: input.query.currency ?? caller.currency,
        });
        const customer = await loadCustomer(tx, customerId);
        if (!account.ok) return account;
        if (!customer.ok) return customer;
        const company = await loadCompany(tx, caller.tenantName, 'billing');
        return ok(accountPaper(account.value, customer.value, company, caller));
      }),
    async ({ prepared }) => ({
      contentType: 'application/pdf',
      bytes: await renderPdf(prepared),
      name: 'account.pdf',
    }),
  ),
  handle(contract.journal, async ({ tx, caller, input }) =>
    ok(await journalView(tx, periodOf(caller, input.query))),
  ),
];
