import { addDays, type Day } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import type { CancellationCase } from '#domain/policy/cancellation/case.ts';
import type { BilledDays, Quote } from '#domain/policy/cancellation/quote.ts';
import type { CaseBasis } from '#domain/policy/cancellation/machine/state.ts';
import type { Due, ServiceFacts } from '#modules/billing/api.ts';
import type { Locale } from '#platform/words/words.ts';
import { sumOf } from './case-facts.ts';
import { waysOf } from './mail-facts.ts';
import { costOfDay } from './planned-quote.ts';
import type { PlanView } from './view-contract.ts';

/** A quote as people read it: every figure is the quote's own, names and invoices are billing's. */
export function planOf(given: {
  readonly quote: Quote;
  readonly facts: ServiceFacts;
  readonly of: Omit<CancellationCase, 'dues'> & Pick<CaseBasis, 'values'>;
  readonly dues: readonly Due[];
  readonly setOffOn: Day | null;
  readonly locale: Locale;
}): PlanView {
  const { quote, facts, of, dues, locale } = given;
  const { currency, zone, values } = of;
  const text = (amount: bigint): string => formatAmount(minor(amount), currency);
  const lineOf = (id: string) => facts.lines.find((line) => line.id === id);
  const billed = ({ from, until, netMinor, vatMinor, totalMinor }: BilledDays) => ({
    ...{ from, until, net: text(netMinor), vat: text(vatMinor), total: text(totalMinor) },
  });
  const { refund, bridge, offer } = quote;
  const owed = sumOf(dues);
  return {
    currency,
    zone,
    receivedOn: quote.receivedOn,
    noticeDays: quote.noticeDays,
    noticeNeeded: values['cancel.noticeDays'],
    eligible: quote.eligible,
    plannedOn: quote.plannedOn,
    effectiveOn: quote.effectiveOn,
    endsAt: quote.endsAt,
    held: quote.held,
    lines: refund.lines.map(({ id, unusedDays, days, netMinor }) => ({
      ...{ id, unusedDays, days, refund: text(netMinor) },
      name: lineOf(id)?.name ?? '',
      invoice: lineOf(id)?.invoice ?? '',
      net: text(lineOf(id)?.netMinor ?? 0n),
    })),
    excluded: refund.excluded.map(({ id, reason }) => ({
      ...{ id, reason },
      name: lineOf(id)?.name ?? '',
      acceptedOn: lineOf(id)?.acceptedOn ?? null,
    })),
    net: text(refund.netMinor),
    vat: text(refund.vatMinor),
    total: text(refund.totalMinor),
    setOff: text(quote.setOffMinor),
    stillDue: text(quote.stillDueMinor),
    ways: waysOf(quote.payouts, { service: facts }, zone, locale).map(({ to, amountMinor }) => ({
      ...{ to, amount: text(amountMinor) },
    })),
    payOutBy: addDays(quote.plannedOn, values['refund.initiateWithinDays']),
    bridge: bridge && { ...billed(bridge), days: bridge.days, of: bridge.of },
    renewals: quote.renewals.map(billed),
    offer: offer && { effectiveOn: offer.effectiveOn, total: text(offer.totalMinor) },
    dues: dues.map(({ invoiceId, number, dueOn, openMinor }) => ({
      ...{ invoiceId, number, dueOn, open: text(openMinor) },
    })),
    duesTotal: text(owed),
    perDay: text(costOfDay(of, owed)),
    setOffOffered:
      owed > 0n && refund.totalMinor > 0n && given.setOffOn === null && values['refund.offset'] !== 'never',
    graceUntil: quote.graceUntil,
    deletedOn: quote.deletedOn,
    backupsGoneBy: quote.backupsGoneBy,
  };
}
