import { createHash } from 'node:crypto';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { FileAnswer } from '#platform/http/handler.ts';
import type { Reader } from '#platform/outbox/readers.ts';
import { remakePicture, type Picture } from '#platform/pictures/remake-picture.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { AccountTables, GlobalTables } from './store.ts';

type Tables = AccountTables & GlobalTables;

/** Before the transaction: decodes and encodes anew in a thread. */
export const makePicture = (bytes: Uint8Array): Promise<Result<Picture, Refusal>> => remakePicture(bytes);

export async function keepPicture(
  tx: Tx,
  caller: Caller,
  picture: Picture,
): Promise<Result<{ picture: string }>> {
  const bytes = Buffer.from(picture.bytes);
  const row = {
    bytes,
    content_type: picture.contentType,
    tag: createHash('sha256').update(bytes).digest('hex').slice(0, 16),
    changed_at: caller.now,
  };
  await tx
    .tables<Tables>()
    .insertInto('login_picture')
    .values({ login_id: caller.loginId!, ...row })
    .onConflict((c) => c.column('login_id').doUpdateSet(row))
    .execute();
  return ok({ picture: row.tag });
}

/** At once: the row is the only place a picture lies. */
export async function dropPicture(tx: Tx, caller: Caller): Promise<Result<Record<string, never>>> {
  await tx.tables<Tables>().deleteFrom('login_picture').where('login_id', '=', caller.loginId!).execute();
  return ok({});
}

/**
 * The consent on which the picture stands was taken back: the picture goes with it. One that was put there afterwards, with
 * a new consent, stays.
 *
 * @see clause P-2.1d
 */
export const forgetPicture: Reader<{ loginId: Id; purpose: string }> = {
  name: 'accounts.forget-picture',
  on: ['consent.withdrawn'],
  async read(tx, _caller, { payload, at }) {
    if (payload.purpose !== 'account') return;
    await tx
      .tables<Tables>()
      .deleteFrom('login_picture')
      .where('login_id', '=', payload.loginId)
      .where('changed_at', '<=', at)
      .execute();
  },
};

/** The picture of somebody who works, or worked, in the same company; of nobody else. */
export async function loadPicture(
  tx: Tx,
  loginId: Id,
): Promise<FileAnswer | Result<never, { code: 'picture_unknown' }>> {
  const row = await tx
    .tables<Tables>()
    .selectFrom('login_picture')
    .innerJoin('membership', 'membership.login_id', 'login_picture.login_id')
    .select(['login_picture.bytes', 'login_picture.content_type'])
    .where('membership.tenant_id', '=', tx.tenantId)
    .where('login_picture.login_id', '=', loginId)
    .executeTakeFirst();
  if (!row) return refuse({ code: 'picture_unknown' });
  return { contentType: row.content_type, bytes: row.bytes, name: 'picture.webp' };
}
