import { daysBetween, type Day } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { PrepaidLine } from '../prorate.ts';
import type { Tax } from '../tax.ts';

/** What a line pays for: the service itself, something recurring beside it, a piece of work, or anything paid once. */
export const LINE_KINDS = ['hosting', 'addon', 'customisation', 'one-off'] as const;
export type LineKind = (typeof LINE_KINDS)[number];
/** Whether unused days are given back. @see clause C-7 */
export const REFUND_TERMS = ['prorated', 'none'] as const;
export type RefundTerms = (typeof REFUND_TERMS)[number];

/** A prepaid line with everything a refund asks for. Its currency is that of its invoice. @see clause M-5 */
export interface ServiceLine extends PrepaidLine {
  readonly id: string;
  /** the invoice that asked for it; its credit note is of this invoice */
  readonly invoiceId: string;
  readonly kind: LineKind;
  readonly refundable: RefundTerms;
  /** category and rate of the invoice, also where rates changed since (M-9) */
  readonly tax: Tax;
}

/** Days of a line, both ends included. */
export function daysOf(line: { readonly from: Day; readonly until: Day }): number {
  return daysBetween(line.from, line.until) + 1;
}

/** Days of a line after the last day with service. */
export function unusedDays(line: { readonly from: Day; readonly until: Day }, effectiveOn: Day): number {
  return Math.max(0, Math.min(daysOf(line), daysBetween(effectiveOn, line.until)));
}

/** What was given back of a line so far. */
export function creditedOf(line: PrepaidLine): Minor {
  return minor((line.credits ?? []).reduce((all, credit) => all + credit.netMinor, 0n));
}
