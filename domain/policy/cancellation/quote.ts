import { addDays, daysBetween, type Day, type Instant } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { ServiceLine } from '#domain/money/subscriptions/line.ts';
import { nextPart } from '#domain/money/subscriptions/next-part.ts';
import { partOfPrice } from '#domain/money/subscriptions/part.ts';
import { refundAsOf } from '#domain/money/subscriptions/refund.ts';
import { totalsOfNets, type Tax } from '#domain/money/tax.ts';
import { earliestEnd, endOf, keepsNotice, receivedOn } from '../notice.ts';
import type { Basis, CancellationCase, CaseLine } from './case.ts';

/** Some days that are billed before the end: a whole period, or the bridge to the last day. */
export interface BilledDays {
  readonly from: Day;
  readonly until: Day;
  readonly netMinor: Minor;
  readonly vatMinor: Minor;
  readonly totalMinor: Minor;
}
export interface Bridge extends BilledDays {
  readonly days: number;
  /** days of the whole term */
  readonly of: number;
}

interface RefundRow {
  readonly id: string;
  readonly unusedDays: number;
  readonly days: number;
  readonly netMinor: Minor;
}
export type ExcludedReason = 'refund_terms_none' | 'refund_terms_text' | 'refund_terms_missing';

export interface QuotedRefund {
  /** the lines that are refundable, with what is given back of each; none where the refund is lost or waits for dues */
  readonly lines: readonly RefundRow[];
  /** lines that their terms keep out (C-7) */
  readonly excluded: readonly { readonly id: string; readonly reason: ExcludedReason }[];
  readonly netMinor: Minor;
  readonly vatMinor: Minor;
  readonly totalMinor: Minor;
}

/** What a cancellation does: every date and every amount. */
export interface Quote {
  readonly receivedOn: Day;
  /** from the day of receipt to the planned day */
  readonly noticeDays: number;
  /** the planned day kept the notice; a hold never changes it (C-3) */
  readonly eligible: boolean;
  readonly plannedOn: Day;
  /** last day of service; null while held, when the day of payment is not known */
  readonly effectiveOn: Day | null;
  /** first moment without service */
  readonly endsAt: Instant;
  /** dues keep it from being finalised */
  readonly held: boolean;
  readonly refund: QuotedRefund;
  readonly setOffMinor: Minor;
  readonly stillDueMinor: Minor;
  /** latest payment first, none more than it was */
  readonly payouts: readonly { readonly payment: string; readonly amountMinor: Minor }[];
  readonly bridge: Bridge | null;
  /** whole periods that are billed before the end */
  readonly renewals: readonly BilledDays[];
  /** with short notice: the earliest day that keeps it and what it would give back; null: no such day */
  readonly offer: { readonly effectiveOn: Day; readonly totalMinor: Minor } | null;
  /** last day on which the data is kept, the day it is deleted, and the day by which its backups are gone (C-5) */
  readonly graceUntil: Day;
  readonly deletedOn: Day;
  readonly backupsGoneBy: Day;
}

/**
 * What a cancellation would do: the one function behind the preview, the mails, the case and the command line.
 *
 * Planned day: the asked day, not before the request or its amendment, else the earliest that keeps the notice; a
 * subscription that does not renew ends with its paid term at the latest. Dues move the last day to their settlement,
 * within the paid term. The refund counts from the last day, its eligibility from the planned one.
 *
 * @param of at least one hosting line; days of a line in order (a reader or the database saw to it)
 * @throws RangeError for a line or credit without days, an unknown zone or currency (a bug in the caller)
 * @see clauses M-1 … M-12, C-2 … C-7
 */
