import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Instant } from '#domain/kernel/days.ts';
import type { StationCommand } from './contract.ts';
import { cutSheet, damageSheet } from './cut-sheet.ts';
import { finishPart, finishUnit } from './finish-step.ts';
import { remakePart } from './remake-part.ts';
import { done, type StationAnswer } from './station-answer.ts';
import { startMachine, stopMachine } from './stop-machine.ts';
import type { ProductionTables } from './store.ts';

export interface StationMessage {
  /** made by the station for this tap, kept through every repeat */
  readonly key: string;
  /** the station's clock; for the record only */
  readonly at: Instant;
  readonly centre: string;
  readonly command: StationCommand;
}

/**
 * Carries out one tap or scan, once, whenever and however often it arrives. The row of the scan is written first: a
 * repeat that arrives meanwhile waits for it, then gets the first answer.
 */
export async function runStationCommand(
  tx: Tx,
  caller: Caller,
  message: StationMessage,
): Promise<StationAnswer> {
  const tables = tx.tables<ProductionTables>();
  const id = idAt(caller.now);
  const taken = await tables
    .insertInto('scan')
    .values({
      tenant_id: tx.tenantId,
      id,
      client_key: message.key,
      command: message.command.do,
      centre: message.centre,
      subject: subjectOf(message.command),
      input: JSON.stringify(message.command),
      happened_at: message.at,
      received_at: caller.now,
      actor: caller.actor,
    })
    .onConflict((c) => c.columns(['tenant_id', 'client_key']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!taken) {
    const first = await tables
      .selectFrom('scan')
      .innerJoin('scan_answer', (join) =>
        join
          .onRef('scan_answer.tenant_id', '=', 'scan.tenant_id')
          .onRef('scan_answer.scan_id', '=', 'scan.id'),
      )
      .select('scan_answer.answer')
      .where('scan.tenant_id', '=', tx.tenantId)
      .where('scan_answer.tenant_id', '=', tx.tenantId)
      .where('scan.client_key', '=', message.key)
      .executeTakeFirstOrThrow();
    return first.answer;
  }
  const answer = await carryOut(tx, caller, message);
  await tables
    .insertInto('scan_answer')
    .values({ tenant_id: tx.tenantId, scan_id: id, outcome: answer.outcome, answer: JSON.stringify(answer) })
    .execute();
  return answer;
}

function carryOut(tx: Tx, caller: Caller, { centre, command }: StationMessage): Promise<StationAnswer> {
  switch (command.do) {
    case 'sheet-done':
      return cutSheet(tx, caller, command.sheetId);
    case 'sheet-damaged':
      return damageSheet(tx, caller, command.sheetId, command.reason);
    case 'part-done':
      return finishPart(tx, caller, { code: command.code, centre });
    case 'bad-part':
      return remakePart(tx, caller, { code: command.code, centre, reason: command.reason });
    case 'unit-done':
      return finishUnit(tx, caller, { unitId: command.unitId, centre, force: command.force });
    case 'stop':
      return stopMachine(tx, caller, command);
    case 'start':
      return startMachine(tx, caller, command.machine);
    case 'help':
      return callHelp(tx, caller, centre, command.text);
  }
}

async function callHelp(tx: Tx, caller: Caller, centre: string, text: string): Promise<StationAnswer> {
  await publish(tx, caller, 'help.called', idAt(caller.now), { centre, text });
  return done('help_called', { centre });
}

/** What the scan is found by later. */
function subjectOf(command: StationCommand): string {
  switch (command.do) {
    case 'sheet-done':
    case 'sheet-damaged':
      return command.sheetId;
    case 'part-done':
    case 'bad-part':
      return command.code.toUpperCase();
    case 'unit-done':
      return command.unitId;
    case 'stop':
    case 'start':
      return command.machine;
    case 'help':
      return '';
  }
}
