import type { Drilling, FormulaText, MaterialRole, Parameter, Routing } from '../definition.ts';

/** Pieces that the families of the library share. */

export const length = (
  name: string,
  label: string,
  [min, max]: readonly [number, number],
  usual: number,
): Parameter => ({ kind: 'length', name, label, min, max, step: 1, default: usual });

export const count = (
  name: string,
  label: string,
  [min, max]: readonly [number, number],
  usual: number,
): Parameter => ({
  kind: 'count',
  name,
  label,
  min,
  max,
  step: 1,
  default: usual,
});

const OAK = { value: 'oak', label: 'Oak' };
const WHITE = { value: 'white', label: 'White' };

export const decorOakOrWhite: Parameter = {
  kind: 'decor',
  name: 'decor',
  label: 'Decor',
  options: [OAK, WHITE],
  default: 'oak',
};
export const decorOak: Parameter = {
  kind: 'decor',
  name: 'decor',
  label: 'Decor',
  options: [OAK],
  default: 'oak',
};

export const board = (role: string, code: string): MaterialRole => ({ role, kind: 'board', code });
export const edge = (role: string, code: string): MaterialRole => ({ role, kind: 'edge', code });
/** Fronts and visible panels in the chosen decor. */
export const frontByDecor: MaterialRole = {
  role: 'front',
  kind: 'board',
  parameter: 'decor',
  codes: { oak: 'D18', white: 'W18' },
};
export const frontEdgeByDecor: MaterialRole = {
  role: 'front_edge',
  kind: 'edge',
  parameter: 'decor',
  codes: { oak: 'ABS10', white: 'ABS08' },
};

/**
 * Only bores in faces are counted; those in edges (dowels, cam bolts) are made in the same cycle of the machine.
 * Cam joint: bolts and dowels in the panel that goes through, cam housings in the panel that butts against it.
 */
export const camBolts = (per: FormulaText): Drilling => ({
  purpose: 'cam bolt',
  diameter: 5,
  depth: 12,
  count: per,
});
export const dowels = (per: FormulaText): Drilling => ({
  purpose: 'dowel',
  diameter: 8,
  depth: 12,
  count: per,
});
export const cams = (per: FormulaText): Drilling => ({
  purpose: 'cam housing',
  diameter: 15,
  depth: 13,
  count: per,
});
export const hingePlates = (per: FormulaText): Drilling => ({
  purpose: 'hinge plate',
  diameter: 5,
  depth: 12,
  count: per,
});
export const hingeCups = (per: FormulaText): Drilling => ({
  purpose: 'hinge cup',
  diameter: 35,
  depth: 13,
  count: per,
});
/** Two rows of 5 mm holes at 32 mm pitch: one place for each shelf and one between each two. */
export const pinRows: Drilling = {
  purpose: 'shelf pin',
  diameter: 5,
  depth: 12,
  count: 'if(shelves > 0, 2 * (2 * shelves - 1), 0)',
};

/** Hinges by height of the door, as the makers of hinges state them. */
export const hingesPerDoor = (doorHeight: FormulaText): FormulaText =>
  `if(${doorHeight} <= 900, 2, if(${doorHeight} <= 1600, 3, if(${doorHeight} <= 2000, 4, 5)))`;

export const routing = (assemblyMinutes: FormulaText, packingMinutes: FormulaText): Routing => ({
  saw: 'SAW',
  edge: 'EDGE',
  drill: 'CNC',
  unit: [
    { centre: 'ASM', minutes: assemblyMinutes },
    { centre: 'PACK', minutes: packingMinutes },
  ],
});
