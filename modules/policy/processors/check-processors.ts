import { addDays, addMinutes, dayIn, type Day } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { systemClock } from '#platform/clock/clock.ts';
import { systemCaller } from '#platform/http/caller.ts';
import { queueJob, type Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Database } from '#platform/postgres/database.ts';
import { loadInstallation } from '../installation.ts';
import { valuesInForce } from '../record.ts';
import { standingOf, warningsDue } from './rules.ts';
import { loadProcessors, tablesOf, type Contract, type Processor } from './store.ts';

const DAY_MINUTES = 24 * 60;

/**
 * Once a day: raises each warning of an ending contract once, for the operator's people, and tells the log as long as the
 * end is near, so that an alarm on the log goes off early. Safe to run twice.
 */
export const checkProcessors = {
  name: 'policy.check-processors',
  attempts: 10,
  timeoutSeconds: 60,
  async run({ context, tenantId }): Promise<void> {
    const { db, clock, log } = context;
    const now = clock.now();
    const values = await valuesInForce(db, now);
    for (const processor of await loadProcessors(db)) {
      const { contract, daysLeft } = standingOf(values, processor, dayIn(values['operator.zone'], now));
      if (!contract) continue;
      for (const days of warningsDue(values, daysLeft))
        await raise(context, tenantId, { processor, contract, days, daysLeft: daysLeft! });
      if (warningsDue(values, daysLeft).length > 0)
        log.warn({ processor: processor.id, daysLeft }, 'the contract with a processor ends soon');
    }
    await queueNext(db, tenantId);
  },
} satisfies Job<unknown, AppContext>;

/** Told to modules downstream, which write to people: how many days the contract with whom has left. */
export interface ContractEnding {
  readonly processor: string;
  readonly service: string;
  /** the step that was reached, of `processor.warnDays` */
  readonly days: number;
  readonly daysLeft: number;
  readonly lastDay: Day;
}

/** Kept and told in one transaction: what is announced once is told once. */
async function raise(
  { db, clock, tenantFacts }: AppContext,
  operator: Id,
  ending: { processor: Processor; contract: Contract; days: number; daysLeft: number },
): Promise<void> {
  const { processor, contract, days, daysLeft } = ending;
  const caller = systemCaller(await tenantFacts(operator), clock, 'system');
  await db.inTenant(operator, async (tx) => {
    const fresh = await tablesOf(tx)
      .insertInto('processor_warning')
      .values({ contract_id: contract.id, days, raised_at: caller.now })
      .onConflict((c) => c.columns(['contract_id', 'days']).doNothing())
      .returning('days')
      .executeTakeFirst();
    if (!fresh) return;
    const { name, service } = processor;
    const lastDay = addDays(
      dayIn((await valuesInForce(tx, caller.now))['operator.zone'], caller.now),
      daysLeft,
    );
    const told: ContractEnding = { processor: name, service, days, daysLeft, lastDay };
    await publish(tx, caller, 'processor-contract.ending', contract.id, told);
  });
}

/** A day of the machine's clock, by which the queue goes: a clock that was set back would make it run without end. */
async function queueNext(db: Database, operatorTenantId: Id): Promise<void> {
  const runAt = addMinutes(systemClock.now(), DAY_MINUTES);
  await db.inTenant(operatorTenantId, (tx) =>
    queueJob(tx, checkProcessors, {}, { runAt, key: checkProcessors.name }),
  );
}

/** At start-up: sees to it that a run waits, now. */
export async function startProcessorChecks({ db, clock }: Pick<AppContext, 'db' | 'clock'>): Promise<void> {
  const installation = await loadInstallation(db, clock.now());
  if (!installation) return;
  await db.inTenant(installation.operatorTenantId, (tx) =>
    queueJob(tx, checkProcessors, {}, { key: checkProcessors.name }),
  );
}
