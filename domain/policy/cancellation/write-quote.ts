import type { Instant } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { BilledDays, Quote } from './quote.ts';

/** A quote as the contract has it: amounts in the currency's own decimals, instants in UTC without empty fractions. */
export function writeQuote(quote: Quote, currency: string): Record<string, unknown> {
  const text = (amount: Minor): string => formatAmount(amount, currency);
  const billed = ({ from, until, netMinor, vatMinor, totalMinor }: BilledDays) => ({
    from,
    until,
    net: text(netMinor),
    vat: text(vatMinor),
    total: text(totalMinor),
  });
  const { bridge, offer, refund } = quote;
  return {
    receivedOn: quote.receivedOn,
    noticeDays: quote.noticeDays,
    eligible: quote.eligible,
    plannedOn: quote.plannedOn,
    effectiveOn: quote.effectiveOn,
    endsAt: shortInstant(quote.endsAt),
    held: quote.held,
    refund: {
      lines: refund.lines.map(({ id, unusedDays, days, netMinor }) => ({
        id,
        unusedDays,
        days,
        net: text(netMinor),
      })),
      excluded: refund.excluded,
      net: text(refund.netMinor),
      vat: text(refund.vatMinor),
      total: text(refund.totalMinor),
    },
    setOff: text(quote.setOffMinor),
    stillDue: text(quote.stillDueMinor),
    payouts: quote.payouts.map(({ payment, amountMinor }) => ({ payment, amount: text(amountMinor) })),
    bridge: bridge && {
      from: bridge.from,
      until: bridge.until,
      days: bridge.days,
      of: bridge.of,
      net: text(bridge.netMinor),
      vat: text(bridge.vatMinor),
      total: text(bridge.totalMinor),
    },
    renewals: quote.renewals.map(billed),
    offer: offer && { effectiveOn: offer.effectiveOn, total: text(offer.totalMinor) },
    graceUntil: quote.graceUntil,
    deletedOn: quote.deletedOn,
    backupsGoneBy: quote.backupsGoneBy,
  };
}

const shortInstant = (at: Instant): string => at.replace(/\.000Z$/, 'Z');
