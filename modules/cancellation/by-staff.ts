import type { Day, Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { contactMay, contactsOf, listPeopleAs } from '#modules/accounts/api.ts';
import { refundPayment, serviceFacts } from '#modules/billing/api.ts';
import { decideApproval } from '#modules/policy/api.ts';
import { queueJob } from '#platform/jobs/job.ts';
import { applyEvent, CARE_JOB, DUTIES_JOB } from './apply-event.ts';
import { setDuty } from './duties/do-duty.ts';
import { openCase, type Opened } from './open-case.ts';
import { plannedQuote } from './planned-quote.ts';
import { settleNow } from './settle-now.ts';
import { changePayout, dutiesOf, loadCase, payoutsOf, type CancellationTables, type Desk } from './store.ts';

/** A moment that somebody enters lies in the past. */
export function arrivalOf(desk: Desk, receivedAt: Instant | undefined): Result<Instant, Refusal> {
  const { now } = desk.caller;
  return receivedAt !== undefined && receivedAt > now
    ? refuse({ code: 'cancellation_received_later', field: 'receivedAt', value: receivedAt })
    : ok(receivedAt ?? now);
}

/** A request that staff writes down, judged as a mail from that person would be. @see clause C-1 */
export async function enterRequest(
  desk: Desk,
  given: {
    readonly subscriptionId: Id;
    readonly email: string;
    readonly receivedAt?: Instant | undefined;
    readonly on: Day | null;
    readonly said: string;
  },
): Promise<Result<Opened, Refusal>> {
  const { tx, caller } = desk;
  const at = arrivalOf(desk, given.receivedAt);
  if (!at.ok) return at;
  const facts = await serviceFacts(tx, caller, given.subscriptionId);
  if (!facts.ok) return facts;
  const { customerId } = facts.value;
  const may = await contactMay(tx, customerId, given.email, 'may-cancel');
  const contact = (await contactsOf(tx, customerId)).find(({ email }) => email === given.email.toLowerCase());
  return openCase(desk, {
    ...{ channel: 'staff', messageId: null, mailId: null, sender: given.email, said: given.said },
    locale: contact?.locale ?? caller.locale,
    receivedAt: at.value,
    askedOn: given.on,
    judged: may
      ? { as: 'contact', customerId }
      : { as: 'unverified', customerId, why: contact ? 'contact_without_right' : 'unknown_sender' },
    subscriptions: [given.subscriptionId],
  });
}

/**
 * Lets the consequence of short notice pass. The first person proposes it; a second one lets it count, or the first after
 * a wait and signing in again, where the operator is one person.
 * @see clauses C-2 (goodwill), decision 19
 */
export async function waiveNotice(desk: Desk, caseId: Id, reason: string): Promise<Result<null, Refusal>> {
  const { tx, caller } = desk;
  const found = await loadCase(tx, caseId);
  if (!found.ok) return found;
  const { state } = found.value;
  if (!state.plan || state.waived || plannedQuote(state).eligible)
    return refuse({ code: 'waiver_not_needed' });
  const tables = tx.tables<CancellationTables>();
  const asked = await tables
    .selectFrom('case_waiver')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst();
  if (!asked) {
    await tables
      .insertInto('case_waiver')
      .values({
        ...{ tenant_id: tx.tenantId, case_id: caseId, reason, asked_by: caller.actor },
        ...{ asked_name: caller.name, asked_at: caller.now },
        ...{ decided_by: null, decided_name: null, decided_at: null },
      })
      .execute();
    return ok(null);
  }
  const people = await listPeopleAs(tx, 'operator');
  const others = people.filter(({ loginId }) => loginId !== caller.loginId).length;
  const decided = decideApproval(
    { author: asked.asked_by, submittedAt: asked.asked_at },
    { actor: caller.actor, provenAt: caller.session?.provenAt ?? null },
    caller.now,
    state.values['operator.soloWaitHours'],
    others,
  );
  if (!decided.ok) return decided;
  await tables
    .updateTable('case_waiver')
    .set({ decided_by: caller.actor, decided_name: caller.name, decided_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('case_id', '=', caseId)
    .execute();
  const waived = await applyEvent(desk, caseId, { kind: 'waived' }, `${asked.reason} · ${reason}`);
  if (!waived.ok) return waived;
  await settleNow(desk, caseId);
  return ok(null);
}

/** A part of a refund that went out by hand. It is booked, and never more than is open in the customer's favour. */
export async function payByHand(
  desk: Desk,
  caseId: Id,
  given: { readonly payoutId: Id; readonly paidOn: Day; readonly reference: string },
): Promise<Result<null, Refusal>> {
  const { tx, caller } = desk;
  const payout = (await payoutsOf(tx, caseId)).find(({ id }) => id === given.payoutId);
  if (!payout) return refuse({ code: 'payout_unknown' });
  if (payout.state !== 'due' && payout.state !== 'failed')
    return refuse({ code: 'payout_not_open', state: payout.state });
  if (given.paidOn > caller.today)
    return refuse({ code: 'payment_in_future', field: 'paidOn', value: given.paidOn });
  const refundId = await refundPayment(tx, caller, {
    ...{ itemId: payout.item_id, paymentId: payout.payment_id, amountMinor: payout.amount_minor },
    method: payout.method === 'cash' ? 'cash' : 'bank',
    ...{ paidOn: given.paidOn, reference: given.reference },
  });
  if (!refundId) return refuse({ code: 'nothing_in_favour' });
  await changePayout(tx, payout.id, {
    ...{ state: 'paid', refund_id: refundId, reference: given.reference, changed_at: caller.now },
  });
  await queueJob(tx, CARE_JOB, {}, { key: CARE_JOB.name });
  return ok(null);
}

/** What was refused is tried again; a task that a person has dealt with is done. */
export async function retryDuties(
  desk: Desk,
  caseId: Id,
  done: { readonly seq: number; readonly no: number } | null,
): Promise<Result<null, Refusal>> {
  const { tx, caller } = desk;
  const duties = await dutiesOf(tx, caseId);
  if (done) {
    const task = duties.find((one) => one.seq === done.seq && one.no === done.no);
    if (task?.effect.kind !== 'task') return refuse({ code: 'duty_unknown' });
    await setDuty(desk, task, {
      ...{ state: 'done', why: '', outcome: JSON.stringify({ by: caller.name }), done_at: caller.now },
    });
  }
  for (const duty of duties.filter(({ state }) => state === 'refused'))
    await setDuty(desk, duty, { state: 'waiting', why: '' });
  await queueJob(tx, DUTIES_JOB, { caseId }, { queue: `cancellation:${caseId}` });
  return ok(null);
}
