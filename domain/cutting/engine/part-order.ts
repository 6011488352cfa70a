import type { Catalog } from './catalog.ts';
import type { Random } from './random.ts';
import type { Order, Style } from './solution.ts';

/** Lists up to here, as most moves make them, are sorted by insertion. */
const FEW = 32;

function sortFew(values: Float64Array, length: number): void {
  for (let i = 1; i < length; i++) {
    const value = values[i]!;
    let at = i;
    for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
}

/** Puts what waits for a place into the order of a style; its buffers are kept from one sort to the next. */
export class PartOrder {
  private readonly catalog: Catalog;
  private readonly random: Random;
  private readonly keys: Float64Array;
  /** the sort for which a demand's key was made */
  private readonly keyed: Int32Array;
  private sorts = 0;
  private readonly packed = new Float64Array(FEW);

  constructor(catalog: Catalog, random: Random) {
    this.catalog = catalog;
    this.random = random;
    this.keys = new Float64Array(catalog.demands.length);
    this.keyed = new Int32Array(catalog.demands.length);
  }

  private key(demand: number, order: Order): number {
    const d = this.catalog.demands[demand]!;
    if (order === 'area') return d.area;
    if (order === 'long') return d.longSide * 1e6 + d.shortSide;
    if (order === 'short') return d.shortSide * 1e6 + d.longSide;
    if (order === 'around') return d.longSide + d.shortSide;
    return 0;
  }

  /** Sorts what is to be placed; equal demands stay together unless chance is asked for. */
  sort(list: number[], style: Style): void {
    const { keys, random } = this;
    if (style.order === 'chance') {
      for (let i = list.length - 1; i > 0; i--) {
        const j = random.below(i + 1);
        [list[i], list[j]] = [list[j]!, list[i]!];
      }
      return;
    }
    if (list.length === 0) return;
    const { keyed } = this;
    const now = ++this.sorts;
    let most = 0;
    for (const d of list) {
      if (keyed[d] === now) continue;
      keyed[d] = now;
      const key = this.key(d, style.order) * (1 + style.noise * (random.next() - 0.5));
      keys[d] = key;
      if (key > most) most = key;
    }
    // Key and demand in one whole number below 2^53: numbers sort many times faster than with a comparison of ours.
    const kinds = keys.length;
    const scale = most > 0 ? 2 ** 52 / (kinds + 1) / most : 0;
    const packed = list.length <= FEW ? this.packed : new Float64Array(list.length);
    for (let i = 0; i < list.length; i++) {
      const d = list[i]!;
      packed[i] = -(Math.floor(keys[d]! * scale) * kinds) + d;
    }
    if (list.length <= FEW) sortFew(packed, list.length);
    else packed.sort();
    for (let i = 0; i < list.length; i++) {
      // The remainder of such large doubles is slow; the quotient may be off by one.
      const value = packed[i]!;
      const demand = value - Math.floor(value / kinds) * kinds;
      list[i] = demand < 0 ? demand + kinds : demand >= kinds ? demand - kinds : demand;
    }
  }
}
