import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { checkProduct } from '#domain/product/check-product.ts';
import { priceParts } from '#domain/product/cost.ts';
import type { Product } from '#domain/product/definition.ts';
import { explode, type Exploded, type ExplodeRefusal } from '#domain/product/explode.ts';
import type { GivenParameters } from '#domain/product/parameters.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale } from '#platform/words/words.ts';
import type { Explosion, ProductSummary } from './contract.ts';
import { partTooLarge, type PartTooLarge } from './rules.ts';
import { loadShopData } from './shop-data.ts';
import type { CatalogTables } from './store.ts';
import { explosionView } from './view.ts';

/** A product as saved: one version of its definition. */
export interface SavedProduct {
  readonly id: Id;
  readonly code: string;
  readonly name: string;
  readonly version: number;
  readonly definition: Product;
}

export type ProductUnknown = { code: 'product_unknown' };

/** Versions never change: once one is saved, whoever asks for it again is answered without the database. */
const savedVersions = new Map<string, SavedProduct>();
/** About 20 KB each. */
const SAVED_VERSIONS_MAX = 500;

/** What a transaction has loaded and may itself have written: nobody else may be told of that before it is saved. */
const loadedVersions = new WeakMap<Tx, Map<string, Promise<SavedProduct | null>>>();

/** The version asked for, or the newest; null when there is none. */
export function loadProduct(tx: Tx, productId: Id, version?: number): Promise<SavedProduct | null> {
  if (version === undefined) return readProduct(tx, productId);
  const key = `${tx.tenantId} ${productId} ${version}`;
  const saved = savedVersions.get(key);
  if (saved) return Promise.resolve(saved);
  const known = loadedVersions.get(tx) ?? new Map<string, Promise<SavedProduct | null>>();
  loadedVersions.set(tx, known);
  const product = known.get(key) ?? readProduct(tx, productId, version);
  if (!known.has(key)) tx.afterCommit(() => void product.then((one) => keepVersion(key, one)));
  known.set(key, product);
  return product;
}

function keepVersion(key: string, product: SavedProduct | null): void {
  if (!product) return;
  if (savedVersions.size >= SAVED_VERSIONS_MAX) savedVersions.clear();
  savedVersions.set(key, product);
}

async function readProduct(tx: Tx, productId: Id, version?: number): Promise<SavedProduct | null> {
  let query = saved(tx).where('product.id', '=', productId);
  query =
    version === undefined
      ? query.whereRef('product_version.version', '=', 'product.version')
      : query.where('product_version.version', '=', version);
  const row = await query.executeTakeFirst();
  return row ? toProduct(row) : null;
}

export async function loadProductOrRefuse(
  tx: Tx,
  productId: Id,
): Promise<Result<SavedProduct, ProductUnknown>> {
  const product = await loadProduct(tx, productId);
  return product ? ok(product) : refuse({ code: 'product_unknown' });
}

/** The newest version of the product with this code; null when there is none. */
export async function loadProductByCode(tx: Tx, code: string): Promise<SavedProduct | null> {
  const row = await saved(tx)
    .where('product.code', '=', code)
    .whereRef('product_version.version', '=', 'product.version')
    .executeTakeFirst();
  return row ? toProduct(row) : null;
}

export async function listProducts(tx: Tx): Promise<ProductSummary[]> {
  const rows = await saved(tx)
    .whereRef('product_version.version', '=', 'product.version')
    .orderBy('product.code')
    .execute();
  return rows.map(toProduct).map(({ definition, ...product }) => ({
    ...product,
    parameters: definition.parameters.length,
    parts: definition.parts.length,
  }));
}

function saved(tx: Tx) {
  return tx
    .tables<CatalogTables>()
    .selectFrom('product')
    .innerJoin('product_version', (join) =>
      join
        .onRef('product_version.tenant_id', '=', 'product.tenant_id')
        .onRef('product_version.product_id', '=', 'product.id'),
    )
    .select([
      'product.id',
      'product.code',
      'product_version.name',
      'product_version.version',
      'product_version.definition',
    ])
    .where('product.tenant_id', '=', tx.tenantId)
    .where('product_version.tenant_id', '=', tx.tenantId);
}

function toProduct(row: {
  id: Id;
  code: string;
  name: string;
  version: number;
  definition: unknown;
}): SavedProduct {
  // Only definitions that checkProduct let through are ever saved.
  return { ...row, definition: row.definition as Product };
}

export type CreateProductRefusal =
  ExplodeRefusal | PartTooLarge | { code: 'code_taken'; field: 'code'; value: string };

