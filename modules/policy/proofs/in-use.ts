import type { ClauseId } from '#domain/policy/ids.ts';
import type { Said } from '#domain/policy/parameters.ts';
import type { Database } from '#platform/postgres/database.ts';

/** A live figure under a clause: how the mechanism that keeps it is used here. */
interface Counter {
  readonly clauses: readonly ClauseId[];
  /** what is counted, in plain words: `versions published` */
  readonly label: Said;
  count(db: Database): Promise<number>;
}

const counters: Counter[] = [];

/** Registers a figure; called when a module is loaded. It is computed whenever the page is asked for, so it must be cheap. */
export function showsInUse(counter: Counter): void {
  counters.push(counter);
}

export interface InUse {
  readonly label: Said;
  readonly count: number;
}

/** The figures now, per clause. */
export async function figuresInUse(db: Database): Promise<ReadonlyMap<ClauseId, readonly InUse[]>> {
  const figures = new Map<ClauseId, InUse[]>();
  const counted = await Promise.all(
    counters.map(async (counter) => ({ counter, count: await counter.count(db) })),
  );
  for (const { counter, count } of counted)
    for (const clause of counter.clauses)
      figures.set(clause, [...(figures.get(clause) ?? []), { label: counter.label, count }]);
  return figures;
}
