import { sheetsPerCycle } from '../saw-time.ts';
import { GoalClimb } from './improve.ts';
import type { Search, Solution } from './search.ts';

/** How much less a repeated filling may hold, as a share: more repeats, more sheets. */
const SLACKS = [0.01, 0.02, 0.04, 0.07, 0.12];
const TRIES = 12;
/** Moves after which a climb that found nothing gives up. */
const PATIENCE = 3_000;

/**
 * Plans whose sheets repeat, from strict to generous: stacks of equal sheets are made first, as many as go under the
 * saw at once, and what is left is packed onto as few sheets as ruin and recreate finds. The idea is that of
 * sequential pattern reduction (Haessler 1975): choose patterns by how often they can be used, then close the rest.
 */
export class Stacks {
  private readonly search: Search;
  private readonly stack: number;
  private readonly climbMoves: number;
  private at = 0;
  private plan: Solution | null = null;
  private climb: GoalClimb | null = null;
  private left = 0;

  /** @param climbMoves moves for packing the rest of each plan */
  constructor(search: Search, climbMoves = PATIENCE) {
    this.search = search;
    this.climbMoves = climbMoves;
    const { saw, stocks } = search.catalog;
    this.stack = Math.max(1, ...stocks.map((s) => sheetsPerCycle(s.board.thickness, saw)));
  }

  get finished(): boolean {
    return this.stack < 2 || (this.at >= SLACKS.length && this.climb === null);
  }

  /** One move. @returns a complete plan that is new, or null */
  move(stop: () => boolean): Solution | null {
    const { search } = this;
    if (this.climb) {
      this.climb.move();
      const found = this.climb.reached();
      if (found) {
        this.plan = found;
        this.begin(found);
        return found;
      }
      if (--this.left <= 0) this.climb = null;
      return null;
    }
    const slack = SLACKS[this.at++]!;
    this.plan = search.constructBySheet(TRIES, 0.25, stop, this.stack, slack);
    if (!this.plan || this.plan.unplaced.length > 0) return null;
    this.begin(this.plan);
    return this.plan;
  }

  /** Tries one sheet less on those that are not held. */
  private begin(plan: Solution): void {
    this.left = this.climbMoves;
    const loose = plan.sheets.filter((s) => !s.held).length;
    this.climb =
      loose < 2 || this.search.catalog.stocks.length > 1
        ? null
        : new GoalClimb(this.search, { sheets: plan.sheets.length - 1, cost: Infinity }, plan);
  }
}
