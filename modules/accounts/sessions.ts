import { createHash, randomBytes } from 'node:crypto';
import { addMinutes, dayIn, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Caller, TenantFacts } from '#platform/http/caller.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { Clock } from '#platform/clock/clock.ts';
import type { AccountTables, GlobalTables } from './store.ts';

/** Seen within this time, a session goes on; a station left for a weekend signs in again (ASVS 5.0 §7.3). */
const IDLE_MINUTES = 12 * 60;
/** However busy, a session ends. */
const LIFE_MINUTES = 7 * 24 * 60;
/** `seen_at` is written at most this often. */
const TOUCH_MINUTES = 5;

/** Over plain HTTP on a loopback name browsers still accept Secure cookies, so one name serves everywhere. */
export const SESSION_COOKIE = '__Host-tenon';

export function sessionCookie(token: string): string {
  return `${SESSION_COOKIE}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${LIFE_MINUTES * 60}`;
}

export const endedCookie = `${SESSION_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Opens a session. @returns the token, which is kept nowhere else */
export async function openSession(
  db: Database,
  now: Instant,
  tenantId: Id,
  loginId: Id,
  userAgent: string,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db
    .global<GlobalTables>()
    .insertInto('session')
    .values({
      token_hash: hashOf(token),
      tenant_id: tenantId,
      login_id: loginId,
      created_at: now,
      seen_at: now,
      expires_at: addMinutes(now, LIFE_MINUTES),
      user_agent: userAgent,
    })
    .execute();
  return token;
}

export async function endSession(db: Database, token: string): Promise<void> {
  await db.global<GlobalTables>().deleteFrom('session').where('token_hash', '=', hashOf(token)).execute();
}

interface Sessions {
  readonly db: Database;
  readonly clock: Clock;
  tenantFacts(tenantId: Id): Promise<TenantFacts>;
}

/** The caller behind a request's session cookie; null when there is none, it has ended, or the membership was revoked. */
export async function callerOf(sessions: Sessions, request: RequestFacts): Promise<Caller | null> {
  const token = request.cookies.get(SESSION_COOKIE);
  if (!token || token.length > 100) return null;
  const { db, clock } = sessions;
  const now = clock.now();
  const hash = hashOf(token);
  const found = await db
    .global<GlobalTables>()
    .selectFrom('session')
    .innerJoin('login', 'login.id', 'session.login_id')
    .select([
      'session.tenant_id',
      'session.login_id',
      'session.seen_at',
      'session.expires_at',
      'login.name',
      'login.locale',
    ])
    .where('session.token_hash', '=', hash)
    .executeTakeFirst();
  if (!found || found.expires_at <= now || addMinutes(found.seen_at, IDLE_MINUTES) <= now) return null;
  const membership = await db.inTenant(found.tenant_id, (tx) =>
    tx
      .tables<AccountTables>()
      .selectFrom('membership')
      .select('role')
      .where('tenant_id', '=', found.tenant_id)
      .where('login_id', '=', found.login_id)
      .where('active', '=', true)
      .executeTakeFirst(),
  );
  if (!membership) return null;
  if (addMinutes(found.seen_at, TOUCH_MINUTES) <= now)
    await db
      .global<GlobalTables>()
      .updateTable('session')
      .set({ seen_at: now })
      .where('token_hash', '=', hash)
      .execute();
  const facts = await sessions.tenantFacts(found.tenant_id);
  return {
    ...facts,
    locale: found.locale,
    loginId: found.login_id,
    actor: `login:${found.login_id}`,
    name: found.name,
    role: membership.role,
    now,
    today: dayIn(facts.zone, now),
  };
}
