import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { newId, type Clock } from './clock.ts';

let moment: Instant = '1970-01-01T00:00:00.000Z';
/** One counter for the whole process, whatever moment is asked for. */
const moments: Clock = { now: () => moment };

/** A new id at the moment a caller acts in, so that a moved clock moves ids as well. @throws RangeError for no instant */
export function idAt(now: Instant): Id {
  moment = now;
  return newId(moments);
}
