import { Builds, type Build, type Counts, type Sides } from './builds.ts';
import type { Catalog } from './catalog.ts';
import { divisor } from './strip-pricing.ts';

/** Sheets for which it is asked at most: beyond, there are too many ways to choose the fullest of them. */
const SHEETS_MAX = 4;
const PIECES_MAX = 80;
/** Waste of one sheet, on average, as a share of it: with more there are too many ways to build. */
const WASTE_MAX = 0.06;
/** Builds kept for one sheet, pairs looked at for all, and sheets tried before it gives up. */
const BUILDS_MAX = 150_000;
const PAIRS_MAX = 150_000_000;
const TRIED_MAX = 3_000;
/** Pairs looked at in one move. */
const PAIRS_A_MOVE = 200_000;
/** Two words of so many bits hold the counts of all kinds and fit one whole number together. */
const WORD_BITS = 26;

/** Parts that have to fit so many sheets. */
interface Question {
  left: number[];
  sheets: number;
}

interface Field {
  word: 'low' | 'high';
  one: number;
  bits: number;
}

/**
 * Asks whether a number of equal sheets is too few for some parts, without missing a single guillotine plan.
 *
 * If n sheets sufficed, all their waste together would be what is left of their area, and the fullest would waste at
 * most an n-th of it. All sheets that waste so little are built up from the parts (`Builds`); for each the question is
 * asked again for what is left and n − 1 sheets, until no sheet can be built or the last one holds everything.
 *
 * Stages, first cuts, clamps, longest cuts and runs are left out of account, so that the answer holds for every saw.
 * All is whole hundredths of a millimetre: products stay below 2^53 for boards up to 60 m.
 */
export class Exclusion {
  answer: 'open' | 'excluded' | 'unknown' = 'open';
  private readonly catalog: Catalog;
  private readonly fields: Field[];
  private readonly sides: Sides;
  private readonly waiting: Question[];
  private current: { question: Question; builds: Builds; enough: number } | null = null;
  private looked = 0;
  private tried = 0;

  /** Whether it is worth asking: one size of board, few sheets with little waste, few parts. */
  static suit(catalog: Catalog, sheets: number): boolean {
    const { stocks, demands, kerf } = catalog;
    const [first] = stocks;
    if (!first || sheets < 1 || sheets > SHEETS_MAX) return false;
    if (stocks.some((s) => s.length !== first.length || s.width !== first.width)) return false;
    if (new Set(stocks.map((s) => s.board.grain)).size > 1) return false;
    if (demands.some((d) => d.pieces.length > 1)) return false;
    if (demands.reduce((sum, d) => sum + d.quantity, 0) > PIECES_MAX) return false;
    const sheet = (first.length + kerf) * (first.width + kerf);
    const area = demands.reduce((sum, d) => sum + d.area * d.quantity, 0);
    return sheets * sheet - area <= WASTE_MAX * sheets * sheet && fieldsOf(catalog) !== null;
  }

  constructor(catalog: Catalog, sheets: number) {
    const { demands, kerf } = catalog;
    const stock = catalog.stocks[0]!;
    this.catalog = catalog;
    this.fields = fieldsOf(catalog) ?? [];
    const width = stock.length + kerf;
    const height = stock.width + kerf;
    const sides = (of: 'x' | 'y'): number[][] =>
      demands.flatMap((demand, d) =>
        new Array<number[]>(demand.quantity).fill(catalog.lies[0]![d]!.map((lie) => lie[of] + kerf)),
      );
    const x = sides('x');
    const y = sides('y');
    this.sides = { width, height, alongX: reachable(x, width), alongY: reachable(y, height) };
    this.waiting = [{ left: demands.map((d) => d.quantity), sheets }];
  }

  /** Some of the work. `excluded`: proven, so many sheets do not suffice. `unknown`: they may, or it is too large. */
  move(): 'open' | 'excluded' | 'unknown' {
    if (this.answer !== 'open') return this.answer;
    const question = this.current?.question ?? this.waiting.pop();
    if (!question) return (this.answer = 'excluded');
    this.current ??= this.begin(question);
    const { builds, enough } = this.current;
    const before = builds.looked;
    builds.move(PAIRS_A_MOVE);
    this.looked += builds.looked - before;
    if (builds.kept > BUILDS_MAX || this.looked > PAIRS_MAX) return (this.answer = 'unknown');
    if (!builds.finished) return 'open';
    this.current = null;
    for (const build of builds.full(enough)) {
      const left = this.without(question.left, build);
      const isDone = left.every((n) => n === 0);
      if (isDone || ++this.tried > TRIED_MAX) return (this.answer = 'unknown');
      if (question.sheets > 1) this.waiting.push({ left, sheets: question.sheets - 1 });
    }
    return 'open';
  }

  private begin(question: Question): { question: Question; builds: Builds; enough: number } {
    const { catalog, fields } = this;
    const { kerf, demands } = catalog;
    const sheet = this.sides.width * this.sides.height;
    const spare: Counts = { low: 0, high: 0 };
    const guard: Counts = { low: 0, high: 0 };
    const singles: Build[] = [];
    let area = 0;
    let pieces = 0;
    question.left.forEach((n, d) => {
      const { word, one, bits } = fields[d]!;
      spare[word] += one * (2 ** (bits - 1) - 1 - n);
      guard[word] += one * 2 ** (bits - 1);
      area += n * demands[d]!.area;
      pieces += n;
      if (n === 0) return;
      for (const lie of catalog.lies[0]![d]!)
        singles.push({
          w: lie.x + kerf,
          h: lie.y + kerf,
          area: demands[d]!.area,
          low: word === 'low' ? one : 0,
          high: word === 'high' ? one : 0,
        });
    });
    const waste = Math.floor((question.sheets * sheet - area) / question.sheets);
    const builds = new Builds(singles, pieces, { spare, guard }, this.sides, waste);
    return { question, builds, enough: sheet - waste };
  }

  private without(left: readonly number[], build: Build): number[] {
    return left.map((n, d) => {
      const { word, one, bits } = this.fields[d]!;
      return n - (Math.floor(build[word] / one) % 2 ** bits);
    });
  }
}

/** Where the counts of each kind stand in the two words; null where they do not fit. */
function fieldsOf(catalog: Catalog): Field[] | null {
  const used = { low: 0, high: 0 };
  const fields: Field[] = [];
  for (const { quantity } of catalog.demands) {
    const bits = 33 - Math.clz32(quantity);
    const word = used.low + bits <= WORD_BITS ? 'low' : 'high';
    if (used[word] + bits > WORD_BITS) return null;
    fields.push({ word, one: 2 ** used[word], bits });
    used[word] += bits;
  }
  return fields;
}

/** For every length up to `size`: the longest sum of sides within it, each piece with one of its sides or without. */
function reachable(pieces: readonly (readonly number[])[], size: number): Int32Array {
  // Most jobs know no tenths of a millimetre: sums are counted in the largest unit that all sides share.
  const unit = pieces.flat().reduce(divisor, 0) || 1;
  const units = Math.floor(size / unit);
  const sums = new Uint8Array(units + 1);
  sums[0] = 1;
  for (const sides of pieces) {
    const own = sides.map((side) => side / unit);
    for (let sum = units; sum > 0; sum--)
      if (sums[sum] === 0 && own.some((side) => side <= sum && sums[sum - side] === 1)) sums[sum] = 1;
  }
  const longest = new Int32Array(size + 1);
  for (let length = 1; length <= size; length++)
    longest[length] = length % unit === 0 && sums[length / unit] === 1 ? length : longest[length - 1]!;
  return longest;
}
