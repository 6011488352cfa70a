/**
 * What Stripe keeps, as far as its interface shows it for payments on a page: sessions, payments, charges, refunds,
 * disputes and the events that they cause. Written from the published reference of the interface, not from our code.
 */
export interface StripeEvent {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string;
  readonly created: number;
  readonly livemode: false;
  readonly type: string;
  readonly data: { readonly object: Record<string, unknown> };
}

export interface SessionParams {
  readonly amount: number;
  readonly currency: string;
  readonly client_reference_id: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly success_url: string;
  readonly cancel_url: string;
  readonly expires_at: number;
}

interface Session {
  id: string;
  object: 'checkout.session';
  mode: 'payment';
  status: 'open' | 'complete' | 'expired';
  payment_status: 'unpaid' | 'paid';
  payment_intent: string | null;
  client_reference_id: string | null;
  amount_total: number;
  currency: string;
  url: string | null;
  success_url: string;
  cancel_url: string;
  expires_at: number;
  created: number;
}
interface Charge {
  id: string;
  object: 'charge';
  amount: number;
  amount_refunded: number;
  refunded: boolean;
  disputed: boolean;
  currency: string;
  created: number;
  payment_intent: string;
  metadata: Readonly<Record<string, string>>;
  payment_method_details: { type: 'card'; card: { brand: string; last4: string } };
}
interface Intent {
  id: string;
  object: 'payment_intent';
  status: 'succeeded';
  amount: number;
  amount_received: number;
  currency: string;
  created: number;
  latest_charge: string;
  metadata: Readonly<Record<string, string>>;
}
interface Refund {
  id: string;
  object: 'refund';
  amount: number;
  currency: string;
  charge: string;
  payment_intent: string;
  created: number;
  metadata: Readonly<Record<string, string>>;
  status: 'pending' | 'succeeded' | 'failed';
  failure_reason?: string;
}
interface Dispute {
  id: string;
  object: 'dispute';
  amount: number;
  currency: string;
  charge: string;
  payment_intent: string;
  reason: string;
  status: 'needs_response' | 'warning_needs_response' | 'won' | 'lost';
  created: number;
  balance_transactions: { amount: number; fee: number; currency: string }[];
}

/** Said no, as the interface would: status and code. */
export class StripeSaysNo extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string = code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export class StripeState {
  readonly events: StripeEvent[] = [];
  readonly sessions = new Map<string, Session>();
  readonly intents = new Map<string, Intent>();
  readonly charges = new Map<string, Charge>();
  readonly refunds = new Map<string, Refund>();
  readonly disputes = new Map<string, Dispute>();
  /** new refunds wait for `settleRefund` instead of being done at once */
  refundsWait = false;
  readonly #version: string;
  readonly #now: () => number;
  #made = 0;

  /** @param now seconds since 1970 */
  constructor(version: string, now: () => number) {
    this.#version = version;
    this.#now = now;
  }

