import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Id } from '#domain/kernel/ids.ts';
import { StripeState } from '../testing/stripe-state.ts';
import {
  askedAmount,
  type CardFacts,
  decideSteps,
  isPayout,
  type Known,
  nextLook,
  paidFact,
  type RefundState,
} from './rules.ts';
import { eventOf, factsOf, REFUND_MARK, sentAmount, SESSION_MARK } from './stripe-facts.ts';

const SESSION = '0198c0de-0000-7000-8000-000000000001' as Id;
const ASKED = 119_00n;
const idOf = (n: number): Id => `0198c0de-0000-7000-8000-${String(n).padStart(12, '0')}` as Id;

/** The books of one invoice: what decided steps do to the ledger, in the fewest words. Kept apart from the database. */
class Books {
  readonly lines: { fact: string; clearing: bigint }[] = [];
  readonly parked = new Set<string>();
  readonly booked = new Set<string>();
  readonly refunds = new Map<string, RefundState>();
  open = ASKED;
  takenBack = 0n;

  known(): Known {
    return {
      amountMinor: ASKED,
      currency: 'EUR',
      openMinor: this.open,
      booked: this.booked,
      parked: this.parked,
      refunds: this.refunds,
      takenBackMinor: this.takenBack,
    };
  }
  #move(fact: string, clearing: bigint): void {
    expect(
      this.lines.map((line) => line.fact),
      `${fact} is booked once`,
    ).not.toContain(fact);
    this.lines.push({ fact, clearing });
    this.open -= clearing;
  }
  take(facts: CardFacts): void {
    for (const step of decideSteps(facts, this.known()))
      switch (step.do) {
        case 'pay':
          this.booked.add(step.fact);
          this.#move(step.fact, step.paid.amountMinor);
          break;
        case 'park':
          this.parked.add(step.fact);
          break;
        case 'note-refund':
          this.refunds.set(step.refundId, step.refund.state);
          break;
        case 'book-refund':
          this.booked.add(step.fact);
          this.refunds.set(step.refund.reference, 'done');
          this.#move(step.fact, -step.refund.amountMinor);
          break;
        case 'return-refund':
          this.refunds.set(step.key, 'failed');
          this.#move(`${step.key}:returned`, step.refund.amountMinor);
          break;
        case 'charge-back':
          this.booked.add(step.fact);
          this.takenBack += step.dispute.amountMinor;
          this.#move(step.fact, -step.dispute.amountMinor);
          break;
        case 'win':
          this.booked.add(step.fact);
          this.#move(step.fact, step.dispute.amountMinor);
      }
  }
  /** Somebody in the office gives back; the provider is asked for it afterwards. */
  ask(refundId: Id, amountMinor: bigint): void {
    this.refunds.set(refundId, 'asked');
    this.#move(`${refundId}:asked`, -amountMinor);
  }
  /** The provider does not take it: booked back. */
  refused(refundId: Id, amountMinor: bigint): void {
    this.refunds.set(refundId, 'failed');
    this.#move(`${refundId}:returned`, amountMinor);
  }
  balance(): bigint {
    return this.lines.reduce((sum, { clearing }) => sum + clearing, 0n);
  }
}

/** What the provider really holds of our money in the end: the truth that the books must tell. */
function truth(stripe: StripeState): bigint {
  const sum = (amounts: number[]) => BigInt(amounts.reduce((all, one) => all + one, 0));
  return (
    sum([...stripe.intents.values()].map((intent) => intent.amount_received)) -
    sum(
      [...stripe.refunds.values()].filter(({ status }) => status !== 'failed').map(({ amount }) => amount),
    ) +
    sum([...stripe.disputes.values()].flatMap((one) => one.balance_transactions.map(({ amount }) => amount)))
  );
}

const newSession = (stripe: StripeState) =>
  stripe.createSession({
    amount: sentAmount(ASKED, 'EUR'),
    currency: 'eur',
    client_reference_id: SESSION,
    metadata: { [SESSION_MARK]: SESSION },
    success_url: 'https://x.example',
    cancel_url: 'https://x.example',
    expires_at: 3600,
  });

function lookAt(stripe: StripeState, reference: string): CardFacts {
  const session = stripe.find(stripe.sessions, reference);
  const intent = session.payment_intent ? stripe.find(stripe.intents, session.payment_intent) : null;
  return structuredClone(
    factsOf(
      SESSION,
      session,
      intent && ({ ...intent, latest_charge: stripe.find(stripe.charges, intent.latest_charge) } as never),
      intent ? (stripe.of(stripe.refunds, intent.id) as never) : [],
      intent ? (stripe.of(stripe.disputes, intent.id) as never) : [],
    ),
  );
}

