import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import {
  createBatch,
  listUnits,
  listWaiting,
  loadStation,
  loadWork,
  planCuttingAtOnce,
  releasePlan,
  runStationCommands,
  type StationCommand,
} from '#modules/production/module.ts';
import { listOffcuts, listStock, receiveBoards, scrapOffcut } from '#modules/stock/module.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { DemoOrder, Shift } from './shift.ts';

/** Search steps per cut plan: the plans are real and good, and every seed finds the same ones. */
const CUT_MOVES = 4;
const SEED = 7;
/** A share of each sheet is lost to trim, kerf and leftovers; the lorry brings what the saw will need with it. */
const SHEET_YIELD = 0.7;
const SHEET = { length: 2800, width: 2070 } as const;

/** What the racks hold beside the parts that wait, in sheets; the desk tops' board runs low. */
export const RACKS: Readonly<
  Record<string, { readonly rack: string; readonly spare: number; readonly minimum: number }>
> = {
  W18: { rack: 'A1', spare: 10, minimum: 6 },
  D18: { rack: 'A2', spare: 7, minimum: 4 },
  D25: { rack: 'B1', spare: 3, minimum: 6 },
  H3: { rack: 'B2', spare: 6, minimum: 3 },
};

/** Places in the offcut rack. */
const OFFCUTS_KEPT = 30;

/** How far a day's batches go. */
export type CutUntil = 'planned' | 'released' | 'half' | 'cut';

/** The lorry of this morning: what the waiting parts need, so that the rack's spare stays what it is. */
export async function restock(tx: Tx, shift: Shift): Promise<void> {
  const caller = shift.as('planner', '06:50');
  const waiting = new Map((await listWaiting(tx)).map((material) => [material.code, material.squareMetres]));
  const stock = new Map(
    (await listStock(tx, caller.currency)).materials.map(({ code, boards }) => [code, boards]),
  );
  for (const [materialCode, { rack, spare }] of Object.entries(RACKS)) {
    const area = (SHEET.length * SHEET.width) / 1e6;
    const needed = Math.ceil((waiting.get(materialCode) ?? 0) / (area * SHEET_YIELD));
    const free = (stock.get(materialCode) ?? []).reduce(
      (sum, board) => sum + board.quantity - board.reserved,
      0,
    );
    const quantity = needed + spare - free;
    if (quantity <= 0) continue;
    must(await receiveBoards(tx, caller, { materialCode, ...SHEET, quantity, rack }));
  }
}

/** What no longer fits into the offcut rack goes into the bin at the end of the week, the smallest first. */
export async function clearRack(tx: Tx, shift: Shift): Promise<void> {
  const caller = shift.as('worker', '14:55');
  const offcuts = await listOffcuts(tx, caller.currency, 'available');
  const tooMany = offcuts.sort((a, b) => b.length * b.width - a.length * a.width).slice(OFFCUTS_KEPT);
  for (const { id } of tooMany) must(await scrapOffcut(tx, caller, id, 'no room in the rack'));
}

/** Batches per material, planned, released and cut as far as asked. */
export async function cut(
  tx: Tx,
  shift: Shift,
  orders: readonly DemoOrder[],
  until: CutUntil,
): Promise<void> {
  const ids = new Set(orders.map((order) => order.id!));
  const batches = new Set<number>();
  for (const material of await listWaiting(tx)) {
    const orderIds = material.orders.map((order) => order.orderId as Id).filter((id) => ids.has(id));
    if (orderIds.length === 0) continue;
    const caller = shift.as('planner', '07:05');
    const batch = must(await createBatch(tx, caller, { material: material.code, orderIds }));
    const { planId, facts } = must(
      await planCuttingAtOnce(
        tx,
        caller,
        batch.id,
        { objective: 'cost', seed: SEED, moves: CUT_MOVES },
        shift.compute,
      ),
    );
    if (until === 'planned') continue;
    must(await releasePlan(tx, shift.as('planner', '07:10'), planId, facts));
    batches.add(batch.number);
  }
  if (until === 'half' || until === 'cut') await saw(tx, shift, batches, until === 'half' ? 0.5 : 1);
}

