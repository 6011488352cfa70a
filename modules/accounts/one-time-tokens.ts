import { createHash, randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { addMinutes, type Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Database } from '#platform/postgres/database.ts';
import type { GlobalTables, TokenKind } from './store.ts';

/** How long each kind lives, in minutes, and how many wrong tries it survives. */
const LIFE: Readonly<Record<TokenKind, { minutes: number; tries: number }>> = {
  reset: { minutes: 30, tries: 1 },
  email: { minutes: 24 * 60, tries: 1 },
  'email-stop': { minutes: 7 * 24 * 60, tries: 1 },
  'second-factor': { minutes: 10, tries: 5 },
  'passkey-new': { minutes: 10, tries: 1 },
  'passkey-in': { minutes: 10, tries: 1 },
};

export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * Makes something that can be said once. Of links in mails there is one of a kind per person: a new one ends the older.
 * @returns the token, which is kept nowhere
 */
export async function issueToken(
  db: Database,
  now: Instant,
  kind: TokenKind,
  loginId: Id | null,
  payload: object = {},
): Promise<string> {
  const token = newToken();
  await db.inGlobal(async (t: Kysely<GlobalTables>) => {
    if (loginId && kind !== 'second-factor')
      await t.deleteFrom('one_time_token').where('login_id', '=', loginId).where('kind', '=', kind).execute();
    await t
      .insertInto('one_time_token')
      .values({
        token_hash: hashOfToken(token),
        kind,
        login_id: loginId,
        payload: sql`${JSON.stringify(payload)}::jsonb`,
        created_at: now,
        expires_at: addMinutes(now, LIFE[kind].minutes),
        used_at: null,
        tries: 0,
      })
      .execute();
  });
  return token;
}

export interface TokenFound<P> {
  readonly loginId: Id | null;
  readonly payload: P;
}

/** Looks at a token without using it up. @returns null when it is unknown, used, too old, or was tried too often */
export async function peekToken<P>(
  db: Database,
  now: Instant,
  kind: TokenKind,
  token: string,
): Promise<TokenFound<P> | null> {
  const row = await db
    .global<GlobalTables>()
    .selectFrom('one_time_token')
    .selectAll()
    .where('token_hash', '=', hashOfToken(token))
    .where('kind', '=', kind)
    .executeTakeFirst();
  if (!row || row.used_at !== null || row.expires_at <= now || row.tries >= LIFE[kind].tries) return null;
  return { loginId: row.login_id, payload: row.payload as P };
}

/** Uses a token up, in one statement: of two who say it at once one is heard. */
export async function useToken<P>(
  db: Database,
  now: Instant,
  kind: TokenKind,
  token: string,
): Promise<TokenFound<P> | null> {
  const row = await db
    .global<GlobalTables>()
    .updateTable('one_time_token')
    .set({ used_at: now })
    .where('token_hash', '=', hashOfToken(token))
    .where('kind', '=', kind)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .where('tries', '<', LIFE[kind].tries)
    .returningAll()
    .executeTakeFirst();
  return row ? { loginId: row.login_id, payload: row.payload as P } : null;
}

/** A wrong answer to a token; after the last one it is dead. */
export async function countTokenTry(db: Database, token: string): Promise<void> {
  await db
    .global<GlobalTables>()
    .updateTable('one_time_token')
    .set((e) => ({ tries: e('tries', '+', 1) }))
    .where('token_hash', '=', hashOfToken(token))
    .execute();
}

/** Everything that waits for a person ends, for a password that was changed or an account that was closed. */
export async function endTokens(db: Database, loginId: Id, kinds: readonly TokenKind[]): Promise<void> {
  await db
    .global<GlobalTables>()
    .deleteFrom('one_time_token')
    .where('login_id', '=', loginId)
    .where('kind', 'in', [...kinds])
    .execute();
}
