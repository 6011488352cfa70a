import type { OffcutPolicy } from '../instance.ts';
import type { Pattern, PlanNode } from '../plan.ts';
import { cycleSeconds, sheetsPerCycle, workOf } from '../saw-time.ts';
import type { Catalog } from './catalog.ts';
import { emitSheet } from './emit.ts';
import { markOf, type Sheet } from './sheet.ts';

/** What one sheet costs, kept with the sheet until it changes. */
interface SheetFigures {
  /** equal for equal sheets of the same board */
  key: number;
  cycle: number;
  perCycle: number;
  partSeconds: number;
  credit: number;
}

function figuresOfSheet(catalog: Catalog, sheet: Sheet, policy: OffcutPolicy): SheetFigures {
  if (sheet.figures) return sheet.figures as SheetFigures;
  const { root } = emitSheet(catalog, sheet, policy);
  const { board } = catalog.stocks[sheet.stock]!;
  const work = workOf(root);
  const credit = (policy.value * board.cost * keptArea(root)) / (board.length * board.width);
  const figures: SheetFigures = {
    key: markOf(sheet.root) + sheet.stock * 0x9e3779b1,
    cycle: cycleSeconds(work, catalog.saw),
    perCycle: sheetsPerCycle(board.thickness, catalog.saw),
    partSeconds: work.parts * catalog.saw.speed.secondsPerPart,
    credit,
  };
  sheet.figures = figures;
  return figures;
}

/** Area of the offcuts below a node. */
function keptArea(node: PlanNode): number {
  if (!node.children) return node.offcut ? node.length * node.width : 0;
  let sum = 0;
  for (const child of node.children) sum += keptArea(child);
  return sum;
}

export interface Evaluation {
  sheets: number;
  sheetCost: number;
  cost: number;
  sawSeconds: number;
}

/** The contract's figures of a set of sheets; equal sheets are sawn in stacks. */
export function evaluate(catalog: Catalog, sheets: readonly Sheet[], policy: OffcutPolicy): Evaluation {
  const stacks = new Map<number, { count: number; figures: SheetFigures }>();
  let sheetCost = 0;
  let sawSeconds = 0;
  let credit = 0;
  for (const sheet of sheets) {
    const figures = figuresOfSheet(catalog, sheet, policy);
    sheetCost += catalog.stocks[sheet.stock]!.board.cost;
    sawSeconds += figures.partSeconds;
    credit += figures.credit;
    const stack = stacks.get(figures.key);
    if (stack) stack.count += 1;
    else stacks.set(figures.key, { count: 1, figures });
  }
  for (const { count, figures } of stacks.values())
    sawSeconds += Math.ceil(count / figures.perCycle) * figures.cycle;
  return {
    sheets: sheets.length,
    sheetCost,
    cost: sheetCost + (sawSeconds / 3600) * catalog.saw.hourRate - credit,
    sawSeconds,
  };
}

export function patternsOf(catalog: Catalog, sheets: readonly Sheet[], policy: OffcutPolicy): Pattern[] {
  return sheets.map((s) => emitSheet(catalog, s, policy));
}
