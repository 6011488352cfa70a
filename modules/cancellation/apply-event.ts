import { dayIn } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Effect } from '#domain/policy/cancellation/machine/effects.ts';
import type { CaseEvent } from '#domain/policy/cancellation/machine/events.ts';
import type { Moved } from '#domain/policy/cancellation/machine/plan.ts';
import { timersOf } from '#domain/policy/cancellation/machine/timers.ts';
import { transition, type TransitionRefused } from '#domain/policy/cancellation/machine/transition.ts';
import { queueJob } from '#platform/jobs/job.ts';
import { publish } from '#platform/outbox/events.ts';
import { toJson } from './event-json.ts';
import { plannedQuote } from './planned-quote.ts';
import { lockCase, type CancellationTables, type CaseRow, type Desk } from './store.ts';

/** Jobs of this module by their names, for whoever queues them. */
export const DUTIES_JOB = { name: 'cancellation.do-duties', attempts: 10 } as const;
export const CARE_JOB = { name: 'cancellation.care', attempts: 10 } as const;

export type EventRefusal =
  (TransitionRefused & { readonly status: 409 }) | { readonly code: 'cancellation_unknown' };

/**
 * What happens to a case, in one transaction: the case is locked, the machine says what becomes of it, and event, state,
 * timers and duties are stored together. The caller has what must go out at once sent by `settleNow`.
 *
 * @param event holds everything that was looked up for it, so that the events alone give the state again
 * @param more what is known of the case from now on: whose subscription it is
 * @returns the case as it is then; refused with 409 and the events that the state takes
 * @see clauses, section 5
 */
export async function applyEvent(
  desk: Desk,
  caseId: Id,
  event: CaseEvent,
  reason = '',
  more: Partial<Pick<CaseRow, 'customer_id' | 'subscription_id' | 'policy_version' | 'currency'>> = {},
): Promise<Result<CaseRow, EventRefusal>> {
  const locked = await lockCase(desk.tx, caseId);
  if (!locked.ok) return locked;
  const moved = transition(locked.value.state, event, desk.caller.now);
  if (!moved.ok) return refuse({ ...moved.refusal, status: 409 });
  return ok(await saveMove(desk, { ...locked.value, ...more }, event, moved.value, reason));
}

/** Stores an event with what it led to. The case is locked, or is new. */
export async function saveMove(
  desk: Desk,
  row: CaseRow,
  event: CaseEvent,
  { state, effects }: Moved,
  reason: string,
): Promise<CaseRow> {
  const { tx, caller } = desk;
  const tables = tx.tables<CancellationTables>();
  const seq = row.events + 1;
  const changed = {
    customer_id: row.customer_id,
    subscription_id: row.subscription_id,
    policy_version: row.policy_version,
    currency: row.currency,
    received_on: dayIn(state.zone, state.receivedAt),
    name: state.name,
    last_on: state.plan?.lastOn ?? null,
    ends_at: state.plan?.endsAt ?? null,
    eligible: state.plan ? plannedQuote(state).eligible : null,
    events: seq,
  };
  await tables
    .updateTable('cancellation_case')
    .set({ ...changed, state: toJson(state) })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', row.id)
    .execute();
  await tables
    .insertInto('case_event')
    .values({
      tenant_id: tx.tenantId,
      case_id: row.id,
      seq,
      event: toJson(event),
      clock: caller.now,
      actor: caller.actor,
      actor_name: caller.name,
      reason,
      became: state.name,
      effects: toJson(effects),
      policy_version: row.policy_version,
      at: caller.now,
    })
    .execute();
  await saveTimers(desk, row.id, state);
  await saveDuties(desk, row.id, seq, effects);
  await publish(tx, caller, `cancellation.${event.kind.replaceAll('_', '-')}`, row.id, {
    state: state.name,
    subscriptionId: row.subscription_id,
  });
  return { ...row, ...changed, state };
}

async function saveTimers({ tx }: Desk, caseId: Id, state: CaseRow['state']): Promise<void> {
  const tables = tx.tables<CancellationTables>();
  await tables
    .deleteFrom('case_timer')
    .where('tenant_id', '=', tx.tenantId)
    .where('case_id', '=', caseId)
    .execute();
  const timers = timersOf(state);
  const [next] = timers;
  if (!next) return;
  await tables
    .insertInto('case_timer')
    .values(
      timers.map(({ name, dueAt }) => ({ tenant_id: tx.tenantId, case_id: caseId, name, due_at: dueAt })),
    )
    .execute();
  // At that very moment; the care that runs every few minutes is behind it.
  await queueJob(tx, CARE_JOB, {}, { runAt: next.dueAt, key: `${CARE_JOB.name}:${caseId}` });
}

async function saveDuties({ tx }: Desk, caseId: Id, seq: number, effects: readonly Effect[]): Promise<void> {
  if (effects.length === 0) return;
  await tx
    .tables<CancellationTables>()
    .insertInto('case_duty')
    .values(
      effects.map((effect, no) => ({
        tenant_id: tx.tenantId,
        case_id: caseId,
        seq,
        no,
        // The machine names each mail within its case; of anything else the event is the name.
        once: 'once' in effect ? effect.once : `${effect.kind}:${seq}:${no}`,
        effect: toJson(effect),
        state: 'waiting' as const,
        why: '',
        outcome: '{}',
        tried_at: null,
        done_at: null,
      })),
    )
    .onConflict((c) => c.columns(['tenant_id', 'case_id', 'once']).doNothing())
    .execute();
  await queueJob(tx, DUTIES_JOB, { caseId }, { queue: `cancellation:${caseId}` });
}