export function quoteCancellation(of: CancellationCase): Quote {
  const { values, zone, dues } = of;
  const received = receivedOn(of.receivedAt, zone);
  const paidUntil = endOfPaidTerm(of);
  const planned = plannedDay(of, received, paidUntil);
  const kept = keepsNotice(values, received, planned);
  const eligible = kept || of.waived === true;
  // Whoever let short notice pass gave the money back; what is billed up to the day stays a matter of the notice.
  const billed = billedUntil(of, paidUntil, planned, kept);
  const settled = settle(of, planned, billed.paidUntil, eligible);
  const endsOn = settled.lastDay;
  const given = settled.refund.totalMinor - settled.setOffMinor;
  return {
    receivedOn: received,
    noticeDays: daysBetween(received, planned),
    eligible,
    plannedOn: planned,
    effectiveOn: settled.held ? null : endsOn,
    endsAt: endOf(endsOn, zone),
    held: settled.held,
    refund: settled.refund,
    setOffMinor: settled.setOffMinor,
    stillDueMinor: settled.stillDueMinor,
    payouts: dues.totalMinor > 0n && settled.held ? [] : payoutsOf(of, minor(given)),
    bridge: billed.bridge,
    renewals: billed.renewals,
    offer: eligible ? null : offerOf(of, received, paidUntil),
    graceUntil: addDays(endsOn, values['cancel.retrievalGraceDays']),
    deletedOn: addDays(endsOn, values['cancel.retrievalGraceDays'] + 1),
    backupsGoneBy: addDays(
      endsOn,
      values['cancel.retrievalGraceDays'] + 1 + values['cancel.backupExpiryDays'],
    ),
  };
}

/** Last day that an invoice of this subscription covers. */
function endOfPaidTerm(of: Basis): Day {
  const ends = of.lines.flatMap(({ kind, until }) => (kind === 'hosting' && until !== null ? [until] : []));
  const [first, ...others] = ends;
  if (first === undefined) throw new RangeError('a cancellation without a hosting line has no paid term');
  return others.reduce(later, first);
}

/** @see clauses C-1 (amendment), C-2 */
function plannedDay(of: CancellationCase, received: Day, paidUntil: Day): Day {
  const earliest = earliestEnd(of.values, received);
  const notBefore = later(received, of.amendedOn ?? received);
  let planned = later(of.askedOn ?? earliest, notBefore);
  if (planned < earliest && of.values['cancel.shortNotice'] === 'move-to-earliest') planned = earliest;
  return of.subscription.renews || planned < paidUntil ? planned : paidUntil;
}

/**
 * What is billed after the paid term: whole periods, and with full notice the last one only up to the last day; short
 * notice pays each period that has begun in full.
 * @see clauses C-2, M-12
 */
function billedUntil(
  of: CancellationCase,
  paidUntil: Day,
  planned: Day,
  fullNotice: boolean,
): { renewals: BilledDays[]; bridge: Bridge | null; paidUntil: Day } {
  const { anchor, months, priceMinor, vatRate } = of.subscription;
  const renewals: BilledDays[] = [];
  let bridge: Bridge | null = null;
  let until = paidUntil;
  while (until < planned) {
    const next = nextPart({
      anchorOn: anchor,
      months,
      paidUntil: until,
      endsOn: planned,
      lastTerm: fullNotice ? 'part' : 'whole',
    })!;
    const { netMinor, taxMinor, grossMinor } = totalsOfNets([
      { netMinor: partOfPrice(priceMinor, next.term, next), tax: taxOf(vatRate) },
    ]);
    const span = { from: next.from, until: next.until };
    const days: BilledDays = { ...span, netMinor, vatMinor: taxMinor, totalMinor: grossMinor };
    if (next.until < next.term.until)
      bridge = { ...days, days: daysOf(span), of: daysOf({ from: next.term.from, until: next.term.until }) };
    else renewals.push(days);
    until = next.until;
  }
  return { renewals, bridge, paidUntil: until };
}

interface Settled {
  readonly lastDay: Day;
  readonly held: boolean;
  readonly refund: QuotedRefund;
  readonly setOffMinor: Minor;
  readonly stillDueMinor: Minor;
}

