import { addDays, addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Refusal, Result } from '#domain/kernel/result.ts';
import { loadInstallation } from '#modules/policy/api.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { systemCaller, type Caller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import { listTenants } from '#platform/postgres/directory.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { endIfOver } from './end-subscription.ts';
import { forgetRefusal, noteRefusal } from './refusals.ts';
import { renewSubscription } from './renew.ts';
import type { SubscriptionTables } from './store.ts';
import { liftSuspension, listToSuspend, suspendSubscription } from './suspend.ts';

/** A day begins in some zone every quarter of an hour at the earliest; an hour later is early enough for an invoice. */
const EVERY_MINUTES = 60;
/** Zones are at most a day apart: whatever may be due somewhere is looked at. */
const ZONES_DAYS = 1;

/** Takes a step back whole: what it had saved before it was refused goes with it. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

function done<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw new Refused(result.refusal);
  return result.value;
}

type Facts = Pick<AppContext, 'db' | 'clock' | 'log' | 'tenantFacts'>;

/**
 * What the clock has made due in one tenant: terms to bill, services to suspend or to go on, subscriptions whose last day
 * is over. Each step is a transaction of its own, so a crash loses at most the step it happened in, and what was missed
 * while nobody worked is caught up term by term. Safe to run twice and by many at once. What is refused stays as it was and waits
 * for a person on Today and on the subscription.
 *
 * @throws the first failure, after everything else was tried: the queue tries again
 */
export async function careForSubscriptions(context: Facts, tenantId: Id): Promise<void> {
  const facts = await context.tenantFacts(tenantId);
  const caller = (): Caller => systemCaller(facts, context.clock, 'job:billing.care-for-subscriptions');
  let failure: unknown;
  let refusals = 0;
  const inTurn = async (id: Id, step: (tx: Tx) => Promise<boolean>): Promise<boolean> => {
    try {
      return await context.db.inTenant(tenantId, step);
    } catch (error) {
      if (error instanceof Refused) {
        const { refusal } = error;
        refusals += 1;
        context.log.warn({ subscriptionId: id, refused: refusal }, 'a step of a subscription is refused');
        await context.db.inTenant(tenantId, (tx) => noteRefusal(tx, caller(), id, refusal));
        return false;
      }
      failure ??= error;
      context.log.error({ subscriptionId: id, err: error }, 'a step of a subscription failed');
      return false;
    }
  };
  const due = await context.db.inTenant(tenantId, (tx) => listDue(tx, caller()));
  for (const id of due.billOrEnd) {
    const before = refusals;
    while (await inTurn(id, async (tx) => done(await renewSubscription(tx, caller(), id)) !== null));
    await inTurn(id, async (tx) => done(await endIfOver(tx, caller(), id)));
    if (refusals === before) await context.db.inTenant(tenantId, (tx) => forgetRefusal(tx, id));
  }
  for (const id of due.suspended) await inTurn(id, (tx) => liftSuspension(tx, caller(), id));
  for (const id of due.toSuspend) await inTurn(id, (tx) => suspendSubscription(tx, caller(), id));
  if (failure !== undefined) throw failure;
}

async function listDue(
  tx: Tx,
  caller: Caller,
): Promise<{ billOrEnd: Id[]; suspended: Id[]; toSuspend: Id[] }> {
  const latest = addDays(caller.today, ZONES_DAYS);
  const rows = await tx
    .tables<SubscriptionTables>()
    .selectFrom('subscription')
    .select(['id', 'state', 'paid_until', 'ends_on'])
    .where('tenant_id', '=', tx.tenantId)
    .where('state', '<>', 'ended')
    .where((e) =>
      e.or([e('paid_until', '<', latest), e('ends_on', '<', latest), e('state', '=', 'suspended')]),
    )
    .orderBy('number')
    .execute();
  return {
    billOrEnd: rows
      .filter((row) => row.paid_until < latest || (row.ends_on !== null && row.ends_on < latest))
      .map(({ id }) => id),
    suspended: rows.filter(({ state }) => state === 'suspended').map(({ id }) => id),
    toSuspend: await listToSuspend(tx, caller.today),
  };
}

/** Cares for the subscriptions of one tenant. */
export const careJob = {
  name: 'billing.care-for-subscriptions',
  attempts: 10,
  timeoutSeconds: 600,
  run: ({ context, tenantId }) => careForSubscriptions(context, tenantId),
} satisfies Job<unknown, AppContext>;

/** Every hour: queues the care for every tenant, so that one tenant's trouble holds up no other. */
export const careForAll = {
  name: 'billing.care-for-all-subscriptions',
  attempts: 10,
  timeoutSeconds: 300,
  async run({ context, tenantId }): Promise<void> {
    const { db } = context;
    for (const tenant of await listTenants(db))
      await db.inTenant(tenant.id, async (tx) => {
        const any = await tx
          .tables<SubscriptionTables>()
          .selectFrom('subscription')
          .select('id')
          .where('tenant_id', '=', tx.tenantId)
          .where('state', '<>', 'ended')
          .limit(1)
          .executeTakeFirst();
        if (any) await queueJob(tx, careJob, {}, { key: careJob.name });
      });
    // Hours of the machine's clock, by which the queue goes.
    const runAt = addMinutes(systemClock.now(), EVERY_MINUTES);
    await db.inTenant(tenantId, (tx) => queueJob(tx, careForAll, {}, { runAt, key: careForAll.name }));
  },
} satisfies Job<unknown, AppContext>;

/** At start-up: sees to it that a run waits. */
export async function startSubscriptionCare({ db, clock }: Pick<AppContext, 'db' | 'clock'>): Promise<void> {
  const installation = await loadInstallation(db, clock.now());
  if (!installation) return;
  await db.inTenant(installation.operatorTenantId, (tx) =>
    queueJob(tx, careForAll, {}, { key: careForAll.name }),
  );
}
