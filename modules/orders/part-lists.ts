import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { minor, mm } from '#domain/kernel/units.ts';
import { formatAmount } from '#domain/money/currency.ts';
import { readPartList, type PartList } from '#domain/formats/part-list.ts';
import type { Table } from '#domain/formats/table.ts';
import {
  edgeSizeInCode,
  partsFromList,
  unmatchedCodes,
  type PartListReading,
} from '#domain/product/from-part-list.ts';
import type { Part } from '#domain/product/parts.ts';
import { fitsSomeBoard, loadShopData, partTooLarge, partView, type ShopData } from '#modules/catalog/api.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { asLocale, sayLoaded } from '#platform/words/words.ts';
import type { PartListPreview } from './order-shapes.ts';
import { changed, insertLine, openForChange, priceOf } from './edit-order.ts';
import { makePartListLine, partCentres } from './lines.ts';
import { loadSettings } from './settings.ts';
import type { OrderTables, StoredReading } from './store.ts';

interface StoredList {
  readonly id: Id;
  readonly orderId: Id;
  readonly fileName: string;
  readonly list: PartList;
  readonly reading: StoredReading;
  readonly lineNo: number | null;
}

/** Keeps an uploaded list with the draft; what its codes mean is taken from this customer's earlier lists. */
export async function importPartList(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  file: { readonly name: string; readonly table: Table },
  decimalMark?: '.' | ',',
): Promise<Result<PartListPreview>> {
  const order = await openForChange(tx, orderId);
  if (!order.ok) return order;
  const list = readPartList(file.table, decimalMark ? { decimalMark } : {});
  if (!list.ok) return list;
  const reading = await rememberedReading(tx, order.value.customer_id);
  const stored: StoredList = {
    id: idAt(caller.now),
    orderId,
    fileName: file.name.slice(0, 200),
    list: list.value,
    reading,
    lineNo: null,
  };
  await tx
    .tables<OrderTables>()
    .insertInto('part_list_import')
    .values({
      tenant_id: tx.tenantId,
      id: stored.id,
      sales_order_id: orderId,
      file_name: stored.fileName,
      list: JSON.stringify(list.value),
      reading: JSON.stringify(reading),
      line_no: null,
      read_at: caller.now,
    })
    .execute();
  return ok(await previewOf(tx, caller, stored));
}

export async function previewPartList(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  importId: Id,
): Promise<Result<PartListPreview>> {
  const stored = await loadList(tx, orderId, importId);
  return stored.ok ? ok(await previewOf(tx, caller, stored.value)) : stored;
}

/** Says what the codes of a list mean here, and remembers it for this customer's next list. */
export async function chooseReading(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  importId: Id,
  input: StoredReading,
): Promise<Result<PartListPreview>> {
  const order = await openForChange(tx, orderId);
  if (!order.ok) return order;
  const stored = await loadList(tx, orderId, importId);
  if (!stored.ok) return stored;
  if (stored.value.lineNo !== null) return refuse({ code: 'part_list_taken', line: stored.value.lineNo });
  const unknown = unknownCode(input, await loadShopData(tx));
  if (unknown) return unknown;
  const reading = {
    ...input,
    materials: { ...stored.value.reading.materials, ...input.materials },
    edges: { ...stored.value.reading.edges, ...input.edges },
  };
  await tx
    .tables<OrderTables>()
    .updateTable('part_list_import')
    .set({ reading: JSON.stringify(reading) })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', importId)
    .execute();
  const remembered = [
    ...Object.entries(input.materials).map(([theirs, ours]) => ({ kind: 'material' as const, theirs, ours })),
    ...Object.entries(input.edges).map(([theirs, ours]) => ({ kind: 'edge' as const, theirs, ours })),
    ...(input.markedEdge === null ? [] : [{ kind: 'marked' as const, theirs: '', ours: input.markedEdge }]),
  ];
  for (const each of remembered)
    await tx
      .tables<OrderTables>()
      .insertInto('code_mapping')
      .values({ tenant_id: tx.tenantId, customer_id: order.value.customer_id, ...each })
      .onConflict((c) =>
        c.columns(['tenant_id', 'customer_id', 'kind', 'theirs']).doUpdateSet({ ours: each.ours }),
      )
      .execute();
  return ok(await previewOf(tx, caller, { ...stored.value, reading }));
}