/** How dues move the last day and take from the refund. @see clause C-4 */
function settle(of: CancellationCase, planned: Day, paidUntil: Day, eligible: boolean): Settled {
  const { totalMinor: due, settledOn } = of.dues;
  const accepted = of.values['refund.offset'] === 'never' ? null : of.dues.setOffAcceptedOn;
  const moves = of.values['cancel.hold'] === 'moves-date';
  const dayOf = (...others: (Day | null)[]): Day => {
    const last = others.reduce<Day>((day, other) => (moves && other ? later(day, other) : day), planned);
    return last < paidUntil ? last : paidUntil;
  };
  const plain = (lastDay: Day): Settled => {
    const refund = refundOf(of, lastDay, eligible);
    return { lastDay, held: false, refund, setOffMinor: minor(0n), stillDueMinor: minor(0n) };
  };
  if (due <= 0n) return plain(planned);
  if (accepted === null) {
    if (settledOn !== null) return plain(dayOf(settledOn));
    // The service goes on with the paid term, and is not paid for longer; the other way of holding ends it as planned.
    const lastDay = moves ? paidUntil : planned;
    const refund = refundOf(of, lastDay, false);
    return { lastDay, held: true, refund, setOffMinor: minor(0n), stillDueMinor: due };
  }
  const atOnce = plain(dayOf(accepted));
  if (atOnce.refund.totalMinor >= due) return { ...atOnce, setOffMinor: due };
  // The refund does not cover what is owed: the rest must still be paid, and shrinks the refund with every day it takes.
  const rest = settledOn === null ? atOnce : plain(dayOf(accepted, settledOn));
  const setOffMinor = rest.refund.totalMinor < due ? rest.refund.totalMinor : due;
  const stillDueMinor = minor(due - setOffMinor);
  if (settledOn !== null) return { ...rest, setOffMinor, stillDueMinor };
  return { ...rest, lastDay: moves ? paidUntil : planned, held: true, setOffMinor, stillDueMinor };
}

/** What is given back when `lastDay` is the last day of service. @see clauses C-3, C-7, M-5 … M-9 */
function refundOf(of: Basis, lastDay: Day, eligible: boolean): QuotedRefund {
  const excluded = of.lines.flatMap((line) => {
    const reason = excludedBecause(line);
    return reason === null ? [] : [{ id: line.id, reason }];
  });
  const lines = eligible ? of.lines.flatMap(serviceLine) : [];
  const preview = refundAsOf(lines, lastDay);
  return {
    lines: preview.lines.map(({ line, unusedDays, days, netMinor }) => ({
      id: line.id,
      unusedDays,
      days,
      netMinor,
    })),
    excluded,
    netMinor: preview.netMinor,
    vatMinor: preview.taxMinor,
    totalMinor: preview.grossMinor,
  };
}

/** @returns null where the line is refundable by days */
function excludedBecause({ kind, refundTerms }: CaseLine): ExcludedReason | null {
  if (kind === 'hosting' || refundTerms === 'prorated') return null;
  if (refundTerms !== null) return refundTerms === 'none' ? 'refund_terms_none' : 'refund_terms_text';
  // Nothing was communicated: of what recurs the doubt is ours (C-7); of work that was done nothing is left unused.
  return kind === 'addon' ? null : 'refund_terms_missing';
}

function serviceLine(line: CaseLine): ServiceLine[] {
  if (excludedBecause(line) !== null || line.from === null || line.until === null) return [];
  const { id, kind, netMinor, credits, from, until } = line;
  const given = { id, kind, netMinor, from, until, invoiceId: line.invoice, tax: taxOf(line.vatRate) };
  return [{ ...given, refundable: 'prorated', ...(credits ? { credits } : {}) }];
}

/** To the payments, latest first, never more than each of them. @see clause C-3 */
function payoutsOf(of: Basis, amount: Minor): Quote['payouts'] {
  const latestFirst = [...of.payments].reverse().sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0));
  let left: bigint = amount;
  return latestFirst.flatMap(({ id, amountMinor }) => {
    const part = left < amountMinor ? left : amountMinor;
    left -= part;
    return part > 0n ? [{ payment: id, amountMinor: minor(part) }] : [];
  });
}

function offerOf(of: CancellationCase, received: Day, paidUntil: Day): Quote['offer'] {
  const earliest = earliestEnd(of.values, received);
  if (!of.subscription.renews && paidUntil < earliest) return null;
  return { effectiveOn: earliest, totalMinor: refundOf(of, earliest, true).totalMinor };
}

const taxOf = (percent: string): Tax => ({ category: 'S', percent });
const later = (a: Day, b: Day): Day => (a > b ? a : b);
const daysOf = (span: { readonly from: Day; readonly until: Day }): number =>
  daysBetween(span.from, span.until) + 1;
