import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';

/** A job that was kept back instead of queued. */
export interface HeldJob {
  readonly name: string;
  readonly payload: unknown;
  /** moment of the event it follows from; null when the work itself asked for it */
  readonly at: Instant | null;
}

/** An event that is published and not written yet; its place in its aggregate follows from the order of publishing. */
export interface HeldEvent {
  readonly id: Id;
  readonly aggregate: string;
  readonly aggregateId: Id;
  readonly name: string;
  readonly payload: object;
  readonly actor: string;
  readonly actorName: string;
  readonly at: Instant;
}

/** What a transaction keeps back until whoever opened it writes it, all at once. */
export interface Held {
  jobs: HeldJob[];
  events: HeldEvent[];
  /** the last hint for live screens of each event name, as its text */
  readonly hints: Map<string, string>;
  /** moment of the event whose readers run now */
  at: Instant | null;
}
