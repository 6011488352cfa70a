import type { Id } from '#domain/kernel/ids.ts';
import { systemCaller } from '#platform/http/caller.ts';
import type { Job } from '#platform/jobs/job.ts';
import type { AppContext } from '#platform/module/context.ts';
import { publish } from '#platform/outbox/events.ts';
import { DUTIES_JOB } from '../apply-event.ts';
import { dutiesOf, lockCase, type Desk, type DutyRow } from '../store.ts';
import { drawConfirmation } from './confirmation-paper.ts';
import { doDuty, finishDuty, setDuty } from './do-duty.ts';
import { DutyRefused } from './tried.ts';

/**
 * Does what follows from the events of a case and is not done yet, event by event and in order. Each duty has a transaction
 * of its own, in which it is done and written down as done: killed anywhere, it is done once. What waits for something, or
 * was refused, holds back only what comes after it in the same event.
 */
export const doDuties = {
  ...DUTIES_JOB,
  timeoutSeconds: 300,
  async run({ context, tenantId, signal }, { caseId }): Promise<void> {
    const facts = await context.tenantFacts(tenantId);
    const waiting = await context.db.inTenant(tenantId, async (tx) =>
      (await dutiesOf(tx, caseId)).filter(({ state }) => state === 'waiting'),
    );
    const stuck = new Set<number>();
    for (const duty of waiting) {
      signal.throwIfAborted();
      if (stuck.has(duty.seq)) continue;
      const isConfirmation = duty.effect.kind === 'mail' && duty.effect.mail === 'E2';
      if (isConfirmation) await drawConfirmation(context, tenantId, duty);
      const caller = systemCaller(facts, context.clock, `job:${DUTIES_JOB.name}`);
      try {
        const done = await context.db.inTenant(tenantId, (tx) =>
          attempt({ tx, caller, publicUrl: context.publicUrl }, duty),
        );
        // A person is waited for; what comes after does not need them.
        if (!done && duty.effect.kind !== 'task') stuck.add(duty.seq);
      } catch (error) {
        if (!(error instanceof DutyRefused)) throw error;
        stuck.add(duty.seq);
        const { refusal } = error;
        context.log.warn({ caseId, refused: refusal }, 'a duty of a cancellation is refused');
        await context.db.inTenant(tenantId, async (tx) => {
          await setDuty({ tx }, duty, { state: 'refused', why: refusal.code, tried_at: caller.now });
          await publish(tx, caller, 'cancellation.duty-refused', caseId, { code: refusal.code });
        });
      }
    }
  },
} satisfies Job<{ caseId: Id }, AppContext>;

/** @returns false where it still waits */
async function attempt(desk: Desk, waiting: DutyRow): Promise<boolean> {
  const locked = await lockCase(desk.tx, waiting.case_id);
  if (!locked.ok) return true;
  const duty = (await dutiesOf(desk.tx, waiting.case_id)).find(
    ({ seq, no }) => seq === waiting.seq && no === waiting.no,
  );
  if (duty?.state !== 'waiting') return true;
  const tried = await doDuty(desk, locked.value, duty);
  await finishDuty(desk, duty, tried);
  return 'done' in tried;
}
