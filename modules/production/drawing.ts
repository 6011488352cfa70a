import { mm } from '#domain/kernel/units.ts';
import type { PlanNode } from '#domain/cutting/plan.ts';
import { stepsOf } from '#domain/cutting/steps.ts';
import type { DrawnNode, SawStepRow } from './contract.ts';
import type { SheetNode } from './sheet-pattern.ts';

/** A cut tree in mm, as it travels to screens. */
export function drawNode(node: SheetNode): DrawnNode {
  return {
    x: mm(node.x),
    y: mm(node.y),
    length: mm(node.length),
    width: mm(node.width),
    ...(node.cut ? { cut: node.cut } : {}),
    ...(node.children ? { children: node.children.map(drawNode) } : {}),
    ...(node.part === undefined ? {} : { part: node.part }),
    ...(node.rotated ? { rotated: true } : {}),
    ...(node.offcut ? { offcut: true } : {}),
    ...(node.kept ? { kept: node.kept } : {}),
  };
}

/** The step list of a sheet in the order of sawing, lengths in mm. */
export function drawSteps(node: SheetNode): SawStepRow[] {
  return stepsOf(node as PlanNode).steps.map((step) => ({
    no: step.no,
    kind: step.kind,
    of: step.of,
    position: mm(step.position),
    length: mm(step.length),
    falls: step.falls.map((piece) => ({
      kind: piece.kind,
      name: piece.kind === 'part' ? piece.part : piece.kind === 'waste' ? '' : piece.name,
      length: mm(piece.length),
      width: mm(piece.width),
    })),
  }));
}