function unknownCode(input: StoredReading, shop: ShopData): ReturnType<typeof refuse> | null {
  const faults = [
    ...Object.entries(input.materials)
      .filter(([, ours]) => !shop.boards.has(ours))
      .map(([theirs, ours]) => ({ code: 'mapping_not_listed', field: `materials.${theirs}`, value: ours })),
    ...Object.entries(input.edges)
      .filter(([, ours]) => ours !== '' && !shop.edges.has(ours))
      .map(([theirs, ours]) => ({ code: 'mapping_not_listed', field: `edges.${theirs}`, value: ours })),
    ...(input.markedEdge && !shop.edges.has(input.markedEdge)
      ? [{ code: 'mapping_not_listed', field: 'markedEdge', value: input.markedEdge }]
      : []),
  ];
  return faults.length ? refuse({ code: 'mapping_refused', faults }) : null;
}

/** Adds the rows that can be made as one line; the refused ones stay listed with the import. */
export async function takePartList(
  tx: Tx,
  caller: Caller,
  orderId: Id,
  importId: Id,
  input: { name: string; quantity: number; unitNet: string | null },
): Promise<Result<void>> {
  const order = await openForChange(tx, orderId);
  if (!order.ok) return order;
  const stored = await loadList(tx, orderId, importId);
  if (!stored.ok) return stored;
  if (stored.value.lineNo !== null) return refuse({ code: 'part_list_taken', line: stored.value.lineNo });
  const shop = await loadShopData(tx);
  const settings = await loadSettings(tx);
  const { parts } = judgeRows(stored.value, shop);
  if (parts.length === 0) return refuse({ code: 'part_list_nothing_good', file: stored.value.fileName });
  const line = makePartListLine(parts, input.quantity, shop, settings);
  if (!line.ok) return line;
  const price = priceOf(input, line.value, caller.currency);
  if (!price.ok) return price;
  const name = input.name || stored.value.fileName.replace(/\.[a-z]{3,4}$/i, '').slice(0, 120);
  const lineNo = await insertLine(tx, order.value, line.value, {
    kind: 'part_list',
    name,
    product_id: null,
    product_version: null,
    parameters: '{}',
    parts: JSON.stringify(parts),
    quantity: input.quantity,
    unit_net_minor: price.value,
    tax_percent: settings.taxPercent,
  });
  await tx
    .tables<OrderTables>()
    .updateTable('part_list_import')
    .set({ line_no: lineNo })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', importId)
    .execute();
  return changed(tx, caller, order.value, { what: 'line_added', lineNo, name, quantity: input.quantity });
}

async function loadList(tx: Tx, orderId: Id, importId: Id): Promise<Result<StoredList>> {
  const row = await tx
    .tables<OrderTables>()
    .selectFrom('part_list_import')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('sales_order_id', '=', orderId)
    .where('id', '=', importId)
    .executeTakeFirst();
  if (!row) return refuse({ code: 'part_list_unknown' });
  return ok({
    id: row.id,
    orderId,
    fileName: row.file_name,
    list: row.list,
    reading: row.reading,
    lineNo: row.line_no,
  });
}

async function rememberedReading(tx: Tx, customerId: Id): Promise<StoredReading> {
  const rows = await tx
    .tables<OrderTables>()
    .selectFrom('code_mapping')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('customer_id', '=', customerId)
    .execute();
  const of = (kind: string) =>
    Object.fromEntries(rows.filter((row) => row.kind === kind).map((row) => [row.theirs, row.ours]));
  return {
    materials: of('material'),
    edges: of('edge'),
    markedEdge: of('marked')[''] ?? null,
    sizes: 'finished',
  };
}

interface JudgedRows {
  readonly parts: readonly Part[];
  readonly faults: readonly (Refusal & { readonly row: number })[];
}

