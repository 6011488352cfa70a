import type { Id } from '#domain/kernel/ids.ts';
import { progressOf } from '#modules/production/api.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Progress } from './rules.ts';

type Work = NonNullable<Progress['work']>;

/** How far production is with these orders, in the counts that the nine steps need; orders without work are left out. */
export async function loadWork(tx: Tx, orderIds: readonly Id[]): Promise<Map<Id, Work>> {
  const found = new Map<Id, Work>();
  for (const [orderId, { parts, units, steps }] of await progressOf(tx, orderIds)) {
    const all = parts.waiting + parts.planned + parts.in_work + parts.ready + parts.used;
    const planned = all - parts.waiting;
    found.set(orderId, {
      parts: all,
      planned,
      // Production plans the schedule anew by itself whenever a cut plan is released.
      scheduled: planned >= all,
      cut: steps.find((step) => step.kind === 'saw')?.done ?? 0,
      units: units.open + units.assembled + units.packed,
      packed: units.packed,
    });
  }
  return found;
}
