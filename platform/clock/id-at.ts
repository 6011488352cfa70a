import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { msOf, nextId, type IdState } from './clock.ts';

/** Requests act at another moment each; the ids of so many moments go on where they were. */
const MOMENTS_KEPT = 4096;
const moments = new Map<Instant, IdState>();

/**
 * A new id at the moment a caller acts in, so that a moved clock moves ids as well. Ids of one moment are strictly
 * increasing in the whole process, whatever other moments are asked for in between: rows that several transactions
 * write at the same time have the same order, however these take turns.
 *
 * @throws RangeError for no instant
 */
export function idAt(now: Instant): Id {
  const last = moments.get(now);
  const { id, state } = nextId(msOf(now), last);
  if (!last && moments.size >= MOMENTS_KEPT) moments.delete(moments.keys().next().value!);
  moments.set(now, state);
  return id;
}