/** The rows that can be made here, and every fault of the others: of the file, of its codes, and of sizes no sheet can hold. */
function judgeRows(stored: StoredList, shop: ShopData): JudgedRows {
  const parts: Part[] = [];
  const faults: (Refusal & { row: number })[] = [...stored.list.faults];
  for (const row of stored.list.rows) {
    const read = partsFromList([row], shop, readingOf(stored.reading, shop));
    faults.push(...read.faults);
    for (const part of read.parts) {
      const board = shop.boards.get(part.material);
      if (board && !fitsSomeBoard(part, board, shop.saw.trim)) {
        const fault = partTooLarge([part], shop, `rows.${row.row}.length`)!;
        faults.push({ ...fault, row: row.row });
      } else parts.push(part);
    }
  }
  // Four edges of one unknown band are one thing to say about a row.
  const told = new Map(
    faults.map((fault) => [
      `${fault.row} ${fault.code} ${String(fault['value'])} ${String(fault['cell'])}`,
      fault,
    ]),
  );
  return { parts, faults: [...told.values()].sort((a, b) => a.row - b.row) };
}

function readingOf(reading: StoredReading, shop: ShopData): PartListReading {
  const { markedEdge, ...same } = reading;
  return { ...same, ...(markedEdge === null ? {} : { markedEdge }), centres: partCentres(shop) };
}

async function previewOf(tx: Tx, caller: Caller, stored: StoredList): Promise<PartListPreview> {
  const shop = await loadShopData(tx);
  const { parts, faults } = judgeRows(stored, shop);
  const locale = asLocale(caller.locale);
  const settings = await loadSettings(tx);
  const line = makePartListLine(parts, 1, shop, settings);
  return {
    id: stored.id,
    fileName: stored.fileName,
    good: parts.map(partView),
    pieces: parts.reduce((all, part) => all + part.quantity, 0),
    refused: faults.map((fault) => {
      const { code, field: _, row, ...facts } = fault;
      const text = (name: string): string => (typeof facts[name] === 'string' ? facts[name] : '');
      return {
        row,
        column: text('column'),
        cell: text('cell'),
        value: String(facts['value'] ?? '').slice(0, 80),
        code,
        title: sayLoaded(locale, `refusal.${code}`, { row, ...facts }) ?? code.replaceAll('_', ' '),
        remedy: sayLoaded(locale, `refusal.${code}.remedy`, { row, ...facts }) ?? '',
      };
    }),
    refusedRows: new Set(faults.map((fault) => fault.row)).size,
    skipped: stored.list.skipped.map((each) => ({ ...each })),
    ignoredColumns: [...stored.list.ignoredColumns],
    unmatched: unmatchedOf(stored, shop),
    reading: {
      ...stored.reading,
      materials: { ...stored.reading.materials },
      edges: { ...stored.reading.edges },
    },
    unitNet: formatAmount(parts.length && line.ok ? line.value.calculatedMinor : minor(0n), caller.currency),
    lineNo: stored.lineNo,
  };
}

/** Codes of the list that this factory does not have, each with what it might be: the same thickness first. */
function unmatchedOf(stored: StoredList, shop: ShopData): PartListPreview['unmatched'] {
  const { rows } = stored.list;
  const unmatched = unmatchedCodes(rows, shop, readingOf(stored.reading, shop));
  const named = (all: readonly { code: string; name: string }[]) =>
    all.slice(0, 6).map(({ code, name }) => ({ code, name }));
  return {
    materials: unmatched.materials.map((code) => {
      const own = rows.filter((row) => row.material === code);
      const thickness = own[0]?.thickness ?? null;
      const away = (board: { thickness: number }) =>
        thickness === null ? 0 : Math.abs(board.thickness - thickness);
      const near = [...shop.boards.values()].filter((board) => away(board) === 0);
      return {
        code,
        thickness: thickness === null ? null : mm(thickness),
        rows: own.length,
        proposals: named(near),
      };
    }),
    edges: unmatched.edges.map((code) => {
      const size = edgeSizeInCode(code);
      const away = (band: { thickness: number }) => (size ? Math.abs(band.thickness - size.thickness) : 0);
      const near = [...shop.edges.values()].sort((a, b) => away(a) - away(b));
      const own = rows.filter((row) => Object.values(row.edges).includes(code));
      return { code, rows: own.length, proposals: named(near) };
    }),
    marked: unmatched.marked,
  };
}
