import type { Day } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { proratedRefund } from '../prorate.ts';
import { totalsOfNets, type DocumentTotals } from '../tax.ts';
import { creditedOf, daysOf, unusedDays, type ServiceLine } from './line.ts';

/** What of one line is given back. */
export interface LineRefund<L extends ServiceLine = ServiceLine> {
  readonly line: L;
  readonly days: number;
  readonly unusedDays: number;
  readonly netMinor: Minor;
  /** why nothing is given back although days are unused; null where that does not apply */
  readonly excluded: 'terms' | 'notice' | null;
}

/** One credit note: of one invoice, with its tax per rate on the sum of the rounded nets. */
export interface RefundNote<L extends ServiceLine = ServiceLine> {
  readonly invoiceId: string;
  readonly lines: readonly LineRefund<L>[];
  readonly totals: DocumentTotals;
}

export interface RefundPreview<L extends ServiceLine = ServiceLine> {
  /** one row per line, in the order given */
  readonly lines: readonly LineRefund<L>[];
  /** one per original invoice of which something is given back; none where nothing is */
  readonly notes: readonly RefundNote<L>[];
  readonly netMinor: Minor;
  readonly taxMinor: Minor;
  readonly grossMinor: Minor;
}

/**
 * What is refundable of a line when `effectiveOn` is the last day with service.
 * @param eligible whether the planned day kept the notice (C-3); a later hold never asks again
 * @see clauses M-5 … M-7, C-7
 */
export function refundOfLine<L extends ServiceLine>(
  line: L,
  effectiveOn: Day,
  eligible = true,
): LineRefund<L> {
  const unused = unusedDays(line, effectiveOn);
  const barred = line.refundable === 'none' ? 'terms' : eligible ? null : 'notice';
  const excluded = unused > 0 ? barred : null;
  return {
    line,
    days: daysOf(line),
    unusedDays: unused,
    netMinor: minor(excluded ? 0n : proratedRefund(line, effectiveOn)),
    excluded,
  };
}

/** What was used of a line up to a day and is not given back: with the refund and earlier credits it is what was paid. */
export function usedOfLine(line: ServiceLine, effectiveOn: Day, eligible = true): Minor {
  return minor(line.netMinor - creditedOf(line) - refundOfLine(line, effectiveOn, eligible).netMinor);
}

/**
 * What is refundable of several lines as of a day: one credit note per original invoice; per note and rate the tax is
 * rate × sum of the rounded nets, rounded once. A pure function of its arguments: the preview and the notes are the same.
 *
 * @see clauses M-7 … M-9, C-3, W-25, W-25b, W-31
 */
export function refundAsOf<L extends ServiceLine>(
  lines: readonly L[],
  effectiveOn: Day,
  eligible = true,
): RefundPreview<L> {
  const refunds = lines.map((line) => refundOfLine(line, effectiveOn, eligible));
  const given = refunds.filter(({ netMinor }) => netMinor > 0n);
  const notes = [...Map.groupBy(given, ({ line }) => line.invoiceId)].map(([invoiceId, own]) => ({
    invoiceId,
    lines: own,
    totals: totalsOfNets(own.map(({ line, netMinor }) => ({ netMinor, tax: line.tax }))),
  }));
  const sum = (of: (totals: DocumentTotals) => Minor): Minor =>
    minor(notes.reduce((all, { totals }) => all + of(totals), 0n));
  return {
    lines: refunds,
    notes,
    netMinor: sum((totals) => totals.netMinor),
    taxMinor: sum((totals) => totals.taxMinor),
    grossMinor: sum((totals) => totals.grossMinor),
  };
}
