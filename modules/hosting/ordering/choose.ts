import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { formatAmount, parseAmount } from '#domain/money/currency.ts';
import { termsShown } from '#modules/billing/api.ts';
import type { Locale } from '#platform/words/words.ts';
import type { Work } from './contract.ts';
import type { Offer } from './offers.ts';

/** What was chosen of an offer. */
export interface Choice {
  /** codes of add-on plans */
  readonly addons: readonly string[];
  /** codes of customisations */
  readonly works: readonly string[];
}

/** One line of an order as it is shown before anybody says yes, with the refund terms that are accepted with it. */
export interface ChosenLine {
  readonly name: string;
  /** length of its term; 0: paid once */
  readonly months: number;
  readonly net: string;
  readonly terms: string;
}

export interface Chosen {
  readonly lines: readonly ChosenLine[];
  /** net of the first invoice */
  readonly net: string;
  readonly addons: readonly Offer['addons'][number][];
  readonly works: readonly Work[];
}

/**
 * What a choice comes to: its lines with prices and refund terms in the reader's language, and their sum. Refused where
 * something is not part of the offer, or has no price in the currency.
 * @see clause C-7b
 */
export function choose(
  offer: Offer,
  choice: Choice,
  as: { readonly currency: string; readonly locale: Locale },
): Result<Chosen, Refusal> {
  const { currency, locale } = as;
  if (!offer.plan.onSale) return refuse({ code: 'hosting_plan_not_offered', field: 'planId' });
  const addons = [];
  for (const code of new Set(choice.addons)) {
    const addon = offer.addons.find((one) => one.code === code);
    if (!addon) return refuse({ code: 'hosting_extra_not_offered', field: 'addons', value: code });
    addons.push(addon);
  }
  const works: Work[] = [];
  for (const code of new Set(choice.works)) {
    const work = offer.works.find((one) => one.code === code);
    if (!work) return refuse({ code: 'hosting_extra_not_offered', field: 'works', value: code });
    works.push(work);
  }
  const lines: ChosenLine[] = [];
  for (const plan of [offer.plan, ...addons]) {
    const net = plan.prices.find((price) => price.currency === currency)?.net;
    if (net === undefined) return refuse({ code: 'hosting_plan_not_offered', field: 'planId' });
    lines.push({ name: plan.name[locale], months: plan.months, net, terms: plan.shown[locale] });
  }
  for (const { name, net, refundable, terms } of works) {
    const shown = termsShown({ name: name[locale], refundable, more: terms[locale] }, locale);
    lines.push({ name: name[locale], months: 0, net, terms: shown });
  }
  let sum = 0n;
  for (const { net } of lines) {
    const amount = parseAmount(net, currency);
    if (!amount.ok) return amount;
    sum += amount.value;
  }
  return ok({ lines, net: formatAmount(minor(sum) satisfies Minor, currency), addons, works });
}
