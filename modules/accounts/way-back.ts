import { addMinutes } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#domain/kernel/result.ts';
import { isOperator } from '#modules/policy/api.ts';
import { appendAudit } from '#platform/audit/audit.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import type { AppContext } from '#platform/module/context.ts';
import type { Database } from '#platform/postgres/database.ts';
import { mailPerson } from './account-mail.ts';
import { proofMissing } from './sessions.ts';
import type { AccountTables, GlobalTables } from './store.ts';
import type { Claim } from './way-back-contract.ts';

const DAY_MINUTES = 24 * 60;
/** Time for an owner who is away to read the mail and say no. */
const WAIT_DAYS = 14;
/** An owner who was here within this time has not left. */
const SEEN_DAYS = 30;
/** One person alone may give both approvals, a day apart and each time freshly signed in. */
const ALONE_MINUTES = DAY_MINUTES;

type Row = GlobalTables['ownership_claim'];

function toClaim(row: Row): Claim {
  const { id, company, name, reason, asked_at: askedAt, ripe_at: ripeAt, first_at: firstAt } = row;
  return { id, company, name, reason, askedAt, ripeAt, firstAt };
}

function openClaims(db: Database) {
  return db
    .global<GlobalTables>()
    .selectFrom('ownership_claim')
    .selectAll()
    .where('decided_at', 'is', null)
    .where('ended_at', 'is', null)
    .orderBy('asked_at');
}

export async function openClaimOf(context: AppContext, tenantId: Id): Promise<Claim | null> {
  const row = await openClaims(context.db).where('tenant_id', '=', tenantId).executeTakeFirst();
  return row ? toClaim(row) : null;
}

export async function listClaims(
  context: AppContext,
  caller: Caller,
): Promise<Result<{ claims: Claim[] }, Refusal>> {
  if (!(await forOperator(context, caller))) return refuse({ code: 'not_allowed', status: 403 });
  return ok({ claims: (await openClaims(context.db).execute()).map(toClaim) });
}

const forOperator = (context: AppContext, caller: Caller): Promise<boolean> =>
  context.db.inTenant(caller.tenantId, (tx) => isOperator(tx, caller.tenantId));

/** Asks to become owner. Refused while an owner was here lately; every owner there ever was is told at once. */
export async function askForOwnership(
  context: AppContext,
  caller: Caller,
  reason: string,
): Promise<Result<Claim, Refusal>> {
  const missing = proofMissing(caller);
  if (missing) return missing;
  if (caller.role === 'owner') return refuse({ code: 'owner_there' });
  const { db } = context;
  const { tenantId, now } = caller;
  const owners = await db.inTenant(tenantId, (tx) =>
    tx
      .tables<AccountTables & GlobalTables>()
      .selectFrom('membership')
      .innerJoin('login', 'login.id', 'membership.login_id')
      .select(['login.id', 'login.email', 'login.locale', 'membership.active'])
      .where('membership.tenant_id', '=', tenantId)
      .where('membership.role', '=', 'owner')
      .where('login.closed_at', 'is', null)
      .execute(),
  );
  const active = owners.filter((owner) => owner.active).map(({ id }) => id);
  const seen = active.length
    ? await db
        .global<GlobalTables>()
        .selectFrom('session')
        .select('id')
        .where('login_id', 'in', active)
        .where('seen_at', '>', addMinutes(now, -SEEN_DAYS * DAY_MINUTES))
        .executeTakeFirst()
    : undefined;
  if (seen) return refuse({ code: 'owner_there' });
  const row: Row = {
    id: idAt(now),
    tenant_id: tenantId,
    company: caller.tenantName,
    login_id: caller.loginId!,
    name: caller.name,
    reason,
    asked_at: now,
    ripe_at: addMinutes(now, WAIT_DAYS * DAY_MINUTES),
    first_by: null,
    first_at: null,
    decided_by: null,
    decided_at: null,
    ended_at: null,
  };
  const kept = await db
    .global<GlobalTables>()
    .insertInto('ownership_claim')
    .values(row)
    .onConflict((c) => c.doNothing())
    .executeTakeFirst();
  if (kept.numInsertedOrUpdatedRows !== 1n) return refuse({ code: 'claim_there' });
  await db.inTenant(tenantId, (tx) =>
    appendAudit(tx, { actor: caller, action: 'ownership.asked', subject: `claim:${row.id}`, reason }),
  );
  for (const owner of owners)
    await mailPerson(context, {
      kind: 'way-back',
      tenantId,
      recipient: owner.email,
      locale: owner.locale,
      values: { who: caller.name, reason, until: row.ripe_at.slice(0, 10) },
      link: '/people',
    });
  return ok(toClaim(row));
}

/**
 * Approves a request for the operator, after its time has come. The second of two people makes it so; where the operator
 * is one person, that person approves again a day later. Written down on both sides.
 */
export async function approveClaim(
  context: AppContext,
  caller: Caller,
  claimId: Id,
): Promise<Result<{ done: boolean }, Refusal>> {
  if (!(await forOperator(context, caller))) return refuse({ code: 'not_allowed', status: 403 });
  const missing = proofMissing(caller);
  if (missing) return missing;
  const { now } = caller;
  const claim = await openClaims(context.db).where('id', '=', claimId).executeTakeFirst();
  if (!claim) return refuse({ code: 'claim_unknown' });
  if (claim.ripe_at > now) return refuse({ code: 'claim_waits', until: claim.ripe_at.slice(0, 10) });
  const open = context.db.global<GlobalTables>().updateTable('ownership_claim').where('id', '=', claimId);
  if (!claim.first_at) {
    await open.set({ first_by: caller.loginId, first_at: now }).where('first_at', 'is', null).execute();
    await tell(context, caller, claim, 'ownership.approved-first');
    return ok({ done: false });
  }
  const alone = claim.first_by === caller.loginId && addMinutes(claim.first_at, ALONE_MINUTES) > now;
  if (alone) return refuse({ code: 'second_person' });
  const decided = await open
    .set({ decided_by: caller.loginId, decided_at: now })
    .where('decided_at', 'is', null)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (decided.numUpdatedRows === 0n) return refuse({ code: 'claim_unknown' });
  await context.db.inTenant(claim.tenant_id, (tx) =>
    tx
      .tables<AccountTables>()
      .updateTable('membership')
      .set({ role: 'owner', active: true })
      .where('tenant_id', '=', claim.tenant_id)
      .where('login_id', '=', claim.login_id)
      .execute(),
  );
  await tell(context, caller, claim, 'ownership.approved');
  return ok({ done: true });
}

async function tell(context: AppContext, caller: Caller, claim: Row, action: string): Promise<void> {
  for (const tenantId of [claim.tenant_id, caller.tenantId])
    await context.db.inTenant(tenantId, (tx) =>
      appendAudit(tx, {
        actor: caller,
        action,
        subject: `claim:${claim.id}`,
        facts: { company: claim.company, name: claim.name },
      }),
    );
}
