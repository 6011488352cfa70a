import type { Id } from '#domain/kernel/ids.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { queueJob } from '#platform/jobs/job.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { StepFacts } from './driver.ts';
import { json, type HostingTables, type Verb } from './store.ts';

/** The job that carries out operations; its name is what whoever asks for one needs to know. */
export const OPERATE = { name: 'hosting.operate', attempts: 8 } as const;

/**
 * Asks for something to be done to an instance. It is done after the commit, by a job; operations of one instance are
 * taken in the order in which they were asked for.
 * @returns the operation's id; the same operation where an equal one waits already
 */
export async function askOperation(
  tx: Tx,
  caller: Caller,
  instanceId: Id,
  verb: Verb,
  input: StepFacts = {},
): Promise<Id> {
  const tables = tx.tables<HostingTables>();
  const waiting = await tables
    .selectFrom('hosting_operation')
    .select(['id', 'input'])
    .where('tenant_id', '=', tx.tenantId)
    .where('instance_id', '=', instanceId)
    .where('verb', '=', verb)
    .where('state', '=', 'waiting')
    .execute();
  const equal = waiting.find((one) => isSame(one.input as StepFacts, input));
  if (equal) return equal.id;
  const id = idAt(caller.now);
  await tables
    .insertInto('hosting_operation')
    .values({
      ...{ tenant_id: tx.tenantId, id, instance_id: instanceId, verb, input: json(input), state: 'waiting' },
      ...{ attempts: 0, answer: null, refusal: null, fault: null },
      ...{ asked_by: caller.actor, asked_name: caller.name, asked_at: caller.now, ended_at: null },
    })
    .execute();
  await publish(tx, caller, 'instance.operation-asked', instanceId, { operationId: id, verb });
  await queueJob(tx, OPERATE, { operationId: id }, { queue: `hosting:${instanceId}` });
  return id;
}

/** The database keeps members of an object in an order of its own. */
function isSame(a: StepFacts, b: StepFacts): boolean {
  const sorted = (facts: StepFacts): string =>
    JSON.stringify(Object.entries(facts).sort(([x], [y]) => (x < y ? -1 : 1)));
  return sorted(a) === sorted(b);
}
