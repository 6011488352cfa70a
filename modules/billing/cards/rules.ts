import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';

export interface RefundFacts {
  /** the provider's id */
  readonly reference: string;
  /** ours; null for one that somebody made at the provider's own desk */
  readonly refundId: Id | null;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly state: 'sent' | 'done' | 'failed';
  /** of a failure, in the provider's words: `expired_or_canceled_card` */
  readonly reason: string;
  readonly at: Instant;
}

export interface DisputeFacts {
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  /** the money was taken from us; an enquiry alone takes none */
  readonly withdrawn: boolean;
  /** it was decided for us, and the money is back */
  readonly won: boolean;
  /** what the provider charges for it, in the payment's currency; 0 where it charges in another */
  readonly feeMinor: bigint;
  readonly reason: string;
  readonly at: Instant;
}

/** Everything the provider says of one page, at one moment. Facts are only ever added, and a refund's state only goes on. */
export interface CardFacts {
  readonly sessionId: Id;
  readonly reference: string;
  readonly page: 'open' | 'paid' | 'ended';
  readonly intent: string | null;
  readonly paid: {
    readonly amountMinor: bigint;
    readonly currency: string;
    readonly at: Instant;
    readonly brand: string;
    readonly last4: string;
  } | null;
  readonly refunds: readonly RefundFacts[];
  readonly disputes: readonly DisputeFacts[];
}

/** What was asked for on the page, and what of the provider's facts is known here. Read while nobody else may book. */
export interface Known {
  readonly amountMinor: bigint;
  readonly currency: string;
  /** what is open of the invoice now; below zero in the customer's favour */
  readonly openMinor: bigint;
  readonly booked: ReadonlySet<string>;
  /** waits for a person, or a person has dealt with it */
  readonly parked: ReadonlySet<string>;
  /** refunds by our id, and those of the provider's desk that were booked by its reference */
  readonly refunds: ReadonlyMap<string, RefundState>;
  /** what of the payment was taken back so far */
  readonly takenBackMinor: bigint;
}
export type RefundState = 'asked' | 'sent' | 'done' | 'failed';

export type ParkedBecause =
  | 'card_amount_other'
  | 'card_currency_other'
  | 'card_above_open'
  | 'card_refund_elsewhere'
  | 'card_dispute_unclear';

export type Step =
  | { readonly do: 'pay'; readonly fact: string; readonly paid: NonNullable<CardFacts['paid']> }
  | {
      readonly do: 'park';
      readonly fact: string;
      readonly because: ParkedBecause;
      readonly amountMinor: bigint;
      readonly currency: string;
    }
  | { readonly do: 'note-refund'; readonly refundId: Id; readonly refund: RefundFacts }
  | { readonly do: 'book-refund'; readonly fact: string; readonly refund: RefundFacts }
  | { readonly do: 'return-refund'; readonly key: string; readonly refund: RefundFacts }
  | { readonly do: 'charge-back'; readonly fact: string; readonly dispute: DisputeFacts }
  | { readonly do: 'win'; readonly fact: string; readonly dispute: DisputeFacts };

export const paidFact = (intent: string): string => `${intent}:paid`;
const refundFact = (reference: string): string => `${reference}:refunded`;
const withdrawnFact = (reference: string): string => `${reference}:withdrawn`;
const wonFact = (reference: string): string => `${reference}:won`;

const RANK: Readonly<Record<RefundState, number>> = { asked: 0, sent: 1, done: 2, failed: 3 };

/**
 * What is to be booked so that the ledger says what the provider says. Decided from the provider's state and never from a
 * message, so that messages may come twice, late, in any order or not at all: from the same facts and the same books
 * follows the same, and what is booked is not booked again. An older state of the provider leads to nothing.
 *
 * Money that is not exactly what was asked for on the page, or more than is open now, is parked for a person; what happened
 * to a parked payment afterwards waits with it.
 * @see clause C-3; threat T6
 */
export function decideSteps(facts: CardFacts, known: Known): Step[] {
  const { intent, paid } = facts;
  if (!intent || !paid) return [];
  const steps: Step[] = [];
  const fact = paidFact(intent);
  if (!known.booked.has(fact)) {
    if (known.parked.has(fact)) return [];
    const because = whyParked(paid, known);
    if (because)
      return [{ do: 'park', fact, because, amountMinor: paid.amountMinor, currency: paid.currency }];
    steps.push({ do: 'pay', fact, paid });
  }
  for (const refund of facts.refunds) steps.push(...stepsOfRefund(refund, known));
  let takenBack = known.takenBackMinor;
  for (const dispute of facts.disputes) {
    const mine = stepsOfDispute(dispute, paid, takenBack, known);
    if (mine.some((step) => step.do === 'charge-back')) takenBack += dispute.amountMinor;
    steps.push(...mine);
  }
  return steps;
}