/** Saws a share of the sheets of these batches, one after the other through the day. */
async function saw(tx: Tx, shift: Shift, batches: ReadonlySet<number>, share: number): Promise<void> {
  const station = must(await loadStation(tx, shift.as('worker', '07:20'), 'SAW'));
  const sheets = station.sheets.filter((sheet) => batches.has(sheet.batch));
  const count = Math.ceil(sheets.length * share);
  await tell(
    tx,
    'SAW',
    sheets.slice(0, count).map((sheet, i) => ({
      caller: shift.later('worker', '07:30', (420 * i) / count),
      command: { do: 'sheet-done', sheetId: sheet.id as Id },
    })),
  );
}

/** A part turns out to be bad; where an offcut can hold the new one, that is sawn at once. */
export async function spoilPart(tx: Tx, shift: Shift, order: DemoOrder, reason: string): Promise<void> {
  const work = must(await loadWork(tx, shift.as('worker', '14:40'), order.id!));
  const part =
    work.parts.find((one) => one.state === 'in_work' && /door|front|top/.test(one.label)) ?? work.parts[0]!;
  await tell(tx, 'EDGE', [
    { caller: shift.as('worker', '14:40'), command: { do: 'bad-part', code: part.code, reason } },
  ]);
  const station = must(await loadStation(tx, shift.as('worker', '14:45'), 'SAW'));
  await tell(
    tx,
    'SAW',
    station.sheets
      .filter((sheet) => sheet.root)
      .map((sheet) => ({
        caller: shift.as('worker', '14:50'),
        command: { do: 'sheet-done', sheetId: sheet.id as Id },
      })),
  );
}

/** Every unit of these orders passes assembly, or packing: at one bench each, and all that day's taps arrive together. */
export async function finishUnits(
  tx: Tx,
  shift: Shift,
  orders: readonly DemoOrder[],
  centre: 'ASM' | 'PACK',
): Promise<void> {
  if (orders.length === 0) return;
  const clock = centre === 'ASM' ? '07:40' : '10:00';
  const unitsOf = Map.groupBy(
    await listUnits(
      tx,
      orders.map((order) => order.id!),
    ),
    (unit) => unit.orderId,
  );
  await tell(
    tx,
    centre,
    orders.flatMap((order) =>
      unitsOf.get(order.id!)!.map((unit, i) => ({
        caller: shift.later('worker', clock, 9 * i),
        command: { do: 'unit-done', unitId: unit.id, force: true },
      })),
    ),
  );
}

/** Parts pass a machine one by one, as far as this share of those that wait for it. */
export async function passParts(
  tx: Tx,
  shift: Shift,
  order: DemoOrder,
  centre: 'EDGE' | 'CNC',
  share: number,
): Promise<void> {
  const work = must(await loadWork(tx, shift.as('worker', '08:00'), order.id!));
  const here = work.parts.filter((part) => part.nextCentre === centre);
  await tell(
    tx,
    centre,
    here.slice(0, Math.floor(here.length * share)).map((part, i) => ({
      caller: shift.later('worker', '08:00', 2 * i),
      command: { do: 'part-done', code: part.code },
    })),
  );
}

/**
 * Taps of one station, sent together like those of a tablet that was out of reach.
 * @throws Error when one is answered anything but "done": the story and the rules no longer fit
 */
export async function tell(
  tx: Tx,
  centre: string,
  taps: readonly { readonly caller: Caller; readonly command: StationCommand }[],
): Promise<void> {
  const answers = await runStationCommands(
    tx,
    taps.map(({ caller, command }) => ({
      caller,
      message: { key: crypto.randomUUID(), at: caller.now, centre, command },
    })),
  );
  for (const [i, { outcome, code, facts }] of answers.entries())
    if (outcome !== 'done')
      throw new Error(`${taps[i]!.command.do} at ${centre} was answered ${code}: ${JSON.stringify(facts)}`);
}
