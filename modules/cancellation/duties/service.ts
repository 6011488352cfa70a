import { addDays, type Day, type Instant } from '#domain/kernel/days.ts';
import type { Quote } from '#domain/policy/cancellation/quote.ts';
import { endOf, keepsNotice } from '#domain/policy/notice.ts';
import {
  billToEnd,
  closeService,
  continueService,
  planServiceEnd,
  type EndBefore,
} from '#modules/billing/api.ts';
import {
  askBackup,
  careNow,
  deletionsOf,
  instancesOf,
  planInstanceEnd,
  takeBackInstanceEnd,
} from '#modules/hosting/api.ts';
import { queueJob } from '#platform/jobs/job.ts';
import { CARE_JOB } from '../apply-event.ts';
import { dutiesOf, type CaseRow, type Desk } from '../store.ts';
import { given, type Tried } from './tried.ts';

/** How the subscription was to end before this case planned otherwise: kept with the first plan. */
async function endBefore({ tx }: Desk, row: CaseRow): Promise<EndBefore | null> {
  const first = (await dutiesOf(tx, row.id)).find(
    ({ effect, state }) => effect.kind === 'plan_end' && state === 'done',
  );
  return (first?.outcome as { before?: EndBefore } | undefined)?.before ?? null;
}

/** Renewal stops after the planned day; the last term is billed in part where the notice was kept. @see clause C-2 */
export async function planEnd(desk: Desk, row: CaseRow, quote: Quote): Promise<Tried> {
  const kept = keepsNotice(row.state.values, quote.receivedOn, quote.plannedOn);
  const before = await endBefore(desk, row);
  // After the end there is nothing to plan: what a waiver changes then is the refund.
  if (row.state.name === 'ended') return { done: { before } };
  const was = given(
    await planServiceEnd(desk.tx, desk.caller, row.subscription_id!, {
      on: quote.plannedOn,
      lastTerm: kept ? 'part' : 'whole',
    }),
  );
  return { done: { before: before ?? was } };
}

/** The subscription goes on as if it had never been cancelled. @see clause C-1 (withdrawal) */
export async function undoPlan(desk: Desk, row: CaseRow): Promise<Tried> {
  const before = await endBefore(desk, row);
  if (before) given(await continueService(desk.tx, desk.caller, row.subscription_id!, before));
  return { done: {} };
}

/** @see clause C-4 (final invoice) */
export async function finalInvoice(desk: Desk, row: CaseRow): Promise<Tried> {
  const invoiceIds = given(await billToEnd(desk.tx, desk.caller, row.subscription_id!));
  // What was billed is owed, and its customer hears of it with the next look.
  if (invoiceIds.length > 0) await queueJob(desk.tx, CARE_JOB, {}, { key: CARE_JOB.name });
  return { done: { invoiceIds } };
}

/** The backup of the last day, proven before it counts. @see clause C-5 */
export async function finalBackup(desk: Desk, row: CaseRow): Promise<Tried> {
  const { tx, caller } = desk;
  const operationIds = [];
  for (const { id, state } of await instancesOf(tx, row.subscription_id!))
    if (state === 'open' || state === 'closed') operationIds.push(await askBackup(tx, caller, id, 'final'));
  return { done: { operationIds } };
}

/** The end of the data's grace, as instances and the case's own timer count it. */
const keptUntil = ({ state }: CaseRow, on: Day): Instant =>
  endOf(addDays(on, state.values['cancel.retrievalGraceDays']), state.zone);

/**
 * Ends the service on its last day, whenever this runs: billing stops, and every instance closes and keeps its data for the
 * grace, counted from the promised instant.
 * @see clauses C-5, C-6
 */
export async function endAccess(desk: Desk, row: CaseRow, on: Day): Promise<Tried> {
  const { tx, caller } = desk;
  given(await closeService(tx, { ...caller, today: on }, row.subscription_id!, on));
  const end = { endsAt: endOf(on, row.state.zone), keptUntil: keptUntil(row, on) };
  const instances = (await instancesOf(tx, row.subscription_id!)).filter(({ state }) => state !== 'ended');
  for (const { id } of instances) given(await planInstanceEnd(tx, caller, id, end));
  if (instances.length > 0) await careNow(tx);
  return { done: { on, instances: instances.map(({ id }) => id) } };
}

/** What was ended opens again, because a message that had come in time was read too late. @see clause C-1 */
export async function restoreAccess(desk: Desk, row: CaseRow): Promise<Tried> {
  const { tx, caller } = desk;
  const before = await endBefore(desk, row);
  if (before) given(await continueService(tx, caller, row.subscription_id!, before));
  const instances = (await instancesOf(tx, row.subscription_id!)).filter(({ endsAt }) => endsAt !== null);
  for (const { id } of instances) given(await takeBackInstanceEnd(tx, caller, id));
  return { done: { instances: instances.map(({ id }) => id) } };
}

/** The data goes when its grace is over, by the care of hosting; this waits until every instance has its record. @see clause C-5 */
export async function deleteData({ tx }: Desk, row: CaseRow): Promise<Tried> {
  const left = (await instancesOf(tx, row.subscription_id!)).filter(({ state }) => state !== 'ordered');
  if (left.length > 0) {
    await careNow(tx);
    return { wait: 'deletion' };
  }
  const deletions = await deletionsOf(tx, row.subscription_id!);
  return { done: { deletions: deletions.map(({ instanceId }) => instanceId) } };
}
