import { createHash, randomBytes } from 'node:crypto';
import { addMinutes, dayIn, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { refuse, type Refused } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller, Proof, TenantFacts } from '#platform/http/caller.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { Clock } from '#platform/clock/clock.ts';
import { openGrant } from './open-grant.ts';
import type { AccountTables, GlobalTables } from './store.ts';

/** Seen within this time, a session goes on; a station left for a weekend signs in again (ASVS 5.0 §7.3). */
const IDLE_MINUTES = 12 * 60;
/** However busy, a session ends. */
const LIFE_MINUTES = 7 * 24 * 60;
/** `seen_at` is written at most this often. */
const TOUCH_MINUTES = 5;
/** Steps that matter want the person to have proven who they are within this time (ASVS 5.0 §7.5). */
const PROOF_MINUTES = 15;

/** Over plain HTTP on a loopback name browsers still accept Secure cookies, so one name serves everywhere. */
export const SESSION_COOKIE = '__Host-tenon';

export function sessionCookie(token: string): string {
  return `${SESSION_COOKIE}=${token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${LIFE_MINUTES * 60}`;
}

export const endedCookie = `${SESSION_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0`;

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export interface NewSession {
  readonly tenantId: Id;
  readonly loginId: Id;
  readonly userAgent: string;
  readonly proof: Proof;
  /** grant under which operator staff looks in, and when the look ends */
  readonly supportId?: Id;
  readonly until?: Instant;
  /** shared station on which a PIN opened it */
  readonly deviceId?: Id;
}

/** Opens a session. @returns the token, which is kept nowhere else */
export async function openSession(db: Database, now: Instant, session: NewSession): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db
    .global<GlobalTables>()
    .insertInto('session')
    .values({
      token_hash: hashOf(token),
      id: idAt(now),
      tenant_id: session.tenantId,
      login_id: session.loginId,
      created_at: now,
      seen_at: now,
      expires_at: session.until ?? addMinutes(now, LIFE_MINUTES),
      user_agent: session.userAgent,
      proven_at: now,
      proof: session.proof,
      support_id: session.supportId ?? null,
      device_id: session.deviceId ?? null,
    })
    .execute();
  return token;
}

/**
 * The person behind a session proved again who they are: the session goes on under a new token, the old one is worth
 * nothing from now on (ASVS 5.0 §7.2.4).
 */
export async function renewSession(db: Database, now: Instant, sessionId: Id, proof: Proof): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await db
    .global<GlobalTables>()
    .updateTable('session')
    .set({ token_hash: hashOf(token), proven_at: now, proof, seen_at: now })
    .where('id', '=', sessionId)
    .execute();
  return token;
}

export async function endSession(db: Database, token: string): Promise<void> {
  await db.global<GlobalTables>().deleteFrom('session').where('token_hash', '=', hashOf(token)).execute();
}

/** Ends sessions of a person: all of them, those of one tenant, or all but one. @returns how many */
export async function endSessions(
  db: Database,
  loginId: Id,
  which: { tenantId?: Id; except?: Id | undefined; only?: Id } = {},
): Promise<number> {
  let query = db.global<GlobalTables>().deleteFrom('session').where('login_id', '=', loginId);
  if (which.tenantId) query = query.where('tenant_id', '=', which.tenantId);
  if (which.except) query = query.where('id', '<>', which.except);
  if (which.only) query = query.where('id', '=', which.only);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}

/** Sessions of a person that are open now, the newest first. */
export async function listSessions(
  db: Database,
  now: Instant,
  loginId: Id,
): Promise<
  (Pick<GlobalTables['session'], 'id' | 'created_at' | 'seen_at' | 'user_agent' | 'proof'> & {
    tenant: string;
  })[]
> {
  return db
    .global<GlobalTables>()
    .selectFrom('session')
    .innerJoin('tenant', 'tenant.id', 'session.tenant_id')
    .select([
      'session.id',
      'session.created_at',
      'session.seen_at',
      'session.user_agent',
      'session.proof',
      'tenant.name as tenant',
    ])
    .where('login_id', '=', loginId)
    .where('expires_at', '>', now)
    .where('seen_at', '>', addMinutes(now, -IDLE_MINUTES))
    .orderBy('session.created_at', 'desc')
    .limit(100)
    .execute();
}

export type ProofNeeded = {
  code: 'proof_needed';
  status: 403;
};

/** Refuses a step that matters when the person has not proven lately who they are. */
export function proofMissing(caller: Pick<Caller, 'session' | 'now'>): Refused<ProofNeeded> | null {
  // A PIN tells workers apart; it proves nothing that matters.
  const fresh =
    caller.session &&
    caller.session.proof !== 'pin' &&
    addMinutes(caller.session.provenAt, PROOF_MINUTES) > caller.now;
  return fresh ? null : refuse({ code: 'proof_needed', status: 403 });
}

export interface Sessions {
  readonly db: Database;
  readonly clock: Clock;
  tenantFacts(tenantId: Id): Promise<TenantFacts>;
}

/** The caller behind a request's session cookie; null when there is none, it has ended, or the membership was revoked. */
export async function callerOfSession(sessions: Sessions, request: RequestFacts): Promise<Caller | null> {
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
      'session.id',
      'session.tenant_id',
      'session.login_id',
      'session.seen_at',
      'session.expires_at',
      'session.proven_at',
      'session.proof',
      'session.support_id',
      'session.device_id',
      'login.name',
      'login.locale',
    ])
    .where('session.token_hash', '=', hash)
    .where('login.closed_at', 'is', null)
    .executeTakeFirst();
  if (!found || found.expires_at <= now || addMinutes(found.seen_at, IDLE_MINUTES) <= now) return null;
  const member = await db.inTenant(found.tenant_id, async (tx) => {
    // Operator staff is no member: it looks with the eyes of the office, as long as the grant stands.
    if (found.support_id)
      return (await openGrant(tx, found.support_id, now))
        ? { role: 'office' as const, factorAsked: false }
        : null;
    const tables = tx.tables<AccountTables & GlobalTables>();
    const row = await tables
      .selectFrom('membership')
      .select('role')
      .where('tenant_id', '=', found.tenant_id)
      .where('login_id', '=', found.login_id)
      .where('active', '=', true)
      .executeTakeFirst();
    if (!row) return null;
    if (found.proof === 'pin') {
      const device = await tables
        .selectFrom('station_device')
        .select('id')
        .where('tenant_id', '=', found.tenant_id)
        .where('id', '=', found.device_id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      // Whoever it is: six digits on a wall open a station, not the office.
      return device ? { role: 'worker' as const, factorAsked: false } : null;
    }
    const rule = await tables
      .selectFrom('account_rule')
      .select('factor_roles')
      .where('tenant_id', '=', found.tenant_id)
      .executeTakeFirst();
    return { role: row.role, factorAsked: rule?.factor_roles.includes(row.role) ?? false };
  });
  if (!member) return null;
  if (!request.quiet && addMinutes(found.seen_at, TOUCH_MINUTES) <= now)
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
    role: member.role,
    session: {
      sessionId: found.id,
      provenAt: found.proven_at,
      proof: found.proof,
      factorMissing: member.factorAsked && found.proof === 'password',
      supportId: found.support_id,
    },
    now,
    today: dayIn(facts.zone, now),
  };
}
