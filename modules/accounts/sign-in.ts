import { createHash } from 'node:crypto';
import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { sql } from 'kysely';
import type { Role } from '#platform/http/caller.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import { passwordMatches } from './password.ts';
import { openSession } from './sessions.ts';
import type { AccountTables, GlobalTables } from './store.ts';

/** Failures that are let through before the brake; per address more, because a workshop shares one. */
const FAILURES_MAX = { email: 5, ip: 30 } as const;
const BRAKE_MINUTES = 15;

export type SignInRefusal =
  | { code: 'sign_in_refused'; status: 401 }
  | { code: 'sign_in_braked'; status: 429; minutes: number }
  | { code: 'tenant_needed'; status: 409; tenants: string[] }
  | { code: 'demo_not_here'; status: 403 };

/**
 * Checks e-mail and password and opens a session. What is wrong is never said: an unknown address, a wrong password
 * and a login without a workspace answer alike, in like time.
 */
export async function signInWithPassword(
  context: AppContext,
  request: RequestFacts,
  given: { email: string; password: string; tenantId?: Id | undefined },
): Promise<Result<{ token: string }, SignInRefusal>> {
  const now = context.clock.now();
  const email = given.email.trim().toLowerCase();
  const keys = [
    { key: `email:${createHash('sha256').update(email).digest('hex')}`, max: FAILURES_MAX.email },
    { key: `ip:${request.ip}`, max: FAILURES_MAX.ip },
  ];
  for (const { key, max } of keys)
    if (await isBraked(context, key, max, now))
      return refuse({ code: 'sign_in_braked', status: 429, minutes: BRAKE_MINUTES });

  const global = context.db.global<GlobalTables>();
  const login = await global.selectFrom('login').selectAll().where('email', '=', email).executeTakeFirst();
  const matches = await passwordMatches(given.password, login?.password_hash ?? null);
  const tenants = login && matches ? await tenantsOf(context, login.id) : [];
  const tenant = given.tenantId ? tenants.find((t) => t.tenantId === given.tenantId) : tenants[0];
  if (!login || !tenant) {
    for (const { key } of keys) await countFailure(context, key, now);
    return refuse({ code: 'sign_in_refused', status: 401 });
  }
  if (!given.tenantId && tenants.length > 1)
    return refuse({ code: 'tenant_needed', status: 409, tenants: tenants.map((t) => t.tenantId) });
  await global.deleteFrom('sign_in_attempt').where('key', '=', keys[0]!.key).execute();
  return ok({ token: await openSession(context.db, now, tenant.tenantId, login.id, request.userAgent) });
}

/**
 * Opens a session in the demo factory as the first member with this role. Only where the installation is a demo, and
 * only for a browser on this very machine.
 */
export async function signInToDemo(
  context: AppContext,
  request: RequestFacts,
  role: Role,
): Promise<Result<{ token: string }, SignInRefusal>> {
  const demo = context.demoAllowed && request.loopback ? await demoMembers(context) : [];
  const member = demo.find((m) => m.role === role);
  if (!member) return refuse({ code: 'demo_not_here', status: 403 });
  return ok({
    token: await openSession(
      context.db,
      context.clock.now(),
      member.tenantId,
      member.loginId,
      request.userAgent,
    ),
  });
}

/** Roles that one-click sign-in offers to this request. */
export async function demoRoles(context: AppContext, request: RequestFacts): Promise<Role[]> {
  if (!context.demoAllowed || !request.loopback) return [];
  return (await demoMembers(context)).map((m) => m.role);
}

async function demoMembers(context: AppContext): Promise<{ tenantId: Id; loginId: Id; role: Role }[]> {
  // The factory first, then the operator whose customer it is: each role is of one of them.
  const tenants = await context.db
    .global<GlobalTables>()
    .selectFrom('tenant')
    .select('id')
    .where('demo', '=', true)
    .orderBy('slug')
    .execute();
  const found: { tenantId: Id; loginId: Id; role: Role }[] = [];
  for (const { id: tenantId } of tenants) {
    const rows = await context.db.inTenant(tenantId, (tx) =>
      tx
        .tables<AccountTables>()
        .selectFrom('membership')
        .select(['login_id', 'role'])
        .where('tenant_id', '=', tenantId)
        .where('active', '=', true)
        .orderBy('since')
        .orderBy('login_id')
        .execute(),
    );
    found.push(...rows.map((row) => ({ tenantId, loginId: row.login_id, role: row.role })));
  }
  return found;
}

async function tenantsOf(context: AppContext, loginId: Id): Promise<{ tenantId: Id; role: Role }[]> {
  const listed = await context.db
    .global<GlobalTables>()
    .selectFrom('login_tenant')
    .select('tenant_id')
    .where('login_id', '=', loginId)
    .execute();
  const found: { tenantId: Id; role: Role }[] = [];
  for (const { tenant_id: tenantId } of listed) {
    const member = await context.db.inTenant(tenantId, (tx) =>
      tx
        .tables<AccountTables>()
        .selectFrom('membership')
        .select('role')
        .where('tenant_id', '=', tenantId)
        .where('login_id', '=', loginId)
        .where('active', '=', true)
        .executeTakeFirst(),
    );
    if (member) found.push({ tenantId, role: member.role });
  }
  return found;
}

async function isBraked(context: AppContext, key: string, max: number, now: Instant): Promise<boolean> {
  const row = await context.db
    .global<GlobalTables>()
    .selectFrom('sign_in_attempt')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirst();
  return row !== undefined && row.failures >= max && addMinutes(row.since, BRAKE_MINUTES) > now;
}

/** Counted in one statement, so that parallel guesses are all counted; an old count starts anew. */
async function countFailure(context: AppContext, key: string, now: Instant): Promise<void> {
  const expired = addMinutes(now, -BRAKE_MINUTES);
  await context.db
    .global<GlobalTables>()
    .insertInto('sign_in_attempt')
    .values({ key, failures: 1, since: now })
    .onConflict((c) =>
      c.column('key').doUpdateSet({
        failures: sql<number>`case when sign_in_attempt.since <= ${expired}::timestamptz then 1 else sign_in_attempt.failures + 1 end`,
        since: now,
      }),
    )
    .execute();
}
