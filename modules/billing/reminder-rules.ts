import { addDays, daysBetween, type Day } from '#domain/kernel/days.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { add, decimal, fraction, multiply, roundHalfAway, ZERO } from '#domain/money/fraction.ts';

/** The third is the last: after it comes a lawyer, not another letter. */
export const LEVELS_MAX = 3;
/** A transfer of the last day arrives after a weekend; nobody is reminded of money that is on its way. */
const FIRST_AFTER_DAYS = 3;
/** Between two letters about the same invoice; also how long the customer is given to pay. */
export const STEP_DAYS = 10;

/** An invoice of which something is open. */
export interface RemindableInvoice {
  readonly dueOn: Day;
  readonly disputed: boolean;
  /** the last letter about it, if there was one */
  readonly last: { readonly level: number; readonly on: Day } | null;
}

/**
 * At which level an invoice stands in a letter of today: one step above the last letter where its time is over, the same
 * level while it is not, and none while it is disputed, not overdue long enough, or never was.
 *
 * @returns null where the invoice is on no letter today; `due` tells whether it is a reason for one
 */
export function levelOn(
  invoice: RemindableInvoice,
  today: Day,
): { readonly level: number; readonly due: boolean } | null {
  if (invoice.disputed || invoice.dueOn >= today) return null;
  if (invoice.last === null)
    return daysBetween(invoice.dueOn, today) > FIRST_AFTER_DAYS ? { level: 1, due: true } : null;
  const again = addDays(invoice.last.on, STEP_DAYS) < today;
  if (invoice.last.level >= LEVELS_MAX) return again ? { level: LEVELS_MAX, due: false } : null;
  return again ? { level: invoice.last.level + 1, due: true } : { level: invoice.last.level, due: false };
}

/**
 * The letter that is due to one customer today: every invoice that may be reminded of, at the highest level among them.
 * @returns null where no invoice is a reason for a letter
 */
export function decideReminder<T extends RemindableInvoice>(
  invoices: readonly T[],
  today: Day,
): {
  readonly level: number;
  readonly items: readonly { readonly invoice: T; readonly level: number }[];
} | null {
  const items = invoices.flatMap((invoice) => {
    const at = levelOn(invoice, today);
    return at ? [{ invoice, ...at }] : [];
  });
  if (!items.some(({ due }) => due)) return null;
  return {
    level: Math.max(...items.map(({ level }) => level)),
    items: items.map(({ invoice, level }) => ({ invoice, level })),
  };
}

/** What a tenant asks of who pays late. */
export interface LateTerms {
  /** by level, 1 to 3 */
  readonly feesMinor: readonly [Minor, Minor, Minor];
  readonly basePercent: string;
  readonly overBasePercent: string;
  readonly interestFromLevel: number;
}

/** The yearly rate of default interest: base rate and what is asked above it, never below 0. */
export function latePercent(terms: Pick<LateTerms, 'basePercent' | 'overBasePercent'>): string {
  const hundredths = roundHalfAway(
    multiply(add(decimal(terms.basePercent), decimal(terms.overBasePercent)), fraction(100)),
  );
  const rate = hundredths < 0n ? 0n : hundredths;
  return `${rate / 100n}.${String(rate % 100n).padStart(2, '0')}`.replace(/\.?0+$/, '');
}

/**
 * Fee and default interest that a letter asks for besides its invoices. The fee is that of the letter's level, without tax.
 * Interest is simple, on what is open, for every day after the due day up to the letter, a year of 365 days; all invoices
 * together are rounded once, half away from zero. Each letter names the interest of the whole time, not only of the last days.
 *
 * @see §§ 280, 286, 288, 289 BGB (no interest on interest)
 */
export function lateCharges(
  level: number,
  items: readonly { readonly openMinor: Minor; readonly dueOn: Day }[],
  today: Day,
  terms: LateTerms,
): { readonly feeMinor: Minor; readonly interestMinor: Minor } {
  const feeMinor = terms.feesMinor[Math.min(Math.max(level, 1), LEVELS_MAX) - 1] ?? minor(0n);
  if (level < terms.interestFromLevel) return { feeMinor, interestMinor: minor(0n) };
  const rate = multiply(decimal(latePercent(terms)), fraction(1, 100));
  const interest = items.reduce((sum, { openMinor, dueOn }) => {
    const days = Math.max(0, daysBetween(dueOn, today));
    return add(sum, multiply(fraction(openMinor * BigInt(days), 365n), rate));
  }, ZERO);
  return { feeMinor, interestMinor: minor(roundHalfAway(interest)) };
}