const step = fc.oneof(
  fc
    .constantFrom('pay', 'expire', 'enquiry', 'dispute', 'win', 'lose', 'look', 'again', 'old')
    .map((act) => ({ act, n: 0 })),
  fc.record({
    act: fc.constantFrom('refund', 'desk', 'settle', 'fail'),
    n: fc.integer({ min: 1, max: 80_00 }),
  }),
);

describe('what the provider says is in the books', () => {
  test('the same, whatever messages come, twice, late, in any order or not at all', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 24 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (steps, order) => {
          let seconds = 0;
          const stripe = new StripeState('v', () => ++seconds);
          stripe.refundsWait = true;
          const session = newSession(stripe);
          const [books, calm] = [new Books(), new Books()];
          const seen: CardFacts[] = [];
          let refunds = 1;
          const tryIt = (act: () => unknown): boolean => {
            try {
              act();
              return true;
            } catch (error) {
              // The provider said no: nothing happened.
              if ((error as { code?: string }).code === undefined) throw error;
              return false;
            }
          };
          for (const { act, n } of steps) {
            const [intent] = [...stripe.intents.keys()];
            const refund = [...stripe.refunds.values()].at(-1);
            const dispute = [...stripe.disputes.values()].at(-1);
            if (act === 'pay') tryIt(() => stripe.pay(session.id));
            if (act === 'expire') tryIt(() => stripe.expire(session.id));
            if (act === 'dispute' && intent) tryIt(() => stripe.dispute(intent));
            if (act === 'enquiry' && intent) tryIt(() => stripe.dispute(intent, { enquiry: true }));
            if (act === 'win' && dispute) stripe.closeDispute(dispute.id, 'won');
            if (act === 'lose' && dispute) stripe.closeDispute(dispute.id, 'lost');
            if (act === 'settle' && refund) stripe.settleRefund(refund.id, 'succeeded');
            if (act === 'fail' && refund)
              stripe.settleRefund(refund.id, 'failed', 'expired_or_canceled_card');
            if (act === 'desk' && intent) tryIt(() => stripe.refund({ payment_intent: intent, amount: n }));
            if (act === 'refund' && intent) {
              const refundId = idOf(100 + refunds++);
              // The office gives back what was booked as paid; then the provider is asked.
              for (const each of [books, calm]) each.take(lookAt(stripe, session.id));
              if (books.booked.has(paidFact(intent))) {
                for (const each of [books, calm]) each.ask(refundId, BigInt(n));
                const metadata = { [REFUND_MARK]: refundId };
                const refused = !tryIt(() => stripe.refund({ payment_intent: intent, amount: n, metadata }));
                if (refused) for (const each of [books, calm]) each.refused(refundId, BigInt(n));
              }
            }
            seen.push(lookAt(stripe, session.id));
            if (act === 'look') books.take(seen.at(-1)!);
            if (act === 'again') for (let i = 0; i < 3; i++) books.take(seen.at(-1)!);
            if (act === 'old') books.take(seen[n % seen.length]!);
          }
          // Messages that come late lead to looks at any earlier moment's answer.
          for (const at of order) if (seen.length > 0) books.take(seen[at % seen.length]!);
          // What a later look by itself finds, with or without messages.
          for (const each of [books, calm]) for (let i = 0; i < 2; i++) each.take(lookAt(stripe, session.id));
          expect(books.balance()).toBe(calm.balance());
          const waits = [...stripe.refunds.values()].filter(
            ({ status, metadata }) => status === 'pending' && !metadata[REFUND_MARK],
          );
          const underWay = waits.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
          if (books.parked.size === 0) expect(books.balance()).toBe(truth(stripe) + underWay);
          // A parked payment has nothing in the books at all.
          const [pi] = [...stripe.intents.keys()];
          if (pi && books.parked.has(paidFact(pi))) expect(books.lines).toEqual([]);
        },
      ),
      { numRuns: Number(process.env['TENON_CASES'] ?? 2000) },
    );
  });

  test('never silently: another amount, another currency, more than is open', () => {
    const paid = {
      amountMinor: ASKED,
      currency: 'EUR',
      at: '2026-03-02T09:00:00.000Z',
      brand: 'visa',
      last4: '4242',
    };
    const facts: CardFacts = {
      sessionId: SESSION,
      reference: 'cs_1',
      page: 'paid',
      intent: 'pi_1',
      paid,
      refunds: [],
      disputes: [],
    };
    const because = (change: Partial<NonNullable<CardFacts['paid']>>, open = ASKED) => {
      const [first] = decideSteps(
        { ...facts, paid: { ...paid, ...change } },
        { ...new Books().known(), openMinor: open },
      );
      return first?.do === 'park' ? first.because : first?.do;
    };
    expect(because({})).toBe('pay');
    expect(because({ amountMinor: ASKED - 1n })).toBe('card_amount_other');
    expect(because({ amountMinor: ASKED + 1n })).toBe('card_amount_other');
    expect(because({ currency: 'USD' })).toBe('card_currency_other');
    expect(because({}, ASKED - 1n)).toBe('card_above_open');
    expect(because({}, 0n)).toBe('card_above_open');
    expect(because({}, ASKED + 500n)).toBe('pay');
  });

  test('a page that names another session has no facts', () => {
    const stripe = new StripeState('v', () => 1);
    const session = newSession(stripe);
    const intent = stripe.pay(session.id);
    const other = { ...stripe.find(stripe.sessions, session.id), client_reference_id: idOf(7) };
    expect(factsOf(SESSION, other, intent as never, [], []).paid).toBeNull();
  });

  test('a message of another kind, or of another program, is about nothing here', () => {
    const object = { id: 'pi_9', object: 'payment_intent', metadata: {} };
    expect(eventOf({ id: 'evt_1', type: 'customer.created', data: { object } } as never).about).toBeNull();
    expect(
      eventOf({ id: 'evt_2', type: 'payment_intent.succeeded', data: { object } } as never).about,
    ).toEqual({
      sessionId: null,
      reference: null,
      intent: 'pi_9',
    });
  });
});

