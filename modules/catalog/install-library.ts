import { LIBRARY } from '#domain/product/library/library.ts';
import { libraryName, libraryProduct } from '#domain/product/library/german.ts';
import { DEMO_FACTORY } from '#domain/product/library/factory-seed.ts';
import { must } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { WorkHours } from './contract.ts';
import { createProduct, loadProductByCode } from './products.ts';
import { reloadShopData, USUAL_WORKSHOP } from './shop-data.ts';
import type { CatalogTables } from './store.ts';

/** One shift of 7.5 h, Monday to Friday, 07:00–12:00 and 12:30–15:00. */
const ONE_SHIFT: readonly WorkHours[] = [0, 1, 2, 3, 4].flatMap((weekday) => [
  { from: weekday * 1440 + 420, until: weekday * 1440 + 720 },
  { from: weekday * 1440 + 750, until: weekday * 1440 + 900 },
]);

/**
 * Gives a workspace the materials, work centres and product families of the library. What is there already (by code)
 * stays as it is, so that it can be run again after an update.
 */
export async function installLibrary(tx: Tx, caller: Caller): Promise<void> {
  const tables = tx.tables<CatalogTables>();
  // Names are words: a German account gets German ones, and changes them as it likes.
  const called = (name: string): string => libraryName(caller.locale, name);
  const own = () => ({ tenant_id: tx.tenantId, id: idAt(caller.now) });
  await tables
    .insertInto('workshop')
    .values({ tenant_id: tx.tenantId, ...USUAL_WORKSHOP, closed_days: '[]' })
    .onConflict((c) => c.doNothing())
    .execute();
  await tables
    .insertInto('board_material')
    .values(
      [...DEMO_FACTORY.boards.values()].map((board) => ({
        ...own(),
        code: board.code,
        name: called(board.name),
        decor: called(board.decor),
        thickness_hmm: board.thickness,
        grain: board.grain,
        price_minor_per_m2: board.priceMinorPerSquareMetre,
        grams_per_m2: board.gramsPerSquareMetre,
        formats: JSON.stringify(board.formats),
        emission_class: board.emissionClass ?? null,
        claim: board.claim ?? null,
      })),
    )
    .onConflict((c) => c.columns(['tenant_id', 'code']).doNothing())
    .execute();
  await tables
    .insertInto('edge_band')
    .values(
      [...DEMO_FACTORY.edges.values()].map((band) => ({
        ...own(),
        code: band.code,
        name: called(band.name),
        thickness_hmm: band.thickness,
        height_hmm: band.height,
        price_minor_per_m: band.priceMinorPerMetre,
      })),
    )
    .onConflict((c) => c.columns(['tenant_id', 'code']).doNothing())
    .execute();
  await tables
    .insertInto('hardware_item')
    .values(
      [...DEMO_FACTORY.hardware.values()].map(({ code, name, priceMinor }) => ({
        ...own(),
        code,
        name: called(name),
        price_minor: priceMinor,
      })),
    )
    .onConflict((c) => c.columns(['tenant_id', 'code']).doNothing())
    .execute();
  await tables
    .insertInto('work_centre')
    .values(
      [...DEMO_FACTORY.centres.values()].map((centre, position) => ({
        ...own(),
        code: centre.code,
        name: called(centre.name),
        kind: centre.kind,
        people: centre.people,
        machines: centre.machines,
        rate_minor_per_hour: centre.rateMinorPerHour,
        set_up_minutes: centre.setUpMinutes,
        set_up_per: centre.setUpPer,
        run_ms: centre.runMs,
        weekly: JSON.stringify(ONE_SHIFT),
        position,
      })),
    )
    .onConflict((c) => c.columns(['tenant_id', 'code']).doNothing())
    .execute();
  await reloadShopData(tx);
  for (const product of LIBRARY)
    if (!(await loadProductByCode(tx, product.code)))
      must(await createProduct(tx, caller, libraryProduct(caller.locale, product)));
  await publish(tx, caller, 'workshop.stocked', tx.tenantId, { products: LIBRARY.length });
}
