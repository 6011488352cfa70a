import type { Instant } from '#domain/kernel/days.ts';
import type { CaseEvent } from './events.ts';
import type { CaseState } from './state.ts';
import { transition } from './transition.ts';

/** An event as it was taken, with the clock of that moment. */
export interface TakenEvent {
  readonly event: CaseEvent;
  readonly now: Instant;
}

/**
 * The state that a history leads to. A case is its events; whatever is stored beside them can be made from them again.
 * @throws Error for a history that the rules would not have taken (a bug, or rows that somebody changed)
 */
export function replay(events: readonly TakenEvent[]): CaseState | null {
  let state: CaseState | null = null;
  for (const { event, now } of events) {
    const moved = transition(state, event, now);
    if (!moved.ok) throw new Error(`a case in ${state?.name ?? 'no state'} does not take ${event.kind}`);
    state = moved.value.state;
  }
  return state;
}
