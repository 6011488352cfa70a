import { sheetsPerCycle } from '../saw-time.ts';
import { constructBySheet } from './fill-sheets.ts';
import { GoalClimb } from './improve.ts';
import { Levels, type Scheme } from './levels.ts';
import type { Search } from './search.ts';
import { cloneSheet, markOf } from './sheet.ts';
import type { Solution } from './solution.ts';

/** How much less a repeated filling may hold, as a share: more repeats, more sheets. */
const SLACKS = [0.01, 0.02, 0.04, 0.07, 0.12];
const TRIES = 12;

/** Stacks that may be loosened again, one after the other, for a sheet less. */
const RELEASES = 4;

/** Plans in levels, the most promising first. */
const SCHEMES: readonly Scheme[] = [
  { times: [4, 2], share: 0.85, slack: 0.01 },
  { times: [3, 2], share: 0.85, slack: 0.01 },
  { times: [2], share: 0.9, slack: 0.01 },
  { times: [4, 3, 2], share: 0.8, slack: 0.03 },
  { times: [4, 2], share: 0.9, slack: 0.02 },
  { times: [3, 2], share: 0.9, slack: 0.03 },
  { times: [2], share: 0.95, slack: 0.02 },
  { times: [6, 4, 3, 2], share: 0.8, slack: 0.02 },
  { times: [5, 3, 2], share: 0.85, slack: 0.02 },
];
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
  private levels: Levels | null = null;
  private readonly schemes: readonly Scheme[];
  private scheme = 0;
  private left = 0;
  private releases = 0;
  private readonly bound: number;

  /**
   * @param bound sheets that every plan needs
   * @param climbMoves moves for packing the rest of each plan
   */
  constructor(search: Search, bound: number, climbMoves = PATIENCE) {
    this.search = search;
    this.bound = bound;
    this.climbMoves = climbMoves;
    const { saw, stocks } = search.catalog;
    this.stack = Math.max(1, ...stocks.map((s) => sheetsPerCycle(s.board.thickness, saw)));
    this.schemes = Levels.suit(search) ? SCHEMES : [];
  }

  get finished(): boolean {
    const isDone = this.at >= SLACKS.length && this.scheme >= this.schemes.length;
    return this.stack < 2 || (isDone && this.climb === null && this.levels === null);
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
      if (--this.left <= 0) this.release();
      return null;
    }
    if (this.levels) {
      const repeated = this.levels.move();
      if (!repeated) return null;
      this.levels = null;
      this.plan = search.complete(repeated);
      const first = this.plan;
      this.releases = RELEASES;
      this.begin(first);
      return first;
    }
    // Levels and stacks by turns: which does better depends on the material.
    if (this.scheme < this.schemes.length && (this.at >= SLACKS.length || this.scheme < this.at)) {
      this.levels = new Levels(search, this.schemes[this.scheme++]!);
      return null;
    }
    const slack = SLACKS[this.at++]!;
    const plan = constructBySheet(search, TRIES, 0.25, stop, this.stack, slack);
    if (!plan || plan.unplaced.length > 0) return null;
    this.plan = plan;
    this.releases = 0;
    this.begin(plan);
    return plan;
  }

  /** Where the loose sheets alone do not get by with one less, those of the emptiest stack are loosened as well. */
  private release(): void {
    this.climb = null;
    const plan = this.plan;
    if (!plan || this.releases <= 0 || plan.sheets.length <= this.bound) return;
    this.releases -= 1;
    const held = plan.sheets.filter((s) => s.held);
    if (held.length === 0) return;
    const emptiest = held.reduce((a, b) => (b.filled < a.filled ? b : a));
    const mark = markOf(emptiest.root);
    const sheets = plan.sheets.map((s) => (s.held && markOf(s.root) === mark ? cloneSheet(s, s.stamp) : s));
    this.plan = { sheets, unplaced: [] };
    this.begin(this.plan);
  }

  /** Tries one sheet less on those that are not held. */
  private begin(plan: Solution): void {
    this.left = this.climbMoves;
    this.climb = null;
    const loose = plan.sheets.filter((s) => !s.held).length;
    if (this.search.catalog.stocks.length > 1) return;
    if (loose < 2) this.release();
    else this.climb = new GoalClimb(this.search, { sheets: plan.sheets.length - 1, cost: Infinity }, plan);
  }
}
