import type { Id } from '#domain/kernel/ids.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import type { Quote } from '#domain/policy/cancellation/quote.ts';
import {
  accountDues,
  cameByCard,
  creditService,
  refundPayment,
  reverseCredits,
  serviceFacts,
  setOffDues,
} from '#modules/billing/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import { queueJob } from '#platform/jobs/job.ts';
import { CARE_JOB } from '../apply-event.ts';
import { askedDues } from '../case-facts.ts';
import {
  changePayout,
  dutiesOf,
  payoutsOf,
  type CancellationTables,
  type CaseRow,
  type Desk,
} from '../store.ts';
import { given, type Tried } from './tried.ts';

interface Note {
  readonly id: Id;
  readonly number: string;
  readonly invoiceId: Id;
  readonly gross: string;
}

/**
 * Gives back what the quote says, not a cent that it does not: credit notes dated on the last day, what the customer
 * accepted to be taken from them for its dues, and a payout for each payment that it goes back to. Cards are asked after
 * the commit, by the booking's own id; anything else waits for a run of transfers or a person.
 * @see clauses C-3, C-4
 */
export async function creditAndPayOut(desk: Desk, row: CaseRow, quote: Quote, seq: number): Promise<Tried> {
  const { tx, caller } = desk;
  const subscriptionId = row.subscription_id!;
  const lastOn = quote.effectiveOn ?? row.state.plan!.lastOn;
  const issued = given(
    await creditService(tx, caller, subscriptionId, {
      lastOn,
      lines: quote.refund.lines.map(({ id, unusedDays, days, netMinor }) => ({
        ...{ lineId: id, unusedDays, days, netMinor },
      })),
    }),
  );
  const notes: Note[] = issued.map(({ id, number, invoiceId, grossMinor }) => ({
    ...{ id, number, invoiceId, gross: `${grossMinor}` },
  }));
  const itemIds = [...new Set(notes.map(({ invoiceId }) => invoiceId))];
  const asked = askedDues(row);
  if (quote.setOffMinor > 0n && asked) {
    const dueIds = (await accountDues(tx, asked, caller.today)).map(({ invoiceId }) => invoiceId);
    given(
      await setOffDues(tx, { ...caller, today: lastOn }, { itemIds, dueIds, mostMinor: quote.setOffMinor }),
    );
  }
  await payOut(desk, row, { quote, seq, itemIds, notes });
  await queueJob(tx, CARE_JOB, {}, { key: CARE_JOB.name });
  return { done: { notes } };
}

/** One payout per payment and credited invoice: a payment's own invoice first, then what the others left in favour. */
async function payOut(
  desk: Desk,
  row: CaseRow,
  given: {
    readonly quote: Quote;
    readonly seq: number;
    readonly itemIds: readonly Id[];
    readonly notes: readonly Note[];
  },
): Promise<void> {
  const { tx, caller } = desk;
  const found = await serviceFacts(tx, caller, row.subscription_id!);
  const payments = found.ok ? found.value.payments : [];
  const left = new Map<Id, bigint>();
  for (const { invoiceId, gross } of given.notes)
    left.set(invoiceId, (left.get(invoiceId) ?? 0n) + BigInt(gross));
  for (const { payment: paymentId, amountMinor } of given.quote.payouts) {
    const payment = payments.find(({ id }) => id === paymentId);
    const own = given.itemIds.filter((id) => id === payment?.invoiceId);
    const items = [...own, ...given.itemIds.filter((id) => !own.includes(id))];
    let rest: bigint = amountMinor;
    for (const itemId of items) {
      const there = left.get(itemId) ?? 0n;
      const part = there < rest ? there : rest;
      if (part <= 0n) continue;
      rest -= part;
      left.set(itemId, there - part);
      await savePayout(desk, row, {
        ...{ seq: given.seq, itemId, paymentId, method: payment?.method ?? 'bank' },
        amountMinor: minor(part),
      });
    }
  }
}

async function savePayout(
  desk: Desk,
  row: CaseRow,
  payout: {
    readonly seq: number;
    readonly itemId: Id;
    readonly paymentId: Id;
    readonly method: 'bank' | 'cash' | 'card';
    readonly amountMinor: Minor;
  },
): Promise<void> {
  const { tx, caller } = desk;
  const { seq, itemId, paymentId, method, amountMinor } = payout;
  const id = idAt(caller.now);
  const saved = await tx
    .tables<CancellationTables>()
    .insertInto('refund_payout')
    .values({
      ...{ tenant_id: tx.tenantId, id, case_id: row.id, item_id: itemId, payment_id: paymentId, method },
      idempotency_key: `${seq}:${itemId}:${paymentId}`,
      amount_minor: amountMinor,
      ...{ state: 'due', refund_id: null, reference: '', due_at: caller.now, changed_at: caller.now },
    })
    .onConflict((c) => c.columns(['tenant_id', 'case_id', 'idempotency_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!saved || method !== 'card' || !(await cameByCard(tx, paymentId))) return;
  const refundId = await refundPayment(tx, caller, {
    ...{ itemId, paymentId, amountMinor, method, paidOn: caller.today },
    reference: '',
  });
  if (refundId)
    await changePayout(tx, id, { state: 'initiated', refund_id: refundId, changed_at: caller.now });
}

/**
 * Reverses what was issued at an end that did not count: payouts that wait are stopped, the credit notes are reversed by an
 * invoice, and what had gone out already is open of it.
 * @see clause C-1 (withdrawal that was read late)
 */
export async function reverseCredit(desk: Desk, row: CaseRow): Promise<Tried> {
  const { tx, caller } = desk;
  for (const payout of await payoutsOf(tx, row.id))
    if (payout.state === 'due' || payout.state === 'failed')
      await changePayout(tx, payout.id, { state: 'stopped', changed_at: caller.now });
  const duties = await dutiesOf(tx, row.id);
  const reversed = new Set(
    duties.flatMap(({ effect, outcome }) =>
      effect.kind === 'reverse_credit' ? ((outcome as { creditNoteIds?: Id[] }).creditNoteIds ?? []) : [],
    ),
  );
  const creditNoteIds = duties.flatMap(({ effect, state, outcome }) =>
    effect.kind === 'credit' && state === 'done'
      ? (outcome as { notes: Note[] }).notes.map(({ id }) => id).filter((id) => !reversed.has(id))
      : [],
  );
  const again = given(await reverseCredits(tx, caller, row.subscription_id!, creditNoteIds));
  return { done: { creditNoteIds, invoiceId: again?.invoiceId ?? null } };
}
