import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import { vault, type Place } from '#platform/secrets/vault.ts';
import type { GlobalTables } from './store.ts';
import { matchTotp, newTotpSecret, otpauthUri, toBase32 } from './totp.ts';

const RECOVERY_CODES = 10;
/** 12 letters of base32: 60 bits, so that a plain hash is enough. */
const RECOVERY_BYTES = 8;

export interface Factors {
  readonly totp: boolean;
  readonly passkeys: number;
  readonly recoveryCodes: number;
  /** whether signing in asks for more than a password */
  readonly any: boolean;
}

export async function factorsOf(context: Pick<AppContext, 'db'>, loginId: Id): Promise<Factors> {
  const global = context.db.global<GlobalTables>();
  const totp = await global
    .selectFrom('login_totp')
    .select('login_id')
    .where('login_id', '=', loginId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  const count = async (query: Promise<{ n: string | number | bigint }>): Promise<number> =>
    Number((await query).n);
  const passkeys = await count(
    global
      .selectFrom('login_passkey')
      .select((e) => e.fn.countAll().as('n'))
      .where('login_id', '=', loginId)
      .executeTakeFirstOrThrow(),
  );
  const recoveryCodes = await count(
    global
      .selectFrom('login_recovery_code')
      .select((e) => e.fn.countAll().as('n'))
      .where('login_id', '=', loginId)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow(),
  );
  return { totp: totp !== undefined, passkeys, recoveryCodes, any: totp !== undefined || passkeys > 0 };
}

const placeOf = (loginId: Id): Place => ({
  tenantId: null,
  table: 'login_totp',
  column: 'secret',
  row: loginId,
});

/** Begins with an authenticator app: a secret that counts once a first code was right. */
export async function beginTotp(
  context: AppContext,
  caller: Caller,
): Promise<Result<{ secret: string; uri: string }, { code: 'totp_there' }>> {
  const loginId = caller.loginId!;
  if ((await factorsOf(context, loginId)).totp) return refuse({ code: 'totp_there' });
  const secret = newTotpSecret();
  const row = {
    secret: vault().seal(secret, placeOf(loginId)),
    last_step: null,
    created_at: caller.now,
    confirmed_at: null,
  };
  const global = context.db.global<GlobalTables>();
  await global
    .insertInto('login_totp')
    .values({ login_id: loginId, ...row })
    .onConflict((c) => c.column('login_id').doUpdateSet(row).where('login_totp.confirmed_at', 'is', null))
    .execute();
  const { email } = await global
    .selectFrom('login')
    .select('email')
    .where('id', '=', loginId)
    .executeTakeFirstOrThrow();
  return ok({ secret, uri: otpauthUri(secret, 'Tenon', email) });
}

/** The first right code makes the app a second factor. @returns recovery codes, shown this once */
export async function confirmTotp(
  context: AppContext,
  caller: Caller,
  code: string,
): Promise<Result<{ recoveryCodes: string[] }, { code: 'factor_refused'; field: 'code' }>> {
  const loginId = caller.loginId!;
  const step = await takeTotp(context, loginId, code, false);
  if (step === null) return refuse({ code: 'factor_refused', field: 'code' });
  await context.db
    .global<GlobalTables>()
    .updateTable('login_totp')
    .set({ confirmed_at: caller.now })
    .where('login_id', '=', loginId)
    .execute();
  return ok({ recoveryCodes: await newRecoveryCodes(context, loginId) });
}

/** Makes ten new recovery codes; the older ones are worth nothing. */
export async function newRecoveryCodes(context: AppContext, loginId: Id): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    toBase32(randomBytes(RECOVERY_BYTES))
      .slice(0, 12)
      .toLowerCase()
      .replace(/(.{4})(?=.)/g, '$1-'),
  );
  await context.db.inGlobal(async (t: Kysely<GlobalTables>) => {
    await t.deleteFrom('login_recovery_code').where('login_id', '=', loginId).execute();
    await t
      .insertInto('login_recovery_code')
      .values(codes.map((code) => ({ login_id: loginId, code_hash: hashOfCode(code), used_at: null })))
      .execute();
  });
  return codes;
}

/** Takes the app away; with the last factor the recovery codes go as well. */
export async function removeTotp(
  context: AppContext,
  loginId: Id,
): Promise<Result<true, { code: 'totp_unknown' }>> {
  const gone = await context.db
    .global<GlobalTables>()
    .deleteFrom('login_totp')
    .where('login_id', '=', loginId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  if (gone.numDeletedRows === 0n) return refuse({ code: 'totp_unknown' });
  await dropCodesWithoutFactor(context, loginId);
  return ok(true);
}

export async function dropCodesWithoutFactor(context: AppContext, loginId: Id): Promise<void> {
  if ((await factorsOf(context, loginId)).any) return;
  await context.db
    .global<GlobalTables>()
    .deleteFrom('login_recovery_code')
    .where('login_id', '=', loginId)
    .execute();
}

/** A code of the app or a recovery code, taken at most once each. */
export async function checkCode(context: AppContext, loginId: Id, given: string): Promise<boolean> {
  const code = given.replace(/[\s-]/g, '').toLowerCase();
  if (/^\d{6}$/.test(code)) return (await takeTotp(context, loginId, code, true)) !== null;
  const used = await context.db
    .global<GlobalTables>()
    .updateTable('login_recovery_code')
    .set({ used_at: context.clock.now() })
    .where('login_id', '=', loginId)
    .where('code_hash', '=', hashOfCode(code))
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return used.numUpdatedRows > 0n;
}

/** @returns the step that was taken; null when the code is wrong or was taken before, also by somebody at once */
async function takeTotp(
  context: AppContext,
  loginId: Id,
  code: string,
  confirmed: boolean,
): Promise<number | null> {
  const global = context.db.global<GlobalTables>();
  const row = await global
    .selectFrom('login_totp')
    .selectAll()
    .where('login_id', '=', loginId)
    .where('confirmed_at', confirmed ? 'is not' : 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  const last = row.last_step === null ? null : Number(row.last_step);
  const step = matchTotp(vault().open(row.secret, placeOf(loginId)), code, context.clock.now(), last);
  if (step === null) return null;
  const taken = await global
    .updateTable('login_totp')
    .set({ last_step: BigInt(step) })
    .where('login_id', '=', loginId)
    .where((e) => e.or([e('last_step', 'is', null), e('last_step', '<', BigInt(step))]))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n ? step : null;
}

function hashOfCode(code: string): Buffer {
  return createHash('sha256').update(code.replace(/[\s-]/g, '').toLowerCase()).digest();
}
