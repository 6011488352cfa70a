import { timingSafeEqual } from 'node:crypto';
import { isId, type Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { hashOfToken, newToken } from './one-time-tokens.ts';
import { proofMissing, type ProofNeeded } from './sessions.ts';
import type { SharedStations } from './stations-contract.ts';
import type { AccountTables, GlobalTables } from './store.ts';

const DEVICE_COOKIE = '__Host-tenon-station';
/** A tablet on the wall stays what it is; browsers keep no cookie for longer. */
const COOKIE_SECONDS = 400 * 24 * 3600;

/** A device that a tenant trusts to be used by several people. */
export interface StationDevice {
  readonly tenantId: Id;
  readonly id: Id;
  readonly name: string;
  readonly lockSeconds: number;
}

/** Makes the browser that asks a shared station. @returns its id and the cookie that tells it apart from now on */
export async function shareDevice(
  tx: Tx,
  caller: Caller,
  given: { readonly name: string; readonly lockSeconds: number },
): Promise<Result<{ id: Id; cookie: string }, ProofNeeded>> {
  const missing = proofMissing(caller);
  if (missing) return missing;
  const id = idAt(caller.now);
  const secret = newToken();
  await tx
    .tables<AccountTables>()
    .insertInto('station_device')
    .values({
      tenant_id: tx.tenantId,
      id,
      name: given.name,
      token_hash: hashOfToken(secret),
      lock_seconds: given.lockSeconds,
      made_by: caller.loginId!,
      made_at: caller.now,
      seen_at: null,
      revoked_at: null,
    })
    .execute();
  await appendAudit(tx, {
    actor: caller,
    action: 'station-device.shared',
    subject: `station-device:${id}`,
    facts: { name: given.name },
  });
  const value = `${tx.tenantId}.${id}.${secret}`;
  return ok({
    id,
    cookie: `${DEVICE_COOKIE}=${value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=${COOKIE_SECONDS}`,
  });
}

/** The shared station behind a request; null when the browser is none, or is trusted no longer. */
export async function deviceOf(
  db: Database,
  cookies: ReadonlyMap<string, string>,
): Promise<StationDevice | null> {
  const [tenantId, id, secret, more] = (cookies.get(DEVICE_COOKIE) ?? '').split('.');
  if (!tenantId || !id || !secret || more !== undefined || !isId(tenantId) || !isId(id)) return null;
  if (secret.length > 100 || !(await isTenant(db, tenantId))) return null;
  const row = await db.inTenant(tenantId, (tx) =>
    tx
      .tables<AccountTables>()
      .selectFrom('station_device')
      .select(['name', 'lock_seconds', 'token_hash'])
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst(),
  );
  if (!row || !timingSafeEqual(row.token_hash, hashOfToken(secret))) return null;
  return { tenantId, id, name: row.name, lockSeconds: row.lock_seconds };
}

async function isTenant(db: Database, id: Id): Promise<boolean> {
  const row = await db
    .global<GlobalTables>()
    .selectFrom('tenant')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Devices and people with their PINs, for whoever looks after the stations. */
export async function listShared(tx: Tx, here: StationDevice | null): Promise<SharedStations> {
  const tables = tx.tables<AccountTables & GlobalTables>();
  const devices = await tables
    .selectFrom('station_device')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('revoked_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  const people = await tables
    .selectFrom('membership')
    .innerJoin('login', 'login.id', 'membership.login_id')
    .leftJoin('worker_pin', (join) =>
      join
        .onRef('worker_pin.tenant_id', '=', 'membership.tenant_id')
        .onRef('worker_pin.login_id', '=', 'membership.login_id'),
    )
    .leftJoin('worker_badge', (join) =>
      join
        .onRef('worker_badge.tenant_id', '=', 'membership.tenant_id')
        .onRef('worker_badge.login_id', '=', 'membership.login_id'),
    )
    .select([
      'login.id',
      'login.name',
      'membership.role',
      'worker_pin.made_at',
      'worker_badge.made_at as badge_made_at',
    ])
    .where('membership.tenant_id', '=', tx.tenantId)
    .where('membership.active', '=', true)
    .where('login.closed_at', 'is', null)
    .orderBy('login.name')
    .limit(1000)
    .execute();
  return {
    devices: devices.map((row) => ({
      id: row.id,
      name: row.name,
      lockSeconds: row.lock_seconds,
      madeAt: row.made_at,
      seenAt: row.seen_at,
      here: here?.id === row.id,
    })),
    people: people.map((row) => ({
      loginId: row.id,
      name: row.name,
      role: row.role,
      pinMadeAt: row.made_at,
      badgeMadeAt: row.badge_made_at,
    })),
  };
}

export async function changeDevice(
  tx: Tx,
  deviceId: Id,
  given: { readonly name: string; readonly lockSeconds: number },
): Promise<Result<Record<string, never>, { readonly code: 'station_device_unknown' }>> {
  const row = await tx
    .tables<AccountTables>()
    .updateTable('station_device')
    .set({ name: given.name, lock_seconds: given.lockSeconds })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', deviceId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row ? ok({}) : refuse({ code: 'station_device_unknown' });
}

/** Trusts a device no longer. Sessions that a PIN opened on it are refused from the next request on. */
export async function revokeDevice(
  tx: Tx,
  caller: Caller,
  deviceId: Id,
): Promise<Result<Record<string, never>, { readonly code: 'station_device_unknown' }>> {
  const row = await tx
    .tables<AccountTables>()
    .updateTable('station_device')
    .set({ revoked_at: caller.now })
    .where('tenant_id', '=', tx.tenantId)
    .where('id', '=', deviceId)
    .where('revoked_at', 'is', null)
    .returning('name')
    .executeTakeFirst();
  if (!row) return refuse({ code: 'station_device_unknown' });
  await appendAudit(tx, {
    actor: caller,
    action: 'station-device.revoked',
    subject: `station-device:${deviceId}`,
    facts: { name: row.name },
  });
  return ok({});
}
