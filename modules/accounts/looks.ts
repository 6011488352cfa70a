import { appendAudit, listAudit } from '#platform/audit/audit.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AnyRoute } from '#platform/http/contract.ts';
import type { Refusal } from '#domain/kernel/result.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import type { Support } from './people-contract.ts';

/** Entries of the audit log that answer "who looked at my data". */
const LOOKS = [
  'support.granted',
  'support.opened',
  'support.looked',
  'support.ended',
  'company.bank-revealed',
];
const SHOWN_MAX = 200;

/** Who looked, at what, and why; the newest first. */
export async function listLooks(tx: Tx): Promise<Support['looks']> {
  const lines = await listAudit(tx, { limit: SHOWN_MAX, actions: LOOKS });
  return lines.map((line) => ({
    at: line.at,
    who: line.actorName,
    what: line.action === 'support.looked' ? String((line.facts as { what?: string }).what) : line.action,
    reason: line.reason ?? '',
  }));
}

/** Addresses that stay open to somebody who must get a second factor first, and to somebody who only looks. */
const OWN = /^\/api\/(session|support-session|me)(\/|$)/;

/**
 * What the kind of a session allows, before any route runs: who lacks the second factor that the role must have gets to
 * their own login and no further; operator staff that was let in reads and changes nothing, and each thing it reads is
 * written down for the tenant.
 */
export async function admitSession(
  context: Pick<AppContext, 'db'>,
  caller: Caller,
  route: AnyRoute,
): Promise<(Refusal & { status: number }) | null> {
  const { session } = caller;
  if (!session || route.may === 'public') return null;
  if (session.supportId) {
    if (route.path === '/api/support-session') return null;
    if (route.method !== 'GET' || route.path.startsWith('/api/me'))
      return { code: 'support_looks_only', status: 403 };
    const supportId = session.supportId;
    await context.db.inTenant(caller.tenantId, (tx) =>
      appendAudit(tx, {
        actor: caller,
        action: 'support.looked',
        subject: `support:${supportId}`,
        facts: { what: route.path },
      }),
    );
    return null;
  }
  return session.factorMissing && !OWN.test(route.path)
    ? { code: 'second_factor_missing', status: 403 }
    : null;
}
