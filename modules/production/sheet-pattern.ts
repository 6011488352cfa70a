import type { Hmm } from '#domain/kernel/units.ts';
import type { CutDirection } from '#domain/cutting/instance.ts';
import type { PlanNode } from '#domain/cutting/plan.ts';

/** A cut tree of one physical sheet: its leaves are physical parts, offcuts and waste. */
export interface SheetNode {
  readonly x: Hmm;
  readonly y: Hmm;
  readonly length: Hmm;
  readonly width: Hmm;
  readonly cut?: CutDirection;
  readonly children?: readonly SheetNode[];
  /** code of the physical part, K1042-031 */
  readonly part?: string;
  readonly rotated?: boolean;
  readonly offcut?: boolean;
  /** where the offcut lies since it was cut */
  readonly kept?: { readonly code: string; readonly rack: string };
}

/** What cutting asks of a physical part. */
export interface CuttablePart {
  readonly code: string;
  readonly cutLength: Hmm;
  readonly cutWidth: Hmm;
  readonly grain: 'none' | 'length' | 'width';
}

/**
 * Parts that may change places on the saw are of one kind: same size, same grain. The engine places kinds, so that
 * equal sheets stay equal and can be sawn in one book; which physical part lies where is settled afterwards.
 */
export function kindOf(part: Omit<CuttablePart, 'code'>): string {
  const grain = part.grain === 'none' ? '' : part.grain === 'length' ? ' L' : ' W';
  return `${part.cutLength / 100}x${part.cutWidth / 100}${grain}`;
}

/**
 * Names the physical parts on the sheets of a plan: kinds are served in the order of `parts`, which is the order of
 * urgency, sheet by sheet, so that what is needed first is cut first.
 *
 * @param patterns cut trees whose leaves name kinds, one per sheet
 * @throws RangeError when a sheet asks for more parts of a kind than there are (a bug in the caller)
 */
export function nameParts(patterns: readonly PlanNode[], parts: readonly CuttablePart[]): SheetNode[] {
  const left = new Map<string, string[]>();
  for (const part of parts) left.set(kindOf(part), [...(left.get(kindOf(part)) ?? []), part.code]);
  const named = (node: PlanNode): SheetNode => {
    if (node.children) return { ...node, children: node.children.map(named) };
    if (node.part === undefined) return node;
    const code = left.get(node.part)?.shift();
    if (code === undefined) throw new RangeError(`the plan holds more parts of ${node.part} than there are`);
    return { ...node, part: code };
  };
  return patterns.map(named);
}

/** The same tree with kinds instead of parts, as the engine takes it for a pin. */
export function withKinds(node: SheetNode, kinds: ReadonlyMap<string, string>): PlanNode {
  const { children, kept: _, ...self } = node;
  if (children) return { ...self, children: children.map((child) => withKinds(child, kinds)) };
  if (self.part === undefined) return self;
  const kind = kinds.get(self.part);
  if (kind === undefined) throw new RangeError(`part ${self.part} is on a sheet and not in its batch`);
  return { ...self, part: kind };
}

/** Codes of the parts on a sheet, in the order of the tree. */
export function partsOn(node: SheetNode): string[] {
  if (node.children) return node.children.flatMap(partsOn);
  return node.part === undefined ? [] : [node.part];
}

/** Offcuts that a sheet leaves, in the order of the tree. */
export function offcutsOn(node: SheetNode): SheetNode[] {
  if (node.children) return node.children.flatMap(offcutsOn);
  return node.offcut ? [node] : [];
}

/** The sheet with the names and racks its offcuts were given, in the order of the tree. */
export function withKept(
  node: SheetNode,
  kept: { readonly code: string; readonly rack: string }[],
): SheetNode {
  if (node.children) return { ...node, children: node.children.map((child) => withKept(child, kept)) };
  if (!node.offcut) return node;
  const next = kept.shift();
  return next ? { ...node, kept: next } : node;
}