/** Adds a product whose definition has no fault. */
export async function createProduct(
  tx: Tx,
  caller: Caller,
  input: unknown,
): Promise<Result<SavedProduct, CreateProductRefusal>> {
  const checked = checkProduct(input);
  if (!checked.ok) return checked;
  const definition = checked.value.product;
  const usual = await judgeUsual(tx, definition);
  if (!usual.ok) return usual;
  const id = idAt(caller.now);
  const row = await tx
    .tables<CatalogTables>()
    .insertInto('product')
    .values({ tenant_id: tx.tenantId, id, code: definition.code, version: 1 })
    .onConflict((c) => c.columns(['tenant_id', 'code']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return refuse({ code: 'code_taken', field: 'code', value: definition.code });
  await saveVersion(tx, caller, id, 1, definition);
  await publish(tx, caller, 'product.created', id, { code: definition.code, version: 1 });
  return ok({ id, code: definition.code, name: definition.name, version: 1, definition });
}

export type UpdateProductRefusal =
  | ExplodeRefusal
  | PartTooLarge
  | ProductUnknown
  | { code: 'product_changed_meanwhile'; version: number }
  | { code: 'product_code_fixed'; field: 'code'; value: string; expected: string };

/**
 * Saves the next version. Orders keep the version they were priced with, so nothing that was sold changes.
 * @param from the version the change was made from; refused when somebody saved another one since
 */
export async function updateProduct(
  tx: Tx,
  caller: Caller,
  productId: Id,
  from: number,
  input: unknown,
): Promise<Result<SavedProduct, UpdateProductRefusal>> {
  const checked = checkProduct(input);
  if (!checked.ok) return checked;
  const definition = checked.value.product;
  const usual = await judgeUsual(tx, definition);
  if (!usual.ok) return usual;
  const tables = tx.tables<CatalogTables>();
  const now = await tables
    .selectFrom('product')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', productId)
    .forUpdate()
    .executeTakeFirst();
  if (!now) return refuse({ code: 'product_unknown' });
  if (now.version !== from) return refuse({ code: 'product_changed_meanwhile', version: now.version });
  if (now.code !== definition.code)
    return refuse({ code: 'product_code_fixed', field: 'code', value: definition.code, expected: now.code });
  const version = from + 1;
  await tables
    .updateTable('product')
    .set({ version })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', productId)
    .execute();
  await saveVersion(tx, caller, productId, version, definition);
  await publish(tx, caller, 'product.changed', productId, { code: definition.code, version });
  return ok({ id: productId, code: definition.code, name: definition.name, version, definition });
}

/** A product must be makeable with its own default values: what only shows when formulas have numbers is found here. */
async function judgeUsual(
  tx: Tx,
  definition: Product,
): Promise<Result<Exploded, ExplodeRefusal | PartTooLarge>> {
  const shop = await loadShopData(tx);
  const exploded = explode(definition, {}, shop, 1);
  if (!exploded.ok) return exploded;
  const tooLarge = partTooLarge(exploded.value.parts, shop, 'parts');
  return tooLarge ? refuse(tooLarge) : exploded;
}

async function saveVersion(
  tx: Tx,
  caller: Caller,
  productId: Id,
  version: number,
  definition: Product,
): Promise<void> {
  await tx
    .tables<CatalogTables>()
    .insertInto('product_version')
    .values({
      tenant_id: tx.tenantId,
      product_id: productId,
      version,
      name: definition.name,
      definition: JSON.stringify(definition),
      made_at: caller.now,
      made_by: caller.actor,
    })
    .execute();
}

/** What one piece with these parameters would be made of and cost. Parts and sums are for `quantity` pieces, the cost is too. */
export async function previewProduct(
  tx: Tx,
  caller: Caller,
  productId: Id,
  parameters: GivenParameters,
  quantity: number,
): Promise<Result<Explosion, ExplodeRefusal | ProductUnknown | PartTooLarge>> {
  const product = await loadProduct(tx, productId);
  return product
    ? previewDefinition(tx, caller, product.definition, parameters, quantity)
    : refuse({ code: 'product_unknown' });
}

/** The same of a definition that nobody has saved yet: its own faults come first, each with its path. */
export function previewDraft(
  tx: Tx,
  caller: Caller,
  input: unknown,
  parameters: GivenParameters,
): Promise<Result<Explosion, ExplodeRefusal | PartTooLarge>> {
  const checked = checkProduct(input);
  return checked.ok
    ? previewDefinition(tx, caller, checked.value.product, parameters, 1)
    : Promise.resolve(checked);
}

async function previewDefinition(
  tx: Tx,
  caller: Caller,
  definition: Product,
  parameters: GivenParameters,
  quantity: number,
): Promise<Result<Explosion, ExplodeRefusal | PartTooLarge>> {
  const shop = await loadShopData(tx);
  const exploded = explode(definition, parameters, shop, quantity);
  if (!exploded.ok) return underParameters(exploded.refusal, 'parameters');
  const tooLarge = partTooLarge(exploded.value.parts, shop, 'parameters');
  if (tooLarge) return refuse(tooLarge);
  const view = explosionView(exploded.value, priceParts(exploded.value, shop), shop, asLocale(caller.locale));
  return ok(view);
}

/** Puts the faults of parameters beside the fields of the form they came from. */
export function underParameters(refusal: ExplodeRefusal, path: string): Result<never, ExplodeRefusal> {
  if (refusal.code !== 'parameters_refused' || !('faults' in refusal)) return refuse(refusal);
  const faults = (refusal.faults as { code: string; field: string }[]).map((fault) => ({
    ...fault,
    field: `${path}.${fault.field}`,
  }));
  return refuse({ ...refusal, faults } as ExplodeRefusal);
}
