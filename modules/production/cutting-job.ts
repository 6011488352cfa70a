import type { Hmm } from '#domain/kernel/units.ts';
import type { Board, CuttingJob, Grain, Objective, Part } from '#domain/cutting/instance.ts';
import { DEFAULT_SPEED } from '#domain/cutting/instance.ts';
import { kindOf, type CuttablePart } from './sheet-pattern.ts';

/** What a workshop's saw and offcut rack fix, as the catalogue holds it. */
export interface CuttingRules {
  readonly kerf: Hmm;
  readonly trim: Hmm;
  readonly bookHeight: Hmm | null;
  readonly offcutLength: Hmm;
  readonly offcutWidth: Hmm;
  readonly offcutValuePercent: number;
  /** of an hour at the saw, in the currency's major unit */
  readonly hourRate: number;
}

/** A board or offcut that may be used. */
export interface UsableBoard {
  readonly id: string;
  readonly length: Hmm;
  readonly width: Hmm;
  readonly quantity: number | null;
  /** per sheet, in the currency's major unit */
  readonly cost: number;
  readonly offcut: boolean;
}

/**
 * The cutting job of one batch: parts of one material by kind, in the order of the first of each, on the boards and
 * offcuts of that material. Money enters as a number, because the engine only weighs with it; no price is made here.
 */
export function cuttingJob(input: {
  readonly name: string;
  readonly material: { readonly code: string; readonly thickness: Hmm; readonly grain: Grain };
  readonly parts: readonly CuttablePart[];
  readonly boards: readonly UsableBoard[];
  readonly rules: CuttingRules;
  readonly objective: Objective;
}): CuttingJob {
  const { material, rules } = input;
  return {
    name: input.name,
    objective: input.objective,
    saw: {
      kerf: rules.kerf,
      trim: { left: rules.trim, right: rules.trim, bottom: rules.trim, top: rules.trim },
      stages: null,
      firstCut: 'any',
      minLast: null,
      maxCut: null,
      bookHeight: rules.bookHeight,
      hourRate: rules.hourRate,
      speed: DEFAULT_SPEED,
    },
    offcut: {
      minLength: rules.offcutLength,
      minWidth: rules.offcutWidth,
      value: rules.offcutValuePercent / 100,
    },
    boards: input.boards.map((board): Board => ({
      ...board,
      material: material.code,
      thickness: material.thickness,
      grain: material.grain,
    })),
    parts: countKinds(material.code, input.parts),
  };
}

function countKinds(material: string, parts: readonly CuttablePart[]): Part[] {
  const kinds = new Map<string, Part>();
  for (const part of parts) {
    const id = kindOf(part);
    const known = kinds.get(id);
    if (known) known.quantity += 1;
    else
      kinds.set(id, {
        id,
        material,
        length: part.cutLength,
        width: part.cutWidth,
        quantity: 1,
        grain: part.grain,
        group: null,
        position: 0,
      });
  }
  return [...kinds.values()];
}

/** Sheets of one pattern go under the saw together, as many as the book height allows: 5 sheets, 4 a book → 4 and 1. */
export function booksOf(repeat: number, sheetsPerBook: number): number[] {
  const books: number[] = [];
  for (let left = repeat; left > 0; left -= sheetsPerBook) books.push(Math.min(left, sheetsPerBook));
  return books;
}
