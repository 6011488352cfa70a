import { addMinutes, dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor } from '#domain/kernel/units.ts';
import type { CaseEvent } from '#domain/policy/cancellation/machine/events.ts';
import type { CaseStateName } from '#domain/policy/cancellation/machine/state.ts';
import { timersOf } from '#domain/policy/cancellation/machine/timers.ts';
import { cardRefunds, duesSince, openInFavour } from '#modules/billing/api.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { systemCaller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { applyEvent, CARE_JOB, DUTIES_JOB } from './apply-event.ts';
import { askedDues, duesOfCase, loadService, sumOf } from './case-facts.ts';
import { fromJson } from './event-json.ts';
import { settleNow } from './settle-now.ts';
import {
  changePayout,
  findCases,
  lockCase,
  payoutsOf,
  type CancellationTables,
  type CaseRow,
  type Desk,
} from './store.ts';

/** C-6 promises an end of access within 15 minutes. */
const EVERY_MINUTES = 5;
/** More steps than a case can take at one look: whoever needs more has gone wrong. */
const STEPS_MAX = 40;

/** States that move by the clock or by money. */
const MOVING: readonly CaseStateName[] = ['unverified', 'clarifying', 'scheduled', 'held', 'ended'];

/**
 * Looks at every case that the clock or money may move: timers in their order, dues, refunds; then has duties done that
 * wait. Each step is a transaction of its own. Whoever is late does the same as in time: what is due says by itself when it
 * was, and money counts by its value date.
 * @throws the first failure, after every other case was looked at: the queue tries again
 */
export const care = {
  ...CARE_JOB,
  timeoutSeconds: 600,
  async run({ context, tenantId, signal }): Promise<void> {
    const facts = await context.tenantFacts(tenantId);
    const caller = () => systemCaller(facts, context.clock, `job:${CARE_JOB.name}`);
    const ids = await context.db.inTenant(tenantId, async (tx) =>
      (await findCases(tx, { names: MOVING })).map(({ id }) => id).reverse(),
    );
    let failure: unknown;
    for (const caseId of ids) {
      signal.throwIfAborted();
      try {
        for (let step = 0; step < STEPS_MAX; step += 1) {
          const moved = await context.db.inTenant(tenantId, (tx) =>
            moveOn({ tx, caller: caller(), publicUrl: context.publicUrl }, caseId),
          );
          if (!moved) break;
        }
      } catch (error) {
        failure ??= error;
        context.log.error({ caseId, err: error }, 'a cancellation could not be moved on');
      }
    }
    await context.db.inTenant(tenantId, async (tx) => {
      for (const caseId of await withWaitingDuties(tx))
        await queueJob(tx, DUTIES_JOB, { caseId }, { queue: `cancellation:${caseId}` });
    });
    if (failure !== undefined) throw failure;
  },
} satisfies Job<unknown, AppContext>;

async function withWaitingDuties(tx: Desk['tx']): Promise<Id[]> {
  const rows = await tx
    .tables<CancellationTables>()
    .selectFrom('case_duty')
    .select('case_id')
    .distinct()
    .where('tenant_id', '=', tx.tenantId)
    .where('state', '=', 'waiting')
    .where('why', '<>', 'person')
    .execute();
  return rows.map((row) => row.case_id);
}

/** Takes the next thing that has happened to a case, if there is one. @returns whether there was */
async function moveOn(desk: Desk, caseId: Id): Promise<boolean> {
  const locked = await lockCase(desk.tx, caseId);
  if (!locked.ok) return false;
  const row = locked.value;
  const event = await nextEvent(desk, row);
  if (!event) return false;
  const applied = await applyEvent(desk, caseId, event);
  if (!applied.ok) return false;
  await settleNow(desk, caseId);
  return true;
}

async function nextEvent(desk: Desk, row: CaseRow): Promise<CaseEvent | null> {
  const { state } = row;
  const due = timersOf(state).find(({ dueAt }) => dueAt <= desk.caller.now);
  if (state.name === 'held') {
    const dues = await heldDues(desk, row);
    // Who paid within the paid term had paid when it ended, also where that is noticed after it.
    const inTerm = dues?.settledOn && dues.settledOn <= state.plan!.termUntil;
    if (dues && (!due || inTerm)) return dues;
  }
  if (due) return timerEvent(desk, row, due.name);
  if (state.name === 'scheduled') return scheduledDues(desk, row);
  if (state.name === 'ended' && state.refund === 'due') return refundEvent(desk, row);
  return null;
}

/** A timer with what its step must know: at the end, what was owed by the last day, and what had been billed. */
async function timerEvent(
  desk: Desk,
  row: CaseRow,
  timer: Extract<CaseEvent, { kind: 'timer' }>['timer'],
): Promise<CaseEvent> {
  const { tx, caller } = desk;
  const { plan } = row.state;
  if (timer !== 'end' || !plan || !row.subscription_id) return { kind: 'timer', timer };
  const owedMinor = sumOf(await duesOfCase(tx, row, plan.lastOn));
  const service = await loadService(tx, caller, row.subscription_id);
  if (!service.ok) return { kind: 'timer', timer, owedMinor };
  const { basis } = service.value;
  const { renews } = plan.basis.subscription;
  return {
    ...{ kind: 'timer', timer, owedMinor },
    // Lines and payments as they are by now; what the contract was like when it was cancelled stays.
    basis: {
      ...basis,
      zone: plan.basis.zone,
      values: row.state.values,
      subscription: { ...basis.subscription, renews },
    },
  };
}

