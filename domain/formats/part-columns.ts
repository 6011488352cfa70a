import type { Cell, TableRow } from './table.ts';

/** What a column of a part list can mean. */
export type PartColumn =
  | 'id'
  | 'description'
  | 'position'
  | 'material'
  | 'length'
  | 'width'
  | 'thickness'
  | 'quantity'
  | 'grain'
  | 'edgeDiagram'
  | 'edgeL1'
  | 'edgeL2'
  | 'edgeW1'
  | 'edgeW2'
  | 'program1'
  | 'program2'
  | 'order'
  | 'customer';

/**
 * Headers as programs and shops write them (intelliDivide, OpenCutList, German and Spanish lists), normalised:
 * lower case, no accents, no units, words separated by one blank. The first entry is the plain English one.
 */
const HEADERS: Readonly<Record<PartColumn, readonly string[]>> = {
  id: [
    'part id',
    'id',
    'part no',
    'part number',
    'part code',
    'code',
    'teil nr',
    'teile nr',
    'teilenummer',
    'teile id',
    'pieza',
    'no',
    'nr',
    'number',
    'barcode',
  ],
  description: [
    'description',
    'part',
    'part name',
    'name',
    'label',
    'bezeichnung',
    'beschreibung',
    'benennung',
    'bauteil',
    'teil',
    'descripcion',
    'nombre',
  ],
  position: [
    'position article',
    'position',
    'pos',
    'article',
    'item',
    'artikel',
    'position artikel',
    'posicion',
  ],
  material: [
    'material code',
    'material',
    'material name',
    'board',
    'board code',
    'materialcode',
    'werkstoff',
    'plattenmaterial',
    'platte',
    'materia prima',
    'material tablero',
  ],
  length: [
    'length',
    'cutting length',
    'cut length',
    'len',
    'l',
    'lange',
    'laenge',
    'zuschnittlange',
    'largo',
    'longitud',
  ],
  width: ['width', 'cutting width', 'cut width', 'w', 'breite', 'b', 'zuschnittbreite', 'ancho'],
  thickness: [
    'thickness',
    'cutting thickness',
    'thick',
    't',
    'dicke',
    'starke',
    'staerke',
    'd',
    'espesor',
    'grosor',
  ],
  quantity: [
    'quantity',
    'qty',
    'count',
    'pieces',
    'pcs',
    'amount',
    'anzahl',
    'menge',
    'stuck',
    'stueck',
    'stk',
    'cantidad',
    'cant',
  ],
  grain: [
    'grain',
    'grain direction',
    'maserung',
    'faser',
    'faserrichtung',
    'struktur',
    'laufrichtung',
    'veta',
  ],
  edgeDiagram: ['edge diagram', 'edging', 'edge', 'kantenbild', 'kantendiagramm', 'kantencode'],
  edgeL1: [
    'edge front',
    'edge l1',
    'edge 1',
    'edge length 1',
    'edge bottom',
    'l1',
    'edge ymin',
    'kante vorne',
    'kante vorn',
    'kante l1',
    'kante 1',
    'largo 1',
    'canto largo 1',
  ],
  edgeL2: [
    'edge back',
    'edge l2',
    'edge 2',
    'edge length 2',
    'edge top',
    'l2',
    'edge ymax',
    'kante hinten',
    'kante l2',
    'kante 2',
    'largo 2',
    'canto largo 2',
  ],
  edgeW1: [
    'edge left',
    'edge w1',
    'edge 3',
    'edge width 1',
    'w1',
    'edge xmin',
    'kante links',
    'kante b1',
    'kante 3',
    'ancho 1',
    'canto ancho 1',
  ],
  edgeW2: [
    'edge right',
    'edge w2',
    'edge 4',
    'edge width 2',
    'w2',
    'edge xmax',
    'kante rechts',
    'kante b2',
    'kante 4',
    'ancho 2',
    'canto ancho 2',
  ],
  program1: [
    'cnc program 1',
    'cnc program',
    'program 1',
    'program',
    'cnc programm 1',
    'cnc programm',
    'programm 1',
    'programm',
    'programa',
  ],
  program2: ['cnc program 2', 'program 2', 'cnc programm 2', 'programm 2'],
  order: [
    'customer order',
    'order',
    'order no',
    'order number',
    'auftrag',
    'kundenauftrag',
    'kommission',
    'auftragsnummer',
    'pedido',
  ],
  customer: ['customer name', 'customer', 'kunde', 'kundenname', 'cliente'],
};

export const REQUIRED_COLUMNS = [
  'material',
  'length',
  'width',
  'quantity',
] as const satisfies readonly PartColumn[];

const MEANING = new Map<string, PartColumn>(
  Object.entries(HEADERS).flatMap(([column, names]) =>
    names.map((name) => [name, column as PartColumn] as const),
  ),
);

/** A header reduced to its words: `Länge [mm]` → `lange`, `cutting_length` → `cutting length`. */
export function normaliseHeader(cell: Cell): string {
  return String(cell ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[([].*?[)\]]/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/ mm$/, '');
}

export interface Columns {
  /** row of the table that carries the headers, 0 when there is none */
  readonly headerRow: number;
  /** position of each known column, from 0 */
  readonly at: ReadonlyMap<PartColumn, number>;
  /** headers as written, for messages; by position */
  readonly headers: readonly string[];
  /** headers that mean nothing here */
  readonly ignored: readonly string[];
}

/** How many rows at the top may hold a title, an address, a date, before the headers. */
const HEADER_SEARCH_ROWS = 25;

/** The row that names the most columns; where a name stands twice, its first column counts. */
export function findColumns(rows: readonly TableRow[]): Columns | undefined {
  let best: Columns | undefined;
  for (const { row, cells } of rows.slice(0, HEADER_SEARCH_ROWS)) {
    const at = new Map<PartColumn, number>();
    const ignored: string[] = [];
    cells.forEach((cell, index) => {
      const name = normaliseHeader(cell);
      const meaning = typeof cell === 'string' ? MEANING.get(name) : undefined;
      if (meaning && !at.has(meaning)) at.set(meaning, index);
      else if (name !== '') ignored.push(String(cell));
    });
    const sizes = at.has('length') && at.has('width');
    if (sizes && at.size > (best?.at.size ?? 1))
      best = { headerRow: row, at, headers: cells.map((cell) => String(cell ?? '')), ignored };
  }
  return best;
}
