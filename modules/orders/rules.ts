import type { Day } from '#domain/kernel/days.ts';
import { refuse, ok, type Refused, type Result } from '#domain/kernel/result.ts';
import { minor, type Minor } from '#domain/kernel/units.ts';
import { divide, fraction, multiply, roundHalfAway, type Fraction } from '#domain/money/fraction.ts';
import type { OrderState } from './contract.ts';

export interface PriceRule {
  /** added to the direct cost */
  readonly overheadPercent: number;
  /** share of the net price that is left when cost and overhead are paid */
  readonly marginPercent: number;
}

/**
 * Net price of one piece: cost × (1 + overhead) ÷ (1 − margin), rounded once, half away from zero.
 * @param cost exact direct cost of `quantity` pieces, in minor units
 */
export function unitPrice(cost: Fraction, quantity: number, rule: PriceRule): Minor {
  const full = multiply(cost, fraction(100 + rule.overheadPercent, 100 * quantity));
  return minor(roundHalfAway(divide(full, fraction(100 - rule.marginPercent, 100))));
}

/** Zero-rated lines have a category of their own (EN 16931). */
export function taxCategory(percent: string): 'S' | 'Z' {
  return Number(percent) === 0 ? 'Z' : 'S';
}

type NotEditable = { code: 'order_not_editable'; state: OrderState };

/** Lines change while nobody has accepted them. */
export function judgeEditable(state: OrderState): Refused<NotEditable> | null {
  return state === 'draft' || state === 'quoted' ? null : refuse({ code: 'order_not_editable', state });
}

export type QuoteRefusal =
  | NotEditable
  | { code: 'order_empty' }
  | { code: 'valid_until_passed'; field: 'validUntil'; value: Day; today: Day };

/** A quote has lines and can still be accepted on the day it goes out. */
export function decideQuote(
  order: { state: OrderState; lines: number },
  validUntil: Day,
  today: Day,
): Result<void, QuoteRefusal> {
  const closed = judgeEditable(order.state);
  if (closed) return closed;
  if (order.lines === 0) return refuse({ code: 'order_empty' });
  if (validUntil < today)
    return refuse({ code: 'valid_until_passed', field: 'validUntil', value: validUntil, today });
  return ok(undefined);
}

export type AcceptRefusal =
  | { code: 'order_empty' }
  | { code: 'order_not_quoted'; state: OrderState }
  | { code: 'quote_expired'; validUntil: Day }
  | { code: 'due_on_passed'; field: 'dueOn'; value: Day; today: Day };

/** Only a quote that is still valid can be accepted, for a day that is still to come. */
export function decideAccept(
  order: { state: OrderState; lines: number; validUntil: Day | null },
  dueOn: Day | null,
  today: Day,
): Result<void, AcceptRefusal> {
  if (order.lines === 0) return refuse({ code: 'order_empty' });
  if (order.state !== 'quoted') return refuse({ code: 'order_not_quoted', state: order.state });
  if (order.validUntil !== null && order.validUntil < today)
    return refuse({ code: 'quote_expired', validUntil: order.validUntil });
  if (dueOn !== null && dueOn < today)
    return refuse({ code: 'due_on_passed', field: 'dueOn', value: dueOn, today });
  return ok(undefined);
}

export type CancelRefusal =
  | { code: 'order_cancelled_already' }
  | { code: 'order_delivered' }
  | { code: 'order_invoiced'; invoices: string };

/**
 * What nobody has accepted can be dropped; an accepted order while nothing of it is invoiced or delivered. Whether its
 * work has begun is for production to say.
 * @param order `invoices`: numbers of the invoices that stand for it, deposits too; those credited in full left out
 */
export function decideCancel(order: {
  state: OrderState;
  delivered: boolean;
  invoices: readonly string[];
}): Result<void, CancelRefusal> {
  if (order.state === 'cancelled') return refuse({ code: 'order_cancelled_already' });
  if (order.invoices.length > 0)
    return refuse({ code: 'order_invoiced', invoices: order.invoices.join(', ') });
  return order.delivered ? refuse({ code: 'order_delivered' }) : ok(undefined);
}

export interface Progress {
  readonly state: OrderState;
  readonly finished: boolean;
  readonly delivered: boolean;
  readonly invoiced: boolean;
  /** pieces: all, in a released plan, sawn; units: all, packed; null before acceptance */
  readonly work: {
    readonly parts: number;
    readonly planned: number;
    readonly scheduled: boolean;
    readonly cut: number;
    readonly units: number;
    readonly packed: number;
  } | null;
}

export interface Step<K extends string> {
  readonly key: K;
  readonly state: 'done' | 'now' | 'waiting';
  readonly done: number | null;
  readonly of: number | null;
}

type StepKey =
  'quote' | 'accept' | 'parts' | 'optimise' | 'schedule' | 'cut' | 'assemble' | 'deliver' | 'invoice';

/** The nine steps of an order (ux §3): what is done, and the first that is not is under way. */
export function stepsOf(progress: Progress): Step<StepKey>[] {
  const { state, work, delivered } = progress;
  const accepted = state === 'accepted';
  // What is delivered was made, or there was nothing to make.
  const all: (readonly [StepKey, boolean, number | null, number | null])[] = [
    ['quote', state === 'quoted' || accepted, null, null],
    ['accept', accepted, null, null],
    ['parts', delivered || (accepted && work !== null), work?.parts ?? null, work?.parts ?? null],
    [
      'optimise',
      delivered || (work !== null && work.planned >= work.parts),
      work?.planned ?? null,
      work?.parts ?? null,
    ],
    ['schedule', delivered || (work !== null && work.scheduled), null, null],
    ['cut', delivered || (work !== null && work.cut >= work.parts), work?.cut ?? null, work?.parts ?? null],
    [
      'assemble',
      delivered || progress.finished || (work !== null && work.packed >= work.units),
      work?.packed ?? null,
      work?.units ?? null,
    ],
    ['deliver', delivered, null, null],
    ['invoice', progress.invoiced, null, null],
  ];
  const now = state === 'cancelled' ? -1 : all.findIndex(([, done]) => !done);
  return all.map(([key, done, count, of], i) => ({
    key,
    state: done ? 'done' : i === now ? 'now' : 'waiting',
    done: count,
    of,
  }));
}

/** Late: the agreed day is past, or the promised one lies after it, and the goods are not out. */
export function isLate(
  order: { state: OrderState; dueOn: Day | null; promisedOn: Day | null; delivered: boolean },
  today: Day,
): boolean {
  if (order.state !== 'accepted' || order.delivered || order.dueOn === null) return false;
  return order.dueOn < today || (order.promisedOn !== null && order.promisedOn > order.dueOn);
}

/** Minutes to wrap and label a set of loose parts: half a minute a piece, at least 4 and at most 12 (field: 4 to 12 a unit). */
export function packingMinutes(pieces: number): number {
  return Math.min(12, Math.max(4, pieces / 2));
}
