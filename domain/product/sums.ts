import type { Hmm } from '#domain/kernel/units.ts';
import type { Factory } from './factory.ts';
import { EDGE_SIDES, holesPerPiece, type Part, type PartOperation } from './parts.ts';

/** What a list of parts needs in total, whether exploded or imported. */
export interface PartSums {
  /** pieces of all parts */
  readonly pieces: number;
  /** per board material, in order of first use */
  readonly materials: readonly MaterialNeed[];
  /** per edge band, in order of first use */
  readonly edges: readonly EdgeNeed[];
  readonly holes: number;
  /** per work centre, in the order saw, edge, drill; milliseconds for all pieces, set-up apart */
  readonly partOperations: readonly OperationNeed[];
  /** boards only */
  readonly weightGrams: number;
}

export interface MaterialNeed {
  readonly code: string;
  readonly pieces: number;
  /** cut area in square hundredths of a millimetre; ÷ 10^10 = m². Exact up to 900 000 m². */
  readonly areaHmm2: number;
}

export interface EdgeNeed {
  readonly code: string;
  /** with over-length on every edge */
  readonly length: Hmm;
  readonly passes: number;
}

export interface OperationNeed {
  readonly kind: PartOperation['kind'];
  readonly centre: string;
  /** pieces that visit the centre */
  readonly pieces: number;
  /** cuts to size, passes, holes */
  readonly count: number;
  readonly ms: number;
}

const ORDER: readonly PartOperation['kind'][] = ['saw', 'edge', 'drill'];

export function sumUp(parts: readonly Part[], factory: Pick<Factory, 'boards' | 'rules'>): PartSums {
  const materials = new Map<string, { code: string; pieces: number; areaHmm2: number }>();
  const edges = new Map<string, { code: string; length: number; passes: number }>();
  const operations = new Map<
    string,
    { kind: PartOperation['kind']; centre: string; pieces: number; count: number; ms: number }
  >();
  let weight = 0;
  for (const part of parts) {
    const material = entry(materials, part.material, () => ({ code: part.material, pieces: 0, areaHmm2: 0 }));
    material.pieces += part.quantity;
    material.areaHmm2 += part.cut.length * part.cut.width * part.quantity;
    const grams = factory.boards.get(part.material)?.gramsPerSquareMetre ?? 0;
    weight += (part.finished.length * part.finished.width * part.quantity * grams) / 1e10;

    for (const side of EDGE_SIDES) {
      const edge = part.edges[side];
      if (!edge) continue;
      const along = side === 'L1' || side === 'L2' ? part.finished.length : part.finished.width;
      const need = entry(edges, edge.code, () => ({ code: edge.code, length: 0, passes: 0 }));
      need.length += (along + factory.rules.edgeOverLength) * part.quantity;
      need.passes += part.quantity;
    }
    for (const { kind, centre, count, ms } of part.operations) {
      const need = entry(operations, `${kind} ${centre}`, () => ({
        kind,
        centre,
        pieces: 0,
        count: 0,
        ms: 0,
      }));
      need.pieces += part.quantity;
      need.count += count * part.quantity;
      need.ms += ms * part.quantity;
    }
  }
  return {
    pieces: parts.reduce((all, part) => all + part.quantity, 0),
    materials: [...materials.values()],
    edges: [...edges.values()] as EdgeNeed[],
    holes: parts.reduce((all, part) => all + holesPerPiece(part.holes) * part.quantity, 0),
    partOperations: [...operations.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind)),
    weightGrams: Math.round(weight),
  };
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
