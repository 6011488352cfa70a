import type { Catalog, Lie } from './catalog.ts';

/** Cells of a knapsack at most; lengths are rounded to more than a hundredth where a board would need more. */
const CELLS_MAX = 4_096;

/** Some pieces side by side in a strip that is as high as the highest of them. */
export interface StripFilling {
  height: number;
  pieces: { demand: number; lie: Lie }[];
}

/** A sheet cut into strips, and these into parts: two stages and the sizing cut. */
export interface StripPattern {
  stock: number;
  /** direction of the first cut */
  dir: 0 | 1;
  strips: StripFilling[];
  value: number;
}

interface Item {
  demand: number;
  lie: Lie;
  /** across the strip and along it, in cells with the kerf */
  height: number;
  run: number;
}

/** One of an item's 1, 2, 4 … copies that together make every number up to its limit. */
interface Chunk {
  item: number;
  times: number;
}

/** A board with the direction of its first cut: what can be cut from it in strips, prepared once. */
interface Face {
  stock: number;
  dir: 0 | 1;
  items: Item[];
  /** cells along a strip and across all strips */
  run: number;
  height: number;
}

/** How lengths become whole cells. `up`: what fits in cells fits in truth. `down`: what fits in truth fits in cells. */
export type Rounding = 'up' | 'down';

/**
 * The most valuable way to cut a sheet into strips (Gilmore and Gomory 1965): one knapsack along the strip for all
 * strip heights at once, as a higher strip takes all that a lower one does, then one knapsack over the strips.
 *
 * A strip holds no more of a part than `limits` says; two strips together may. Rounded `up`, every pattern can be cut;
 * rounded `down`, the value is never less than that of any pattern that can be cut in two stages.
 */
export class StripPricing {
  private readonly catalog: Catalog;
  private readonly rounding: Rounding;
  private readonly faces: Face[];

  /** @param rounding see `Rounding`; the same where a cell is a common divisor of all lengths */
  constructor(catalog: Catalog, rounding: Rounding, onlyUnlimited: boolean) {
    this.catalog = catalog;
    this.rounding = rounding;
    const { firstCut } = catalog.saw;
    this.faces = catalog.stocks.flatMap((stock, s) => {
      if (onlyUnlimited && stock.quantity !== Infinity) return [];
      const dirs: (0 | 1)[] = firstCut === 'any' ? [1, 0] : firstCut === 'y' ? [1] : [0];
      return dirs.map((dir) => this.face(s, dir));
    });
  }

  private face(stock: number, dir: 0 | 1): Face {
    const { catalog } = this;
    const { kerf } = catalog;
    const { length, width } = catalog.stocks[stock]!;
    const lies = catalog.lies[stock]!.flatMap((ways, demand) => ways.map((lie) => ({ demand, lie })));
    const axis = (
      of: (lie: Lie) => number,
      size: number,
    ): { cells: number; toCells: (lie: Lie) => number } => {
      let cell = size + kerf;
      for (const { lie } of lies) cell = divisor(cell, of(lie) + kerf);
      cell = Math.max(cell, Math.ceil((size + kerf) / CELLS_MAX));
      const round = this.rounding === 'up' ? Math.ceil : Math.floor;
      return {
        cells: Math.floor((size + kerf) / cell),
        toCells: (lie) => Math.max(1, round((of(lie) + kerf) / cell)),
      };
    };
    const x = axis((lie) => lie.x, length);
    const y = axis((lie) => lie.y, width);
    const [run, height] = dir === 1 ? [x, y] : [y, x];
    const items = lies
      .map(({ demand, lie }) => ({ demand, lie, height: height.toCells(lie), run: run.toCells(lie) }))
      .filter((item) => item.height <= height.cells && item.run <= run.cells)
      .sort((a, b) => a.height - b.height || a.demand - b.demand || a.run - b.run);
    return { stock, dir, items, run: run.cells, height: height.cells };
  }

