import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { lockCustomer } from '../ledger.ts';
import { pay } from './book-facts.ts';
import { queueFollow } from './follow-page.ts';
import type { ParkedBecause } from './rules.ts';
import { findSession, invoiceOf, type CardTables } from './store.ts';

type Parked = CardTables['card_parked'];

/** Whether a person's yes is enough. A payment in another currency is none of this invoice. */
export function isBookable(why: ParkedBecause): boolean {
  return why === 'card_amount_other' || why === 'card_above_open' || why === 'card_refund_elsewhere';
}

/**
 * A person says that a parked payment is meant: it is booked as it came, and what is more than open stays in the
 * customer's favour. A refund of the provider's desk is looked at once more, for now there may be a credit note.
 */
export async function bookParked(tx: Tx, caller: Caller, parkedId: Id): Promise<Result<Id, Refusal>> {
  const found = await findWaiting(tx, parkedId);
  if (!found.ok) return found;
  const parked = found.value;
  if (!isBookable(parked.why)) return refuse({ code: 'parked_not_bookable' });
  const session = (await findSession(tx, parked.session_id))!;
  if (parked.why === 'card_refund_elsewhere') {
    // Taken off the shelf: the next look decides anew, and parks it again if it still means nothing.
    await tx
      .tables<CardTables>()
      .updateTable('card_parked')
      .set({ fact: `${parked.fact}:${parked.id}` })
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', parkedId)
      .execute();
  } else
    await pay(
      tx,
      caller,
      session,
      parked.fact,
      {
        amountMinor: parked.amount_minor,
        currency: parked.currency,
        at: parked.noticed_at,
        brand: '',
        last4: '',
      },
      true,
    );
  await finish(tx, caller, parkedId, 'booked', '');
  await queueFollow(tx, { sessionId: session.id });
  return ok(session.invoice_id);
}

/** It is dealt with elsewhere, and never booked here. */
export async function setAsideParked(
  tx: Tx,
  caller: Caller,
  parkedId: Id,
  reason: string,
): Promise<Result<Id, Refusal>> {
  const found = await findWaiting(tx, parkedId);
  if (!found.ok) return found;
  await finish(tx, caller, parkedId, 'set_aside', reason);
  const session = (await findSession(tx, found.value.session_id))!;
  await publish(tx, caller, 'card-parked.set-aside', session.invoice_id, { reason });
  return ok(session.invoice_id);
}

/** What nobody has decided on; whoever decides first is alone with the customer's books. */
async function findWaiting(tx: Tx, parkedId: Id): Promise<Result<Parked, Refusal>> {
  const load = () =>
    tx
      .tables<CardTables>()
      .selectFrom('card_parked')
      .selectAll()
      .where('tenant_id', '=', tx.tenantId)
      .where('id', '=', parkedId)
      .executeTakeFirst();
  const seen = await load();
  if (!seen) return refuse({ code: 'parked_unknown' });
  const session = (await findSession(tx, seen.session_id))!;
  const invoice = (await invoiceOf(tx, session.invoice_id))!;
  await lockCustomer(tx, invoice.customer_id);
  const parked = (await load())!;
  return parked.outcome === null ? ok(parked) : refuse({ code: 'parked_done' });
}

async function finish(
  tx: Tx,
  caller: Caller,
  parkedId: Id,
  outcome: NonNullable<Parked['outcome']>,
  reason: string,
): Promise<void> {
  await tx
    .tables<CardTables>()
    .updateTable('card_parked')
    .set({ outcome, reason, actor_name: caller.name, done_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', parkedId)
    .execute();
}
