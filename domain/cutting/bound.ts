import { turnsOf, usable, type Board, type CuttingJob, type Part } from './instance.ts';
import type { Bound } from './plan.ts';

/** Guards the rounding up of sums of fractions: a bound may be a hair too low, never too high. */
const SLACK = 1e-6;

interface Space {
  length: number;
  width: number;
  quantity: number;
}

/**
 * Proven lower bound on the sheets of one material.
 *
 * Kerf-aware area: each part takes (length + kerf) × (width + kerf) of a sheet's (length + kerf) × (width + kerf),
 * so no plan needs fewer than the sum over that; with several sizes the largest sheets count first.
 *
 * Dual feasible functions (Fekete and Schepers 2004): the same sum after both sides were mapped by functions that
 * never make a packing larger. `f(α)`: sides over 1 − α count as 1, under α as 0. `u(k)`: (k + 1)·s rounded down ÷ k
 * where it is not whole. A part that may be turned counts with its smaller product.
 *
 * @returns 0 sheets where finite stock cannot hold everything: the plan then leaves parts out
 */
export function boundOf(
  job: CuttingJob,
  parts: readonly Part[],
  boards: readonly Board[],
): Omit<Bound, 'proven'> {
  const none = { boards: 0, method: 'none' };
  const kerf = job.saw.kerf;
  const wanted = parts.filter((p) => p.quantity > 0);
  if (wanted.length === 0) return none;
  const spaces: Space[] = boards
    .map((b) => ({ ...usable(b, job.saw), quantity: b.quantity ?? Infinity }))
    .filter((s) => s.length > 0 && s.width > 0 && s.quantity > 0)
    .map((s) => ({ length: s.length + kerf, width: s.width + kerf, quantity: s.quantity }));
  if (spaces.length === 0) return none;

  const byArea = spaces
    .map((s) => ({ area: s.length * s.width, quantity: s.quantity }))
    .sort((a, b) => b.area - a.area);
  let left = wanted.reduce((sum, p) => sum + p.quantity * (p.length + kerf) * (p.width + kerf), 0);
  let sheets = 0;
  for (const { area, quantity } of byArea) {
    const needed = Math.ceil(left / area - SLACK);
    if (needed <= quantity) {
      sheets += needed;
      left = 0;
      break;
    }
    sheets += quantity;
    left -= quantity * area;
  }
  if (left > 0) return none;

  // With several sizes the mapping uses one sheet as large as the largest in both directions: still no plan beats it.
  const length = Math.max(...spaces.map((s) => s.length));
  const width = Math.max(...spaces.map((s) => s.width));
  const dual = dualBound(wanted, boards, kerf, length, width);
  return dual > sheets
    ? { boards: dual, method: 'dual feasible functions' }
    : { boards: Math.max(1, sheets), method: 'kerf-aware area' };
}

type Mapping = (share: number) => number;

/** Sides over 1 − alpha count whole, sides under alpha not at all. A share near a limit takes the smaller value. */
function cutOff(alpha: number): Mapping {
  return (s) => (s > 1 - alpha + 1e-9 ? 1 : s < alpha - 1e-12 ? 0 : s);
}

/** Rounds to k-ths. */
function step(k: number): Mapping {
  return (s) => {
    const times = (k + 1) * s;
    const whole = Math.round(times);
    return Math.abs(times - whole) < 1e-9 ? s : Math.floor(times) / k;
  };
}

const same: Mapping = (s) => s;

function dualBound(
  parts: readonly Part[],
  boards: readonly Board[],
  kerf: number,
  length: number,
  width: number,
): number {
  const ways = parts.map((part) => {
    const turns = new Set(boards.flatMap((b) => turnsOf(part, b)));
    return {
      quantity: part.quantity,
      shares: [...turns]
        .map((turned) => ({
          x: ((turned ? part.width : part.length) + kerf) / length,
          y: ((turned ? part.length : part.width) + kerf) / width,
        }))
        .filter((s) => s.x <= 1 && s.y <= 1),
    };
  });
  const thresholds = (of: 'x' | 'y'): Mapping[] => {
    const limits = [
      ...new Set(ways.flatMap((w) => w.shares.map((s) => (s[of] <= 0.5 ? s[of] : 1 - s[of])))),
    ].sort((a, b) => a - b);
    const every = Math.max(1, Math.ceil(limits.length / 24));
    const some = limits.filter((limit, i) => i % every === 0 && limit > 0 && limit <= 0.5);
    return [same, cutOff(0.5), ...some.map(cutOff), step(1), step(2), step(3), step(4), step(5)];
  };
  let best = 0;
  const onX = thresholds('x');
  const onY = thresholds('y');
  for (const f of onX) {
    for (const g of onY) {
      let sum = 0;
      for (const { quantity, shares } of ways) {
        let least = Infinity;
        for (const s of shares) least = Math.min(least, f(s.x) * g(s.y));
        if (least !== Infinity) sum += quantity * least;
      }
      if (sum > best) best = sum;
    }
  }
  return Math.ceil(best - SLACK);
}
