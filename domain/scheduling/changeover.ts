/**
 * Set-up minutes between two operations on one machine, as data. Families are whole numbers from 0.
 * `first` is what the first operation on a machine that is not set up costs; from a family to itself costs `same`.
 */
export type ChangeoverRule = { readonly id: string; readonly first: number; readonly same: number } & (
  | { readonly kind: 'flat'; readonly minutes: number }
  /** families come in groups of `size` neighbours (edges of one decor): cheap within, dear across */
  | { readonly kind: 'grouped'; readonly size: number; readonly within: number; readonly across: number }
  /** families are ordered (light to dark): `up` to a larger number, `down` to a smaller one */
  | { readonly kind: 'ordered'; readonly up: number; readonly down: number }
  /** `minutes[from][to]`; the diagonal is ignored, `same` counts there */
  | { readonly kind: 'matrix'; readonly minutes: readonly (readonly number[])[] }
);

/**
 * @param from family the machine is set up for, undefined when it is not set up
 * @throws RangeError when a matrix has no entry for the pair (a bug in the caller: `checkInstance` refuses it)
 */
export function changeoverMinutes(rule: ChangeoverRule, from: number | undefined, to: number): number {
  if (from === undefined) return rule.first;
  if (from === to) return rule.same;
  switch (rule.kind) {
    case 'flat':
      return rule.minutes;
    case 'grouped':
      return Math.floor(from / rule.size) === Math.floor(to / rule.size) ? rule.within : rule.across;
    case 'ordered':
      return to > from ? rule.up : rule.down;
    case 'matrix': {
      const minutes = rule.minutes[from]?.[to];
      if (minutes === undefined)
        throw new RangeError(`changeover ${rule.id} knows no step from ${from} to ${to}`);
      return minutes;
    }
  }
}
