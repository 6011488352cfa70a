import type { Caller } from '#platform/http/caller.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import { callerOfKey } from './api-keys.ts';
import { callerOfSession, type Sessions } from './sessions.ts';

/** Whoever asks: by an API key where one is shown, and then by nothing else; otherwise by the session. */
export function callerOf(sessions: Sessions, request: RequestFacts): Promise<Caller | null> {
  return request.authorization === undefined
    ? callerOfSession(sessions, request)
    : callerOfKey(sessions, request.authorization);
}
