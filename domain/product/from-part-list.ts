import type { PartRow } from '#domain/formats/part-list.ts';
import type { Hmm } from '#domain/kernel/units.ts';
import { nearest } from './expression/refusals.ts';
import type { BoardMaterial, EdgeBand, Factory } from './factory.ts';
import {
  asEdge,
  cutSize,
  finishedSize,
  partOperations,
  type EdgeSide,
  type Part,
  type PartCentres,
  type PartEdges,
} from './parts.ts';
import { EDGE_SIDES } from './parts.ts';

/** How somebody else's list is to be understood here. */
export interface PartListReading {
  /** their material code → ours, where they differ */
  readonly materials?: Readonly<Record<string, string>>;
  /** their edge band code → ours; '' = no edge */
  readonly edges?: Readonly<Record<string, string>>;
  /** our edge band for sides that are only marked (1, x) */
  readonly markedEdge?: string;
  /** whether the list gives sizes of finished parts (usual) or of cut pieces */
  readonly sizes: 'finished' | 'cut';
  readonly centres: PartCentres;
}

/** Why a row cannot be made as it stands; the row number is that of the file. */
export interface PartRowFault {
  readonly code:
    | 'row_material_not_listed'
    | 'row_edge_not_listed'
    | 'row_edge_not_named'
    | 'row_thickness_differs'
    | 'row_too_small_for_edges';
  readonly field: string;
  readonly row: number;
  readonly value: string;
  readonly [fact: string]: unknown;
}

export interface PartsFromList {
  readonly parts: readonly Part[];
  readonly faults: readonly PartRowFault[];
}

/**
 * Rows of an imported list as parts with materials, edges and operations of this factory. Materials and edge bands are
 * matched by code (or by the reading's tables), never by similar names; a near code is only suggested. Rows that do
 * not match are listed with every reason, the others are taken.
 */
export function partsFromList(
  rows: readonly PartRow[],
  factory: Factory,
  reading: PartListReading,
): PartsFromList {
  const parts: Part[] = [];
  const faults: PartRowFault[] = [];
  for (const row of rows) {
    const found: PartRowFault[] = [];
    const board = boardOf(row, factory, reading, found);
    const edges = edgesOf(row, factory, reading, found);
    const part = board && found.length === 0 ? asPart(row, board, edges, factory, reading) : undefined;
    if (
      part &&
      (part.cut.length <= 0 || part.cut.width <= 0 || part.finished.length <= 0 || part.finished.width <= 0)
    )
      found.push(fault('row_too_small_for_edges', row, 'width', `${row.length / 100} × ${row.width / 100}`));
    faults.push(...found);
    if (part && found.length === 0) parts.push(part);
  }
  return { parts, faults };
}

/** Codes of a list that this factory does not have, each once: what the person has to match before the import. */
export function unmatchedCodes(
  rows: readonly PartRow[],
  factory: Factory,
  reading: PartListReading,
): { readonly materials: readonly string[]; readonly edges: readonly string[]; readonly marked: boolean } {
  const { faults } = partsFromList(rows, factory, reading);
  const values = (code: PartRowFault['code']) => [
    ...new Set(faults.filter((each) => each.code === code).map((each) => each.value)),
  ];
  return {
    materials: values('row_material_not_listed'),
    edges: values('row_edge_not_listed'),
    marked: faults.some((each) => each.code === 'row_edge_not_named'),
  };
}

function asPart(
  row: PartRow,
  board: BoardMaterial,
  edges: PartEdges,
  factory: Factory,
  reading: PartListReading,
): Part {
  const given = { length: row.length, width: row.width };
  const { preMill } = factory.rules;
  const finished = reading.sizes === 'finished' ? given : finishedSize(given, edges, preMill);
  const cut = reading.sizes === 'cut' ? given : cutSize(given, edges, preMill);
  return {
    label: row.id || row.description || `${row.row}`,
    description: row.description || row.id,
    material: board.code,
    thickness: board.thickness,
    grain: board.grain === 'none' ? 'none' : row.grain,
    quantity: row.quantity,
    finished,
    cut,
    edges,
    holes: [],
    operations: partOperations({ edges, holes: [], programs: row.programs }, reading.centres, factory),
    programs: row.programs,
  };
}

function boardOf(
  row: PartRow,
  factory: Factory,
  reading: PartListReading,
  faults: PartRowFault[],
): BoardMaterial | undefined {
  const board = factory.boards.get(mapped(row.material, reading.materials));
  if (!board) {
    faults.push(
      fault('row_material_not_listed', row, 'material', row.material, suggest(row.material, factory.boards)),
    );
    return undefined;
  }
  if (row.thickness !== null && row.thickness !== board.thickness)
    faults.push(
      fault('row_thickness_differs', row, 'thickness', `${row.thickness / 100}`, {
        material: board.code,
        expected: board.thickness / 100,
      }),
    );
  return board;
}

function edgesOf(
  row: PartRow,
  factory: Factory,
  reading: PartListReading,
  faults: PartRowFault[],
): PartEdges {
  const edge = (side: EdgeSide): EdgeBand | undefined => {
    const given = row.edges[side];
    if (given === null) return undefined;
    const code = given === true ? reading.markedEdge : mapped(given, reading.edges);
    if (code === '') return undefined;
    const band = code === undefined ? undefined : factory.edges.get(code);
    if (!band && given === true && code === undefined)
      faults.push(fault('row_edge_not_named', row, `edge${side}`, 'x'));
    else if (!band)
      faults.push(
        fault('row_edge_not_listed', row, `edge${side}`, code ?? '', suggest(code ?? '', factory.edges)),
      );
    return band;
  };
  return Object.fromEntries(
    EDGE_SIDES.map((side) => {
      const band = edge(side);
      return [side, band ? asEdge(band) : null];
    }),
  ) as unknown as PartEdges;
}

function mapped(code: string, table: Readonly<Record<string, string>> | undefined): string {
  return table && Object.hasOwn(table, code) ? table[code]! : code;
}

function suggest(code: string, known: ReadonlyMap<string, unknown>): { suggestion?: string } {
  const suggestion = nearest(code, known.keys());
  return suggestion === undefined ? {} : { suggestion };
}

function fault(
  code: PartRowFault['code'],
  row: PartRow,
  column: string,
  value: string,
  facts: object = {},
): PartRowFault {
  return { code, field: `rows.${row.row}.${column}`, row: row.row, value, ...facts };
}

/** Thickness in an edge band code such as PP_White_1.3_22_HM (thickness, height), to prefill a new edge band. */
export function edgeSizeInCode(code: string): { thickness: Hmm; height: Hmm } | undefined {
  const match = /(?:^|[^\d.])(\d(?:\.\d{1,2})?)[_x× ](\d{2,3})(?=$|[^\d.])/.exec(code);
  if (!match) return undefined;
  const hundredths = (text: string) => Math.round(Number(text) * 100) as Hmm;
  return { thickness: hundredths(match[1]!), height: hundredths(match[2]!) };
}
