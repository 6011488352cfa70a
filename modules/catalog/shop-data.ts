import type { Selectable } from 'kysely';
import type { Hmm } from '#domain/kernel/units.ts';
import type { BoardMaterial, EdgeBand, Factory, HardwareItem, WorkCentre } from '#domain/product/factory.ts';
import type { DirectoryTables } from '#platform/postgres/directory.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { ClosedDay, WorkHours } from './contract.ts';
import type { CatalogTables } from './store.ts';

/** What the saw and the offcut rack ask for. */
export interface SawRules {
  readonly kerf: Hmm;
  /** taken off each side of a raw sheet */
  readonly trim: Hmm;
  /** highest stack sawn at once; null: one sheet at a time */
  readonly bookHeight: Hmm | null;
  /** long and short side from which a leftover is kept */
  readonly offcutLength: Hmm;
  readonly offcutWidth: Hmm;
  /** of the sheet's price by area */
  readonly offcutValuePercent: number;
}

/** Everything a factory works with: what products are made from (as domain/product takes it), the saw, and when who works. */
export interface ShopData extends Factory {
  readonly saw: SawRules;
  /** weekly hours per work centre code */
  readonly hours: ReadonlyMap<string, readonly WorkHours[]>;
  readonly closedDays: readonly ClosedDay[];
}

/** A workshop that has not said otherwise: pre-mill 0.5 mm, 50 mm of band per edge, 86 % yield, kerf 4.4, trim 10. */
export const USUAL_WORKSHOP: Omit<CatalogTables['workshop'], 'tenant_id' | 'closed_days'> = {
  pre_mill_hmm: 50 as Hmm,
  edge_over_length_hmm: 5000 as Hmm,
  yield_percent: 86,
  kerf_hmm: 440 as Hmm,
  trim_hmm: 1000 as Hmm,
  book_height_hmm: 7500 as Hmm,
  offcut_length_hmm: 60_000 as Hmm,
  offcut_width_hmm: 30_000 as Hmm,
  offcut_value_percent: 30,
};

/** What a transaction has loaded: six statements that most use cases would otherwise repeat for each line and part. */
const loaded = new WeakMap<Tx, Promise<ShopData>>();

/** The whole catalogue of the tenant except its products, loaded once in a transaction. */
export function loadShopData(tx: Tx): Promise<ShopData> {
  return loaded.get(tx) ?? reloadShopData(tx);
}

/** The same after this transaction has changed the catalogue. */
export function reloadShopData(tx: Tx): Promise<ShopData> {
  const shop = readShopData(tx);
  loaded.set(tx, shop);
  return shop;
}

async function readShopData(tx: Tx): Promise<ShopData> {
  const tables = tx.tables<CatalogTables>();
  const tenantId = tx.tenantId;
  const tenant = await tx
    .tables<DirectoryTables>()
    .selectFrom('tenant')
    .select('currency')
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow();
  const boards = await tables
    .selectFrom('board_material')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('code')
    .execute();
  const edges = await tables
    .selectFrom('edge_band')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('code')
    .execute();
  const hardware = await tables
    .selectFrom('hardware_item')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('code')
    .execute();
  const centres = await tables
    .selectFrom('work_centre')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('position')
    .execute();
  const own = await tables
    .selectFrom('workshop')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  const workshop = own ?? { ...USUAL_WORKSHOP, closed_days: [] };
  return {
    currency: tenant.currency,
    boards: new Map(boards.map((row) => [row.code, toBoard(row)])),
    edges: new Map(edges.map((row) => [row.code, toEdge(row)])),
    hardware: new Map(hardware.map((row) => [row.code, toHardware(row)])),
    centres: new Map(centres.map((row) => [row.code, toCentre(row)])),
    rules: {
      preMill: workshop.pre_mill_hmm,
      edgeOverLength: workshop.edge_over_length_hmm,
      yieldPercent: workshop.yield_percent,
    },
    saw: {
      kerf: workshop.kerf_hmm,
      trim: workshop.trim_hmm,
      bookHeight: workshop.book_height_hmm,
      offcutLength: workshop.offcut_length_hmm,
      offcutWidth: workshop.offcut_width_hmm,
      offcutValuePercent: workshop.offcut_value_percent,
    },
    hours: new Map(centres.map((row) => [row.code, row.weekly])),
    closedDays: workshop.closed_days,
  };
}

type Row<K extends keyof CatalogTables> = Selectable<CatalogTables[K]>;

function toBoard(row: Row<'board_material'>): BoardMaterial {
  return {
    code: row.code,
    name: row.name,
    decor: row.decor,
    thickness: row.thickness_hmm,
    grain: row.grain,
    priceMinorPerSquareMetre: row.price_minor_per_m2,
    gramsPerSquareMetre: row.grams_per_m2,
    formats: row.formats,
    ...(row.emission_class === null ? {} : { emissionClass: row.emission_class }),
    ...(row.claim === null ? {} : { claim: row.claim }),
  };
}

function toEdge(row: Row<'edge_band'>): EdgeBand {
  return {
    code: row.code,
    name: row.name,
    thickness: row.thickness_hmm,
    height: row.height_hmm,
    priceMinorPerMetre: row.price_minor_per_m,
  };
}

function toHardware(row: Row<'hardware_item'>): HardwareItem {
  return { code: row.code, name: row.name, priceMinor: row.price_minor };
}

function toCentre(row: Row<'work_centre'>): WorkCentre {
  return {
    code: row.code,
    name: row.name,
    kind: row.kind,
    people: row.people,
    machines: row.machines,
    rateMinorPerHour: row.rate_minor_per_hour,
    setUpMinutes: row.set_up_minutes,
    setUpPer: row.set_up_per,
    runMs: row.run_ms,
  };
}
