import { minor } from '#domain/kernel/units.ts';
import { Stock, type Payer, type Stocked } from './stock.ts';
import type {
  Allocation,
  LearnedRule,
  Match,
  MatchItem,
  MatchLine,
  MatchParty,
  MatchReason,
  Proposal,
} from './types.ts';

export interface MatchStock {
  readonly items: readonly MatchItem[];
  readonly parties: readonly MatchParty[];
  readonly rules: readonly LearnedRule[];
}

const PROPOSALS_MAX = 5;
/** Pairs and triples are tried among the earliest items only: 24 give 2,300 sums. */
const COMBINED_MAX = 24;
/** From this score on a fitting amount is booked without a look. */
const CERTAIN = 90;

interface Candidate {
  readonly party: string;
  readonly taken: readonly { readonly of: Stocked; readonly pay: bigint; readonly discount: bigint }[];
  readonly rest: bigint;
  readonly score: number;
  readonly reasons: readonly MatchReason[];
}

/**
 * Finds for each bank entry the open items that it settles.
 *
 * First every entry that names its items by reference or number, then those whose payer is known, last by amount alone; so no
 * guess takes an item that a later entry names. A matched item is used up for the entries after it, a proposed one is not.
 * An amount fits when it is the sum of the items, or of what they cost on the value day with their discount for paying early.
 *
 * @returns one match per line, in their order; the same input gives the same output
 */
export function matchPayments(lines: readonly MatchLine[], { items, parties, rules }: MatchStock): Match[] {
  const stock = new Stock(items, parties, rules);
  const matches = new Array<Match>(lines.length);
  const later: number[] = [];
  lines.forEach((line, at) => {
    const parked = parkedBecause(line, stock);
    if (parked) {
      matches[at] = { line: line.id, decision: 'parked', proposals: [], reasons: [parked] };
      return;
    }
    const named = stock.named(line);
    const candidates = named ? [ofNamed(line, named.found, named.reason, stock.payer(line))] : [];
    if (candidates[0] && candidates[0].score >= CERTAIN) matches[at] = decide(line, candidates);
    else later.push(at);
  });
  for (const at of later) {
    const line = lines[at]!;
    const payer = stock.payer(line);
    const named = stock.named(line);
    matches[at] = decide(line, [
      ...(named ? [ofNamed(line, named.found, named.reason, payer)] : []),
      ...(payer ? ofPayer(line, stock.ofParty(payer.party, line), payer) : []),
      ...ofAmount(stock.ofAmount(line)),
    ]);
  }
  return matches;
}

function parkedBecause(line: MatchLine, stock: Stock): MatchReason | undefined {
  if (line.returnReason !== undefined) return { code: 'returned', value: line.returnReason };
  return stock.hasCurrency(line.currency) ? undefined : { code: 'other_currency', value: line.currency };
}

/** Takes the best candidate if it is certain, and uses its items up. */
function decide(line: MatchLine, candidates: readonly Candidate[]): Match {
  const seen = new Set<string>();
  const best = [...candidates]
    .sort((a, b) => b.score - a.score)
    .filter(({ taken }) => {
      const key = taken.map((one) => `${one.of.item.id} ${one.pay}`).join();
      return seen.has(key) ? false : seen.add(key);
    })
    .slice(0, PROPOSALS_MAX);
  const first = best[0];
  const matched = first !== undefined && first.score >= CERTAIN && best[1]?.score !== first.score;
  if (matched) for (const { of, pay, discount } of first.taken) of.left -= pay + discount;
  return {
    line: line.id,
    decision: matched ? 'matched' : first ? 'proposed' : 'unmatched',
    proposals: best.map(proposal),
    reasons: [],
  };
}

function proposal({ party, taken, rest, score, reasons }: Candidate): Proposal {
  const allocations = taken.map(({ of, pay, discount }): Allocation => ({
    item: of.item.id,
    amountMinor: minor(pay),
    discountMinor: minor(discount),
  }));
  return { party, allocations, restMinor: minor(rest), score, reasons };
}

/** What settles an item on the value day: all that is left, or less by an offer that still stands. */
function priceOf({ item, left }: Stocked, line: MatchLine): bigint {
  if (left !== item.openMinor) return left;
  return item.offers?.find((offer) => line.valueOn <= offer.until)?.payMinor ?? left;
}

