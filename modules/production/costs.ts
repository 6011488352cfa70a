import type { Id } from '#domain/kernel/ids.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { add, fraction, roundHalfAway, sum, ZERO, type Fraction } from '#domain/money/fraction.ts';
import type { CostByCause } from '#domain/money/margin.ts';
import { EDGE_SIDES } from '#domain/product/parts.ts';
import { loadShopData } from '#modules/catalog/api.ts';
import { offcutValue } from '#modules/stock/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { offcutsOn, partsOn } from './sheet-pattern.ts';
import type { ProductionTables } from './store.ts';

export interface ActualCosts extends CostByCause {
  /** part of `otherMinor`: bad parts and what was already in them */
  readonly remakesMinor: Minor;
}

const MS_PER_HOUR = 3_600_000n;

/**
 * What an order has cost so far. Boards: sheets that were sawn or spoilt, less the offcuts kept, shared among the parts
 * on them by area. Edges: bands that were glued, over-length included. Hardware: of units that are packed. Labour: steps
 * done, at the standard time of the routing. Other: what went into parts that had to be made again, counted there alone.
 */
export async function actualCosts(tx: Tx, orderId: Id): Promise<ActualCosts> {
  const tables = tx.tables<ProductionTables>();
  const shop = await loadShopData(tx);
  const parts = await tables
    .selectFrom('part')
    .select(['id', 'code', 'state', 'edges', 'length_hmm', 'width_hmm'])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .execute();
  const bad = new Set(parts.filter((part) => part.state === 'bad').map((part) => part.id));
  const steps = await tables
    .selectFrom('operation')
    .select(['part_id', 'kind', 'centre', 'ms'])
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .where('state', '=', 'done')
    .execute();
  const units = await tables
    .selectFrom('production_unit')
    .select('hardware')
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .where('state', '=', 'packed')
    .execute();
  const remakes = await tables
    .selectFrom('remake')
    .select('cost_minor')
    .where('tenant_id', '=', tx.tenantId)
    .where('order_id', '=', orderId)
    .execute();

  const good = steps.filter((step) => step.part_id === null || !bad.has(step.part_id));
  const labour = good.map((step) =>
    fraction(BigInt(step.ms) * (shop.centres.get(step.centre)?.rateMinorPerHour ?? 0n), MS_PER_HOUR),
  );
  const edged = new Set(good.filter((step) => step.kind === 'edge').map((step) => step.part_id));
  const edges = parts
    .filter((part) => edged.has(part.id))
    .flatMap((part) =>
      EDGE_SIDES.flatMap((side) => {
        const band = part.edges[side];
        if (!band) return [];
        const along = side === 'L1' || side === 'L2' ? part.length_hmm : part.width_hmm;
        // Prices are per metre: 100,000 hundredths of a millimetre.
        return [
          fraction(
            BigInt(along + shop.rules.edgeOverLength) * (shop.edges.get(band.code)?.priceMinorPerMetre ?? 0n),
            100_000n,
          ),
        ];
      }),
    );
  const hardware = units.flatMap((unit) =>
    unit.hardware.map((item) =>
      fraction(BigInt(item.quantity) * (shop.hardware.get(item.code)?.priceMinor ?? 0n)),
    ),
  );
  const remakesMinor = minor(remakes.reduce((all, row) => all + row.cost_minor, 0n));
  const goodCodes = new Set(parts.filter((part) => !bad.has(part.id)).map((part) => part.code));
  const boards = await boardShares(tx, goodCodes, orderId);
  return {
    boardsMinor: rounded(boards),
    edgesMinor: rounded(edges),
    hardwareMinor: rounded(hardware),
    labourMinor: rounded(labour),
    otherMinor: remakesMinor,
    remakesMinor,
  };
}

/** Share of the order's parts in every sheet they lay on, spoilt ones included. */
async function boardShares(tx: Tx, codes: ReadonlySet<string>, orderId: Id): Promise<Fraction[]> {
  const tables = tx.tables<ProductionTables>();
  const shop = await loadShopData(tx);
  const sheets = await tables
    .selectFrom('cut_sheet')
    .innerJoin('cut_batch', (join) =>
      join
        .onRef('cut_batch.tenant_id', '=', 'cut_sheet.tenant_id')
        .onRef('cut_batch.id', '=', 'cut_sheet.batch_id'),
    )
    .select(['cut_sheet.cost_minor', 'cut_sheet.pattern', 'cut_batch.material'])
    .where('cut_sheet.tenant_id', '=', tx.tenantId)
    .where('cut_batch.tenant_id', '=', tx.tenantId)
    .where('cut_sheet.state', '!=', 'released')
    .where('cut_sheet.batch_id', 'in', (q) =>
      q
        .selectFrom('part')
        .select('batch_id')
        .where('tenant_id', '=', tx.tenantId)
        .where('order_id', '=', orderId)
        .where('batch_id', 'is not', null),
    )
    .execute();
  const all = [...new Set(sheets.flatMap((sheet) => partsOn(sheet.pattern)))];
  if (all.length === 0) return [];
  const sizes = await tables
    .selectFrom('part')
    .select(['code', 'cut_length_hmm', 'cut_width_hmm'])
    .where('tenant_id', '=', tx.tenantId)
    .where('code', 'in', all)
    .execute();
  const areaOf = new Map(
    sizes.map((part) => [part.code, BigInt(part.cut_length_hmm) * BigInt(part.cut_width_hmm)]),
  );
  return sheets.map((sheet) => {
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
    const own = on
      .filter((code) => codes.has(code))
      .reduce((area, code) => area + (areaOf.get(code) ?? 0n), 0n);
    return total === 0n ? ZERO : fraction((sheet.cost_minor - kept) * own, total);
  });
}

function rounded(terms: readonly Fraction[]): Minor {
  return minor(roundHalfAway(terms.reduce(add, sum([]))));
}
