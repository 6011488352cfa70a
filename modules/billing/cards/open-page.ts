import { addMinutes, dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { lockCustomer, openOf } from '../ledger.ts';
import { invoiceNumber, payableOf, type BillingTables } from '../store.ts';
import { providerOf } from './account.ts';
import { followNow, queueFollow } from './follow-page.ts';
import { payLink, payPath } from './pay-link.ts';
import { ProviderAway, type CardProvider, type PageWanted } from './provider.ts';
import { askedAmount } from './rules.ts';
import { changeSession, invoiceOf, payableSession, type CardSession, type CardTables } from './store.ts';

/** How long a page can be paid on; the shortest that the provider takes is half an hour. */
const PAGE_MINUTES = 60;
/** A page that ends sooner is not handed out any more: nobody shall be thrown out while typing. */
const LEFT_MINUTES = 10;
/** First look at a page whose messages may never come. */
const LOOK_MINUTES = 20;
/** After this the provider would find the time of a page that it has not made yet too short. */
const ASKED_MINUTES = 25;
const ROUNDS_MAX = 4;

export type PageRefusal =
  | { code: 'invoice_unknown' }
  | { code: 'card_nothing_open' }
  | { code: 'card_provider_away'; why: ProviderAway['why'] };

/** What can be paid of an invoice by card now, in minor units of its currency; 0 when nothing is open. */
export async function payableNow(
  tx: Tx,
  invoice: BillingTables['invoice'],
  today: Caller['today'],
): Promise<bigint> {
  const openMinor = (await openOf(tx, [invoice.id])).get(invoice.id) ?? 0n;
  if (openMinor <= 0n) return 0n;
  const offer = invoice.discount && {
    until: invoice.discount.until,
    amountMinor: BigInt(invoice.discount.amountMinor),
  };
  return askedAmount(openMinor, payableOf(invoice), offer, today);
}

/**
 * The address of the provider's page for what is open of an invoice. There is at most one such page at a time, whoever
 * asks and how often: a hundred people who pay the same invoice meet on it, and it can be paid once. When the amount has
 * changed, the older page is ended first, and what was paid on it meanwhile is booked.
 */
export async function openPage(
  context: AppContext,
  tenantId: Id,
  invoiceId: Id,
): Promise<Result<{ url: string }, PageRefusal & Refusal>> {
  try {
    const provider = await providerOf(context, tenantId);
    for (let round = 0; round < ROUNDS_MAX; round++) {
      // Before the transaction: whoever holds a connection must not wait for another one.
      const caller = systemCaller(await context.tenantFacts(tenantId), context.clock, 'public:pay');
      const found = await context.db.inTenant(tenantId, (tx) => findOrBegin(tx, caller, invoiceId));
      if (!found.ok) return found;
      const { session, wanted, outdated } = found.value;
      if (outdated) await endOlder(context, tenantId, provider, session, wanted(context.publicUrl));
      else if (session.url !== null) return ok({ url: session.url });
      else return ok({ url: await begin(context, tenantId, provider, session, wanted(context.publicUrl)) });
    }
    return refuse({ code: 'card_provider_away', why: 'no_answer' });
  } catch (error) {
    if (!(error instanceof ProviderAway)) throw error;
    context.log.warn({ why: error.why, tenantId, err: error }, 'the card provider could not be used');
    return refuse({ code: 'card_provider_away', why: error.why });
  }
}

interface Found {
  readonly session: CardSession;
  readonly outdated: boolean;
  /** what the provider is told: made of what is stored alone, so that a repeat is the same word for word */
  wanted(publicUrl: string): PageWanted;
}

async function findOrBegin(tx: Tx, caller: Caller, invoiceId: Id): Promise<Result<Found, PageRefusal>> {
  const invoice = await invoiceOf(tx, invoiceId);
  if (!invoice) return refuse({ code: 'invoice_unknown' });
  await lockCustomer(tx, invoice.customer_id);
  const amountMinor = await payableNow(tx, invoice, caller.today);
  const there = await payableSession(tx, invoiceId);
  const wantedFor = (session: CardSession) => (publicUrl: string) =>
    pageOf(session, invoice, caller, publicUrl);
  if (there) {
    const outdated =
      there.amount_minor !== amountMinor ||
      there.expires_at <= addMinutes(caller.now, LEFT_MINUTES) ||
      (there.state === 'asked' && there.made_at <= addMinutes(caller.now, -ASKED_MINUTES));
    return ok({ session: there, outdated, wanted: wantedFor(there) });
  }
  if (amountMinor <= 0n) return refuse({ code: 'card_nothing_open' });
  const session: CardSession = {
    tenant_id: tx.tenantId,
    id: idAt(caller.now),
    invoice_id: invoiceId,
    amount_minor: minor(amountMinor),
    currency: invoice.currency,
    state: 'asked',
    reference: null,
    intent: null,
    url: null,
    made_at: caller.now,
    expires_at: addMinutes(caller.now, PAGE_MINUTES),
  };
  await tx.tables<CardTables>().insertInto('card_session').values(session).execute();
  await queueFollow(tx, { sessionId: session.id }, PAGE_MINUTES);
  return ok({ session, outdated: false, wanted: wantedFor(session) });
}

function pageOf(
  session: CardSession,
  invoice: BillingTables['invoice'],
  caller: Caller,
  publicUrl: string,
): PageWanted {
  const from = dayIn(caller.zone, session.made_at);
  const back = `${publicUrl}${payPath(payLink(caller.tenantId, invoice.id, from))}`;
  return {
    sessionId: session.id,
    amountMinor: session.amount_minor,
    currency: session.currency,
    title: invoiceNumber(invoice),
    locale: invoice.recipient.locale,
    paidUrl: `${back}/back`,
    cancelledUrl: `${back}/cancelled`,
    expiresAt: session.expires_at,
  };
}

/** Asks for the page and keeps its address. Whoever asks at the same time gets the same one. */
async function begin(
  { db }: AppContext,
  tenantId: Id,
  provider: CardProvider,
  session: CardSession,
  wanted: PageWanted,
): Promise<string> {
  try {
    const page = await provider.openPage(wanted);
    await db.inTenant(tenantId, async (tx) => {
      await tx
        .tables<CardTables>()
        .updateTable('card_session')
        .set({ state: 'open', reference: page.reference, url: page.url })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', session.id)
        .where('state', '=', 'asked')
        .execute();
      await queueFollow(tx, { sessionId: session.id }, LOOK_MINUTES);
    });
    return page.url;
  } catch (error) {
    // Understood and said no: there is no page, and there will be none for these words.
    if (error instanceof ProviderAway && error.why === 'refused')
      await db.inTenant(tenantId, (tx) => changeSession(tx, session.id, { state: 'ended' }));
    throw error;
  }
}

/** Nobody shall pay on the older page any more; what somebody paid there just now is booked. */
async function endOlder(
  context: AppContext,
  tenantId: Id,
  provider: CardProvider,
  session: CardSession,
  wanted: PageWanted,
): Promise<void> {
  if (session.expires_at <= context.clock.now() && session.reference === null) {
    await context.db.inTenant(tenantId, (tx) => changeSession(tx, session.id, { state: 'ended' }));
    return;
  }
  // Asked for and never answered: the same words under the same key tell which page it is.
  if (session.reference === null) {
    try {
      await begin(context, tenantId, provider, session, wanted);
    } catch (error) {
      if (error instanceof ProviderAway && error.why === 'refused') return;
      throw error;
    }
  }
  const { reference } =
    (await context.db.inTenant(tenantId, (tx) => payableSession(tx, session.invoice_id))) ?? {};
  if (reference) await provider.endPage(reference);
  await followNow(context, tenantId, session.id);
}
