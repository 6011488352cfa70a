import { addDays, type Day } from '#domain/kernel/days.ts';
import { ok } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import * as contract from './ledger-contract.ts';
import { customerAccount, journalView, openItemsOn } from './ledger-queries.ts';

/** A period that nobody named is the last 90 days. */
const PERIOD_DAYS = 90;

export function periodOf(
  caller: Caller,
  query: { readonly from?: Day | undefined; readonly until?: Day | undefined },
): { from: Day; until: Day } {
  const until = query.until ?? caller.today;
  return { from: query.from ?? addDays(until, -PERIOD_DAYS), until };
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
  handle(contract.journal, async ({ tx, caller, input }) =>
    ok(await journalView(tx, periodOf(caller, input.query))),
  ),
];
