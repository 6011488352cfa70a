import type { Hmm } from '#domain/kernel/units.ts';

/** Direction of the fibres: of a board along its length or width, of a part along its own length or width. */
export type Grain = 'none' | 'length' | 'width';
/** `x`: saw lines at constant x, children left to right. `y`: at constant y, bottom to top. */
export type CutDirection = 'x' | 'y';
export type Objective = 'boards' | 'cost' | 'time';

/** Speeds and fixed times of one saw; the saw-time model is in saw-time.ts. */
export interface SawSpeed {
  feedMPerMin: number;
  returnMPerMin: number;
  secondsPerCut: number;
  secondsPerTurn: number;
  secondsPerHeadCut: number;
  secondsPerCycle: number;
  secondsPerPart: number;
}

export interface Saw {
  kerf: Hmm;
  /** What each edge of a raw board loses, the kerf of the trim cut included. */
  trim: { left: Hmm; right: Hmm; bottom: Hmm; top: Hmm };
  /** Alternating cut directions before the sizing cut; null = unlimited. */
  stages: number | null;
  firstCut: CutDirection | 'any';
  /** Narrowest part that may be the last piece of a strip with nothing behind it; null = any. */
  minLast: Hmm | null;
  /** Longest cut; null = any. */
  maxCut: Hmm | null;
  /** Height of a stack of equal sheets; null = one sheet at a time. */
  bookHeight: Hmm | null;
  /** Price of one hour of saw time in the shop's currency. */
  hourRate: number;
  speed: SawSpeed;
}

export interface OffcutPolicy {
  /** Long and short side from which a leftover is kept. */
  minLength: Hmm;
  minWidth: Hmm;
  /** Share of the sheet's price that an offcut is worth, by area. */
  value: number;
}

export interface Board {
  id: string;
  material: string;
  thickness: Hmm;
  length: Hmm;
  width: Hmm;
  /** null = as many as needed */
  quantity: number | null;
  /** per sheet, in the shop's currency; the area in m² where the job gives no price */
  cost: number;
  grain: Grain;
  /** a piece kept from an earlier job */
  offcut: boolean;
}

export interface Part {
  id: string;
  material: string;
  length: Hmm;
  width: Hmm;
  quantity: number;
  grain: Grain;
  /** Fronts of one run: cut from one sheet in order of position, one kerf apart along the grain. */
  group: string | null;
  position: number;
}

export interface CuttingJob {
  name: string;
  saw: Saw;
  offcut: OffcutPolicy;
  objective: Objective;
  boards: readonly Board[];
  parts: readonly Part[];
}

const h = (mm: number): Hmm => Math.round(mm * 100) as Hmm;

export const DEFAULT_SPEED: SawSpeed = {
  feedMPerMin: 30,
  returnMPerMin: 60,
  secondsPerCut: 6,
  secondsPerTurn: 20,
  secondsPerHeadCut: 45,
  secondsPerCycle: 60,
  secondsPerPart: 4,
};

export const DEFAULT_SAW: Saw = {
  kerf: h(4.2),
  trim: { left: h(10), right: h(10), bottom: h(10), top: h(10) },
  stages: null,
  firstCut: 'any',
  minLast: null,
  maxCut: null,
  bookHeight: null,
  hourRate: 0,
  speed: DEFAULT_SPEED,
};

export const DEFAULT_OFFCUT: OffcutPolicy = { minLength: h(600), minWidth: h(300), value: 0 };

/**
 * How a part may lie on a board: `false` = its length along the board's length, `true` = turned by a quarter.
 * With grain on both sides exactly one way is left, otherwise both are.
 */
export function turnsOf(part: Pick<Part, 'grain'>, board: Pick<Board, 'grain'>): boolean[] {
  if (part.grain === 'none' || board.grain === 'none') return [false, true];
  return [part.grain !== board.grain];
}

/** The board after its trims; negative where the trims eat it up. */
export function usable(board: Pick<Board, 'length' | 'width'>, saw: Saw): { length: Hmm; width: Hmm } {
  return {
    length: (board.length - saw.trim.left - saw.trim.right) as Hmm,
    width: (board.width - saw.trim.bottom - saw.trim.top) as Hmm,
  };
}