test('amounts of currencies that the provider writes with two decimals more', () => {
  expect(sentAmount(1_500n, 'ISK')).toBe(150_000);
  expect(sentAmount(1_500n, 'JPY')).toBe(1_500);
  expect(() => sentAmount(2n ** 60n, 'EUR')).toThrow(RangeError);
});

test('a page asks for what is open, less the discount while it settles the invoice', () => {
  const offer = { until: '2026-03-10' as never, amountMinor: 2_38n };
  expect(askedAmount(ASKED, ASKED, offer, '2026-03-10' as never)).toBe(116_62n);
  expect(askedAmount(ASKED, ASKED, offer, '2026-03-11' as never)).toBe(ASKED);
  expect(askedAmount(50_00n, ASKED, offer, '2026-03-02' as never)).toBe(50_00n);
});

test('a page is looked at without a message: every 20 minutes, and after payment for as long as a bank may take it back', () => {
  const madeAt = '2026-03-02T09:00:00.000Z';
  const at = (state: 'open' | 'paid' | 'ended', waiting: boolean, now: string) =>
    nextLook({ state, madeAt }, waiting, now);
  const day = 24 * 60;
  expect(at('open', false, '2026-03-02T09:05:00.000Z')).toBe(20);
  expect(at('paid', false, '2026-03-02T10:00:00.000Z')).toBe(day - 60);
  expect(at('paid', false, '2026-06-30T10:00:00.000Z')).toBe(day - 60);
  expect(at('paid', false, '2026-07-01T10:00:00.000Z')).toBeNull();
  expect(at('paid', true, '2026-07-01T10:00:00.000Z')).toBe(day);
  expect(at('paid', true, '2026-03-03T08:30:00.000Z')).toBe(30);
  expect(at('ended', false, madeAt)).toBeNull();
});

test.each([
  ['Stripe Technology Europe Ltd', 'STRIPE PAYOUT 4QX', 119_00n, false, true],
  ['STRIPE', '', 1n, false, true],
  ['', 'Stripe transfer', 1n, false, true],
  // A customer who says how it paid, one whose name only begins so, money that goes out, and what came back.
  ['Waldhaus GmbH', 'paid by Stripe', 119_00n, false, false],
  ['Stripeson GmbH', '', 119_00n, false, false],
  ['Stripe', '', -5_00n, false, false],
  ['Stripe', '', 5_00n, true, false],
])('“%s”, “%s”, %d: a payout or not', (payer, text, amountMinor, returned, is) => {
  expect(isPayout({ payer, text, amountMinor, returned })).toBe(is);
});
