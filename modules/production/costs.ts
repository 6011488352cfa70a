import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { add, fraction, roundHalfAway, ZERO, type Fraction } from '#domain/money/fraction.ts';
import type { CostByCause } from '#domain/money/margin.ts';
import { shareOut } from '#domain/money/share.ts';
import { EDGE_SIDES } from '#domain/product/parts.ts';
import { loadShopData, type ShopData } from '#modules/catalog/api.ts';
import { offcutValue } from '#modules/stock/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { offcutsOn, partsOn } from './sheet-pattern.ts';
import type { ProductionTables } from './store.ts';

export interface ActualCosts extends CostByCause {
  /** part of `otherMinor`: bad parts and what was already in them */
  readonly remakesMinor: Minor;
}

/** What the pieces of one order line have cost so far, those that are finished apart from those in work. */
export interface LineCosts {
  readonly finishedPieces: number;
  readonly finished: CostByCause;
  readonly inWork: CostByCause;
}

const MS_PER_HOUR = 3_600_000n;
const CAUSES = ['boardsMinor', 'edgesMinor', 'hardwareMinor', 'labourMinor', 'otherMinor'] as const;
type Cause = (typeof CAUSES)[number];

/**
 * What an order has cost so far. Boards: sheets that were sawn or spoilt, less the offcuts kept, shared among the parts
 * on them by area. Edges: bands that were glued, over-length included. Hardware: of units that are packed. Labour: steps
 * done, at the standard time of the routing. Other: what went into parts that had to be made again, counted there alone.
 */
export async function actualCosts(tx: Tx, orderId: Id): Promise<ActualCosts> {
  const lines = (await actualCostsByLine(tx, [orderId])).get(orderId);
  const total = (cause: Cause): Minor =>
    minor(
      [...(lines?.values() ?? [])].reduce((sum, line) => sum + line.finished[cause] + line.inWork[cause], 0n),
    );
  return {
    boardsMinor: total('boardsMinor'),
    edgesMinor: total('edgesMinor'),
    hardwareMinor: total('hardwareMinor'),
    labourMinor: total('labourMinor'),
    otherMinor: total('otherMinor'),
    remakesMinor: total('otherMinor'),
  };
}

/**
 * The same by line of each order, as it was known at an instant: what was done later does not count yet. Rounded once per
 * order and cause and then shared among the lines, so that lines add up to their order. Work that belongs to no line of its
 * own stands under line 0.
 *
 * @param until nothing that was done after it counts; everything when absent
 */
