import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import { callerOfSession, endSession, openSession, SESSION_COOKIE, type Sessions } from './sessions.ts';

/**
 * Tries whether a person who has just signed in would be let in: opens a session, asks who stands behind its cookie as
 * every request does, and ends it.
 * @returns who would be seen; null where nobody would
 */
export async function trySignIn(sessions: Sessions, tenantId: Id, loginId: Id): Promise<Caller | null> {
  const { db, clock } = sessions;
  const token = await openSession(db, clock.now(), {
    ...{ tenantId, loginId },
    ...{ userAgent: 'Tenon, trying the log-in', proof: 'password' },
  });
  try {
    return await callerOfSession(sessions, {
      ip: '127.0.0.1',
      cookies: new Map([[SESSION_COOKIE, token]]),
      userAgent: '',
      loopback: true,
      secure: true,
      quiet: true,
    });
  } finally {
    await endSession(db, token);
  }
}
