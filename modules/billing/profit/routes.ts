import type { Day } from '#domain/kernel/days.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { isCurrency } from '#domain/money/currency.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, type Given, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { asLocale } from '#platform/words/words.ts';
import * as contract from './contract.ts';
import type { Asked } from './load-profit.ts';
import { profitRowsView, profitTable, profitView } from './views.ts';

/** This year so far, in the tenant's own currency, unless something else is asked for. */
function askedOf(
  caller: Caller,
  query: { from?: Day | undefined; until?: Day | undefined; currency?: string | undefined },
): Result<Asked, { code: 'currency_not_listed'; field: 'currency'; value: string }> {
  const { until = caller.today, from = `${until.slice(0, 4)}-01-01`, currency = caller.currency } = query;
  if (!isCurrency(currency))
    return refuse({ code: 'currency_not_listed', field: 'currency', value: currency });
  return ok({ from, until, knownOn: caller.today, zone: caller.zone, currency });
}

export const profitHandlers: readonly Handler<AppContext>[] = [
  handle(contract.profit, async ({ tx, caller, input }) => {
    const asked = askedOf(caller, input.query);
    if (!asked.ok) return asked;
    return ok(await profitView(tx, asked.value, input.query.by, asLocale(caller.locale)));
  }),
  handle(contract.profitRows, async ({ tx, caller, input }) => {
    const { by, key, ...query } = input.query;
    const asked = askedOf(caller, query);
    if (!asked.ok) return asked;
    return ok(await profitRowsView(tx, asked.value, by, key, asLocale(caller.locale)));
  }),
  handle(contract.profitCsv, async ({ tx, caller, input }: Given<typeof contract.profitCsv, AppContext>) => {
    const asked = askedOf(caller, input.query);
    if (!asked.ok) return asked;
    const locale = asLocale(caller.locale);
    const view = await profitView(tx, asked.value, input.query.by, locale);
    return {
      contentType: 'text/csv; charset=utf-8',
      bytes: Buffer.from(`\ufeff${profitTable(view, locale)}`, 'utf8'),
      name: `profit-${view.by}-${view.from}-${view.until}.csv`,
      download: true,
    };
  }),
];
