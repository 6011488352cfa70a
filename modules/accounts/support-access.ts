import { timingSafeEqual } from 'node:crypto';
import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import { isId, type Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { isOperator } from '#modules/policy/api.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { mailPerson } from './account-mail.ts';
import { brakesFor, countTry, isBraked } from './brake.ts';
import type { Session } from './contract.ts';
import { listLooks } from './looks.ts';
import { hashOfToken, newToken } from './one-time-tokens.ts';
import type { Support } from './people-contract.ts';
import { openGrant } from './open-grant.ts';
import { openSession, proofMissing } from './sessions.ts';
import type { AccountTables, GlobalTables } from './store.ts';

/** One look lasts an hour; who needs longer opens another under the same grant (threat T2). */
const LOOK_MINUTES = 60;

/**
 * Lets the operator's staff in for a time. Whoever holds the code may look and change nothing; without it there is no
 * way from the operator into a tenant at all.
 */
export async function grantSupport(
  tx: Tx,
  caller: Caller,
  given: { reason: string; hours: number },
): Promise<Result<{ id: Id; code: string; until: Instant }, Refusal>> {
  const missing = proofMissing(caller);
  if (missing) return missing;
  const id = idAt(caller.now);
  const code = newToken();
  const until = addMinutes(caller.now, given.hours * 60);
  await tx
    .tables<AccountTables>()
    .insertInto('support_grant')
    .values({
      tenant_id: tx.tenantId,
      id,
      code_hash: hashOfToken(code),
      reason: given.reason,
      granted_by: caller.loginId!,
      granted_by_name: caller.name,
      granted_at: caller.now,
      until_at: until,
      ended_at: null,
      ended_by: null,
    })
    .execute();
  await appendAudit(tx, {
    actor: caller,
    action: 'support.granted',
    subject: `support:${id}`,
    reason: given.reason,
    facts: { until },
  });
  return ok({ id, code: `${tx.tenantId}.${id}.${code}`, until });
}

/** Ends a grant and every look under it, at once. */
export async function endSupport(
  tx: Tx,
  caller: Caller,
  grantId: Id,
): Promise<Result<Record<string, never>, { code: 'grant_unknown' }>> {
  const row = await tx
    .tables<AccountTables>()
    .updateTable('support_grant')
    .set({ ended_at: caller.now, ended_by: caller.actor })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', grantId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (row.numUpdatedRows === 0n) return refuse({ code: 'grant_unknown' });
  await tx.tables<GlobalTables>().deleteFrom('session').where('support_id', '=', grantId).execute();
  await appendAudit(tx, { actor: caller, action: 'support.ended', subject: `support:${grantId}` });
  return ok({});
}

export async function listSupport(tx: Tx, caller: Caller): Promise<Support> {
  const rows = await tx
    .tables<AccountTables>()
    .selectFrom('support_grant')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .orderBy('granted_at', 'desc')
    .limit(100)
    .execute();
  return {
    grants: rows.map((row) => ({
      id: row.id,
      reason: row.reason,
      by: row.granted_by_name,
      at: row.granted_at,
      until: row.until_at,
      endedAt: row.ended_at,
      open: row.ended_at === null && row.until_at > caller.now,
    })),
    looks: await listLooks(tx),
  };
}

/** Opens a look into the tenant whose code this is, for whoever works for the operator; the owners hear of it. */
export async function openSupport(
  context: AppContext,
  caller: Caller,
  request: RequestFacts,
  code: string,
): Promise<Result<{ token: string }, Refusal>> {
  const missing = proofMissing(caller);
  if (missing) return missing;
  const staff = await context.db.inTenant(caller.tenantId, (tx) => isOperator(tx, caller.tenantId));
  if (!staff) return refuse({ code: 'not_allowed', status: 403 });
  const { now } = caller;
  const brakes = brakesFor('support', caller.loginId!, request.ip);
  const braked = await isBraked(context.db, now, brakes);
  if (braked) return braked;
  const [tenantId, grantId, secret] = code.trim().split('.');
  const grant =
    isId(tenantId) && isId(grantId) && secret
      ? await context.db.inTenant(tenantId, (tx) => openGrant(tx, grantId, now))
      : undefined;
  if (!grant || !timingSafeEqual(grant.code_hash, hashOfToken(secret!))) {
    await countTry(context.db, now, brakes);
    return refuse({ code: 'grant_unknown' });
  }
  await context.db.inTenant(grant.tenant_id, (tx) =>
    appendAudit(tx, {
      actor: caller,
      action: 'support.opened',
      subject: `support:${grant.id}`,
      reason: grant.reason,
    }),
  );
  const granter = await context.db
    .global<GlobalTables>()
    .selectFrom('login')
    .select(['email', 'locale'])
    .where('id', '=', grant.granted_by)
    .executeTakeFirst();
  const until = [grant.until_at, addMinutes(now, LOOK_MINUTES)].sort()[0]!;
  if (granter)
    await mailPerson(context, {
      kind: 'support-opened',
      tenantId: grant.tenant_id,
      recipient: granter.email,
      locale: granter.locale,
      values: {
        who: caller.name,
        until: `${until.slice(0, 16).replace('T', ' ')} UTC`,
        reason: grant.reason,
      },
      link: '/people/support',
    });
  return ok({
    token: await openSession(context.db, now, {
      tenantId: grant.tenant_id,
      loginId: caller.loginId!,
      userAgent: request.userAgent,
      proof: 'support',
      supportId: grant.id,
      until,
    }),
  });
}

/**
 * Whether operator staff looks in at present, for the banner on every page: of the session that looks, and of everybody
 * in the tenant while one does.
 */
export async function openSupportOf(
  context: Pick<AppContext, 'db'>,
  caller: Caller,
): Promise<Session['support']> {
  const mine = caller.session?.supportId ?? null;
  return context.db.inTenant(caller.tenantId, async (tx) => {
    const grants = await tx
      .tables<AccountTables & GlobalTables>()
      .selectFrom('support_grant')
      .innerJoin('session', 'session.support_id', 'support_grant.id')
      .select(['support_grant.id', 'support_grant.until_at', 'support_grant.reason', 'session.expires_at'])
      .where('support_grant.tenant_id', '=', tx.tenantId)
      .where('support_grant.ended_at', 'is', null)
      .where('support_grant.until_at', '>', caller.now)
      .where('session.expires_at', '>', caller.now)
      .orderBy('support_grant.granted_at', 'desc')
      .execute();
    const grant = grants.find((one) => one.id === mine) ?? grants[0];
    return grant
      ? {
          until: [grant.until_at, grant.expires_at].sort()[0]!,
          reason: grant.reason,
          mine: grant.id === mine,
        }
      : null;
  });
}