export async function actualCostsByLine(
  tx: Tx,
  orderIds: readonly Id[],
  until?: Instant,
): Promise<Map<Id, Map<number, LineCosts>>> {
  if (orderIds.length === 0) return new Map();
  const ids = [...new Set(orderIds)];
  const tables = tx.tables<ProductionTables>();
  const shop = await loadShopData(tx);
  const known = (at: Instant | null): boolean => until === undefined || (at !== null && at <= until);
  const parts = await tables
    .selectFrom('part')
    .select(['id', 'code', 'order_id', 'unit_no', 'state', 'edges', 'length_hmm', 'width_hmm'])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', 'in', ids)
    .execute();
  const units = await tables
    .selectFrom('production_unit')
    .select(['id', 'order_id', 'unit_no', 'line_no', 'hardware', 'state', 'packed_at'])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', 'in', ids)
    .execute();
  const remakes = await tables
    .selectFrom('remake')
    .select(['order_id', 'bad_part_id', 'cost_minor', 'at'])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', 'in', ids)
    .execute();
  const steps = await tables
    .selectFrom('operation')
    .select(['order_id', 'part_id', 'unit_id', 'kind', 'centre', 'ms', 'done_at'])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', 'in', ids)
    .where('state', '=', 'done')
    .execute();

  const partOf = new Map(parts.map((part) => [part.id, part]));
  const remade = remakes.filter((row) => known(row.at));
  const bad = new Set(remade.map((row) => row.bad_part_id));
  const unitById = new Map(units.map((unit) => [unit.id, unit]));
  const unitByNo = new Map(units.map((unit) => [`${unit.order_id} ${unit.unit_no}`, unit]));
  const sums = new Map<Id, Map<string, Record<Cause, Fraction>>>();
  const done = (unit: (typeof units)[number]): boolean => unit.state === 'packed' && known(unit.packed_at);
  const put = (
    orderId: Id,
    unit: (typeof units)[number] | undefined,
    cause: Cause,
    amount: Fraction,
  ): void => {
    const key = `${unit?.line_no ?? 0} ${unit && done(unit) ? 'finished' : 'inWork'}`;
    const own = sums.get(orderId) ?? new Map<string, Record<Cause, Fraction>>();
    sums.set(orderId, own);
    const row = own.get(key) ?? {
      boardsMinor: ZERO,
      edgesMinor: ZERO,
      hardwareMinor: ZERO,
      labourMinor: ZERO,
      otherMinor: ZERO,
    };
    own.set(key, { ...row, [cause]: add(row[cause], amount) });
  };
  const unitOfPart = (partId: Id): (typeof units)[number] | undefined => {
    const part = partOf.get(partId);
    return part && unitByNo.get(`${part.order_id} ${part.unit_no}`);
  };

  const edged = new Set<Id>();
  for (const step of steps) {
    if (!known(step.done_at) || (step.part_id !== null && bad.has(step.part_id))) continue;
    const unit =
      step.part_id !== null
        ? unitOfPart(step.part_id)
        : step.unit_id
          ? unitById.get(step.unit_id)
          : undefined;
    const rate = shop.centres.get(step.centre)?.rateMinorPerHour ?? 0n;
    put(step.order_id, unit, 'labourMinor', fraction(BigInt(step.ms) * rate, MS_PER_HOUR));
    if (step.kind === 'edge' && step.part_id) edged.add(step.part_id);
  }
  for (const part of parts)
    if (edged.has(part.id))
      for (const side of EDGE_SIDES) {
        const band = part.edges[side];
        if (!band) continue;
        const along = side === 'L1' || side === 'L2' ? part.length_hmm : part.width_hmm;
        const price = shop.edges.get(band.code)?.priceMinorPerMetre ?? 0n;
        // Prices are per metre: 100,000 hundredths of a millimetre.
        const amount = fraction(BigInt(along + shop.rules.edgeOverLength) * price, 100_000n);
        put(part.order_id, unitOfPart(part.id), 'edgesMinor', amount);
      }
  for (const unit of units)
    if (done(unit))
      for (const item of unit.hardware) {
        const price = shop.hardware.get(item.code)?.priceMinor ?? 0n;
        put(unit.order_id, unit, 'hardwareMinor', fraction(BigInt(item.quantity) * price));
      }
  for (const row of remade)
    put(row.order_id, unitOfPart(row.bad_part_id), 'otherMinor', fraction(row.cost_minor));
  const partByCode = new Map(parts.map((part) => [part.code, part]));
  for (const { code, amount } of await boardShares(tx, shop, ids, known)) {
    const part = partByCode.get(code);
    if (part && !bad.has(part.id)) put(part.order_id, unitOfPart(part.id), 'boardsMinor', amount);
  }

  const answer = new Map<Id, Map<number, LineCosts>>();
  const lineOf = (orderId: Id, lineNo: number): LineCosts => {
    const own = answer.get(orderId) ?? new Map<number, LineCosts>();
    answer.set(orderId, own);
    const line = own.get(lineNo) ?? { finishedPieces: 0, finished: NOTHING, inWork: NOTHING };
    own.set(lineNo, line);
    return line;
  };
  for (const unit of units) {
    const line = lineOf(unit.order_id, unit.line_no);
    if (done(unit))
      answer.get(unit.order_id)!.set(unit.line_no, { ...line, finishedPieces: line.finishedPieces + 1 });
  }
  for (const [orderId, own] of sums)
    for (const cause of CAUSES) {
      const keys = [...own.keys()].sort();
      const weights = keys.map((key) => own.get(key)![cause]);
      // Offcuts that are worth more than their sheet make a share below zero: then it is rounded alone.
      const shares = weights.some(({ n }) => n < 0n)
        ? weights.map((weight) => minor(roundHalfAway(weight)))
        : shareOut(minor(roundHalfAway(weights.reduce(add, ZERO))), weights);
      for (const [at, key] of keys.entries()) {
        const [lineNo, side] = key.split(' ') as [string, 'finished' | 'inWork'];
        const line = lineOf(orderId, Number(lineNo));
        const changed = { ...line, [side]: { ...line[side], [cause]: shares[at]! } };
        answer.get(orderId)!.set(Number(lineNo), changed);
      }
    }
  return answer;
}

