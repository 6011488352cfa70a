import type { MailBlock } from '#platform/mail/compose.ts';
import type { CommonFacts, FactsOf } from './facts.ts';
import { dataBlocks, duesBlocks, factsOf, filled, type Pen } from './parts.ts';

/**
 * The confirmation: every date and every amount of the plan, line by line, as the quote has them. What is owed is told with
 * how to pay it; with short notice the day that would bring a refund is offered.
 * @see clauses C-2 … C-8, section 6 (E2)
 */
export function confirmationBlocks(pen: Pen, common: CommonFacts, facts: FactsOf<'E2'>): MailBlock[] {
  const { quote, names, noticeNeeded } = facts;
  const { plan, day, money } = pen;
  const nameOf = (id: string): string => filled(names[id] ?? '', `name of line ${id}`);
  const needed = { needed: noticeNeeded };
  return [
    ...(facts.replaces ? [{ kind: 'text', text: plan('replaces') } as const] : []),
    factsOf(pen, common, [
      { label: plan('lastDay'), value: day(quote.plannedOn) },
      { label: plan('ends'), value: pen.endOf(quote.plannedOn, quote.endsAt) },
      { label: plan('notice'), value: plan('noticeDays', { days: quote.noticeDays }) },
    ]),
    { kind: 'text', text: quote.eligible ? plan('eligible', needed) : plan('notEligible', needed) },
    ...offerBlocks(pen, facts),
    {
      kind: 'facts',
      rows: [
        ...quote.refund.lines.map(({ id, unusedDays, days, netMinor }) => ({
          label: plan('line', { name: nameOf(id), unused: unusedDays, days }),
          value: money(netMinor),
        })),
        { label: plan('net'), value: money(quote.refund.netMinor) },
        { label: plan('vat'), value: money(quote.refund.vatMinor) },
        { label: plan('total'), value: money(quote.refund.totalMinor) },
      ],
    },
    ...excludedLines(pen, facts),
    ...billedBlocks(pen, facts),
    ...wayBlocks(pen, facts),
    ...duesBlocks(pen, facts.dues),
    ...dataBlocks(pen, facts.data),
    {
      kind: 'text',
      text: plan('grace', {
        grace: day(quote.graceUntil),
        deleted: day(quote.deletedOn),
        gone: day(quote.backupsGoneBy),
      }),
    },
    { kind: 'text', text: plan('withdraw') },
    { kind: 'button', label: plan('withdraw.button'), url: facts.withdrawUrl },
    { kind: 'text', text: plan('keep') },
  ];
}

/** Lines that their terms keep out of the refund, each with the reason. */
export function excludedLines({ plan }: Pen, { quote, names }: FactsOf<'E2'>): MailBlock[] {
  const items = quote.refund.excluded.map(({ id, reason }) =>
    plan('excluded', {
      name: filled(names[id] ?? '', `name of line ${id}`),
      why: plan(`why.${reason}`),
    }),
  );
  return items.length > 0 ? [{ kind: 'list', items }] : [];
}

function offerBlocks({ plan, day, money }: Pen, { quote: { offer }, switchUrl }: FactsOf<'E2'>): MailBlock[] {
  if (offer === null || switchUrl === null) return [];
  const on = day(offer.effectiveOn);
  return [
    { kind: 'text', text: plan('offer', { day: on, amount: money(offer.totalMinor) }) },
    { kind: 'button', label: plan('offer.button', { day: on }), url: switchUrl },
  ];
}

/** Whole periods and the bridge that are billed before the end. */
export function billedBlocks({ plan, day, money }: Pen, { quote }: FactsOf<'E2'>): MailBlock[] {
  const { renewals, bridge } = quote;
  const rows = renewals.map(({ from, until, totalMinor }) => ({
    label: plan('renewal', { from: day(from), until: day(until) }),
    value: money(totalMinor),
  }));
  if (bridge)
    rows.push({
      label: plan('bridge', {
        from: day(bridge.from),
        until: day(bridge.until),
        days: bridge.days,
        of: bridge.of,
      }),
      value: money(bridge.totalMinor),
    });
  return rows.length > 0 ? [{ kind: 'facts', rows }] : [];
}

/** Where the refund goes, and by when: nothing where nothing is paid out. */
export function wayBlocks({ plan, day, money }: Pen, { ways, payOutBy }: FactsOf<'E2'>): MailBlock[] {
  if (ways.length === 0) return [];
  const rows = ways.map(({ to, amountMinor }) => ({ label: plan('way', { to }), value: money(amountMinor) }));
  return [{ kind: 'facts', rows: [...rows, { label: plan('payOutBy'), value: day(payOutBy) }] }];
}
