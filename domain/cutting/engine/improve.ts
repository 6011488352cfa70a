import { evaluate } from './evaluate.ts';
import { recreate } from './recreate.ts';
import { around, dissolve, ruin } from './ruin.ts';
import type { Search } from './search.ts';
import { share, type Goal, type Solution } from './solution.ts';

/**
 * Late acceptance hill climbing (Burke and Bykov 2017): a move is kept when it is no worse than the solution a
 * fixed number of moves ago.
 */
export class LateAcceptance {
  private readonly past: Float64Array;
  private at = 0;

  constructor(length: number, value: number) {
    this.past = new Float64Array(length).fill(value);
  }

  accepts(value: number, current: number): boolean {
    const ok = value <= current || value <= this.past[this.at]!;
    const kept = ok ? value : current;
    if (kept < this.past[this.at]!) this.past[this.at] = kept;
    this.at = (this.at + 1) % this.past.length;
    return ok;
  }
}

/**
 * Sheets beside the touched ones on which a move looks for room: with dozens of sheets a move over all of them costs
 * many times more and finds hardly better places.
 */
const AROUND = 8;

/** Parts taken off by a move at most; three times as many now and then. */
const RUIN = 12;

/**
 * Goal-driven ruin and recreate (after Gardeyn and Wauters 2022): with one sheet less than the best plan allows,
 * parts are taken off and put back until all find a place; then the goal moves on.
 */
export class GoalClimb {
  private readonly search: Search;
  private current: Solution;
  private strain: number;
  private accept: LateAcceptance;
  private goal: Goal;
  private least = Infinity;
  private sinceLeast = 0;
  private complete: Solution | null = null;
  private readonly history: number;
  private readonly patience: number;

  /** where it begins anew; the best plan of the search when absent */
  private readonly from: Solution | null;

  constructor(search: Search, goal: Goal, from: Solution | null = null, history = 300, patience = 12_000) {
    this.search = search;
    this.from = from;
    this.goal = goal;
    this.history = history;
    this.patience = patience;
    this.current = share(from ?? search.best);
    this.strain = 0;
    this.accept = new LateAcceptance(1, 0);
    this.restart(goal);
  }

  /** Begins anew from the best plan with a goal it does not reach. */
  restart(goal: Goal): void {
    const { search } = this;
    this.goal = goal;
    this.current = share(this.from ?? search.best);
    dissolve(search, this.current, goal);
    recreate(search, this.current, search.randomStyle(0.1), goal);
    this.strain = search.strain(this.current);
    this.accept = new LateAcceptance(this.history, this.strain);
    this.least = this.strain;
    this.sinceLeast = 0;
  }

  /** Of this climb alone, whatever the search's best: the solution after a move that left nothing over, else null. */
  reached(): Solution | null {
    return this.complete;
  }

  /** One move. Returns true when the search's best plan became better. */
  move(): boolean {
    const { search } = this;
    const { random } = search;
    const next = share(this.current);
    const touched = ruin(search, next, 1 + random.below(random.next() < 0.1 ? 3 * RUIN : RUIN));
    const style = search.randomStyle(random.next() < 0.5 ? 0 : 0.3);
    recreate(search, next, style, this.goal, around(search, next, touched, AROUND));
    const strain = search.strain(next);
    if (this.accept.accepts(strain, this.strain)) {
      this.current = next;
      this.strain = strain;
    }
    this.complete = next.unplaced.length === 0 ? next : null;
    if (next.unplaced.length === 0 || search.areaOf(next.unplaced) < search.areaOf(search.best.unplaced)) {
      if (search.offer(next)) return true;
    }
    if (strain < this.least - 1e-6) {
      this.least = strain;
      this.sinceLeast = 0;
    } else if (++this.sinceLeast > this.patience) this.restart(this.goal);
    return false;
  }
}

/** Ruin and recreate between whole plans, by the objective itself: saw time, price and offcuts. */
export class Polish {
  private readonly search: Search;
  private current: Solution;
  private value: number;
  private accept: LateAcceptance;

  constructor(search: Search) {
    this.search = search;
    this.current = share(search.best);
    this.value = search.value(search.bestFigures);
    this.accept = new LateAcceptance(50, this.value);
  }

  /** Takes over a plan that another climb found. */
  follow(): void {
    const value = this.search.value(this.search.bestFigures);
    if (value >= this.value && this.current.unplaced.length <= this.search.best.unplaced.length) return;
    this.current = share(this.search.best);
    this.value = value;
    this.accept = new LateAcceptance(50, value);
  }

  move(): boolean {
    const { search } = this;
    const { random } = search;
    const next = share(this.current);
    const goal: Goal = {
      sheets: search.objective === 'boards' ? search.bestFigures.sheets : Infinity,
      cost: search.objective === 'boards' ? Infinity : search.bestFigures.cost * 1.1 + 1,
    };
    const touched = ruin(search, next, 1 + random.below(10));
    const style = search.randomStyle(random.next() < 0.5 ? 0 : 0.3);
    recreate(search, next, style, goal, around(search, next, touched, AROUND));
    if (search.areaOf(next.unplaced) > search.areaOf(this.current.unplaced)) return false;
    const value = search.value(evaluate(search.catalog, next.sheets, search.policy));
    if (!this.accept.accepts(value, this.value)) return false;
    this.current = next;
    this.value = value;
    return search.offer(next);
  }
}
