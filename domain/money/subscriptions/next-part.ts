import { addDays, type Day } from '#domain/kernel/days.ts';
import { termOn, type Term } from '../terms.ts';

/** What of a subscription is to be billed next. */
export interface NextPart {
  /** the anchored term that the days lie in */
  readonly term: Term;
  readonly from: Day;
  readonly until: Day;
  /** the days are the whole term */
  readonly whole: boolean;
}

/** What decides about renewal. */
export interface Renewing {
  readonly anchorOn: Day;
  /** length of a term */
  readonly months: number;
  /** last day that was billed */
  readonly paidUntil: Day;
  /** last day with service; null: it goes on */
  readonly endsOn: Day | null;
  /** how the last term is billed: up to the last day (full notice), or whole (short notice) */
  readonly lastTerm: 'part' | 'whole';
}

/**
 * The next days to be billed, whether they are due yet or not: a whole anchored term as a rule; up to the last day of
 * service where the notice was kept (bridge); the rest of a term where only a bridge was billed and the service goes on.
 *
 * @returns null where no day after `paidUntil` has service
 * @see clauses M-12, C-2
 */
export function nextPart(of: Renewing): NextPart | null {
  const from = addDays(of.paidUntil, 1);
  if (of.endsOn !== null && of.endsOn < from) return null;
  const term = termOn(of.anchorOn, of.months, from);
  const ends = of.lastTerm === 'part' && of.endsOn !== null && of.endsOn < term.until;
  const until = ends ? of.endsOn! : term.until;
  return { term, from, until, whole: from === term.from && until === term.until };
}
