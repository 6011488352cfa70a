import type { DrawnNode, SawStepRow } from '../contract.ts';

/**
 * At which step of the saw each piece of a cut tree is freed. Strips are found again by their size under the strip they
 * were cut from, parts by their code; so the drawing and the step list speak of the same lines.
 */
export function stepOfPieces(root: DrawnNode, steps: readonly SawStepRow[]): Map<DrawnNode, number> {
  const named = new Map<string, DrawnNode>([['sheet', root]]);
  const freed = new Map<DrawnNode, number>();
  for (const step of steps) {
    const parent = named.get(step.of);
    for (const piece of step.falls) {
      const child = parent?.children?.find(
        (one) =>
          !freed.has(one) &&
          fits(one, piece) &&
          Math.abs(one.length - piece.length) < 0.005 &&
          Math.abs(one.width - piece.width) < 0.005,
      );
      if (!child) continue;
      freed.set(child, step.no);
      if (piece.kind === 'strip') named.set(piece.name, child);
    }
  }
  return freed;
}

function fits(node: DrawnNode, piece: SawStepRow['falls'][number]): boolean {
  switch (piece.kind) {
    case 'part':
      return node.part === piece.name;
    case 'strip':
      return node.children !== undefined;
    case 'offcut':
      return node.offcut === true;
    case 'waste':
      return !node.children && node.part === undefined && !node.offcut;
  }
}

/** Leaves of a tree, and the saw lines between the children of its nodes, nearest to the board's edge first. */
export function shapesOf(root: DrawnNode): {
  leaves: DrawnNode[];
  lines: { x1: number; y1: number; x2: number; y2: number; depth: number; child: DrawnNode }[];
} {
  const leaves: DrawnNode[] = [];
  const lines: { x1: number; y1: number; x2: number; y2: number; depth: number; child: DrawnNode }[] = [];
  const walk = (node: DrawnNode, depth: number): void => {
    if (!node.children) {
      leaves.push(node);
      return;
    }
    for (const child of node.children) {
      const end = node.cut === 'x' ? child.x + child.length : child.y + child.width;
      const parentEnd = node.cut === 'x' ? node.x + node.length : node.y + node.width;
      if (parentEnd - end > 0.005)
        lines.push(
          node.cut === 'x'
            ? { x1: end, x2: end, y1: node.y, y2: node.y + node.width, depth, child }
            : { y1: end, y2: end, x1: node.x, x2: node.x + node.length, depth, child },
        );
      walk(child, depth + 1);
    }
  };
  walk(root, 0);
  return { leaves, lines };
}