function whyParked(
  paid: { readonly amountMinor: bigint; readonly currency: string },
  known: Known,
): ParkedBecause | null {
  if (paid.currency !== known.currency) return 'card_currency_other';
  if (paid.amountMinor !== known.amountMinor) return 'card_amount_other';
  return paid.amountMinor > known.openMinor ? 'card_above_open' : null;
}

function stepsOfRefund(refund: RefundFacts, known: Known): Step[] {
  const key = refund.refundId ?? refund.reference;
  const was = known.refunds.get(key);
  if (was !== undefined && RANK[refund.state] <= RANK[was]) return [];
  if (was !== undefined && refund.state === 'failed') return [{ do: 'return-refund', key, refund }];
  if (refund.refundId !== null)
    // Named as ours and not known here: of an installation that was set back. Nobody guesses what it was for.
    return was === undefined
      ? parkOnce(refundFact(refund.reference), 'card_refund_elsewhere', refund, known)
      : [{ do: 'note-refund', refundId: refund.refundId, refund }];
  // Made at the provider's desk: it counts once the money is gone.
  const fact = refundFact(refund.reference);
  return refund.state === 'done' && !known.parked.has(fact) ? [{ do: 'book-refund', fact, refund }] : [];
}

function stepsOfDispute(
  dispute: DisputeFacts,
  paid: { readonly amountMinor: bigint; readonly currency: string },
  takenBackMinor: bigint,
  known: Known,
): Step[] {
  if (!dispute.withdrawn) return [];
  const steps: Step[] = [];
  const fact = withdrawnFact(dispute.reference);
  if (!known.booked.has(fact)) {
    if (known.parked.has(fact)) return [];
    // A payment is taken back once; a second dispute of the same payment is for a person.
    if (dispute.currency !== paid.currency || takenBackMinor > 0n || dispute.amountMinor > paid.amountMinor)
      return parkOnce(fact, 'card_dispute_unclear', dispute, known);
    steps.push({ do: 'charge-back', fact, dispute });
  }
  const won = wonFact(dispute.reference);
  if (dispute.won && !known.booked.has(won)) steps.push({ do: 'win', fact: won, dispute });
  return steps;
}

function parkOnce(
  fact: string,
  because: ParkedBecause,
  about: { readonly amountMinor: bigint; readonly currency: string },
  known: Known,
): Step[] {
  if (known.parked.has(fact)) return [];
  return [{ do: 'park', fact, because, amountMinor: about.amountMinor, currency: about.currency }];
}

/** Minutes after which a page that can still be paid is looked at, for a message that never came. */
const OPEN_LOOK_MINUTES = 20;
const DAY_MINUTES = 24 * 60;
/** Ages of a paid page at which it is looked at: the customer's bank may take a payment back for 120 days. */
const PAID_LOOK_DAYS = [1, 3, 7, 14, 30, 60, 90, 121] as const;

/**
 * In how many minutes a page is looked at again although no message came. @returns null: never again, its messages alone
 * count
 * @param waiting a refund is under way
 */
export function nextLook(
  page: { readonly state: 'asked' | 'open' | 'paid' | 'ended'; readonly madeAt: Instant },
  waiting: boolean,
  now: Instant,
): number | null {
  if (page.state === 'asked' || page.state === 'open') return OPEN_LOOK_MINUTES;
  if (page.state === 'ended' && !waiting) return null;
  const age = (Date.parse(now) - Date.parse(page.madeAt)) / 60_000;
  const next = PAID_LOOK_DAYS.map((days) => days * DAY_MINUTES - age).find((minutes) => minutes > 0);
  const whole = next === undefined ? null : Math.ceil(next);
  return waiting ? Math.min(whole ?? DAY_MINUTES, DAY_MINUTES) : whole;
}

/**
 * What a page asks for: what is open, less what may be kept for paying early, as long as nothing was paid yet.
 * @param openMinor what is open of the invoice
 */
export function askedAmount(
  openMinor: bigint,
  payableMinor: bigint,
  offer: { readonly until: Day; readonly amountMinor: bigint } | null,
  today: Day,
): bigint {
  const early = offer !== null && today <= offer.until && openMinor === payableMinor;
  return early ? openMinor - offer.amountMinor : openMinor;
}

/** The provider as it calls itself in statements: its name as a word of its own. */
const PROVIDER = /(^|[^\p{L}\p{N}])stripe([^\p{L}\p{N}]|$)/iu;

/**
 * Whether a movement is money that the provider paid out. Its name must stand in the payer's name, not only in the words: a
 * customer may well write that it paid by Stripe.
 */
export function isPayout(line: {
  readonly amountMinor: bigint;
  readonly returned: boolean;
  readonly payer: string;
  readonly text: string;
}): boolean {
  if (line.amountMinor <= 0n || line.returned) return false;
  return PROVIDER.test(line.payer) || (line.payer === '' && PROVIDER.test(line.text));
}
