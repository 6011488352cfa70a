/** Reduced costs and pivots smaller than this are taken for rounding noise. */
const TINY = 1e-9;
/** Pivots without progress after which the first candidate is taken in place of the best: no cycle can form then. */
const STALLED = 60;

/** A column: what one of it costs and how much it covers of some rows. */
export interface Column {
  cost: number;
  /** rows, ascending, and what the column covers of each, above 0 */
  rows: Int32Array;
  covers: Float64Array;
}

/**
 * A linear programme of covering: the least Σ cost·x with Σ covers·x ≥ demand for every row and x ≥ 0.
 *
 * Primal revised simplex with an explicit inverse of the basis (Dantzig's rule, ties to the lower index; Bland's rule
 * while it stalls). Only sums and products in a fixed order, so that the same calls give the same bits everywhere.
 * Rows stay few here (kinds of parts), columns come while it runs: `duals` prices new ones, `add` takes them in.
 *
 * The optimum is as exact as doubles are: nothing that is called proven may rest on it alone.
 */
export class CoveringLp {
  readonly columns: Column[] = [];
  private readonly rows: number;
  private demand: Float64Array;
  /** column of each basis row; row r's surplus is −1 − r */
  private readonly basis: Int32Array;
  private readonly inverse: Float64Array;
  private amounts: Float64Array;

  /** @param first one column for each row that covers nothing but that row: the first basis */
  constructor(demand: ArrayLike<number>, first: readonly Column[]) {
    this.rows = demand.length;
    if (first.length !== this.rows)
      throw new RangeError('a covering programme begins with a column for each row');
    first.forEach((column, r) => {
      if (column.rows.length !== 1 || column.rows[0] !== r || !(column.covers[0]! > 0))
        throw new RangeError(`first column ${r} covers something else than row ${r}`);
      this.columns.push(column);
    });
    this.demand = Float64Array.from(demand);
    this.basis = new Int32Array(this.rows);
    this.inverse = new Float64Array(this.rows * this.rows);
    this.amounts = new Float64Array(this.rows);
    this.reset(demand);
  }

  /** Begins anew with another demand and all columns known so far. */
  reset(demand: ArrayLike<number>): void {
    this.demand = Float64Array.from(demand);
    this.inverse.fill(0);
    for (let r = 0; r < this.rows; r++) {
      this.basis[r] = r;
      const covers = this.columns[r]!.covers[0]!;
      this.inverse[r * this.rows + r] = 1 / covers;
      this.amounts[r] = this.demand[r]! / covers;
    }
  }

  add(column: Column): void {
    this.columns.push(column);
  }

  /** What the optimum over the columns so far pays for one more of each row; never below 0 after `solve`. */
  duals(): Float64Array {
    const y = new Float64Array(this.rows);
    for (let b = 0; b < this.rows; b++) {
      const cost = this.costOf(this.basis[b]!);
      if (cost === 0) continue;
      const at = b * this.rows;
      for (let r = 0; r < this.rows; r++) y[r]! += cost * this.inverse[at + r]!;
    }
    return y;
  }

  get value(): number {
    let sum = 0;
    for (let b = 0; b < this.rows; b++) sum += this.costOf(this.basis[b]!) * this.amounts[b]!;
    return sum;
  }

  /** Columns in use and how much of each. */
  solution(): { column: number; amount: number }[] {
    const used: { column: number; amount: number }[] = [];
    for (let b = 0; b < this.rows; b++)
      if (this.basis[b]! >= 0 && this.amounts[b]! > TINY)
        used.push({ column: this.basis[b]!, amount: this.amounts[b]! });
    return used.sort((a, b) => a.column - b.column);
  }

  /**
   * Pivots to the optimum over the columns so far.
   * @param pivotsMax an end in any case
   * @returns false when it was not reached: what stands is feasible, but not the best
   */
  solve(pivotsMax = 20_000): boolean {
    let stalled = 0;
    let before = Infinity;
    for (let pivot = 0; pivot < pivotsMax; pivot++) {
      const value = this.value;
      stalled = value < before - TINY * Math.max(1, Math.abs(value)) ? 0 : stalled + 1;
      before = value;
      const entering = this.entering(this.duals(), stalled > STALLED);
      if (entering === null) return true;
      this.enter(entering);
    }
    return false;
  }

  private costOf(column: number): number {
    return column >= 0 ? this.columns[column]!.cost : 0;
  }

  /** The column or surplus with the most negative reduced cost, or the first one; null at the optimum. */
  private entering(y: Float64Array, first: boolean): number | null {
    let best = -1e-7;
    let found: number | null = null;
    for (let r = 0; r < this.rows; r++) {
      // The surplus of a row covers −1 of it and costs nothing.
      if (y[r]! >= best) continue;
      best = y[r]!;
      found = -1 - r;
      if (first) return found;
    }
    for (let c = 0; c < this.columns.length; c++) {
      const { cost, rows, covers } = this.columns[c]!;
      let reduced = cost;
      for (let i = 0; i < rows.length; i++) reduced -= y[rows[i]!]! * covers[i]!;
      // Measured against the price, so that dear and cheap boards are weighed alike.
      if (cost > 0) reduced /= cost;
      if (reduced >= best) continue;
      best = reduced;
      found = c;
      if (first) return found;
    }
    return found;
  }

  private enter(entering: number): void {
    const { rows, inverse, amounts } = this;
    const step = new Float64Array(rows);
    if (entering < 0) {
      const r = -1 - entering;
      for (let b = 0; b < rows; b++) step[b] = -inverse[b * rows + r]!;
    } else {
      const column = this.columns[entering]!;
      for (let b = 0; b < rows; b++) {
        let sum = 0;
        for (let i = 0; i < column.rows.length; i++)
          sum += inverse[b * rows + column.rows[i]!]! * column.covers[i]!;
        step[b] = sum;
      }
    }
    let leaving = -1;
    let ratio = Infinity;
    for (let b = 0; b < rows; b++) {
      if (step[b]! <= TINY) continue;
      const at = Math.max(0, amounts[b]!) / step[b]!;
      if (at < ratio - TINY || (at < ratio + TINY && leaving >= 0 && this.basis[b]! < this.basis[leaving]!)) {
        ratio = Math.min(ratio, at);
        leaving = b;
      }
    }
    // Every column covers something and costs something, so that nothing can grow without end.
    if (leaving < 0) throw new RangeError('a covering programme without a limit: a column costs nothing');
    const pivot = step[leaving]!;
    for (let b = 0; b < rows; b++) {
      if (b === leaving || step[b] === 0) continue;
      const factor = step[b]! / pivot;
      for (let r = 0; r < rows; r++) inverse[b * rows + r]! -= factor * inverse[leaving * rows + r]!;
      amounts[b] = Math.max(0, amounts[b]! - step[b]! * ratio);
    }
    for (let r = 0; r < rows; r++) inverse[leaving * rows + r]! /= pivot;
    amounts[leaving] = ratio;
    this.basis[leaving] = entering;
  }
}
