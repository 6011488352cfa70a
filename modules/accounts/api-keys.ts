import { timingSafeEqual } from 'node:crypto';
import { addMinutes, dayIn, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { allows, permissionTable, type Permission } from '#platform/http/contract.ts';
import type { Database } from '#platform/postgres/database.ts';
import { readShortId, shortId } from '#platform/http/short-id.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { finance } from './company-contract.ts';
import { may } from './contract.ts';
import { inPace } from './key-pace.ts';
import type { ApiKey } from './keys-contract.ts';
import { hashOfToken, newToken } from './one-time-tokens.ts';
import { proofMissing, type Sessions } from './sessions.ts';
import type { AccountTables, GlobalTables } from './store.ts';

/** What no key is ever given: making keys, changing who works here, letting in, agreeing, reading accounts in full. */
export const PEOPLE_ONLY: ReadonlySet<string> = new Set([
  may.manageKeys,
  may.managePeople,
  may.grantSupport,
  may.useSupport,
  finance.reveal,
  'policy.accept',
]);
const OPEN_MAX = 50;
/** `last_used_at` is written at most this often. */
const TOUCH_MINUTES = 5;
const FORM = /^tnk_([A-Za-z0-9_-]{22})([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/** Permissions that somebody may put on a key: their own, without those that stay with people. */
function grantable(caller: Caller): Permission[] {
  return [...permissionTable().keys()].filter((one) => allows(caller, one) && !PEOPLE_ONLY.has(one));
}

/**
 * Makes a key. The text holds where to look for it and 256 random bits; kept are a hash and the first letters.
 * @returns the key, which is nowhere else from now on
 */
export async function createKey(
  tx: Tx,
  caller: Caller,
  given: { name: string; permissions: readonly string[]; days: number },
): Promise<Result<{ id: Id; key: string }, Refusal>> {
  const missing = proofMissing(caller);
  if (missing) return missing;
  const own = new Set<string>(grantable(caller));
  const beyond = given.permissions.find((one) => !own.has(one));
  if (beyond !== undefined)
    return refuse({ code: 'key_beyond_own', field: 'permissions', value: beyond.slice(0, 80) });
  const tables = tx.tables<AccountTables>();
  const open = await tables
    .selectFrom('api_key')
    .select('id')
    .where('tenant_id', '=', tx.tenantId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', caller.now)
    .execute();
  if (open.length >= OPEN_MAX) return refuse({ code: 'keys_many', max: OPEN_MAX });
  const id = idAt(caller.now);
  const secret = newToken();
  const key = `tnk_${shortId(tx.tenantId)}${shortId(id)}.${secret}`;
  const permissions = [...new Set(given.permissions)].sort();
  const expiresAt = addMinutes(caller.now, given.days * 24 * 60);
  await tables
    .insertInto('api_key')
    .values({
      tenant_id: tx.tenantId,
      id,
      name: given.name,
      begins: shownStart(key),
      secret_hash: hashOfToken(secret),
      login_id: caller.loginId!,
      permissions,
      created_at: caller.now,
      expires_at: expiresAt,
      used_at: null,
      revoked_at: null,
    })
    .execute();
  await appendAudit(tx, {
    actor: caller,
    action: 'api-key.created',
    subject: `api-key:${id}`,
    facts: { name: given.name, permissions, expiresAt },
  });
  return ok({ id, key });
}

/** Keys of the tenant; of the ended ones those that say what was there once. */
export async function listKeys(tx: Tx, caller: Caller): Promise<{ keys: ApiKey[]; grantable: string[] }> {
  const rows = await tx
    .tables<AccountTables & GlobalTables>()
    .selectFrom('api_key')
    .innerJoin('login', 'login.id', 'api_key.login_id')
    .select(['login.name as owner'])
    .selectAll('api_key')
    .where('api_key.tenant_id', '=', tx.tenantId)
    .orderBy('api_key.created_at', 'desc')
    .limit(200)
    .execute();
  return {
    grantable: grantable(caller),
    keys: rows.map((row) => ({
      id: row.id,
      name: row.name,
      begins: row.begins,
      owner: row.owner,
      permissions: [...row.permissions],
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      usedAt: row.used_at,
      state: row.revoked_at !== null ? 'revoked' : row.expires_at <= caller.now ? 'over' : 'open',
    })),
  };
}

/** Ends a key at once. */
export async function revokeKey(
  tx: Tx,
  caller: Caller,
  keyId: Id,
): Promise<Result<Record<string, never>, { code: 'key_unknown' }>> {
  const row = await tx
    .tables<AccountTables>()
    .updateTable('api_key')
    .set({ revoked_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', keyId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (row.numUpdatedRows === 0n) return refuse({ code: 'key_unknown' });
  await appendAudit(tx, { actor: caller, action: 'api-key.revoked', subject: `api-key:${keyId}` });
  return ok({});
}

/**
 * The caller behind `Authorization: Bearer`. It has the role its maker has now and of that only what the key was given;
 * null when the key is unknown, revoked or over, or its maker no longer works here.
 */
export async function callerOfKey(
  { db, clock, tenantFacts }: Sessions,
  authorization: string,
): Promise<Caller | null> {
  const [, tenantPart, idPart, secret] = FORM.exec(/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '') ?? [];
  const [tenantId, id] = [readShortId(tenantPart), readShortId(idPart)];
  if (!tenantId || !id || !secret) return null;
  const now = clock.now();
  const found = await db.inTenant(tenantId, (tx) =>
    tx
      .tables<AccountTables & GlobalTables>()
      .selectFrom('api_key')
      .innerJoin('membership', (j) =>
        j
          .onRef('membership.tenant_id', '=', 'api_key.tenant_id')
          .onRef('membership.login_id', '=', 'api_key.login_id'),
      )
      .innerJoin('login', 'login.id', 'api_key.login_id')
      .select(['membership.role', 'login.locale'])
      .selectAll('api_key')
      .where('api_key.tenant_id', '=', tenantId)
      .where('api_key.id', '=', id)
      .where('api_key.revoked_at', 'is', null)
      .where('membership.tenant_id', '=', tenantId)
      .where('membership.active', '=', true)
      .where('login.closed_at', 'is', null)
      .executeTakeFirst(),
  );
  if (!found || !timingSafeEqual(found.secret_hash, hashOfToken(secret)) || found.expires_at <= now)
    return null;
  if (found.used_at === null || addMinutes(found.used_at, TOUCH_MINUTES) <= now)
    await touch(db, tenantId, id, now);
  const facts = await tenantFacts(tenantId);
  return {
    ...facts,
    locale: found.locale,
    loginId: found.login_id,
    actor: `api-key:${id}`,
    name: found.name,
    role: found.role,
    key: { keyId: id, permissions: new Set(found.permissions), inPace: inPace(id, Date.parse(now)) },
    now,
    today: dayIn(facts.zone, now),
  };
}

async function touch(db: Database, tenantId: Id, id: Id, now: Instant): Promise<void> {
  await db.inTenant(tenantId, (tx) =>
    tx
      .tables<AccountTables>()
      .updateTable('api_key')
      .set({ used_at: now })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute(),
  );
}

/** Letters of the key's own id: those before them are the same for all keys of a tenant. */
const shownStart = (key: string): string => `tnk_…${key.slice(40, 48)}…`;