const sum = (all: readonly bigint[]): bigint => all.reduce((so, one) => so + one, 0n);
const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/** The whole of some items, where the amount fits with or without their discounts. */
function fitting(
  line: MatchLine,
  group: readonly Stocked[],
): (Pick<Candidate, 'taken' | 'rest'> & { readonly reason: MatchReason }) | undefined {
  const value = line.amountMinor.toString();
  if (sum(group.map((one) => one.left)) === line.amountMinor) {
    const code = group.length > 1 ? 'sum_of_items' : 'amount_exact';
    const taken = group.map((of) => ({ of, pay: of.left, discount: 0n }));
    return { taken, rest: 0n, reason: { code, value } };
  }
  const prices = group.map((one) => priceOf(one, line));
  if (sum(prices) !== line.amountMinor) return undefined;
  const taken = group.map((of, at) => ({ of, pay: prices[at]!, discount: of.left - prices[at]! }));
  return { taken, rest: 0n, reason: { code: 'amount_with_discount', value } };
}

/** As far as the money goes, the earliest due first. */
function poured(line: MatchLine, group: readonly Stocked[]): Pick<Candidate, 'taken' | 'rest'> {
  let rest: bigint = line.amountMinor;
  const taken = [];
  for (const of of group) {
    if (rest === 0n) break;
    const pay = size(of.left) <= size(rest) ? of.left : rest;
    taken.push({ of, pay, discount: 0n });
    rest -= pay;
  }
  return { taken, rest };
}

function ofNamed(
  line: MatchLine,
  found: readonly Stocked[],
  why: MatchReason,
  payer: Payer | undefined,
): Candidate {
  const parties = new Set(found.map((one) => one.item.party));
  const party = found[0]!.item.party;
  // Somebody else's account is not wrong (a parent company pays), but with several parties it is worth a look.
  const confirmed = payer?.party === party ? [payer.reason] : [];
  const fit = fitting(line, found);
  if (fit) {
    const { taken, rest, reason } = fit;
    const score = (parties.size > 1 ? 80 : 96) + (confirmed.length > 0 ? 4 : 0);
    return { party, taken, rest, score, reasons: [why, reason, ...confirmed] };
  }
  const { taken, rest } = poured(line, found);
  const reason: MatchReason = {
    code: rest === 0n ? 'amount_partial' : 'amount_above',
    value: line.amountMinor.toString(),
  };
  return {
    party,
    taken,
    rest,
    score: (parties.size > 1 ? 60 : 80) + (confirmed.length > 0 ? 5 : 0),
    reasons: [why, reason, ...confirmed],
  };
}

function ofPayer(line: MatchLine, open: readonly Stocked[], payer: Payer): Candidate[] {
  const { party, certain, reason: who } = payer;
  const base = certain ? 92 : 78;
  const whole = (
    group: readonly Stocked[],
    score: number,
    more: readonly MatchReason[] = [],
  ): Candidate[] => {
    const fit = fitting(line, group);
    return fit
      ? [{ party, taken: fit.taken, rest: fit.rest, score, reasons: [who, fit.reason, ...more] }]
      : [];
  };
  if (open.length === 1) {
    const only: MatchReason = { code: 'only_item_of_payer', value: open[0]!.item.number };
    const fit = whole(open, base + 3, [only]);
    if (fit.length > 0) return fit;
  }
  const singles = open.flatMap((one) => whole([one], base));
  const found = singles.length > 0 ? singles : combined(open).flatMap((group) => whole(group, base - 4));
  if (found.length > 0)
    return found.length === 1 ? found : found.map((one) => ({ ...one, score: base - 10 }));
  const { taken, rest } = poured(line, open);
  const value = line.amountMinor.toString();
  const reason: MatchReason = { code: rest === 0n ? 'amount_partial' : 'amount_above', value };
  return [{ party, taken, rest, score: certain ? 50 : 40, reasons: [who, reason] }];
}

/** Groups that people pay at once: all, the earliest ones, then pairs and triples of the earliest. */
function combined(open: readonly Stocked[]): Stocked[][] {
  const groups: Stocked[][] = [];
  for (let count = open.length; count >= 2 && open.length - count < 50; count--)
    groups.push(open.slice(0, count));
  const few = open.slice(0, COMBINED_MAX);
  few.forEach((a, i) =>
    few.slice(i + 1).forEach((b, j) => {
      if (i + j > 0) groups.push([a, b]);
      few.slice(i + j + 2).forEach((c) => {
        groups.push([a, b, c]);
      });
    }),
  );
  const seen = new Set<string>();
  return groups.filter((group) => {
    const key = group.map((one) => one.item.id).join();
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Nothing but the amount speaks for these. */
function ofAmount(same: readonly Stocked[]): Candidate[] {
  return same.slice(0, PROPOSALS_MAX).map((of) => ({
    party: of.item.party,
    taken: [{ of, pay: of.left, discount: 0n }],
    rest: 0n,
    score: same.length === 1 ? 45 : 25,
    reasons: [{ code: 'amount_exact', value: of.left.toString() }],
  }));
}
