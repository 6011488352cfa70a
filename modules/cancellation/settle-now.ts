import type { Id } from '#domain/kernel/ids.ts';
import { doDuty, finishDuty } from './duties/do-duty.ts';
import { dutiesOf, lockCase, type Desk } from './store.ts';

/** Mails that are made of what is known at once: they are queued with the state that they tell of. */
const AT_ONCE = new Set<string>(['E1', 'E1n', 'E1v', 'E3', 'E4', 'E7']);

/**
 * Queues the mails that tell of what has just happened, in the transaction in which it happened: never a state without its
 * mail, or a mail without its state. What needs more (a paper, a credit note, a server) is done by a job right after.
 * @see clause C-8
 */
export async function settleNow(desk: Desk, caseId: Id): Promise<void> {
  const locked = await lockCase(desk.tx, caseId);
  if (!locked.ok) return;
  for (const duty of await dutiesOf(desk.tx, caseId)) {
    const { effect } = duty;
    if (duty.state !== 'waiting') continue;
    if (effect.kind !== 'answer' && !(effect.kind === 'mail' && AT_ONCE.has(effect.mail))) continue;
    const done = await doDuty(desk, locked.value, duty);
    await finishDuty(desk, duty, done);
  }
}
