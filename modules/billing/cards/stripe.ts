import Stripe from 'stripe';
import type { Instant } from '#domain/kernel/days.ts';
import { isId, type Id } from '#domain/kernel/ids.ts';
import { EgressFailed, EgressRefused, type Egress } from '#platform/egress/egress.ts';
import type { Fields } from '#platform/egress/strip.ts';
import { asLocale, say } from '#platform/words/words.ts';
import { payWords } from './pay-words.ts';
import { STRIPE } from './place.ts';
import { ProviderAway, type CardProvider, type PageWanted, type ProviderEvent } from './provider.ts';
import { eventOf, factsOf, instantOf, REFUND_MARK, sentAmount, SESSION_MARK } from './stripe-facts.ts';

/** The interface that this was written and tested against; the provider keeps it as long as it is asked for. */
export const STRIPE_VERSION = '2026-10-28.endive';

const TIMEOUT_MS = 20_000;
const ANSWER_BYTES_MAX = 1024 * 1024;
/** Objects of one payment that are looked at: more refunds or disputes than this of one payment are no payment any more. */
const LIST_MAX = 100;

/** Languages of the provider's page; any other reader gets what the browser asks for. */
const LOCALES = new Set(['de', 'en'] as const);

/**
 * Stripe through its own SDK, which opens no connection itself: each call goes through the one door out, to a processor of
 * the register, with the number and amount of an invoice and nothing about the customer. The customer enters name, address
 * and card on the provider's page. Where the contract with it covers payments and no invoices, the number and the way back
 * to the invoice stay here: the page then says a plain word and leads to the first page of this installation.
 * @see clause P-data.share; decision 0018
 */
export function stripeProvider(egress: Pick<Egress, 'fetch'>, tenantId: Id, key: string): CardProvider {
  /** One door for one call, so that what the door said is known when the SDK has wrapped it. */
  async function call<T>(
    retries: number,
    ask: (stripe: Stripe) => Promise<T>,
    stays: Stays = {},
  ): Promise<T> {
    let refused: EgressRefused | undefined;
    const stripe = new Stripe(key, {
      apiVersion: STRIPE_VERSION,
      telemetry: false,
      timeout: TIMEOUT_MS,
      maxNetworkRetries: retries,
      httpClient: Stripe.createFetchHttpClient(
        throughTheDoor(egress, tenantId, stays, (error) => (refused = error)) as typeof globalThis.fetch,
      ),
    });
    try {
      return await ask(stripe);
    } catch (error) {
      throw awayBecause(error, refused);
    }
  }

  return {
    openPage: (wanted) =>
      // A person waits: a lost answer is asked for again at once, under the same key.
      call(
        2,
        async (stripe) => {
          const page = await stripe.checkout.sessions.create(
            {
              mode: 'payment',
              allowed_payment_method_types: ['card'],
              // What is asked for is what is paid: no conversion at the provider's rate.
              adaptive_pricing: { enabled: false },
              client_reference_id: wanted.sessionId,
              payment_intent_data: {
                description: wanted.title,
                metadata: { [SESSION_MARK]: wanted.sessionId },
              },
              line_items: [
                {
                  quantity: 1,
                  price_data: {
                    currency: wanted.currency.toLowerCase(),
                    unit_amount: sentAmount(wanted.amountMinor, wanted.currency),
                    product_data: { name: wanted.title },
                  },
                },
              ],
              ...([...LOCALES].some((one) => one === wanted.locale)
                ? { locale: wanted.locale as 'de' | 'en' }
                : {}),
              success_url: wanted.paidUrl,
              cancel_url: wanted.cancelledUrl,
              expires_at: Math.floor(Date.parse(wanted.expiresAt) / 1000),
            },
            { idempotencyKey: `page-${wanted.sessionId}` },
          );
          if (!page.url) throw new ProviderAway('refused', `the page ${page.id} has no address`);
          return { reference: page.id, url: page.url, expiresAt: instantOf(page.expires_at) };
        },
        ofTheInvoice(wanted),
      ),
    endPage: (reference) =>
      call(2, async (stripe) => {
        const page = await stripe.checkout.sessions.retrieve(reference);
        if (page.status !== 'open') return;
        try {
          await stripe.checkout.sessions.expire(reference);
        } catch (error) {
          // Paid or ended between the look and the word: its facts say which.
          if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
        }
      }),
    loadFacts: (sessionId, reference) =>
      call(1, async (stripe) => {
        const page = await stripe.checkout.sessions.retrieve(reference);
        const intentId = idOf(page.payment_intent);
        if (!intentId) return factsOf(sessionId, page, null, [], []);
        const about = { payment_intent: intentId, limit: LIST_MAX };
        // The payment last: what is younger than the lists is seen with the next message.
        const refunds = await stripe.refunds.list(about);
        const disputes = await stripe.disputes.list(about);
        const intent = await stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] });
        return factsOf(sessionId, page, intent, refunds.data, disputes.data);
      }),
    sessionOf: (intent) =>
      call(1, async (stripe) => {
        const { metadata } = await stripe.paymentIntents.retrieve(intent);
        const mark = metadata[SESSION_MARK];
        return isId(mark) ? mark : null;
      }),
    refund: ({ refundId, intent, amountMinor, currency }) =>
      call(0, async (stripe) => {
        // Keys are forgotten after a day, and this may be asked again after weeks: what is there already is not made again.
        const made = await stripe.refunds.list({ payment_intent: intent, limit: LIST_MAX });
        const mine = made.data.find(({ metadata }) => metadata?.[REFUND_MARK] === refundId);
        if (mine) return { taken: true, reference: mine.id };
        try {
          const refund = await stripe.refunds.create(
            {
              payment_intent: intent,
              amount: sentAmount(amountMinor, currency),
              metadata: { [REFUND_MARK]: refundId },
            },
            { idempotencyKey: `refund-${refundId}` },
          );
          return { taken: true, reference: refund.id };
        } catch (error) {
          if (error instanceof Stripe.errors.StripeInvalidRequestError)
            return { taken: false, reason: error.code ?? 'refused' };
          throw error;
        }
      }),
  };
}

