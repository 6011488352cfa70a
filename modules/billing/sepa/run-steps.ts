import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { listPeopleAs } from '#modules/accounts/api.ts';
import { decideApproval, valuesInForce } from '#modules/policy/api.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { decideStep, type RunState } from './rules.ts';
import { lockRuns, type SepaTables } from './store.ts';

type Run = SepaTables['payment_run'];
type Step = SepaTables['payment_run_step'];
type Done = Promise<Result<{ runId: Id }, Refusal>>;

/** Who may pay, and so approve what somebody else composed. */
const APPROVERS = ['owner', 'office'] as const;

export function stateOf(steps: readonly Pick<Step, 'outcome'>[]): RunState {
  const has = (outcome: Step['outcome']): boolean => steps.some((step) => step.outcome === outcome);
  if (has('cancelled')) return 'cancelled';
  if (has('handed_over')) return 'handed_over';
  return has('approved') ? 'approved' : 'composed';
}

export async function findRun(tx: Tx, runId: Id): Promise<{ run: Run; steps: Step[] } | null> {
  const tables = tx.tables<SepaTables>();
  const run = await tables
    .selectFrom('payment_run')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', runId)
    .executeTakeFirst();
  if (!run) return null;
  const steps = await tables
    .selectFrom('payment_run_step')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('run_id', '=', runId)
    .orderBy('at')
    .execute();
  return { run, steps };
}

/**
 * Approves a run of transfers: a second person at once; whoever composed it only where nobody else may pay, after the wait and
 * having signed in again. The same rule by which two people publish a policy.
 */
export async function approveRun(tx: Tx, caller: Caller, runId: Id): Done {
  await lockRuns(tx);
  const found = await findRun(tx, runId);
  if (!found) return refuse({ code: 'payment_run_unknown' });
  const step = decideStep(found.run.kind, stateOf(found.steps), 'approve');
  if (!step.ok) return step;
  // A program has the rights of whoever made its key, but it is no second person.
  if (caller.key) return refuse({ code: 'run_by_person' });
  const others = new Set<Id>();
  for (const role of APPROVERS)
    for (const { loginId } of await listPeopleAs(tx, role))
      if (`login:${loginId}` !== caller.actor) others.add(loginId);
  const approved = decideApproval(
    { author: found.run.composed_by, submittedAt: found.run.composed_at },
    { actor: caller.actor, provenAt: caller.session?.provenAt ?? null },
    caller.now,
    (await valuesInForce(tx, caller.now))['operator.soloWaitHours'],
    others.size,
  );
  if (!approved.ok) return refuse({ ...approved.refusal, code: `run_${approved.refusal.code}` });
  return save(tx, caller, runId, { step: 'approval', outcome: 'approved', alone: approved.value.solo });
}

/** The file goes to the bank: from here on the run is not cancelled, and its file can be taken. */
export async function handOverRun(tx: Tx, caller: Caller, runId: Id): Done {
  await lockRuns(tx);
  const found = await findRun(tx, runId);
  if (!found) return refuse({ code: 'payment_run_unknown' });
  const step = decideStep(found.run.kind, stateOf(found.steps), 'hand-over');
  if (!step.ok) return step;
  return save(tx, caller, runId, { step: 'end', outcome: 'handed_over' });
}

/** Cancels a run that the bank does not have: what it held may go into another one. */
export async function cancelRun(tx: Tx, caller: Caller, runId: Id, reason: string): Done {
  await lockRuns(tx);
  const found = await findRun(tx, runId);
  if (!found) return refuse({ code: 'payment_run_unknown' });
  const step = decideStep(found.run.kind, stateOf(found.steps), 'cancel');
  if (!step.ok) return step;
  await tx
    .tables<SepaTables>()
    .deleteFrom('payment_run_claim')
    .where('tenant_id', '=', tx.tenantId)
    .where('run_id', '=', runId)
    .execute();
  return save(tx, caller, runId, { step: 'end', outcome: 'cancelled', reason });
}

/** A payment that the bank did not carry out: the item is open again and may go into another run. */
export async function releaseItem(
  tx: Tx,
  caller: Caller,
  runId: Id,
  given: { readonly itemNo: number; readonly reason: string },
): Done {
  await lockRuns(tx);
  const found = await findRun(tx, runId);
  if (!found) return refuse({ code: 'payment_run_unknown' });
  const tables = tx.tables<SepaTables>();
  const item = await tables
    .selectFrom('payment_run_item')
    .select('subject_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('run_id', '=', runId)
    .where('item_no', '=', given.itemNo)
    .executeTakeFirst();
  const freed =
    item &&
    (await tables
      .deleteFrom('payment_run_claim')
      .where('tenant_id', '=', tx.tenantId)
      .where('run_id', '=', runId)
      .where('subject_id', '=', item.subject_id)
      .returning('subject_id')
      .executeTakeFirst());
  if (!freed) return refuse({ code: 'run_item_not_under_way', field: 'itemNo' });
  await publish(tx, caller, 'payment-run.item-released', runId, given);
  return ok({ runId });
}

async function save(
  tx: Tx,
  caller: Caller,
  runId: Id,
  step: Pick<Step, 'step' | 'outcome'> & { alone?: boolean; reason?: string },
): Done {
  await tx
    .tables<SepaTables>()
    .insertInto('payment_run_step')
    .values({
      tenant_id: tx.tenantId,
      run_id: runId,
      alone: false,
      reason: '',
      ...step,
      actor: caller.actor,
      actor_name: caller.name,
      at: caller.now,
    })
    .execute();
  await publish(tx, caller, `payment-run.${step.outcome.replace('_', '-')}`, runId);
  return ok({ runId });
}
