import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { loadShopData } from '#modules/catalog/api.ts';
import { queueSchedule } from './queue-schedule.ts';
import { machinesOf } from './schedule-instance.ts';
import { already, conflict, done, type StationAnswer } from './station-answer.ts';
import type { ProductionTables } from './store.ts';

/** A machine stands still; the schedule goes around it from now on. Said twice, it stands still once. */
export async function stopMachine(
  tx: Tx,
  caller: Caller,
  given: { readonly machine: string; readonly reason: string; readonly expectedMinutes: number },
): Promise<StationAnswer> {
  const shop = await loadShopData(tx);
  const centre = [...shop.centres.values()].find((one) => machinesOf(one).includes(given.machine));
  if (!centre) return conflict('machine_unknown', { machine: given.machine }, ['ok', 'help']);
  const id = idAt(caller.now);
  const stopped = await tx
    .tables<ProductionTables>()
    .insertInto('machine_stop')
    .values({
      tenant_id: tx.tenantId,
      id,
      centre: centre.code,
      machine: given.machine,
      reason: given.reason,
      stopped_at: caller.now,
      expected_minutes: given.expectedMinutes,
      started_at: null,
    })
    .onConflict((c) => c.columns(['tenant_id', 'machine']).where('started_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!stopped) return already('machine_stopped_before', { machine: given.machine });
  await publish(tx, caller, 'machine.stopped', id, {
    machine: given.machine,
    centre: centre.code,
    reason: given.reason,
  });
  await queueSchedule(tx, 'machine.stopped');
  return done('machine_stopped', { machine: given.machine });
}

export async function startMachine(tx: Tx, caller: Caller, machine: string): Promise<StationAnswer> {
  const started = await tx
    .tables<ProductionTables>()
    .updateTable('machine_stop')
    .set({ started_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('machine', '=', machine)
    .where('started_at', 'is', null)
    .returning(['id', 'centre'])
    .executeTakeFirst();
  if (!started) return already('machine_runs_already', { machine });
  await publish(tx, caller, 'machine.started', started.id, { machine, centre: started.centre });
  await queueSchedule(tx, 'machine.started');
  return done('machine_started', { machine });
}
