import type { OffcutPolicy } from '../instance.ts';
import { leavesOf, type Pattern } from '../plan.ts';
import { cycleSeconds, sheetsPerCycle, workOf } from '../saw-time.ts';
import type { Catalog } from './catalog.ts';
import { emitSheet } from './emit.ts';
import type { Sheet } from './sheet.ts';

/** What one sheet costs, kept with the sheet until it changes. */
interface SheetFigures {
  pattern: Pattern;
  key: string;
  cycle: number;
  perCycle: number;
  partSeconds: number;
  credit: number;
}

function figuresOfSheet(catalog: Catalog, sheet: Sheet, policy: OffcutPolicy): SheetFigures {
  if (sheet.figures) return sheet.figures as SheetFigures;
  const pattern = emitSheet(catalog, sheet, policy);
  const { board } = catalog.stocks[sheet.stock]!;
  const work = workOf(pattern.root);
  let credit = 0;
  for (const leaf of leavesOf(pattern.root))
    if (leaf.offcut)
      credit += (policy.value * board.cost * leaf.length * leaf.width) / (board.length * board.width);
  const figures: SheetFigures = {
    pattern,
    key: `${sheet.stock} ${JSON.stringify(pattern.root)}`,
    cycle: cycleSeconds(work, catalog.saw),
    perCycle: sheetsPerCycle(board.thickness, catalog.saw),
    partSeconds: work.parts * catalog.saw.speed.secondsPerPart,
    credit,
  };
  sheet.figures = figures;
  return figures;
}

export interface Evaluation {
  sheets: number;
  sheetCost: number;
  cost: number;
  sawSeconds: number;
}

/** The contract's figures of a set of sheets; equal sheets are sawn in stacks. */
export function evaluate(catalog: Catalog, sheets: readonly Sheet[], policy: OffcutPolicy): Evaluation {
  const stacks = new Map<string, { count: number; figures: SheetFigures }>();
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
  return sheets.map((s) => figuresOfSheet(catalog, s, policy).pattern);
}
