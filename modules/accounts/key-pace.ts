/** Requests of one key in a minute; who needs more asks less often or takes a second key. */
export const KEY_REQUESTS_PER_MINUTE = 600;
const MINUTE_MS = 60_000;
const KEYS_MAX = 10_000;

/** Requests of the running minute by key. Counted by each process for itself: it protects this very machine. */
let counted = new Map<string, { minute: number; requests: number }>();

/** Counts a request of a key. @returns false when the key has had its requests of this minute */
export function inPace(keyId: string, nowMs: number): boolean {
  const minute = Math.floor(nowMs / MINUTE_MS);
  if (counted.size > KEYS_MAX) counted = new Map();
  const before = counted.get(keyId);
  const requests = (before?.minute === minute ? before.requests : 0) + 1;
  counted.set(keyId, { minute, requests });
  return requests <= KEY_REQUESTS_PER_MINUTE;
}