/**
 * Reads a message that claims to come from the provider: signed over the raw bytes with the tenant's own secret, within
 * five minutes.
 * @returns null when the signature is wrong, old or missing
 */
export function readStripeEvent(
  raw: Buffer,
  signature: string,
  secret: string,
  now: Instant,
): ProviderEvent | null {
  try {
    const event = Stripe.webhooks.constructEvent(
      raw,
      signature,
      secret,
      Stripe.webhooks.DEFAULT_TOLERANCE,
      undefined,
      Date.parse(now),
    );
    return eventOf(event);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return null;
    throw error;
  }
}

/** Fields that tell of the invoice, by their spelling in a form, and what is said in their place; null for nothing. */
type Stays = Readonly<Record<string, string | null>>;

function ofTheInvoice({ locale, paidUrl, cancelledUrl }: PageWanted): Stays {
  return {
    'payment_intent_data[description]': null,
    'line_items[0][price_data][product_data][name]': say(payWords, asLocale(locale), 'pay.plain'),
    success_url: new URL('/', paidUrl).href,
    cancel_url: new URL('/', cancelledUrl).href,
  };
}

/** The form that the SDK wrote, field by field: amounts and references are needed, what tells of an invoice may stay here. */
function fieldsOf(form: string, stays: Stays): Fields {
  return Object.fromEntries(
    [...new URLSearchParams(form)].map(([name, value]) => {
      const instead = stays[name];
      if (instead === undefined) return [name, { value, category: 'card-token' as const }];
      const field = { value, category: 'invoice' as const, strippable: true };
      return [name, instead === null ? field : { ...field, instead }];
    }),
  );
}

/** A `fetch` for the SDK. The door's refusal becomes an answer, because the SDK would try again what cannot change. */
function throughTheDoor(
  egress: Pick<Egress, 'fetch'>,
  tenantId: Id,
  stays: Stays,
  refused: (error: EgressRefused) => void,
): (
  url: string,
  init: { method: string; headers: HeadersInit; body?: string; signal?: AbortSignal },
) => Promise<Response> {
  return async (url, { method, headers, body, signal }) => {
    const sent: Record<string, string> = {};
    new Headers(headers).forEach((value, name) => {
      // What the SDK tells about this machine is nobody's business.
      if (!/^(x-stripe-client-.*|user-agent|content-length)$/i.test(name)) sent[name] = value;
    });
    try {
      return await egress.fetch(url, {
        purpose: 'billing.cards',
        recipient: { kind: 'processor', id: STRIPE.id },
        // References of payments. The number of an invoice leads to its customer for whoever has the books, so it is said apart.
        categories: ['card-token'],
        tenantId,
        method: method as 'GET' | 'POST',
        headers: sent,
        ...(body === undefined || method === 'GET'
          ? {}
          : { fields: fieldsOf(body, stays), form: 'form' as const }),
        timeoutMs: TIMEOUT_MS,
        maxBytes: ANSWER_BYTES_MAX,
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (!(error instanceof EgressRefused)) throw error;
      refused(error);
      return new Response(JSON.stringify({ error: { type: 'api_error', message: error.message } }), {
        status: 403,
        headers: { 'stripe-should-retry': 'false' },
      });
    }
  };
}

function awayBecause(error: unknown, refused: EgressRefused | undefined): unknown {
  if (refused) return new ProviderAway('unregistered', refused.message, { cause: refused });
  if (error instanceof EgressFailed) return new ProviderAway('no_answer', error.message, { cause: error });
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const { statusCode, code, type, message } = error;
  // The provider repeats parts of what it was sent: of its words only the code is kept.
  const said = `${statusCode ?? 'no answer'} ${code ?? type}`;
  if (
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError
  )
    return new ProviderAway('keys', said);
  if (error instanceof Stripe.errors.StripeInvalidRequestError) return new ProviderAway('refused', said);
  // Too many at once, a conflict of keys, a fault of the provider, a line that broke.
  return new ProviderAway('no_answer', statusCode === undefined ? message : said, { cause: error });
}

function idOf(thing: string | { readonly id: string } | null): string | null {
  return typeof thing === 'object' && thing !== null ? thing.id : thing;
}
