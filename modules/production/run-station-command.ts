import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { insertRows } from '#platform/postgres/insert-rows.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { StationCommand } from './contract.ts';
import { cutSheets, damageSheet, type SheetTap } from './cut-sheet.ts';
import { finishParts, finishUnits, type PartTap, type UnitTap } from './finish-step.ts';
import { callHelp } from './help-calls.ts';
import { remakePart } from './remake-part.ts';
import { floorChanged } from './schedule-facts.ts';
import type { StationAnswer } from './station-answer.ts';
import { startMachine, stopMachine } from './stop-machine.ts';
import type { ProductionTables } from './store.ts';
import { undoTap } from './undo-tap.ts';
import { beginWork, pauseWork } from './work-runs.ts';

export interface StationMessage {
  /** made by the station for this tap, kept through every repeat */
  readonly key: string;
  /** the station's clock; for the record only */
  readonly at: Instant;
  readonly centre: string;
  readonly command: StationCommand;
}

/** A tap as it was received. */
interface StationTap {
  readonly caller: Caller;
  readonly message: StationMessage;
}

/** Carries out one tap or scan, once, whenever and however often it arrives. */
export async function runStationCommand(
  tx: Tx,
  caller: Caller,
  message: StationMessage,
): Promise<StationAnswer> {
  return (await runStationCommands(tx, [{ caller, message }]))[0]!;
}

/**
 * Carries out taps that come together, as from a station that was offline, in their order and each once, whenever and
 * however often it arrives. The rows of the scans are written first: a repeat that arrives meanwhile waits for them,
 * then gets the first answer. What is tapped one after the other in the same way shares its statements.
 * @returns one answer per tap, in their order
 */
export async function runStationCommands(tx: Tx, taps: readonly StationTap[]): Promise<StationAnswer[]> {
  if (taps.length === 0) return [];
  const scans = await takeScans(tx, taps);
  const answers = new Map<string, StationAnswer>();
  const fresh: StationTap[] = [];
  for (const tap of taps)
    if (scans.has(tap.message.key) && !fresh.some((one) => one.message.key === tap.message.key))
      fresh.push(tap);
  for (const group of alike(fresh)) {
    const given = await carryOut(tx, group);
    group.forEach((tap, i) => answers.set(tap.message.key, given[i]!));
  }
  floorChanged(tx);
  if (fresh.length > 0)
    await insertRows(
      tx.tables<ProductionTables>(),
      'scan_answer',
      fresh.map(({ message }) => {
        const answer = answers.get(message.key)!;
        return {
          tenant_id: tx.tenantId,
          scan_id: scans.get(message.key)!,
          outcome: answer.outcome,
          answer: JSON.stringify(answer),
        };
      }),
      ['answer'],
    ).execute();
  const repeated = taps.filter((tap) => !answers.has(tap.message.key)).map((tap) => tap.message.key);
  for (const [key, answer] of await firstAnswers(tx, repeated)) answers.set(key, answer);
  return taps.map((tap) => answers.get(tap.message.key)!);
}

/** Writes the rows of the scans. @returns ids by key of those that are new; the others were carried out before */
async function takeScans(tx: Tx, taps: readonly StationTap[]): Promise<Map<string, Id>> {
  const taken = await insertRows(
    tx.tables<ProductionTables>(),
    'scan',
    taps.map(({ caller, message }) => ({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      client_key: message.key,
      command: message.command.do,
      centre: message.centre,
      subject: subjectOf(message.command),
      input: JSON.stringify(message.command),
      happened_at: message.at,
      received_at: caller.now,
      actor: caller.actor,
    })),
    ['input'],
  )
    .onConflict((c) => c.columns(['tenant_id', 'client_key']).doNothing())
    .returning(['id', 'client_key'])
    .execute();
  return new Map(taken.map((row) => [row.client_key, row.id]));
}

async function firstAnswers(tx: Tx, keys: readonly string[]): Promise<Map<string, StationAnswer>> {
  if (keys.length === 0) return new Map();
  const rows = await tx
    .tables<ProductionTables>()
    .selectFrom('scan')
    .innerJoin('scan_answer', (join) =>
      join.onRef('scan_answer.tenant_id', '=', 'scan.tenant_id').onRef('scan_answer.scan_id', '=', 'scan.id'),
    )
    .select(['scan.client_key', 'scan_answer.answer'])
    .where('scan.tenant_id', '=', tx.tenantId)
    .where('scan_answer.tenant_id', '=', tx.tenantId)
    .where('scan.client_key', 'in', [...new Set(keys)])
    .execute();
  return new Map(rows.map((row) => [row.client_key, row.answer]));
}

/** What can share its statements: sheets, parts or units one after the other, as long as none of them comes again. */
const SHARED: ReadonlySet<StationCommand['do']> = new Set(['sheet-done', 'part-done', 'unit-done']);

function alike(taps: readonly StationTap[]): StationTap[][] {
  const groups: StationTap[][] = [];
  for (const tap of taps) {
    const { command } = tap.message;
    const group = groups.at(-1);
    const joins =
      group !== undefined &&
      SHARED.has(command.do) &&
      group[0]!.message.command.do === command.do &&
      group.every((one) => subjectOf(one.message.command) !== subjectOf(command));
    if (joins) group.push(tap);
    else groups.push([tap]);
  }
  return groups;
}

/** @param group taps of one kind on different things; of kinds that share nothing, one tap */
async function carryOut(tx: Tx, group: readonly StationTap[]): Promise<StationAnswer[]> {
  const sheets: SheetTap[] = [];
  const parts: PartTap[] = [];
  const units: UnitTap[] = [];
  for (const { caller, message } of group) {
    const { command, centre } = message;
    switch (command.do) {
      case 'sheet-done':
        sheets.push({ caller, sheetId: command.sheetId });
        break;
      case 'part-done':
        parts.push({ caller, code: command.code, centre });
        break;
      case 'unit-done':
        units.push({ caller, unitId: command.unitId, centre, force: command.force });
        break;
      default:
        return [await carryOutAlone(tx, caller, centre, command)];
    }
  }
  if (sheets.length > 0) return cutSheets(tx, sheets);
  return parts.length > 0 ? finishParts(tx, parts) : finishUnits(tx, units);
}

type LoneCommand = Exclude<StationCommand, { do: 'sheet-done' | 'part-done' | 'unit-done' }>;

function carryOutAlone(tx: Tx, caller: Caller, centre: string, command: LoneCommand): Promise<StationAnswer> {
  switch (command.do) {
    case 'sheet-damaged':
      return damageSheet(tx, caller, command.sheetId, command.reason);
    case 'bad-part':
      return remakePart(tx, caller, { code: command.code, centre, reason: command.reason });
    case 'stop':
      return stopMachine(tx, caller, command);
    case 'start':
      return startMachine(tx, caller, command.machine);
    case 'help':
      return callHelp(tx, caller, centre, command.text);
    case 'begin':
      return beginWork(tx, caller, command.workOrderId);
    case 'pause':
      return pauseWork(tx, caller, command.workOrderId, command.reason);
    case 'undo':
      return undoTap(tx, caller, command.tap);
  }
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
    case 'begin':
    case 'pause':
      return command.workOrderId;
    case 'undo':
      return command.tap;
    case 'help':
      return '';
  }
}
