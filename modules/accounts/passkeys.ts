import type * as Webauthn from '@simplewebauthn/server';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import { issueToken, useToken } from './one-time-tokens.ts';
import { dropCodesWithoutFactor, factorsOf, newRecoveryCodes } from './second-factor.ts';
import type { GlobalTables } from './store.ts';

/** Read when a passkey is first used: no start has to wait for it. */
const webauthn = (): Promise<typeof Webauthn> => import('@simplewebauthn/server');

const PASSKEYS_MAX = 20;
/** COSE: EdDSA, ES256, RS256; what authenticators know. */
const ALGORITHMS = [-8, -7, -257];

export type PasskeyRefusal =
  | { code: 'passkey_refused'; status: 401 }
  | { code: 'link_ended'; status: 410 }
  | { code: 'passkeys_many'; max: number };

type Said<F extends (options: never) => unknown> = Parameters<F>[0] extends { response: infer R } ? R : never;

/** Where passkeys of this installation belong: its host, and pages of exactly its address. */
function place(context: AppContext): { rpId: string; origin: string } {
  const { hostname, origin } = new URL(context.publicUrl);
  return { rpId: hostname, origin };
}

/** What the browser needs to make a passkey; the authenticator must check who holds it (PIN, finger, face). */
export async function passkeyNewOptions(
  context: AppContext,
  caller: Caller,
): Promise<Result<{ token: string; options: object }, PasskeyRefusal>> {
  const loginId = caller.loginId!;
  const global = context.db.global<GlobalTables>();
  const login = await global
    .selectFrom('login')
    .selectAll()
    .where('id', '=', loginId)
    .executeTakeFirstOrThrow();
  const known = await global
    .selectFrom('login_passkey')
    .select('credential_id')
    .where('login_id', '=', loginId)
    .execute();
  if (known.length >= PASSKEYS_MAX) return refuse({ code: 'passkeys_many', max: PASSKEYS_MAX });
  const options = await (
    await webauthn()
  ).generateRegistrationOptions({
    rpName: 'Tenon',
    rpID: place(context).rpId,
    userName: login.email,
    userDisplayName: login.name,
    userID: new Uint8Array(Buffer.from(loginId.replaceAll('-', ''), 'hex')),
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: known.map(({ credential_id: id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const { challenge } = options;
  const token = await issueToken(context.db, caller.now, 'passkey-new', loginId, { challenge });
  return ok({ token, options });
}

/** Keeps what the browser made. @returns recovery codes when this is the first factor, shown this once */
export async function addPasskey(
  context: AppContext,
  caller: Caller,
  given: { token: string; name: string; response: unknown },
): Promise<Result<{ id: Id; recoveryCodes: string[] }, PasskeyRefusal>> {
  const loginId = caller.loginId!;
  const asked = await useToken<{ challenge: string }>(context.db, caller.now, 'passkey-new', given.token);
  if (!asked || asked.loginId !== loginId) return refuse({ code: 'link_ended', status: 410 });
  const { rpId, origin } = place(context);
  const { verifyRegistrationResponse } = await webauthn();
  const verified = await answered(() =>
    verifyRegistrationResponse({
      response: given.response as Said<typeof Webauthn.verifyRegistrationResponse>,
      expectedChallenge: asked.payload.challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
    }),
  );
  if (!verified?.verified || !verified.registrationInfo)
    return refuse({ code: 'passkey_refused', status: 401 });
  const first = !(await factorsOf(context, loginId)).any;
  const { credential } = verified.registrationInfo;
  const id = idAt(caller.now);
  const kept = await context.db
    .global<GlobalTables>()
    .insertInto('login_passkey')
    .values({
      credential_id: credential.id,
      id,
      login_id: loginId,
      name: given.name,
      public_key: Buffer.from(credential.publicKey),
      counter: BigInt(credential.counter),
      transports: (credential.transports ?? []).join(','),
      created_at: caller.now,
      used_at: null,
    })
    .onConflict((c) => c.column('credential_id').doNothing())
    .executeTakeFirst();
  if (kept.numInsertedOrUpdatedRows !== 1n) return refuse({ code: 'passkey_refused', status: 401 });
  return ok({ id, recoveryCodes: first ? await newRecoveryCodes(context, loginId) : [] });
}

/** What the browser needs to sign in. Without a login it is left to the browser which of its passkeys is meant. */
export async function passkeyInOptions(
  context: AppContext,
  loginId: Id | null,
): Promise<{ token: string; options: object }> {
  const known = loginId
    ? await context.db
        .global<GlobalTables>()
        .selectFrom('login_passkey')
        .select(['credential_id', 'transports'])
        .where('login_id', '=', loginId)
        .execute()
    : [];
  const options = await (
    await webauthn()
  ).generateAuthenticationOptions({
    rpID: place(context).rpId,
    userVerification: 'required',
    allowCredentials: known.map(({ credential_id: id, transports }) => ({
      id,
      transports: transports.split(',').filter((hint) => hint !== ''),
    })),
  });
  const { challenge } = options;
  return {
    token: await issueToken(context.db, context.clock.now(), 'passkey-in', loginId, { challenge }),
    options,
  };
}

/**
 * Checks what a passkey said. Each question is answered once; a signature count that does not grow means a copied key and
 * is refused (WebAuthn §6.1.1).
 * @param asLogin only this person's passkeys count, for signing in again
 */
export async function loginByPasskey(
  context: AppContext,
  given: { token: string; response: { id: string } },
  asLogin: Id | null = null,
): Promise<Result<{ loginId: Id }, PasskeyRefusal>> {
  const now = context.clock.now();
  const asked = await useToken<{ challenge: string }>(context.db, now, 'passkey-in', given.token);
  if (!asked || asked.loginId !== asLogin) return refuse({ code: 'link_ended', status: 410 });
  const global = context.db.global<GlobalTables>();
  const known = await global
    .selectFrom('login_passkey')
    .innerJoin('login', 'login.id', 'login_passkey.login_id')
    .selectAll('login_passkey')
    .where('credential_id', '=', given.response.id)
    .where('login.closed_at', 'is', null)
    .executeTakeFirst();
  if (!known || (asLogin && known.login_id !== asLogin))
    return refuse({ code: 'passkey_refused', status: 401 });
  const { rpId, origin } = place(context);
  const { verifyAuthenticationResponse } = await webauthn();
  const verified = await answered(() =>
    verifyAuthenticationResponse({
      response: given.response as unknown as Said<typeof Webauthn.verifyAuthenticationResponse>,
      expectedChallenge: asked.payload.challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: {
        id: known.credential_id,
        publicKey: new Uint8Array(known.public_key),
        counter: Number(known.counter),
      },
    }),
  );
  if (!verified?.verified) return refuse({ code: 'passkey_refused', status: 401 });
  await global
    .updateTable('login_passkey')
    .set({ counter: BigInt(verified.authenticationInfo.newCounter), used_at: now })
    .where('credential_id', '=', known.credential_id)
    .execute();
  return ok({ loginId: known.login_id });
}

export async function removePasskey(
  context: AppContext,
  loginId: Id,
  passkeyId: Id,
): Promise<Result<Record<string, never>, { code: 'passkey_unknown' }>> {
  const gone = await context.db
    .global<GlobalTables>()
    .deleteFrom('login_passkey')
    .where('login_id', '=', loginId)
    .where('id', '=', passkeyId)
    .executeTakeFirst();
  if (gone.numDeletedRows === 0n) return refuse({ code: 'passkey_unknown' });
  await dropCodesWithoutFactor(context, loginId);
  return ok({});
}

/** The library throws on every answer that does not fit; what came from outside and does not fit is no bug. */
async function answered<T>(check: () => Promise<T>): Promise<T | null> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
