import { ok, refuse, type Refused, type Result } from '#domain/kernel/result.ts';
import { hmm, type Minor } from '#domain/kernel/units.ts';
import { formatAmount, parseAmount, type AmountRefusal } from '#domain/money/currency.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { BodyOf } from '#platform/http/contract.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type * as contract from './contract.ts';
import { reloadShopData, USUAL_WORKSHOP, type ShopData } from './shop-data.ts';
import type { CatalogTables } from './store.ts';

type PriceRefusal =
  { code: 'price_negative'; field: string; value: string } | (AmountRefusal & { field: string });
type CodeTaken = { code: 'code_taken'; field: 'code'; value: string };
type MaterialUnknown = { code: 'material_unknown'; value: string };

/** Decimal text of a price to minor units: exact, and never below zero. */
export function readPrice(text: string, currency: string, field: string): Result<Minor, PriceRefusal> {
  const amount = parseAmount(text, currency);
  if (!amount.ok) return refuse({ ...amount.refusal, field });
  return amount.value < 0n ? refuse({ code: 'price_negative', field, value: text }) : amount;
}

function boardRow(input: Omit<BodyOf<typeof contract.createBoard>, 'code'>, price: Minor) {
  return {
    name: input.name,
    decor: input.decor,
    thickness_hmm: hmm(input.thickness),
    grain: input.grain,
    price_minor_per_m2: price,
    grams_per_m2: input.gramsPerSquareMetre,
    formats: JSON.stringify(
      input.formats.map((size) => ({ length: hmm(size.length), width: hmm(size.width) })),
    ),
    emission_class: input.emissionClass || null,
    claim: input.claim || null,
  };
}

/** A sheet or a thickness of 0 mm passes the form of a length but is none. */
function emptySize(input: { thickness: number; formats?: readonly { length: number; width: number }[] }) {
  const at = (input.formats ?? []).findIndex((size) => size.length === 0 || size.width === 0);
  if (at >= 0) return refuse({ code: 'size_zero', field: `formats.${at}`, value: 0 });
  return input.thickness === 0 ? refuse({ code: 'size_zero', field: 'thickness', value: 0 }) : null;
}

type SizeZero = { code: 'size_zero'; field: string; value: number };

