/** A rectangle of parts that saw lines from edge to edge can take apart. Sizes and areas with the kerf. */
export interface Build {
  w: number;
  h: number;
  area: number;
  /** what it holds: counts of each kind in fields of bits, each under a guard bit, over two words */
  low: number;
  high: number;
}

/** Counts in two words of bits, as `Build` holds them. */
export interface Counts {
  low: number;
  high: number;
}

/** One sheet, and what no side of any part can fill on it. */
export interface Sides {
  width: number;
  height: number;
  /** longest sum of sides within each length, along x and along y */
  alongX: Int32Array;
  alongY: Int32Array;
}

/**
 * All builds of some parts that waste no more than an allowance, by number of pieces (Wang 1983): two builds side by
 * side or one above the other are a build again. To a build's own waste belongs what no sum of sides can fill beside
 * it and above it, for any sheet it stands on is there in full width and height. Of two builds that hold the same the
 * smaller one does for both.
 */
export class Builds {
  /** builds kept and pairs looked at so far */
  kept = 0;
  looked = 0;
  finished = false;
  private readonly sides: Sides;
  private readonly waste: number;
  private readonly pieces: number;
  private readonly spare: Counts;
  private readonly guard: Counts;
  /** builds by number of pieces, and the same sorted by height and by width */
  private readonly levels: Build[][] = [[]];
  private readonly byHeight: Build[][] = [[]];
  private readonly byWidth: Build[][] = [[]];
  private found = new Map<number, Build[]>();
  /** shortest side of any build */
  private least = Infinity;
  /** where the next move goes on: pieces of the builds made last, pieces of the smaller of two, which of these */
  private level = 1;
  private part = 1;
  private at = 0;

  /**
   * @param singles each part in each way it may lie
   * @param spare in each field what is missing from its parts to a full field, so that one part too many sets the guard
   * @param waste area that a build may waste
   */
  constructor(
    singles: readonly Build[],
    pieces: number,
    counts: { spare: Counts; guard: Counts },
    sides: Sides,
    waste: number,
  ) {
    this.sides = sides;
    this.waste = waste;
    this.pieces = pieces;
    this.spare = counts.spare;
    this.guard = counts.guard;
    for (const single of singles) this.note(single);
    this.close();
    if (pieces <= 1) this.finished = true;
  }

  /** Looks at about so many pairs. */
  move(most: number): void {
    const until = this.looked + most;
    while (!this.finished && this.looked < until) {
      const some = this.levels[this.part]!;
      if (this.at < some.length) {
        this.pair(some[this.at++]!, this.level + 1 - this.part);
        continue;
      }
      this.at = 0;
      this.part += 1;
      if (2 * this.part <= this.level + 1) continue;
      this.level += 1;
      this.part = 1;
      this.close();
      if (this.level >= this.pieces) this.finished = true;
    }
  }

  /** Every set of parts of so much area or more that fills a sheet, once. */
  full(area: number): Build[] {
    const sets = new Map<number, Build>();
    for (const builds of this.levels)
      for (const build of builds) if (build.area >= area) sets.set(keyOf(build), build);
    return [...sets.values()];
  }

  /** Puts a build beside and above all of a level that may go with it. */
  private pair(a: Build, level: number): void {
    const { width, height } = this.sides;
    const own = this.waste - (a.w * a.h - a.area);
    // What is lower wastes the difference over its width: only neighbours in height need be looked at.
    const tall = this.byHeight[level]!;
    const lowest = firstFrom(tall, 'h', a.h - own / this.least);
    let i = lowest;
    for (; i < tall.length; i++) {
      const b = tall[i]!;
      if ((b.h - a.h) * a.w > own) break;
      if (a.w + b.w <= width) this.join(a, b, a.w + b.w, a.h > b.h ? a.h : b.h);
    }
    this.looked += i - lowest + 1;
    const wide = this.byWidth[level]!;
    const slimmest = firstFrom(wide, 'w', a.w - own / this.least);
    for (i = slimmest; i < wide.length; i++) {
      const b = wide[i]!;
      if ((b.w - a.w) * a.h > own) break;
      if (a.h + b.h <= height) this.join(a, b, a.w > b.w ? a.w : b.w, a.h + b.h);
    }
    this.looked += i - slimmest + 1;
  }

  private join(a: Build, b: Build, w: number, h: number): void {
    const area = a.area + b.area;
    if (w * h - area > this.waste) return;
    const low = a.low + b.low;
    const high = a.high + b.high;
    if (((low + this.spare.low) & this.guard.low) !== 0 || ((high + this.spare.high) & this.guard.high) !== 0)
      return;
    this.note({ w, h, area, low, high });
  }

  /** Keeps a build of the level being made, unless it wastes too much or a smaller one holds the same. */
  private note(build: Build): void {
    const { w, h } = build;
    const { width, height, alongX, alongY } = this.sides;
    if (w > width || h > height) return;
    const beside = h * (width - w - alongX[width - w]!);
    const above = w * (height - h - alongY[height - h]!);
    if (w * h - build.area + beside + above > this.waste) return;
    const key = keyOf(build);
    const same = this.found.get(key);
    if (!same) this.found.set(key, [build]);
    else if (!same.some((s) => s.w <= w && s.h <= h))
      this.found.set(key, [...same.filter((s) => s.w < w || s.h < h), build]);
  }

  /** All builds of a number of pieces are there. */
  private close(): void {
    const builds = [...this.found.values()].flat();
    this.found = new Map();
    for (const { w, h } of builds) this.least = Math.min(this.least, w, h);
    this.levels.push(builds);
    this.byHeight.push(builds.toSorted((a, b) => a.h - b.h));
    this.byWidth.push(builds.toSorted((a, b) => a.w - b.w));
    this.kept += builds.length;
  }
}

/** Both words as one number: 26 bits and 26. */
function keyOf({ low, high }: Counts): number {
  return high * 0x4000000 + low;
}

/** First of a sorted list whose size is `from` or more. */
function firstFrom(list: readonly Build[], of: 'w' | 'h', from: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]![of] < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
