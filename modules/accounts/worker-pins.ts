import { argon2, createHash, randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { RequestFacts } from '#platform/http/handler.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { vault } from '#platform/secrets/vault.ts';
import { isBadgeCode } from './badge-code.ts';
import { brakesFor, countTry, forgetTries, isBraked, type TooMany } from './brake.ts';
import { openSession, proofMissing, type ProofNeeded } from './sessions.ts';
import { deviceOf } from './station-devices.ts';
import type { AccountTables, GlobalTables } from './store.ts';
import { badgeOwner } from './worker-badges.ts';

const derive = promisify(argon2);

/** A shift and the hour before and after it. */
const SHIFT_MINUTES = 12 * 60;
const TRIES_MAX = 50;

/** The same cost as a password; nobody reads PINs back from a copy of the database, which lacks the salt's key. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** What a PIN is found by within its tenant, one per key the salt may have been made with; newest first. */
async function marksOf(tenantId: Id, pin: string): Promise<string[]> {
  return Promise.all(
    vault()
      .marks(tenantId, 'accounts.worker-pin')
      .map(async (salt) => {
        const nonce = createHash('sha256').update(salt).digest().subarray(0, 16);
        const tag = await derive('argon2id', { message: Buffer.from(pin), nonce, ...COST });
        return `${salt.slice(0, salt.indexOf('.'))}.${tag.toString('base64url')}`;
      }),
  );
}

/** Six digits that nobody would try first: none that run up or down, none of fewer than three different digits. */
export function isGuessable(pin: string): boolean {
  const digits = [...pin].map(Number);
  const runs = (by: number): boolean =>
    digits.every((d, i) => i === 0 || d === (digits[i - 1]! + by + 10) % 10);
  return new Set(digits).size < 3 || runs(1) || runs(-1);
}

export type PinRefusal = ProofNeeded | { readonly code: 'member_unknown' };

/**
 * Makes a new PIN for a member. It is made here and not chosen: a chosen one that is refused because it is taken would
 * be somebody else's.
 * @returns the PIN, which is nowhere else from now on
 */
export async function makePin(
  tx: Tx,
  caller: Caller,
  loginId: Id,
): Promise<Result<{ pin: string }, PinRefusal>> {
  const tables = tx.tables<AccountTables>();
  const member = await tables
    .selectFrom('membership')
    .select('login_id')
    .where('tenant_id', '=', tx.tenantId)
    .where('login_id', '=', loginId)
    .where('active', '=', true)
    .executeTakeFirst();
  if (!member) return refuse({ code: 'member_unknown' });
  const missing = proofMissing(caller);
  if (missing) return missing;
  for (let i = 0; i < TRIES_MAX; i++) {
    const pin = String(randomInt(1_000_000)).padStart(6, '0');
    if (isGuessable(pin)) continue;
    const marks = await marksOf(tx.tenantId, pin);
    const taken = await tables
      .selectFrom('worker_pin')
      .select('login_id')
      .where('tenant_id', '=', tx.tenantId)
      .where('pin_mark', 'in', marks)
      .executeTakeFirst();
    if (taken) continue;
    const row = { pin_mark: marks[0]!, made_by: caller.loginId!, made_at: caller.now };
    await tables
      .insertInto('worker_pin')
      .values({ tenant_id: tx.tenantId, login_id: loginId, ...row })
      .onConflict((c) => c.columns(['tenant_id', 'login_id']).doUpdateSet(row))
      .execute();
    await appendAudit(tx, {
      actor: caller,
      action: 'worker-pin.made',
      subject: `login:${loginId}`,
      facts: {},
    });
    return ok({ pin });
  }
  throw new Error(`no free PIN was found in ${TRIES_MAX} draws`);
}

export async function dropPin(
  tx: Tx,
  caller: Caller,
  loginId: Id,
): Promise<Result<Record<string, never>, { readonly code: 'pin_missing_unknown' }>> {
  const row = await tx
    .tables<AccountTables>()
    .deleteFrom('worker_pin')
    .where('tenant_id', '=', tx.tenantId)
    .where('login_id', '=', loginId)
    .returning('login_id')
    .executeTakeFirst();
  if (!row) return refuse({ code: 'pin_missing_unknown' });
  await appendAudit(tx, {
    actor: caller,
    action: 'worker-pin.dropped',
    subject: `login:${loginId}`,
    facts: {},
  });
  return ok({});
}

export type PinSignInRefusal =
  | TooMany
  | { readonly code: 'pin_refused'; readonly status: 401 }
  | { readonly code: 'device_not_shared'; readonly status: 403 };

async function pinOwner(tx: Tx, marks: readonly string[]): Promise<Id | null> {
  const row = await tx
    .tables<AccountTables & GlobalTables>()
    .selectFrom('worker_pin')
    .innerJoin('membership', (join) =>
      join
        .onRef('membership.tenant_id', '=', 'worker_pin.tenant_id')
        .onRef('membership.login_id', '=', 'worker_pin.login_id'),
    )
    .innerJoin('login', 'login.id', 'worker_pin.login_id')
    .select('worker_pin.login_id')
    .where('worker_pin.tenant_id', '=', tx.tenantId)
    .where('membership.tenant_id', '=', tx.tenantId)
    .where('worker_pin.pin_mark', 'in', marks)
    .where('membership.active', '=', true)
    .where('login.closed_at', 'is', null)
    .executeTakeFirst();
  return row?.login_id ?? null;
}

/**
 * Opens a session for whoever has this PIN or badge, on a device that the tenant trusts and nowhere else. It may do what a worker
 * may, whoever it is, ends with the shift, and proves nothing that matters.
 */
export async function signInWithPin(
  context: AppContext,
  request: RequestFacts,
  pin: string,
): Promise<Result<{ token: string }, PinSignInRefusal>> {
  const now = context.clock.now();
  const device = await deviceOf(context.db, request.cookies);
  if (!device) return refuse({ code: 'device_not_shared', status: 403 });
  const brakes = brakesFor('pin', device.id, request.ip);
  const braked = await isBraked(context.db, now, brakes);
  if (braked) return braked;
  // Counted before it is checked, and looked at again with itself counted: of guesses at once none is free.
  await countTry(context.db, now, brakes);
  const crowded = await isBraked(
    context.db,
    now,
    brakes.map((brake) => ({ ...brake, max: brake.max + 1 })),
  );
  if (crowded) return crowded;
  const byBadge = isBadgeCode(pin);
  const marks = byBadge ? [] : await marksOf(device.tenantId, pin);
  const loginId = await context.db.inTenant(device.tenantId, async (tx) => {
    const owner = byBadge ? await badgeOwner(tx, pin) : await pinOwner(tx, marks);
    if (owner)
      await tx
        .tables<AccountTables>()
        .updateTable('station_device')
        .set({ seen_at: now })
        .where('tenant_id', '=', device.tenantId)
        .where('id', '=', device.id)
        .execute();
    return owner;
  });
  if (!loginId) return refuse({ code: 'pin_refused', status: 401 });
  await forgetTries(context.db, brakes);
  const token = await openSession(context.db, now, {
    tenantId: device.tenantId,
    loginId,
    userAgent: request.userAgent,
    proof: 'pin',
    until: addMinutes(now, SHIFT_MINUTES),
    deviceId: device.id,
  });
  return ok({ token });
}
