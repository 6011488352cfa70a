import type Stripe from 'stripe';
import type { Instant } from '#domain/kernel/days.ts';
import { isId, type Id } from '#domain/kernel/ids.ts';
import type { ProviderEvent } from './provider.ts';
import type { CardFacts, DisputeFacts, RefundFacts } from './rules.ts';

/** Names of what we leave with the provider's objects, to know them again. */
export const SESSION_MARK = 'tenon_session';
export const REFUND_MARK = 'tenon_refund';

/** Currencies without decimals that the provider writes with two, by its documentation of zero-decimal currencies. */
const TWO_MORE = new Set(['ISK', 'UGX']);

/**
 * Minor units as the provider writes them, as a JSON number.
 * @throws RangeError above what a number holds exactly: more money than there is
 */
export function sentAmount(amountMinor: bigint, currency: string): number {
  const number = Number(TWO_MORE.has(currency) ? amountMinor * 100n : amountMinor);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${amountMinor} cannot be sent exactly`);
  return number;
}

/** The way back. An amount finer than its currency stays as it is: it is no amount that was asked for. */
function receivedAmount(number: number, currency: string): bigint {
  const amount = BigInt(number);
  return TWO_MORE.has(currency.toUpperCase()) && amount % 100n === 0n ? amount / 100n : amount;
}

type Session = Pick<
  Stripe.Checkout.Session,
  'id' | 'status' | 'payment_status' | 'client_reference_id' | 'payment_intent'
>;
type Intent = Pick<Stripe.PaymentIntent, 'id' | 'status' | 'amount_received' | 'currency' | 'latest_charge'>;
type Refund = Pick<
  Stripe.Refund,
  'id' | 'status' | 'amount' | 'currency' | 'metadata' | 'failure_reason' | 'created'
>;
type Dispute = Pick<Stripe.Dispute, 'id' | 'amount' | 'currency' | 'reason' | 'created'> & {
  readonly balance_transactions: readonly Pick<Stripe.BalanceTransaction, 'amount' | 'fee' | 'currency'>[];
};

/**
 * What the provider's objects say about one page. A page that names another session than ours has no facts.
 *
 * @param intent the page's payment with its latest charge in it; null before the customer began to pay
 */
export function factsOf(
  sessionId: Id,
  session: Session,
  intent: Intent | null,
  refunds: readonly Refund[],
  disputes: readonly Dispute[],
): CardFacts {
  const ours = session.client_reference_id === sessionId;
  const got = ours && session.payment_status === 'paid' && intent?.status === 'succeeded' ? intent : null;
  return {
    sessionId,
    reference: session.id,
    page: session.status === 'open' ? 'open' : got ? 'paid' : 'ended',
    intent: intent?.id ?? null,
    paid: got && paidOf(got),
    refunds: refunds.map(refundOf).sort(byAge),
    disputes: disputes.map(disputeOf).sort(byAge),
  };
}

function paidOf(intent: Intent): NonNullable<CardFacts['paid']> {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  const card = charge?.payment_method_details?.card;
  return {
    amountMinor: receivedAmount(intent.amount_received, intent.currency),
    currency: intent.currency.toUpperCase(),
    at: instantOf(charge?.created ?? 0),
    brand: card?.brand ?? '',
    last4: /^\d{4}$/.test(card?.last4 ?? '') ? card!.last4! : '',
  };
}

const REFUND_STATES: Readonly<Record<string, RefundFacts['state']>> = {
  succeeded: 'done',
  failed: 'failed',
  canceled: 'failed',
};

function refundOf(refund: Refund): RefundFacts {
  const mark = refund.metadata?.[REFUND_MARK];
  return {
    reference: refund.id,
    refundId: isId(mark) ? mark : null,
    amountMinor: receivedAmount(refund.amount, refund.currency),
    currency: refund.currency.toUpperCase(),
    state: REFUND_STATES[refund.status ?? ''] ?? 'sent',
    reason: refund.failure_reason ?? '',
    at: instantOf(refund.created),
  };
}

function disputeOf(dispute: Dispute): DisputeFacts {
  const currency = dispute.currency.toUpperCase();
  const moved = dispute.balance_transactions;
  return {
    reference: dispute.id,
    amountMinor: receivedAmount(dispute.amount, dispute.currency),
    currency,
    withdrawn: moved.some(({ amount }) => amount < 0),
    won: moved.some(({ amount }) => amount > 0),
    feeMinor: moved
      .filter((one) => one.amount < 0 && one.currency.toUpperCase() === currency)
      .reduce((sum, { fee }) => sum + receivedAmount(fee, currency), 0n),
    reason: dispute.reason,
    at: instantOf(dispute.created),
  };
}

const byAge = (a: { at: Instant; reference: string }, b: { at: Instant; reference: string }): number =>
  `${a.at} ${a.reference}` < `${b.at} ${b.reference}` ? -1 : 1;

export const instantOf = (seconds: number): Instant => new Date(seconds * 1000).toISOString();

/** Kinds that say something about payments; each only makes us ask how things are. */
const FOLLOWED =
  /^(checkout\.session\.(completed|expired|async_payment_succeeded|async_payment_failed)|payment_intent\.succeeded|charge\.refunded|(charge\.)?refund\.(created|updated|failed)|charge\.dispute\.(created|updated|closed|funds_withdrawn|funds_reinstated))$/;

/** What a message is about. A page, payment or refund that is not ours makes it one that says nothing here. */
export function eventOf(
  event: Pick<Stripe.Event, 'id' | 'type'> & { data: { object: unknown } },
): ProviderEvent {
  const { id, type: kind } = event;
  if (!FOLLOWED.test(kind)) return { id, kind, about: null };
  const object = event.data.object as {
    readonly id?: unknown;
    readonly object?: unknown;
    readonly payment_intent?: unknown;
    readonly client_reference_id?: unknown;
    readonly metadata?: Readonly<Record<string, unknown>> | null;
  };
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const page = object.object === 'checkout.session';
  const mark = page ? object.client_reference_id : object.metadata?.[SESSION_MARK];
  return {
    id,
    kind,
    about: {
      sessionId: isId(mark) ? mark : null,
      reference: page ? text(object.id) : null,
      intent: object.object === 'payment_intent' ? text(object.id) : text(object.payment_intent),
    },
  };
}