  #id(prefix: string): string {
    return `${prefix}_test_${String(++this.#made).padStart(4, '0')}`;
  }

  #tell(type: string, object: object): void {
    this.events.push({
      id: this.#id('evt'),
      object: 'event',
      api_version: this.#version,
      created: this.#now(),
      livemode: false,
      type,
      data: { object: structuredClone(object) as Record<string, unknown> },
    });
  }

  createSession(params: SessionParams): Session {
    const now = this.#now();
    if (params.expires_at < now + 30 * 60 || params.expires_at > now + 24 * 60 * 60)
      throw new StripeSaysNo(
        400,
        'parameter_invalid',
        'expires_at is between 30 minutes and 24 hours from now',
      );
    if (!Number.isInteger(params.amount) || params.amount < 50)
      throw new StripeSaysNo(400, 'amount_too_small');
    const id = this.#id('cs');
    const session: Session = {
      id,
      object: 'checkout.session',
      mode: 'payment',
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      client_reference_id: params.client_reference_id,
      amount_total: params.amount,
      currency: params.currency,
      url: `https://checkout.stripe.test/c/pay/${id}`,
      success_url: params.success_url,
      cancel_url: params.cancel_url,
      expires_at: params.expires_at,
      created: now,
    };
    this.sessions.set(id, session);
    this.#metadata.set(id, params.metadata);
    return session;
  }
  readonly #metadata = new Map<string, Readonly<Record<string, string>>>();

  /** The customer enters a card on the page. @param over what the provider says instead of what was asked, for faults */
  pay(sessionId: string, over: { amount?: number; currency?: string } = {}): Intent {
    const session = this.#one(this.sessions, sessionId);
    if (session.status !== 'open') throw new StripeSaysNo(400, 'session_not_open');
    const metadata = this.#metadata.get(sessionId) ?? {};
    const [id, chargeId] = [this.#id('pi'), this.#id('ch')];
    const { amount = session.amount_total, currency = session.currency } = over;
    const created = this.#now();
    const charge: Charge = {
      id: chargeId,
      object: 'charge',
      amount,
      amount_refunded: 0,
      refunded: false,
      disputed: false,
      currency,
      created,
      payment_intent: id,
      metadata,
      payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } },
    };
    const intent: Intent = {
      id,
      object: 'payment_intent',
      status: 'succeeded',
      amount,
      amount_received: amount,
      currency,
      created,
      latest_charge: chargeId,
      metadata,
    };
    this.charges.set(chargeId, charge);
    this.intents.set(id, intent);
    Object.assign(session, { status: 'complete', payment_status: 'paid', payment_intent: id, url: null });
    this.#tell('payment_intent.succeeded', intent);
    this.#tell('charge.succeeded', charge);
    this.#tell('checkout.session.completed', session);
    return intent;
  }

  expire(sessionId: string): Session {
    const session = this.#one(this.sessions, sessionId);
    if (session.status !== 'open') throw new StripeSaysNo(400, 'resource_invalid_state');
    Object.assign(session, { status: 'expired', url: null });
    this.#tell('checkout.session.expired', session);
    return session;
  }

  refund(params: {
    payment_intent: string;
    amount: number;
    metadata?: Readonly<Record<string, string>>;
  }): Refund {
    const intent = this.#one(this.intents, params.payment_intent);
    const charge = this.#one(this.charges, intent.latest_charge);
    if (charge.disputed) throw new StripeSaysNo(400, 'charge_disputed');
    if (params.amount > charge.amount - charge.amount_refunded)
      throw new StripeSaysNo(400, charge.refunded ? 'charge_already_refunded' : 'amount_too_large');
    const refund: Refund = {
      id: this.#id('re'),
      object: 'refund',
      amount: params.amount,
      currency: charge.currency,
      charge: charge.id,
      payment_intent: intent.id,
      created: this.#now(),
      metadata: params.metadata ?? {},
      status: this.refundsWait ? 'pending' : 'succeeded',
    };
    charge.amount_refunded += params.amount;
    charge.refunded = charge.amount_refunded === charge.amount;
    this.refunds.set(refund.id, refund);
    this.#tell('charge.refunded', charge);
    this.#tell('refund.created', refund);
    return refund;
  }

  settleRefund(refundId: string, status: 'succeeded' | 'failed', reason = ''): void {
    const refund = this.#one(this.refunds, refundId);
    if (refund.status === 'failed') return;
    refund.status = status;
    if (status === 'failed') {
      refund.failure_reason = reason;
      const charge = this.#one(this.charges, refund.charge);
      charge.amount_refunded -= refund.amount;
      charge.refunded = false;
      this.#tell('refund.failed', refund);
    }
    this.#tell('refund.updated', refund);
  }

  /** The cardholder's bank takes the money back. @param enquiry only asks, and takes nothing */
  dispute(intentId: string, options: { amount?: number; enquiry?: boolean } = {}): Dispute {
    const intent = this.#one(this.intents, intentId);
    const charge = this.#one(this.charges, intent.latest_charge);
    if (charge.disputed) throw new StripeSaysNo(400, 'charge_disputed');
    const { amount = charge.amount - charge.amount_refunded, enquiry = false } = options;
    if (amount <= 0) throw new StripeSaysNo(400, 'nothing_to_dispute');
    charge.disputed = !enquiry;
    const dispute: Dispute = {
      id: this.#id('dp'),
      object: 'dispute',
      amount,
      currency: charge.currency,
      charge: charge.id,
      payment_intent: intent.id,
      reason: 'fraudulent',
      status: enquiry ? 'warning_needs_response' : 'needs_response',
      created: this.#now(),
      balance_transactions: enquiry ? [] : [{ amount: -amount, fee: 2000, currency: charge.currency }],
    };
    this.disputes.set(dispute.id, dispute);
    this.#tell('charge.dispute.created', dispute);
    if (!enquiry) this.#tell('charge.dispute.funds_withdrawn', dispute);
    return dispute;
  }

  closeDispute(disputeId: string, status: 'won' | 'lost'): void {
    const dispute = this.#one(this.disputes, disputeId);
    if (dispute.status !== 'needs_response') return;
    dispute.status = status;
    if (status === 'won') {
      dispute.balance_transactions.push({ amount: dispute.amount, fee: 0, currency: dispute.currency });
      this.#tell('charge.dispute.funds_reinstated', dispute);
    }
    this.#tell('charge.dispute.closed', dispute);
  }

  /** A payment that another program took on the same account. */
  payElsewhere(): Intent {
    const session = this.createSession({
      amount: 500,
      currency: 'eur',
      client_reference_id: 'shop-17',
      metadata: {},
      success_url: 'https://shop.example',
      cancel_url: 'https://shop.example',
      expires_at: this.#now() + 3600,
    });
    return this.pay(session.id);
  }

  of<T extends { payment_intent: string; created: number }>(all: Map<string, T>, intent: string): T[] {
    return [...all.values()].filter((one) => one.payment_intent === intent).reverse();
  }

  #one<T>(all: Map<string, T>, id: string): T {
    const found = all.get(id);
    if (!found) throw new StripeSaysNo(404, 'resource_missing', `No such object: ${id}`);
    return found;
  }
  find<T>(all: Map<string, T>, id: string): T {
    return this.#one(all, id);
  }
}
