import type { CaseEvent } from '#domain/policy/cancellation/machine/events.ts';
import type { CaseState } from '#domain/policy/cancellation/machine/state.ts';
import type { Effect } from '#domain/policy/cancellation/machine/effects.ts';

/** Minor units as they lie in JSON, which has no exact whole numbers of their size. */
const AMOUNT = /^\$-?\d+$/;

/** An event, a state or an effect as text for a column of JSON; every bigint as `$123`. */
export function toJson(value: CaseEvent | CaseState | readonly Effect[] | Effect): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? `$${one}` : one));
}

/** What `toJson` wrote, after the driver has read the JSON. */
export function fromJson<T>(stored: unknown): T {
  const back = (one: unknown): unknown => {
    if (typeof one === 'string' && AMOUNT.test(one)) return BigInt(one.slice(1));
    if (Array.isArray(one)) return one.map(back);
    if (one === null || typeof one !== 'object') return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, back(inner)]));
  };
  return back(stored) as T;
}
