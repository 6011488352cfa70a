import type { Instant } from '#domain/kernel/days.ts';
import { addMinutes } from '#domain/kernel/days.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { StationCommand } from './contract.ts';
import { lockParts } from './finish-step.ts';
import { withdrawHelp } from './help-calls.ts';
import { readCode } from './part-code.ts';
import { queueSchedule } from './queue-schedule.ts';
import { already, conflict, done, type StationAnswer } from './station-answer.ts';
import { startMachine } from './stop-machine.ts';
import type { ProductionTables } from './store.ts';
import { undoRun } from './work-runs.ts';

/** A station offers it for ten seconds; a tap that was sent late may be taken back a little later. */
const UNDO_MINUTES = 15;

/**
 * Takes a tap back that was a slip, while nothing that followed stands on it. Sheets, damages, bad parts and whole units
 * move boards, orders and packages: a station keeps those back for its ten seconds and never needs this for them.
 * @param key the tap's own key
 */
export async function undoTap(tx: Tx, caller: Caller, key: string): Promise<StationAnswer> {
  const scan = await tx
    .tables<ProductionTables>()
    .selectFrom('scan')
    .innerJoin('scan_answer', (join) =>
      join.onRef('scan_answer.tenant_id', '=', 'scan.tenant_id').onRef('scan_answer.scan_id', '=', 'scan.id'),
    )
    .select(['scan.centre', 'scan.input', 'scan.received_at', 'scan_answer.outcome'])
    .where('scan.tenant_id', '=', tx.tenantId)
    .where('scan_answer.tenant_id', '=', tx.tenantId)
    .where('scan.client_key', '=', key)
    .executeTakeFirst();
  if (!scan || scan.outcome !== 'done') return already('undo_nothing');
  if (scan.received_at < addMinutes(caller.now, -UNDO_MINUTES))
    return conflict('undo_too_late', {}, ['ok', 'help']);
  const command = scan.input as StationCommand;
  const at = scan.received_at;
  switch (command.do) {
    case 'part-done':
      return undoPart(tx, caller, { code: command.code, centre: scan.centre, at });
    case 'stop':
      return undone(await startMachine(tx, caller, command.machine));
    case 'start':
      return undoStart(tx, caller, { machine: command.machine, at });
    case 'help':
      return withdrawHelp(tx, caller, { centre: scan.centre, at });
    case 'begin':
    case 'pause':
      return undoRun(tx, caller, {
        workOrderId: command.workOrderId,
        at,
        begun: command.do === 'begin',
        paused: command.do === 'pause',
      });
    default:
      return conflict('undo_too_late', {}, ['ok', 'help']);
  }
}

function undone(answer: StationAnswer): StationAnswer {
  return answer.outcome === 'done' ? done('undo_done') : already('undo_nothing');
}

/** The step is open again, and the part where it was. One that went into its unit meanwhile stays. */
async function undoPart(
  tx: Tx,
  caller: Caller,
  tap: { readonly code: string; readonly centre: string; readonly at: Instant },
): Promise<StationAnswer> {
  const code = readCode(tap.code);
  const part = (await lockParts(tx, [code])).get(code);
  if (!part) return already('undo_nothing');
  if (part.state === 'used' || part.state === 'bad') return conflict('undo_too_late', {}, ['ok', 'help']);
  const tables = tx.tables<ProductionTables>();
  const reopened = await tables
    .updateTable('operation')
    .set({ state: 'open', done_at: null })
    .where('tenant_id', '=', tx.tenantId)
    .where('part_id', '=', part.id)
    .where('centre', '=', tap.centre)
    .where('state', '=', 'done')
    .where('done_at', '=', tap.at)
    .returning('id')
    .execute();
  if (reopened.length === 0) return already('undo_nothing');
  const begun = await tables
    .selectFrom('operation')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('part_id', '=', part.id)
    .where('state', '=', 'done')
    .limit(1)
    .executeTakeFirst();
  await tables
    .updateTable('part')
    .set({ state: begun ? 'in_work' : part.sheet_id ? 'planned' : 'waiting' })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', part.id)
    .execute();
  await publish(tx, caller, 'part.unscanned', part.id, { code: part.code, centre: tap.centre });
  return done('undo_part', { code });
}

/** The machine stands as before, for the reason it stood for. */
async function undoStart(
  tx: Tx,
  caller: Caller,
  tap: { readonly machine: string; readonly at: Instant },
): Promise<StationAnswer> {
  const tables = tx.tables<ProductionTables>();
  const standing = await tables
    .selectFrom('machine_stop')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('machine', '=', tap.machine)
    .where('started_at', 'is', null)
    .executeTakeFirst();
  if (standing) return already('undo_nothing');
  const row = await tables
    .updateTable('machine_stop')
    .set({ started_at: null })
    .where('tenant_id', '=', tx.tenantId)
    .where('machine', '=', tap.machine)
    .where('started_at', '=', tap.at)
    .returning(['id', 'centre', 'reason'])
    .executeTakeFirst();
  if (!row) return already('undo_nothing');
  await publish(tx, caller, 'machine.stopped', row.id, {
    machine: tap.machine,
    centre: row.centre,
    reason: row.reason,
  });
  await queueSchedule(tx, 'machine.stopped');
  return done('undo_done');
}