  /**
   * A valuable pattern of each board and first cut that holds no more of a part than `limits` says; none where nothing
   * has a value. It is the most valuable one where no part is too rare for it: otherwise the strips that ask for more
   * than there is are chosen again, and the choice is only good.
   */
  best(values: ArrayLike<number>, limits: ArrayLike<number>): StripPattern[] {
    return this.faces.flatMap((face) => {
      const strips: StripFilling[] = [];
      const left = Int32Array.from(limits);
      let value = 0;
      for (let height = face.height; ;) {
        const found = this.fill(face, values, left, height);
        if (!found) break;
        for (const [i, { cells, filling }] of found.strips.entries()) {
          const before = left.slice();
          // A part that lies both ways in one strip was counted for each way on its own.
          const pieces = filling.pieces.filter(({ demand }) => (left[demand]! -= 1) >= 0);
          for (let d = 0; d < left.length; d++) if (left[d]! < 0) left[d] = 0;
          if (i > 0 && pieces.length < filling.pieces.length) {
            left.set(before);
            break;
          }
          strips.push({ height: filling.height, pieces });
          height -= cells;
          for (const { demand } of pieces) value += values[demand]!;
        }
      }
      return strips.length > 0 ? [{ stock: face.stock, dir: face.dir, strips, value }] : [];
    });
  }

  /** What no pattern exceeds in value, however its strips share what there is of a part. */
  ceiling(values: ArrayLike<number>, limits: ArrayLike<number>): number {
    const found = this.faces.map((face) => this.fill(face, values, limits, face.height)?.value ?? 0);
    return Math.max(0, ...found);
  }

  /** The most valuable strips within some height, each within the limits on its own. */
  private fill(
    face: Face,
    values: ArrayLike<number>,
    limits: ArrayLike<number>,
    room: number,
  ): { value: number; strips: { cells: number; filling: StripFilling }[] } | null {
    const { items } = face;
    const chunks: Chunk[] = [];
    /** last chunk of each strip height */
    const heights: { height: number; chunks: number; value: number }[] = [];
    items.forEach((item, i) => {
      if (values[item.demand]! > 0 && item.height <= room) {
        let left = Math.min(limits[item.demand]!, Math.floor(face.run / item.run));
        for (let times = 1; left > 0; times *= 2) {
          chunks.push({ item: i, times: Math.min(times, left) });
          left -= times;
        }
      }
      if (items[i + 1]?.height !== item.height && chunks.length > (heights.at(-1)?.chunks ?? 0))
        heights.push({ height: item.height, chunks: chunks.length, value: 0 });
    });
    if (heights.length === 0) return null;

    const cells = face.run + 1;
    const along = new Float64Array(cells);
    const taken = new Uint8Array(chunks.length * cells);
    let at = 0;
    for (const strip of heights) {
      for (; at < strip.chunks; at++) {
        const { item, times } = chunks[at]!;
        const { run, demand } = items[item]!;
        const size = run * times;
        const value = values[demand]! * times;
        const row = at * cells;
        for (let w = face.run; w >= size; w--) {
          const sum = along[w - size]! + value;
          if (sum <= along[w]!) continue;
          along[w] = sum;
          taken[row + w] = 1;
        }
      }
      strip.value = along[face.run]!;
    }

    const across = new Float64Array(room + 1);
    const choice = new Int16Array(room + 1).fill(-1);
    heights.forEach((strip, j) => {
      for (let h = strip.height; h <= room; h++) {
        const sum = across[h - strip.height]! + strip.value;
        if (sum <= across[h]!) continue;
        across[h] = sum;
        choice[h] = j;
      }
    });
    const strips: { cells: number; filling: StripFilling }[] = [];
    for (let h = room; choice[h]! >= 0; h -= heights[choice[h]!]!.height) {
      const pieces: StripFilling['pieces'] = [];
      let w = face.run;
      for (let c = heights[choice[h]!]!.chunks - 1; c >= 0; c--) {
        if (!taken[c * cells + w]) continue;
        const { item, times } = chunks[c]!;
        const { demand, lie, run } = items[item]!;
        for (let i = 0; i < times; i++) pieces.push({ demand, lie });
        w -= run * times;
      }
      const height = Math.max(...pieces.map((p) => (face.dir === 1 ? p.lie.y : p.lie.x)));
      strips.push({ cells: heights[choice[h]!]!.height, filling: { height, pieces } });
    }
    return { value: across[room]!, strips };
  }
}

/** Greatest common divisor. */
export function divisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