export async function createBoard(
  tx: Tx,
  caller: Caller,
  input: BodyOf<typeof contract.createBoard>,
): Promise<Result<ShopData, PriceRefusal | CodeTaken | SizeZero>> {
  const price = readPrice(input.pricePerSquareMetre, caller.currency, 'pricePerSquareMetre');
  if (!price.ok) return price;
  const zero = emptySize(input);
  if (zero) return zero;
  const row = await tx
    .tables<CatalogTables>()
    .insertInto('board_material')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      code: input.code,
      ...boardRow(input, price.value),
    })
    .onConflict((c) => c.columns(['tenant_id', 'code']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return refuse({ code: 'code_taken', field: 'code', value: input.code });
  await publish(tx, caller, 'material.created', row.id, { kind: 'board', code: input.code });
  return ok(await reloadShopData(tx));
}

export async function updateBoard(
  tx: Tx,
  caller: Caller,
  code: string,
  input: BodyOf<typeof contract.updateBoard>,
): Promise<Result<ShopData, PriceRefusal | MaterialUnknown | SizeZero>> {
  const price = readPrice(input.pricePerSquareMetre, caller.currency, 'pricePerSquareMetre');
  if (!price.ok) return price;
  const zero = emptySize(input);
  if (zero) return zero;
  const row = await tx
    .tables<CatalogTables>()
    .updateTable('board_material')
    .set(boardRow(input, price.value))
    .where('tenant_id', '=', tx.tenantId)
    .where('code', '=', code)
    .returning('id')
    .executeTakeFirst();
  if (!row) return refuse({ code: 'material_unknown', value: code });
  await publish(tx, caller, 'material.changed', row.id, { kind: 'board', code });
  return ok(await reloadShopData(tx));
}

export async function createEdge(
  tx: Tx,
  caller: Caller,
  input: BodyOf<typeof contract.createEdge>,
): Promise<Result<ShopData, PriceRefusal | CodeTaken | SizeZero>> {
  const price = readPrice(input.pricePerMetre, caller.currency, 'pricePerMetre');
  if (!price.ok) return price;
  const zero = emptySize(input);
  if (zero) return zero;
  if (input.height === 0) return refuse({ code: 'size_zero', field: 'height', value: 0 });
  const row = await tx
    .tables<CatalogTables>()
    .insertInto('edge_band')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      code: input.code,
      name: input.name,
      thickness_hmm: hmm(input.thickness),
      height_hmm: hmm(input.height),
      price_minor_per_m: price.value,
    })
    .onConflict((c) => c.columns(['tenant_id', 'code']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return refuse({ code: 'code_taken', field: 'code', value: input.code });
  await publish(tx, caller, 'material.created', row.id, { kind: 'edge', code: input.code });
  return ok(await reloadShopData(tx));
}

export async function createHardware(
  tx: Tx,
  caller: Caller,
  input: BodyOf<typeof contract.createHardware>,
): Promise<Result<ShopData, PriceRefusal | CodeTaken>> {
  const price = readPrice(input.price, caller.currency, 'price');
  if (!price.ok) return price;
  const row = await tx
    .tables<CatalogTables>()
    .insertInto('hardware_item')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      code: input.code,
      name: input.name,
      price_minor: price.value,
    })
    .onConflict((c) => c.columns(['tenant_id', 'code']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return refuse({ code: 'code_taken', field: 'code', value: input.code });
  await publish(tx, caller, 'material.created', row.id, { kind: 'hardware', code: input.code });
  return ok(await reloadShopData(tx));
}

const PRICED = {
  board: { table: 'board_material', column: 'price_minor_per_m2' },
  edge: { table: 'edge_band', column: 'price_minor_per_m' },
  hardware: { table: 'hardware_item', column: 'price_minor' },
} as const;

/** Changes prices, all or none. Quotes keep the prices they were made with. */
export async function changePrices(
  tx: Tx,
  caller: Caller,
  changes: BodyOf<typeof contract.changePrices>['changes'],
): Promise<
  Result<{ changed: number }, PriceRefusal | { code: 'material_not_found'; field: string; value: string }>
> {
  for (const [i, change] of changes.entries()) {
    const price = readPrice(change.price, caller.currency, `changes.${i}.price`);
    if (!price.ok) return price;
    const { table, column } = PRICED[change.kind];
    const tables = tx.tables<CatalogTables>();
    const before = await tables
      .selectFrom(table)
      .select(['id', column as never])
      .where('tenant_id', '=', tx.tenantId)
      .where('code', '=', change.code)
      .forUpdate()
      .executeTakeFirst();
    if (!before)
      return refuse({ code: 'material_not_found', field: `changes.${i}.code`, value: change.code });
    const was = (before as Record<string, unknown>)[column] as Minor;
    await tables
      .updateTable(table)
      .set({ [column]: price.value } as never)
      .where('tenant_id', '=', tx.tenantId)
      .where('code', '=', change.code)
      .execute();
    await publish(tx, caller, 'material.priced', (before as { id: string }).id, {
      kind: change.kind,
      code: change.code,
      before: formatAmount(was, caller.currency),
      after: formatAmount(price.value, caller.currency),
    });
  }
  return ok({ changed: changes.length });
}

type HoursRefusal = { code: 'hours_overlap'; field: string; value: string };

/** Weekly hours must be in order, none empty, none over another. */
export function judgeHours(weekly: readonly contract.WorkHours[]): Refused<HoursRefusal> | null {
  const at = weekly.findIndex(
    (span, i) => span.until <= span.from || span.from < (weekly[i - 1]?.until ?? 0),
  );
  if (at < 0) return null;
  return refuse({
    code: 'hours_overlap',
    field: `weekly.${at}`,
    value: `${weekly[at]!.from}–${weekly[at]!.until}`,
  });
}

/** Set-ups and times of a new centre are what its kind usually has; its hours are those of the first. */
const USUAL_CENTRE = {
  saw: { set_up_per: 'material', run_ms: 30_000 },
  edge: { set_up_per: 'edge', run_ms: 30_000 },
  drill: { set_up_per: 'run', run_ms: 60_000 },
  assembly: { set_up_per: 'none', run_ms: null },
  finishing: { set_up_per: 'run', run_ms: null },
  packing: { set_up_per: 'none', run_ms: null },
  delivery: { set_up_per: 'none', run_ms: null },
} as const;

/** Monday to Friday, 7:00 to 15:30. */
const ONE_SHIFT = [0, 1, 2, 3, 4].map((day) => ({ from: day * 1440 + 420, until: day * 1440 + 930 }));

/** Adds a work centre at the end of the list. */
export async function createCentre(
  tx: Tx,
  caller: Caller,
  input: BodyOf<typeof contract.createCentre>,
): Promise<Result<ShopData, PriceRefusal | CodeTaken>> {
  const rate = readPrice(input.ratePerHour, caller.currency, 'ratePerHour');
  if (!rate.ok) return rate;
  const tables = tx.tables<CatalogTables>();
  const others = await tables
    .selectFrom('work_centre')
    .select(['position', 'weekly'])
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('position')
    .execute();
  const row = await tables
    .insertInto('work_centre')
    .values({
      tenant_id: tx.tenantId,
      id: idAt(caller.now),
      code: input.code,
      name: input.name,
      kind: input.kind,
      people: input.people,
      machines: input.machines,
      rate_minor_per_hour: rate.value,
      set_up_minutes: input.setUpMinutes,
      ...USUAL_CENTRE[input.kind],
      weekly: JSON.stringify(others[0]?.weekly ?? ONE_SHIFT),
      position: (others.at(-1)?.position ?? 0) + 1,
    })
    .onConflict((c) => c.columns(['tenant_id', 'code']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return refuse({ code: 'code_taken', field: 'code', value: input.code });
  await publish(tx, caller, 'centre.created', row.id, { code: input.code });
  return ok(await reloadShopData(tx));
}

export async function updateCentre(
  tx: Tx,
  caller: Caller,
  code: string,
  input: BodyOf<typeof contract.updateCentre>,
): Promise<Result<ShopData, PriceRefusal | HoursRefusal | { code: 'centre_unknown'; value: string }>> {
  const rate = readPrice(input.ratePerHour, caller.currency, 'ratePerHour');
  if (!rate.ok) return rate;
  const hours = judgeHours(input.weekly);
  if (hours) return hours;
  const row = await tx
    .tables<CatalogTables>()
    .updateTable('work_centre')
    .set({
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.setUpPer === undefined ? {} : { set_up_per: input.setUpPer }),
      ...(input.runSeconds === undefined
        ? {}
        : { run_ms: input.runSeconds === null ? null : Math.round(input.runSeconds * 1000) }),
      people: input.people,
      machines: input.machines,
      rate_minor_per_hour: rate.value,
      set_up_minutes: input.setUpMinutes,
      weekly: JSON.stringify(input.weekly),
    })
    .where('tenant_id', '=', tx.tenantId)
    .where('code', '=', code)
    .returning('id')
    .executeTakeFirst();
  if (!row) return refuse({ code: 'centre_unknown', value: code });
  await publish(tx, caller, 'centre.changed', row.id, { code });
  return ok(await reloadShopData(tx));
}

export async function updateWorkshop(
  tx: Tx,
  caller: Caller,
  input: BodyOf<typeof contract.updateWorkshop>,
): Promise<Result<ShopData, never>> {
  const row = {
    ...USUAL_WORKSHOP,
    pre_mill_hmm: hmm(input.preMill),
    edge_over_length_hmm: hmm(input.edgeOverLength),
    yield_percent: input.yieldPercent,
    kerf_hmm: hmm(input.kerf),
    trim_hmm: hmm(input.trim),
    book_height_hmm: input.bookHeight === null ? null : hmm(input.bookHeight),
    offcut_length_hmm: hmm(input.offcutLength),
    offcut_width_hmm: hmm(input.offcutWidth),
    offcut_value_percent: input.offcutValuePercent,
    closed_days: JSON.stringify(input.closedDays),
  };
  await tx
    .tables<CatalogTables>()
    .insertInto('workshop')
    .values({ tenant_id: tx.tenantId, ...row })
    .onConflict((c) => c.column('tenant_id').doUpdateSet(row))
    .execute();
  await publish(tx, caller, 'workshop.changed', tx.tenantId);
  return ok(await reloadShopData(tx));
}
