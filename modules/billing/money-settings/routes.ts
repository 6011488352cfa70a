import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount, parseAmount } from '#domain/money/currency.ts';
import { withOwn } from '#domain/money/tax-rates.ts';
import type { ResponseOf } from '#platform/http/contract.ts';
import type { Caller } from '#platform/http/caller.ts';
import { handle, type Handler } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import * as contract from './contract.ts';
import { loadMoneySettings, saveMoneySettings } from './settings.ts';
import { ownRates, saveRate } from './tax-rates.ts';

async function view(tx: Tx, caller: Caller): Promise<ResponseOf<typeof contract.getMoneySettings>> {
  const { differenceMinor, feesMinor, ...rates } = await loadMoneySettings(tx);
  const own = await ownRates(tx);
  const mine = new Set(own.map((rate) => `${rate.country} ${rate.class} ${rate.from}`));
  const money = (amount: Minor): string => formatAmount(amount, caller.currency);
  return {
    currency: caller.currency,
    difference: money(differenceMinor),
    fee1: money(feesMinor[0]),
    fee2: money(feesMinor[1]),
    fee3: money(feesMinor[2]),
    ...rates,
    rates: withOwn(own).map((rate) => ({
      ...rate,
      own: mine.has(`${rate.country} ${rate.class} ${rate.from}`),
    })),
  };
}

function read(text: string, currency: string, field: string): Result<Minor, Refusal> {
  const amount = parseAmount(text, currency);
  if (!amount.ok) return refuse({ ...amount.refusal, field });
  return amount.value < 0n ? refuse({ code: 'price_negative', field, value: text }) : amount;
}

export const moneySettingsHandlers: readonly Handler<AppContext>[] = [
  handle(contract.getMoneySettings, async ({ tx, caller }) => ok(await view(tx, caller))),
  handle(contract.saveMoneySettings, async ({ tx, caller, input }) => {
    const { basePercent, overBasePercent, interestFromLevel, ...amounts } = input.body;
    const minors: Record<string, Minor> = {};
    for (const [field, text] of Object.entries(amounts)) {
      const amount = read(text, caller.currency, field);
      if (!amount.ok) return amount;
      minors[field] = amount.value;
    }
    const of = (field: keyof typeof amounts): Minor => minors[field] ?? minor(0n);
    await saveMoneySettings(tx, {
      differenceMinor: of('difference'),
      feesMinor: [of('fee1'), of('fee2'), of('fee3')],
      basePercent,
      overBasePercent,
      interestFromLevel,
    });
    return ok(await view(tx, caller));
  }),
  handle(contract.saveTaxRate, async ({ tx, caller, input }) => {
    await saveRate(tx, input.body);
    return ok(await view(tx, caller));
  }),
];
