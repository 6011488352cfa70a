import { createHash, randomBytes } from 'node:crypto';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import { codeSvg } from '#platform/documents/codes.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { badgeCode, isBadgeCode } from './badge-code.ts';
import { proofMissing, type ProofNeeded } from './sessions.ts';
import type { AccountTables, GlobalTables } from './store.ts';

/** A badge as it is printed, once: nobody can read the code again from what is stored. */
interface Badge {
  readonly loginId: string;
  readonly name: string;
  readonly code: string;
  /** Code 128, black on nothing: what old hand scanners read too */
  readonly svg: string;
}

/** What a badge is found by. @param code as scanned */
function badgeHash(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}

/**
 * Makes new badges for members, all or none; an earlier badge of the same person opens nothing from then on.
 * @returns the badges in the order of `loginIds`, which are nowhere else from now on
 */
export async function makeBadges(
  tx: Tx,
  caller: Caller,
  loginIds: readonly Id[],
): Promise<Result<{ badges: Badge[] }, ProofNeeded | { readonly code: 'member_unknown' }>> {
  const tables = tx.tables<AccountTables & GlobalTables>();
  const wanted = [...new Set(loginIds)];
  const members = await tables
    .selectFrom('membership')
    .innerJoin('login', 'login.id', 'membership.login_id')
    .select(['login.id', 'login.name'])
    .where('membership.tenant_id', '=', tx.tenantId)
    .where('membership.login_id', 'in', wanted)
    .where('membership.active', '=', true)
    .execute();
  const names = new Map(members.map((member) => [member.id, member.name]));
  if (wanted.some((id) => !names.has(id))) return refuse({ code: 'member_unknown' });
  const missing = proofMissing(caller);
  if (missing) return missing;
  const badges: Badge[] = [];
  for (const loginId of wanted) {
    const code = badgeCode(randomBytes(14));
    const row = { code_hash: badgeHash(code), made_by: caller.loginId!, made_at: caller.now };
    await tables
      .insertInto('worker_badge')
      .values({ tenant_id: tx.tenantId, login_id: loginId, ...row })
      .onConflict((c) => c.columns(['tenant_id', 'login_id']).doUpdateSet(row))
      .execute();
    await appendAudit(tx, {
      actor: caller,
      action: 'worker-badge.made',
      subject: `login:${loginId}`,
      facts: {},
    });
    badges.push({ loginId, name: names.get(loginId)!, code, svg: codeSvg('code128', code) });
  }
  return ok({ badges });
}

/** Takes a badge away: who finds it opens nothing. */
export async function dropBadge(
  tx: Tx,
  caller: Caller,
  loginId: Id,
): Promise<Result<Record<string, never>, { readonly code: 'badge_unknown' }>> {
  const row = await tx
    .tables<AccountTables>()
    .deleteFrom('worker_badge')
    .where('tenant_id', '=', tx.tenantId)
    .where('login_id', '=', loginId)
    .returning('login_id')
    .executeTakeFirst();
  if (!row) return refuse({ code: 'badge_unknown' });
  await appendAudit(tx, {
    actor: caller,
    action: 'worker-badge.dropped',
    subject: `login:${loginId}`,
    facts: {},
  });
  return ok({});
}

/** Whose badge this is; null when it is nobody's any more, or no badge at all. */
export async function badgeOwner(tx: Tx, code: string): Promise<Id | null> {
  if (!isBadgeCode(code)) return null;
  const row = await tx
    .tables<AccountTables & GlobalTables>()
    .selectFrom('worker_badge')
    .innerJoin('membership', (join) =>
      join
        .onRef('membership.tenant_id', '=', 'worker_badge.tenant_id')
        .onRef('membership.login_id', '=', 'worker_badge.login_id'),
    )
    .innerJoin('login', 'login.id', 'worker_badge.login_id')
    .select('worker_badge.login_id')
    .where('worker_badge.tenant_id', '=', tx.tenantId)
    .where('membership.tenant_id', '=', tx.tenantId)
    .where('worker_badge.code_hash', '=', badgeHash(code))
    .where('membership.active', '=', true)
    .where('login.closed_at', 'is', null)
    .executeTakeFirst();
  return row?.login_id ?? null;
}
