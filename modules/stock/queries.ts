import { ok, refuse } from '#domain/kernel/result.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { minor, mm, type Hmm, type Minor } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { loadShopData, type ShopData } from '#modules/catalog/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { sql } from 'kysely';
import type { BoardRow, OffcutRow, OffcutState } from './contract.ts';
import { offcutCode } from './rules.ts';
import type { BoardStock, Offcut, StockTables } from './store.ts';

/** What can be cut from now: free boards (reserved ones left out) and available offcuts of one material. */
export interface CuttingStock {
  readonly boards: readonly {
    readonly id: Id;
    readonly length: Hmm;
    readonly width: Hmm;
    /** free sheets; null would mean as many as needed */
    readonly quantity: number | null;
    readonly costMinor: Minor;
    readonly grain: 'none' | 'length';
    readonly rack: string;
  }[];
  readonly offcuts: readonly {
    readonly id: Id;
    readonly code: string;
    readonly length: Hmm;
    readonly width: Hmm;
    readonly costMinor: Minor;
    readonly grain: 'none' | 'length';
    readonly rack: string;
  }[];
}

export async function boardsForCutting(tx: Tx, materialCode: string): Promise<CuttingStock> {
  const shop = await loadShopData(tx);
  const grain = shop.boards.get(materialCode)?.grain ?? 'none';
  const boards = await boardRows(tx, materialCode);
  const offcuts = await offcutRows(tx, 'available', materialCode);
  return {
    boards: boards
      .filter((row) => row.quantity > row.reserved)
      .map((row) => ({
        id: row.id,
        length: row.length_hmm,
        width: row.width_hmm,
        quantity: row.quantity - row.reserved,
        costMinor: row.cost_minor,
        grain,
        rack: row.rack,
      })),
    offcuts: offcuts.map((row) => ({
      id: row.id,
      code: offcutCode(row.number),
      length: row.length_hmm,
      width: row.width_hmm,
      costMinor: row.value_minor,
      grain,
      rack: row.rack,
    })),
  };
}

function boardRows(tx: Tx, materialCode?: string): Promise<BoardStock[]> {
  let query = tx
    .tables<StockTables>()
    .selectFrom('board_stock')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId);
  if (materialCode !== undefined) query = query.where('material_code', '=', materialCode);
  return query.orderBy('material_code').orderBy('length_hmm', 'desc').orderBy('width_hmm', 'desc').execute();
}

function offcutRows(tx: Tx, state: OffcutState, materialCode?: string): Promise<Offcut[]> {
  let query = tx
    .tables<StockTables>()
    .selectFrom('offcut')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('state', '=', state);
  if (materialCode !== undefined) query = query.where('material_code', '=', materialCode);
  return query
    .orderBy('material_code')
    .orderBy(sql`length_hmm::bigint * width_hmm`, 'desc')
    .orderBy('number')
    .limit(1000)
    .execute();
}

/** One offcut in the rack, as its label says it; null when it is not there any more. */
export async function loadOffcut(tx: Tx, offcutId: Id) {
  const row = await tx
    .tables<StockTables>()
    .selectFrom('offcut')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', offcutId)
    .where('state', 'in', ['available', 'reserved'])
    .executeTakeFirst();
  return row
    ? {
        code: offcutCode(row.number),
        rack: row.rack,
        materialCode: row.material_code,
        length: row.length_hmm,
        width: row.width_hmm,
      }
    : null;
}

export async function listStock(tx: Tx, currency: string) {
  const shop = await loadShopData(tx);
  const boards = await boardRows(tx);
  const offcuts = await offcutRows(tx, 'available');
  const sum = (values: readonly Minor[]): string =>
    formatAmount(minor(values.reduce((all, value) => all + value, 0n)), currency);
  const materials = [...shop.boards.values()].map((material) => {
    const own = boards.filter((row) => row.material_code === material.code);
    const left = offcuts.filter((row) => row.material_code === material.code);
    return {
      code: material.code,
      name: material.name,
      decor: material.decor,
      thickness: mm(material.thickness),
      grain: material.grain,
      formats: material.formats.map((size) => ({ length: mm(size.length), width: mm(size.width) })),
      boards: own.map((row) => boardView(row, currency)),
      offcuts: left.length,
      offcutValue: sum(left.map((row) => row.value_minor)),
      value: sum(own.map((row) => minor(row.cost_minor * BigInt(row.quantity)))),
      short: own.some((row) => row.quantity - row.reserved < row.minimum),
    };
  });
  return {
    currency,
    totals: {
      sheets: boards.reduce((all, row) => all + row.quantity, 0),
      reserved: boards.reduce((all, row) => all + row.reserved, 0),
      offcuts: offcuts.length,
      offcutValue: sum(offcuts.map((row) => row.value_minor)),
      value: sum(boards.map((row) => minor(row.cost_minor * BigInt(row.quantity)))),
      short: materials.filter((material) => material.short).length,
    },
    materials,
  };
}

export async function listOffcuts(
  tx: Tx,
  currency: string,
  state: OffcutState,
  materialCode?: string,
): Promise<OffcutRow[]> {
  const shop = await loadShopData(tx);
  return (await offcutRows(tx, state, materialCode)).map((row) => offcutView(row, shop, currency));
}

/** What happened to a board's quantity, newest first. */
export async function listMovements(tx: Tx, boardId: Id) {
  const tables = tx.tables<StockTables>();
  const board = await tables
    .selectFrom('board_stock')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', boardId)
    .executeTakeFirst();
  if (!board) return refuse({ code: 'board_unknown' });
  const rows = await tables
    .selectFrom('stock_movement')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('board_id', '=', boardId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute();
  return ok({
    movements: rows.map((row) => ({
      kind: row.kind,
      quantity: row.quantity,
      reason: row.reason,
      by: row.actor_name,
      at: row.at,
    })),
  });
}

export function boardView(row: BoardStock, currency: string): BoardRow {
  return {
    id: row.id,
    length: mm(row.length_hmm),
    width: mm(row.width_hmm),
    quantity: row.quantity,
    reserved: row.reserved,
    minimum: row.minimum,
    costPerSheet: formatAmount(row.cost_minor, currency),
    rack: row.rack,
  };
}

export function offcutView(row: Offcut, shop: ShopData, currency: string): OffcutRow {
  return {
    id: row.id,
    code: offcutCode(row.number),
    materialCode: row.material_code,
    length: mm(row.length_hmm),
    width: mm(row.width_hmm),
    grain: shop.boards.get(row.material_code)?.grain ?? 'none',
    rack: row.rack,
    value: formatAmount(row.value_minor, currency),
    state: row.state,
    sheetNo: row.sheet_no,
    keptAt: row.kept_at,
  };
}
