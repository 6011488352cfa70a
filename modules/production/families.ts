import type { CentreKind } from '#domain/product/factory.ts';
import { EDGE_SIDES, type Part, type PartEdges } from '#domain/product/parts.ts';

/** What a machine is set up for: the bands of the edges, the material at the saw; a drill needs only its run. */
export function familyOf(kind: CentreKind, part: Pick<Part, 'edges' | 'material'>): string {
  if (kind === 'edge') return bandsOf(part.edges).join(' + ');
  return kind === 'saw' ? part.material : '';
}

/** Codes of the bands on a part, each once. */
function bandsOf(edges: PartEdges): string[] {
  return [...new Set(EDGE_SIDES.flatMap((side) => (edges[side] ? [edges[side].code] : [])))].sort();
}
