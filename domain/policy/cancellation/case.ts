import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Minor } from '#domain/kernel/units.ts';
import type { PrepaidLine } from '#domain/money/prorate.ts';
import type { LineKind } from '#domain/money/subscriptions/line.ts';
import type { ParameterValues } from '../parameters.ts';

/** Terms of an add-on or a piece of work; `text`: words that a machine does not read; null: never communicated (C-7). */
export type CommunicatedTerms = 'prorated' | 'none' | 'text' | null;

/** A line that was invoiced, with everything the arithmetic of a cancellation asks for. @see clause M-5 */
export interface CaseLine extends Pick<PrepaidLine, 'netMinor' | 'credits'> {
  readonly id: string;
  readonly kind: LineKind;
  /** both null where the line covers no days */
  readonly from: Day | null;
  readonly until: Day | null;
  /** per cent, decimal text; of the original invoice (M-9) */
  readonly vatRate: string;
  /** false: invoiced and inside the dues; the refund is computed as if it were paid */
  readonly paid: boolean;
  /** of no consequence for hosting */
  readonly refundTerms: CommunicatedTerms;
  readonly invoice: string;
}

/** What was paid, so that money goes back the way it came. */
export interface CasePayment {
  readonly id: string;
  readonly on: Day;
  readonly method: string;
  readonly amountMinor: Minor;
}

/** What is owed, and how it was dealt with. Both days given: set-off was accepted and the rest paid on `settledOn`. */
export interface Dues {
  readonly totalMinor: Minor;
  /** value date of the last payment */
  readonly settledOn: Day | null;
  readonly setOffAcceptedOn: Day | null;
}

/** The values of a policy version that decide a cancellation. */
export type QuoteValues = Pick<
  ParameterValues,
  | 'cancel.noticeDays'
  | 'cancel.shortNotice'
  | 'cancel.hold'
  | 'refund.offset'
  | 'cancel.retrievalGraceDays'
  | 'cancel.backupExpiryDays'
>;

/** What a subscription and its account were like; the same for every date somebody may ask for. */
export interface Basis {
  /** zone of the contract, IANA name */
  readonly zone: string;
  readonly currency: string;
  readonly subscription: {
    readonly renews: boolean;
    readonly anchor: Day;
    /** length of a term */
    readonly months: number;
    /** of a whole term, with everything that renews along */
    readonly priceMinor: Minor;
    readonly vatRate: string;
  };
  /** at least one hosting line */
  readonly lines: readonly CaseLine[];
  readonly payments: readonly CasePayment[];
  readonly values: QuoteValues;
}

/** Everything a quote depends on. */
export interface CancellationCase extends Basis {
  /** arrival at our mail system, from which the notice counts (M-2) */
  readonly receivedAt: Instant;
  /** last day of service that was asked for; null: the earliest that keeps the notice */
  readonly askedOn: Day | null;
  /** day on which the asked date was set by an amendment, or an owner confirmed the request */
  readonly amendedOn: Day | null;
  readonly dues: Dues;
  /** two people let the consequence of short notice pass (C-2, goodwill) */
  readonly waived?: boolean;
}