async function scheduledDues({ tx, caller }: Desk, row: CaseRow): Promise<CaseEvent | null> {
  const { state } = row;
  if (state.settled !== null || state.access === 'ended') return null;
  const owedMinor = sumOf(await duesOfCase(tx, row, dayIn(state.zone, caller.now)));
  const same = owedMinor === state.owedMinor || (state.setOffOn !== null && owedMinor < state.owedMinor);
  return same ? null : { kind: 'dues', owedMinor, settledOn: null };
}

async function heldDues(
  { tx, caller }: Desk,
  row: CaseRow,
): Promise<Extract<CaseEvent, { kind: 'dues' }> | null> {
  const { state } = row;
  const asked = askedDues(row);
  if (!asked || !state.plan) return null;
  const since = await duesSince(tx, asked, state.plan.lastOn, dayIn(state.zone, caller.now));
  const settledOn = since.settledOn ?? (state.setOffOn === null ? null : since.lastOn);
  const event = { kind: 'dues', owedMinor: since.owedMinor, settledOn } as const;
  if (settledOn === null) return since.owedMinor === state.owedMinor ? null : event;
  const last = await lastDues(tx, row.id);
  return last?.owedMinor === event.owedMinor && last.settledOn === settledOn ? null : event;
}

/** What was last said of dues: the same is not said again. */
async function lastDues(tx: Desk['tx'], caseId: Id): Promise<Extract<CaseEvent, { kind: 'dues' }> | null> {
  const rows = await tx
    .tables<CancellationTables>()
    .selectFrom('case_event')
    .select('event')
    .where('tenant_id', '=', tx.tenantId)
    .where('case_id', '=', caseId)
    .orderBy('seq', 'desc')
    .execute();
  for (const row of rows) {
    const event = fromJson<CaseEvent>(row.event);
    if (event.kind === 'dues') return event;
  }
  return null;
}

/** How the payouts of a case stand by now; the refund is paid when nothing of it waits. */
async function refundEvent({ tx, caller }: Desk, row: CaseRow): Promise<CaseEvent | null> {
  const credit = await tx
    .tables<CancellationTables>()
    .selectFrom('case_duty')
    .select('state')
    .where('tenant_id', '=', tx.tenantId)
    .where('case_id', '=', row.id)
    .where('once', 'like', 'credit:%')
    .where('state', 'in', ['waiting', 'refused'])
    .executeTakeFirst();
  if (credit) return null;
  const payouts = await payoutsOf(tx, row.id);
  const cards = await cardRefunds(
    tx,
    payouts.flatMap((one) => one.refund_id ?? []),
  );
  let open = false;
  for (const payout of payouts) {
    const card = payout.refund_id ? cards.get(payout.refund_id) : undefined;
    const goes = payout.state === 'due' || payout.state === 'failed' || payout.state === 'initiated';
    if (!goes) continue;
    let now = payout.state;
    if (payout.state === 'initiated' && card === 'done') now = 'paid';
    if (payout.state === 'initiated' && card === 'failed') now = 'failed';
    // Nothing is open in the customer's favour any more: a run of transfers or a person has paid it out.
    if (payout.state !== 'initiated' && (await openInFavour(tx, payout.item_id)) === minor(0n)) now = 'paid';
    if (now !== payout.state) await changePayout(tx, payout.id, { state: now, changed_at: caller.now });
    if (now !== 'paid') open = true;
  }
  return open ? null : { kind: 'refund_paid' };
}

/** Money of a customer moved: cases that may wait for it are looked at. */
export const followMoney: Reader = {
  name: 'cancellation.follow-money',
  on: [
    'invoice.paid',
    'invoice.charged-back',
    'invoice.written-off',
    'invoice.set-off',
    'invoice.refunded',
    'invoice.refund-failed',
    'invoice.dispute-opened',
  ],
  async read(tx) {
    const [any] = await findCases(tx, { names: MOVING });
    if (any) await queueJob(tx, CARE_JOB, {}, { key: CARE_JOB.name });
  },
};

/** A server has done what a case waits for. */
export const followServers: Reader = {
  name: 'cancellation.follow-servers',
  on: ['instance.backup-proven', 'instance.delete-done'],
  async read(tx) {
    for (const caseId of await withWaitingDuties(tx))
      await queueJob(tx, DUTIES_JOB, { caseId }, { queue: `cancellation:${caseId}` });
  },
};

/** Every few minutes: has the cases cared for, and queues its own next run. */
export const careAgain = {
  name: 'cancellation.care-again',
  attempts: 10,
  timeoutSeconds: 60,
  async run({ context, tenantId }): Promise<void> {
    // By the machine's clock, by which the queue goes.
    const runAt = addMinutes(systemClock.now(), EVERY_MINUTES);
    await context.db.inTenant(tenantId, async (tx) => {
      await queueJob(tx, CARE_JOB, {}, { key: CARE_JOB.name });
      await queueJob(tx, careAgain, {}, { runAt, key: careAgain.name });
    });
  },
} satisfies Job<unknown, AppContext>;

/** At start-up: sees to it that a run waits. */
export async function startCancellationCare({ db, clock }: Pick<AppContext, 'db' | 'clock'>): Promise<void> {
  const installation = await loadInstallation(db, clock.now());
  if (!installation) return;
  await db.inTenant(installation.operatorTenantId, (tx) =>
    queueJob(tx, careAgain, {}, { key: careAgain.name }),
  );
}
