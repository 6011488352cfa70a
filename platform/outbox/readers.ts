import type { Caller } from '../http/caller.ts';
import type { Tx } from '../postgres/tx.ts';
import type { Event } from './events.ts';

/**
 * A rule of one module that follows from another's event. It runs after the commit in a transaction of its own,
 * in order per aggregate; the cursor moves in the same transaction, so its writes happen once. Anything outside the
 * database (mail, PDF) is queued as a job from here.
 */
export interface Reader<P = unknown> {
  /** unique and stable, `production.plan-confirmed-order`: the cursor is kept under this name */
  readonly name: string;
  /** events it wants */
  readonly on: readonly string[];
  read(tx: Tx, caller: Caller, event: Event<P>): Promise<void>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyReader = Reader<any>;

const byEvent = new Map<string, AnyReader[]>();
const byName = new Map<string, AnyReader>();

/** Called once at start with the readers of all modules. @throws Error when two readers share a name */
export function registerReaders(readers: readonly AnyReader[]): void {
  byEvent.clear();
  byName.clear();
  for (const reader of readers) {
    if (byName.has(reader.name)) throw new Error(`two readers are called ${reader.name}`);
    byName.set(reader.name, reader);
    for (const name of reader.on) byEvent.set(name, [...(byEvent.get(name) ?? []), reader]);
  }
}

export function readersOf(event: string): readonly AnyReader[] {
  return byEvent.get(event) ?? [];
}

export function readerNamed(name: string): AnyReader | undefined {
  return byName.get(name);
}
