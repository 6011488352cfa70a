import type { Id } from '#domain/kernel/ids.ts';
import { must } from '#domain/kernel/result.ts';
import type { Day } from '#domain/kernel/days.ts';
import { hmm, mm } from '#domain/kernel/units.ts';
import { explode } from '#domain/product/explode.ts';
import type { TestApp } from '#apps/server/test-kit.ts';
import { installLibrary, loadProductByCode, loadShopData } from '#modules/catalog/api.ts';
import { receiveBoards } from '#modules/stock/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { releaseWork, type ReleasedUnit, type ReleasedWork } from '../release-work.ts';

/** A factory with the library of products and enough boards for a day. */
export async function stockFactory(t: TestApp, caller: Caller, sheets = 30): Promise<void> {
  await t.inTenant(async (tx) => {
    await installLibrary(tx, caller);
    const shop = await loadShopData(tx);
    for (const board of shop.boards.values()) {
      const format = board.formats[0]!;
      must(
        await receiveBoards(tx, caller, {
          materialCode: board.code,
          length: mm(format.length),
          width: mm(format.width),
          quantity: sheets,
          rack: 'A1',
        }),
      );
    }
  });
}

/** Units of products as an order would hand them over. */
export async function unitsOf(tx: Tx, codes: readonly string[]): Promise<ReleasedUnit[]> {
  const shop = await loadShopData(tx);
  const units: ReleasedUnit[] = [];
  for (const code of codes) {
    const saved = await loadProductByCode(tx, code);
    if (!saved) throw new Error(`the library has no ${code}`);
    const made = must(explode(saved.definition, {}, shop, 1));
    units.push({
      unitNo: units.length + 1,
      name: saved.name,
      lineNo: units.length + 1,
      productCode: code,
      parts: made.parts,
      operations: made.unitOperations.map((operation) => ({
        centre: operation.centre,
        minutes: operation.ms / 60_000,
      })),
      hardware: made.hardware,
    });
  }
  return units;
}

/** A unit of one part, as an imported list line would be. */
export function looseUnit(
  unitNo: number,
  size: { length: number; width: number },
  material = 'W18',
  quantity = 1,
): ReleasedUnit {
  const lengths = { length: hmm(size.length), width: hmm(size.width) };
  return {
    unitNo,
    name: `list ${unitNo}`,
    lineNo: unitNo,
    productCode: null,
    operations: [],
    hardware: [],
    parts: [
      {
        label: 'panel',
        description: '',
        material,
        thickness: hmm(18),
        grain: 'none',
        quantity,
        finished: lengths,
        cut: lengths,
        edges: { L1: null, L2: null, W1: null, W2: null },
        holes: [],
        programs: [],
        operations: [{ kind: 'saw', centre: 'SAW', count: 1, ms: 72_000 }],
      },
    ],
  };
}

export async function release(
  t: TestApp,
  caller: Caller,
  number: string,
  units: readonly ReleasedUnit[],
  dueOn: Day = '2026-03-20',
): Promise<ReleasedWork> {
  const work: ReleasedWork = {
    orderId: idAt(caller.now) as Id,
    orderNumber: number,
    customerName: 'Forest House Ltd',
    dueOn,
    weight: 1,
    units,
  };
  await t.inTenant(async (tx) => must(await releaseWork(tx, caller, work)));
  return work;
}
