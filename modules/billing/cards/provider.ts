import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { CardFacts } from './rules.ts';

/** A page on which one amount can be paid. */
export interface PageWanted {
  /** ours; asked for again with it, the provider answers with the same page */
  readonly sessionId: Id;
  /** minor units of the currency, zero decimals included */
  readonly amountMinor: bigint;
  /** ISO 4217 */
  readonly currency: string;
  /** number of the invoice: what the page says is paid for */
  readonly title: string;
  readonly locale: string;
  readonly paidUrl: string;
  readonly cancelledUrl: string;
  readonly expiresAt: Instant;
}

export interface RefundWanted {
  /** ours; asked for again with it, nothing is given back twice */
  readonly refundId: Id;
  readonly intent: string;
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** What a message of the provider is about. Nothing else of it is believed: the state is asked for. */
export interface ProviderEvent {
  /** unique with the provider */
  readonly id: string;
  readonly kind: string;
  /** null: a kind that says nothing about payments */
  readonly about: {
    readonly sessionId: Id | null;
    readonly reference: string | null;
    readonly intent: string | null;
  } | null;
}

/**
 * A payment provider that takes cards on a page of its own. Bank transfer needs none and stays the default; whoever adds
 * another provider implements this and nothing else.
 *
 * Every call may throw {@link ProviderAway}; nothing else is thrown but bugs.
 */
export interface CardProvider {
  /** Makes the page, or finds the one that was made for the same session. */
  openPage(wanted: PageWanted): Promise<{ reference: string; url: string; expiresAt: Instant }>;
  /** Ends a page that nobody shall pay on any more. A page that was paid meanwhile, or has ended, stays as it is. */
  endPage(reference: string): Promise<void>;
  /** Everything the provider knows of a page and its payment, now. */
  loadFacts(sessionId: Id, reference: string): Promise<CardFacts>;
  /** Our session of a payment that a message names; null for a payment that others took on the same account. */
  sessionOf(intent: string): Promise<Id | null>;
  /** Gives back to the card that paid. What the provider refuses is an answer, and final. */
  refund(wanted: RefundWanted): Promise<RefundAnswer>;
}

export type RefundAnswer =
  { readonly taken: true; readonly reference: string } | { readonly taken: false; readonly reason: string };

/** Why the provider could not be used now: nothing was decided, the same call can be made again. */
export class ProviderAway extends Error {
  /**
   * `unregistered`: the register of processors lets nothing through to it today · `no_answer`: down, slow, overloaded or
   * unreachable · `keys`: it does not know the key, or the key may not do this · `refused`: it understood and said no
   */
  readonly why: 'unregistered' | 'no_answer' | 'keys' | 'refused';
  constructor(why: ProviderAway['why'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProviderAway';
    this.why = why;
  }
}