const NOTHING: CostByCause = {
  boardsMinor: minor(0n),
  edgesMinor: minor(0n),
  hardwareMinor: minor(0n),
  labourMinor: minor(0n),
  otherMinor: minor(0n),
};

/** What each part has of the sheets it lay on, spoilt ones included, on the sheets of these orders' batches. */
async function boardShares(
  tx: Tx,
  shop: ShopData,
  orderIds: readonly Id[],
  known: (at: Instant | null) => boolean,
): Promise<{ readonly code: string; readonly amount: Fraction }[]> {
  const tables = tx.tables<ProductionTables>();
  const batches = await tables
    .selectFrom('part')
    .select('batch_id')
    .distinct()
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', 'in', [...orderIds])
    .where('batch_id', 'is not', null)
    .execute();
  if (batches.length === 0) return [];
  const batchIds = batches.map((row) => row.batch_id!);
  const sheets = await tables
    .selectFrom('cut_sheet')
    .innerJoin('cut_batch', (join) =>
      join
        .onRef('cut_batch.tenant_id', '=', 'cut_sheet.tenant_id')
        .onRef('cut_batch.id', '=', 'cut_sheet.batch_id'),
    )
    .select([
      'cut_sheet.cost_minor',
      'cut_sheet.pattern',
      'cut_sheet.state',
      'cut_sheet.cut_at',
      'cut_batch.material',
    ])
    .where('cut_sheet.tenant_id', '=', tx.tenantId)
    .where('cut_batch.tenant_id', '=', tx.tenantId)
    .where('cut_sheet.state', '!=', 'released')
    .where('cut_sheet.batch_id', 'in', batchIds)
    .execute();
  const sizes = await tables
    .selectFrom('part')
    .select(['code', 'cut_length_hmm', 'cut_width_hmm'])
    .where('tenant_id', '=', tx.tenantId)
    .where('batch_id', 'in', batchIds)
    .execute();
  const areaOf = new Map(
    sizes.map((part) => [part.code, BigInt(part.cut_length_hmm) * BigInt(part.cut_width_hmm)]),
  );
  return (
    sheets
      // A sheet that was spoilt before it was sawn has no instant of its own: it counts from the start.
      .filter((sheet) => sheet.state === 'damaged' || known(sheet.cut_at))
      .flatMap((sheet) => {
        const price = shop.boards.get(sheet.material)?.priceMinorPerSquareMetre;
        const kept =
          price === undefined
            ? 0n
            : offcutsOn(sheet.pattern)
                .filter((leaf) => leaf.kept)
                .reduce(
                  (value, leaf) =>
                    value + offcutValue(leaf.length, leaf.width, price, shop.saw.offcutValuePercent),
                  0n,
                );
        const on = partsOn(sheet.pattern);
        const total = on.reduce((area, code) => area + (areaOf.get(code) ?? 0n), 0n);
        if (total === 0n) return [];
        return on.map((code) => ({
          code,
          amount: fraction((sheet.cost_minor - kept) * (areaOf.get(code) ?? 0n), total),
        }));
      })
  );
}
