import type { Hmm } from '#domain/kernel/units.ts';
import type { EdgeBand, Factory } from './factory.ts';

/** Direction of the grain on the part; `none` may be turned on the sheet. */
export type Grain = 'none' | 'length' | 'width';

/** L1, L2 run along the part's length (front and back), W1, W2 along its width (left and right). */
export type EdgeSide = 'L1' | 'L2' | 'W1' | 'W2';
export const EDGE_SIDES: readonly EdgeSide[] = ['L1', 'L2', 'W1', 'W2'];

export interface PartEdge {
  readonly code: string;
  readonly thickness: Hmm;
}

export type PartEdges = Readonly<Record<EdgeSide, PartEdge | null>>;

export interface HoleGroup {
  /** what the holes are for: cam bolt, dowel, hinge cup … */
  readonly purpose: string;
  readonly diameter: Hmm;
  /** 0 = through */
  readonly depth: Hmm;
  /** holes per piece */
  readonly count: number;
  /** places on the finished face, from the corner of L1 and W1; absent where only the number is known */
  readonly at?: readonly { readonly x: Hmm; readonly y: Hmm }[];
}

/** Work on one piece of a part, in the order it is done. */
export interface PartOperation {
  readonly kind: 'saw' | 'edge' | 'drill';
  readonly centre: string;
  /** passes through the bander, holes; 1 for the saw */
  readonly count: number;
  /** milliseconds per piece, set-up apart */
  readonly ms: number;
}

/** One row of a cut list, whether a product was exploded or a list was imported. */
export interface Part {
  /** short name on the label: the part's name in its product, or the id in the imported list */
  readonly label: string;
  readonly description: string;
  /** board material by code */
  readonly material: string;
  readonly thickness: Hmm;
  readonly grain: Grain;
  readonly quantity: number;
  readonly finished: { readonly length: Hmm; readonly width: Hmm };
  readonly cut: { readonly length: Hmm; readonly width: Hmm };
  readonly edges: PartEdges;
  readonly holes: readonly HoleGroup[];
  readonly operations: readonly PartOperation[];
  /** machine programs by name, from imported lists */
  readonly programs: readonly string[];
}

function edgePasses(edges: PartEdges): number {
  return EDGE_SIDES.filter((side) => edges[side]).length;
}

export function holesPerPiece(holes: readonly HoleGroup[]): number {
  return holes.reduce((all, group) => all + group.count, 0);
}

/** The finished size plus and minus what edging does to it: minus the bands, plus what will be milled off again. */
export function cutSize(
  finished: { readonly length: Hmm; readonly width: Hmm },
  edges: PartEdges,
  preMill: Hmm,
): { length: Hmm; width: Hmm } {
  const taken = (side: EdgeSide): number => (edges[side] ? edges[side].thickness - preMill : 0);
  return {
    length: (finished.length - taken('W1') - taken('W2')) as Hmm,
    width: (finished.width - taken('L1') - taken('L2')) as Hmm,
  };
}

/** The other way round, for lists that give cut sizes: what the piece measures once it is edged. */
export function finishedSize(
  cut: { readonly length: Hmm; readonly width: Hmm },
  edges: PartEdges,
  preMill: Hmm,
): { length: Hmm; width: Hmm } {
  const nothing = cutSize({ length: 0 as Hmm, width: 0 as Hmm }, edges, preMill);
  return { length: (cut.length - nothing.length) as Hmm, width: (cut.width - nothing.width) as Hmm };
}

export function asEdge(band: EdgeBand): PartEdge {
  return { code: band.code, thickness: band.thickness };
}

/** Work centres that the pieces of a part pass through. */
export interface PartCentres {
  readonly saw: string;
  readonly edge: string;
  readonly drill: string;
}

/** Saw always, the bander when edged, the drill when bored. Times come from the rules of the work centres. */
export function partOperations(
  part: Pick<Part, 'edges' | 'holes' | 'programs'>,
  centres: PartCentres,
  factory: Pick<Factory, 'centres'>,
): PartOperation[] {
  const runMs = (code: string) => factory.centres.get(code)?.runMs ?? 0;
  const passes = edgePasses(part.edges);
  // A machine program without known holes still is one visit at the drill.
  const holes = holesPerPiece(part.holes) || part.programs.length;
  return [
    { kind: 'saw', centre: centres.saw, count: 1, ms: runMs(centres.saw) },
    ...(passes
      ? [{ kind: 'edge', centre: centres.edge, count: passes, ms: passes * runMs(centres.edge) } as const]
      : []),
    ...(holes
      ? [{ kind: 'drill', centre: centres.drill, count: holes, ms: runMs(centres.drill) } as const]
      : []),
  ];
}
