import type { Day, Instant } from '#domain/kernel/days.ts';
import { minor } from '#domain/kernel/units.ts';
import type { PrepaidLine } from '#domain/money/prorate.ts';
import type { Said } from './parameters.ts';

/** A line of an example with its tax. */
interface TaxedLine extends PrepaidLine {
  /** per cent, decimal text */
  readonly percent: string;
}

/** What is computed, where the arithmetic of days and money is all the example needs. */
interface Computed {
  /** moment of receipt; 2026-05-10 09:15 UTC unless said otherwise */
  readonly receivedAt?: Instant;
  /** Europe/Berlin unless said otherwise */
  readonly zone?: string;
  /** EUR unless said otherwise */
  readonly currency?: string;
  /** last day of service */
  readonly on: Day;
  /** the day was asked for or moved; else it is the earliest that keeps the notice */
  readonly asked?: true;
  /** lines per credit note */
  readonly notes: readonly (readonly TaxedLine[])[];
  /** first moment without service */
  readonly endsAt?: Instant;
  /** nothing is left to give back */
  readonly nothing?: true;
}

/** One worked example: a row of the public page and of the tests. Amounts are decimal text. */
export interface Example {
  readonly id: string;
  readonly says: Said;
  readonly effective: string;
  readonly days: string;
  readonly net: string;
  readonly vat: string;
  readonly total: string;
  readonly computed?: Computed;
}

/** A line of EUR 1,200.00 and 21 % unless said otherwise. */
export const line = (from: Day, until: Day, net = 1_200_00n, percent = '21'): TaxedLine => ({
  from,
  until,
  netMinor: minor(net),
  percent,
});
export const credit = (from: Day, until: Day, net: bigint) => ({ from, until, netMinor: minor(net) });
/** As a row: number, case in both languages, last day, unused days, net, VAT, total, and what is computed. */
export const row = (
  id: string,
  en: string,
  de: string,
  [effective, days, net, vat, total]: readonly [string, string, string, string, string],
  computed?: Computed,
): Example => ({ id, says: { en, de }, effective, days, net, vat, total, ...(computed ? { computed } : {}) });
