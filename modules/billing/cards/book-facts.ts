import { dayIn, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import { minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { chargeBack } from '../give-back.ts';
import { lockCustomer, openOf } from '../ledger.ts';
import { recordPayment } from '../record-payment.ts';
import { bookDeskRefund, returnRefund } from './refund-books.ts';
import { decideSteps, paidFact, type CardFacts, type Known, type ParkedBecause, type Step } from './rules.ts';
import { changeSession, findSession, invoiceOf, type CardSession, type CardTables } from './store.ts';

/**
 * Books what the provider says of one page and is not booked yet, in the given transaction: the bookings and the note that
 * they are made are one. Payments of one customer wait for each other, so two messages about the same payment, or a
 * message and somebody at the keyboard, never book on the same state.
 *
 * @throws Error when a booking that the rules let through is refused (a bug); then nothing of it is booked
 */
export async function bookFacts(tx: Tx, caller: Caller, facts: CardFacts): Promise<void> {
  const seen = await findSession(tx, facts.sessionId);
  if (!seen) return;
  const invoice = await invoiceOf(tx, seen.invoice_id);
  if (!invoice) throw new Error(`the invoice of card session ${seen.id} is missing`);
  await lockCustomer(tx, invoice.customer_id);
  // Read again: whoever held the lock may have changed it.
  const session = (await findSession(tx, seen.id))!;
  await followPage(tx, session, facts);
  for (const step of decideSteps(facts, await knownOf(tx, session, facts)))
    await take(tx, caller, session, facts, step);
}

async function followPage(tx: Tx, session: CardSession, facts: CardFacts): Promise<void> {
  const state = facts.page === 'open' ? session.state : facts.page;
  // An older look at the page does not open it again.
  const moved = session.state === 'open' || session.state === 'asked' ? state : session.state;
  if (moved === session.state && (session.intent ?? facts.intent) === session.intent) return;
  await changeSession(tx, session.id, {
    state: moved,
    intent: session.intent ?? facts.intent,
    ...(moved === 'paid' || moved === 'ended' ? { url: null } : {}),
  });
}

async function knownOf(tx: Tx, session: CardSession, facts: CardFacts): Promise<Known> {
  const tables = tx.tables<CardTables>();
  const booked = await tables
    .selectFrom('card_booking')
    .select(['fact', 'kind', 'payment_id'])
    .where('tenant_id', '=', tx.tenantId)
    .where('session_id', '=', session.id)
    .execute();
  const parked = await tables
    .selectFrom('card_parked')
    .select('fact')
    .where('tenant_id', '=', tx.tenantId)
    .where('session_id', '=', session.id)
    .execute();
  const refunds = await tables
    .selectFrom('card_refund')
    .select(['refund_id', 'reference', 'state'])
    .where('tenant_id', '=', tx.tenantId)
    .where('session_id', '=', session.id)
    .execute();
  const paymentId = booked.find(({ fact }) => facts.intent && fact === paidFact(facts.intent))?.payment_id;
  const takenBack = paymentId && (await takenBackOf(tx, paymentId));
  return {
    amountMinor: session.amount_minor,
    currency: session.currency,
    openMinor: (await openOf(tx, [session.invoice_id])).get(session.invoice_id) ?? 0n,
    booked: new Set(booked.map(({ fact }) => fact)),
    parked: new Set(parked.map(({ fact }) => fact)),
    refunds: new Map(
      refunds.flatMap(({ refund_id: id, reference, state }) => [
        [id, state] as const,
        ...(reference === null ? [] : [[reference, state] as const]),
      ]),
    ),
    takenBackMinor: takenBack ?? 0n,
  };
}

async function takenBackOf(tx: Tx, paymentId: Id): Promise<bigint> {
  const row = await tx
    .tables<CardTables>()
    .selectFrom('charge_back as c')
    .innerJoin('payment as p', (join) =>
      join.onRef('p.tenant_id', '=', 'c.tenant_id').onRef('p.id', '=', 'c.payment_id'),
    )
    .select((e) => e.fn.coalesce('c.amount_minor', 'p.amount_minor').as('taken'))
    .where('c.tenant_id', '=', tx.tenantId)
    .where('p.tenant_id', '=', tx.tenantId)
    .where('c.payment_id', '=', paymentId)
    .executeTakeFirst();
  return row?.taken ?? 0n;
}

async function take(
  tx: Tx,
  caller: Caller,
  session: CardSession,
  facts: CardFacts,
  step: Step,
): Promise<void> {
  switch (step.do) {
    case 'pay':
      return pay(tx, caller, session, step.fact, step.paid, false);
    case 'park':
      return park(tx, caller, session, step);
    case 'note-refund':
      return noteRefund(tx, caller, session, step);
    case 'book-refund': {
      const paymentId = await paymentOf(tx, paidFact(facts.intent!));
      const booked = await bookDeskRefund(
        tx,
        caller,
        session,
        paymentId,
        step.refund,
        dayOf(caller, step.refund.at),
      );
      if (booked) return note(tx, caller, session, step.fact, 'refund', paymentId);
      const { amountMinor, currency } = step.refund;
      return park(tx, caller, session, { ...step, because: 'card_refund_elsewhere', amountMinor, currency });
    }
    case 'return-refund':
      return returnRefund(tx, caller, session, step.refund);
    case 'charge-back': {
      const paymentId = await paymentOf(tx, paidFact(facts.intent!));
      const { amountMinor, feeMinor, reason, currency } = step.dispute;
      must(
        await chargeBack(tx, caller, paymentId, {
          bookedOn: dayOf(caller, step.dispute.at),
          reason: `${step.dispute.reference} ${reason}`,
          fee: formatAmount(minor(feeMinor), currency),
          amountMinor: minor(amountMinor),
        }),
      );
      return note(tx, caller, session, step.fact, 'charge-back', paymentId);
    }
    case 'win': {
      const { amountMinor, currency, reference, at } = step.dispute;
      const won = must(
        await recordPayment(tx, caller, session.invoice_id, {
          amount: formatAmount(minor(amountMinor), currency),
          receivedOn: dayOf(caller, at),
          method: 'card',
          reference,
          mayExceed: true,
        }),
      );
      return note(tx, caller, session, step.fact, 'won', won.paymentId);
    }
  }
}

/** Books the payment itself. @param mayExceed a person has said that more than is open stays in the customer's favour */
export async function pay(
  tx: Tx,
  caller: Caller,
  session: CardSession,
  fact: string,
  paid: NonNullable<CardFacts['paid']>,
  mayExceed: boolean,
): Promise<void> {
  const { paymentId } = must(
    await recordPayment(tx, caller, session.invoice_id, {
      amount: formatAmount(minor(paid.amountMinor), paid.currency),
      receivedOn: dayOf(caller, paid.at),
      method: 'card',
      reference: fact.slice(0, fact.indexOf(':')),
      mayExceed,
    }),
  );
  await note(tx, caller, session, fact, 'payment', paymentId, paid);
}

async function note(
  tx: Tx,
  caller: Caller,
  session: CardSession,
  fact: string,
  kind: CardTables['card_booking']['kind'],
  paymentId: Id,
  card: { readonly brand: string; readonly last4: string } = { brand: '', last4: '' },
): Promise<void> {
  await tx
    .tables<CardTables>()
    .insertInto('card_booking')
    .values({
      tenant_id: tx.tenantId,
      fact,
      session_id: session.id,
      kind,
      payment_id: paymentId,
      brand: card.brand,
      last4: card.last4,
      booked_at: caller.now,
    })
    .execute();
}

async function park(
  tx: Tx,
  caller: Caller,
  session: CardSession,
  what: { fact: string; because: ParkedBecause; amountMinor: bigint; currency: string },
): Promise<void> {
  await tx
    .tables<CardTables>()
    .insertInto('card_parked')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      fact: what.fact,
      session_id: session.id,
      why: what.because,
      amount_minor: minor(what.amountMinor),
      currency: what.currency,
      noticed_at: caller.now,
      outcome: null,
      done_at: null,
    } as never)
    .execute();
  await publish(tx, caller, 'card-parked.noticed', session.invoice_id, { because: what.because });
}

async function noteRefund(
  tx: Tx,
  caller: Caller,
  session: CardSession,
  { refundId, refund }: Extract<Step, { do: 'note-refund' }>,
): Promise<void> {
  await tx
    .tables<CardTables>()
    .updateTable('card_refund')
    .set({ state: refund.state, reference: refund.reference, reason: '', changed_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('refund_id', '=', refundId)
    .execute();
  await publish(tx, caller, `invoice.refund-${refund.state}`, session.invoice_id);
}

async function paymentOf(tx: Tx, fact: string): Promise<Id> {
  const { payment_id: id } = await tx
    .tables<CardTables>()
    .selectFrom('card_booking')
    .select('payment_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('fact', '=', fact)
    .executeTakeFirstOrThrow();
  return id;
}

/** The day on the tenant's wall; the provider's clock may be ahead of ours, and nothing is booked in the future. */
function dayOf(caller: Caller, at: Instant): Day {
  const day = dayIn(caller.zone, at);
  return day > caller.today ? caller.today : day;
}
