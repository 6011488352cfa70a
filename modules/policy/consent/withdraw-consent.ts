import { sql } from 'kysely';
import type { Id } from '#domain/kernel/ids.ts';
import type { Purpose } from '#domain/kernel/personal.ts';
import { ok, refuse, type Result } from '#domain/kernel/result.ts';
import type { ParameterValues, Said } from '#domain/policy/parameters.ts';
import { PURPOSE_REGISTER } from '#domain/policy/purposes.ts';
import { keptText } from '#domain/policy/record.ts';
import { afterWithdrawal, REGISTER, type RegisterEntry } from '#domain/policy/register.ts';
import { CATEGORY_TEXTS } from '#domain/policy/register-texts.ts';
import { idAt } from '#platform/clock/id-at.ts';
import type { Caller } from '#platform/http/caller.ts';
import { publish } from '#platform/outbox/events.ts';
import type { Tx } from '#platform/postgres/tx.ts';
import { queueProof } from './push-proof.ts';
import { purposesGiven } from './rules.ts';
import type { ConsentTables } from './store.ts';

/** What a person is told before taking a consent back. */
export interface WithdrawalPreview {
  readonly purpose: Purpose;
  readonly name: Said;
  /** what no longer works */
  readonly stops: Said;
  /** kept whatever is withdrawn, because a law says so, and for how long */
  readonly keptByLaw: readonly { readonly name: Said; readonly kept: readonly Said[] }[];
  /** kept because the person still consents to another purpose that needs it, or it stands on another ground */
  readonly keptForOthers: readonly { readonly name: Said; readonly purposes: readonly Said[] }[];
  /** no longer used, and deleted when its time is over */
  readonly ends: readonly Said[];
}

export type WithdrawRefusal = { readonly code: 'consent_not_given'; readonly purpose: Purpose };

/** Consents and withdrawals of one login, newest first, and the purposes that it consents to now. */
export async function loadConsents(
  tx: Tx,
  loginId: Id,
): Promise<{
  given: ConsentTables['form_consent'][];
  withdrawn: ConsentTables['consent_withdrawal'][];
  now: Purpose[];
}> {
  const tables = tx.tables<ConsentTables>();
  const given = await tables
    .selectFrom('form_consent')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('login_id', '=', loginId)
    .orderBy('at', 'desc')
    .execute();
  const withdrawn = await tables
    .selectFrom('consent_withdrawal')
    .selectAll()
    .where('tenant_id', '=', tx.tenantId)
    .where('login_id', '=', loginId)
    .orderBy('at', 'desc')
    .execute();
  return { given, withdrawn, now: purposesGiven(given, withdrawn) };
}

/**
 * What a withdrawal would change, before anything is changed.
 * @param values of the policy in force, for the times of keeping
 */
export async function previewWithdrawal(
  tx: Tx,
  loginId: Id,
  purpose: Purpose,
  values: ParameterValues,
): Promise<Result<WithdrawalPreview, WithdrawRefusal>> {
  const { now, withdrawn } = await loadConsents(tx, loginId);
  const entry = PURPOSE_REGISTER[purpose];
  if (!now.includes(purpose) || entry.stops === null) return refuse({ code: 'consent_not_given', purpose });
  const before = withdrawn.map((row) => row.purpose).filter((one) => !now.includes(one));
  const left = afterWithdrawal(purpose, before);
  return ok({
    purpose,
    name: entry.name,
    stops: entry.stops,
    keptByLaw: left.byLaw.map((category) => ({
      name: CATEGORY_TEXTS[category].name,
      kept: (REGISTER[category] as RegisterEntry).kept.map((time) => keptText(time, values)),
    })),
    keptForOthers: left.forOthers.map(({ category, purposes }) => ({
      name: CATEGORY_TEXTS[category].name,
      purposes: purposes.map((one) => PURPOSE_REGISTER[one].name),
    })),
    ends: left.ends.map((category) => CATEGORY_TEXTS[category].name),
  });
}

/**
 * Takes back a login's consent to one purpose, with what the person was told. Earlier processing stays lawful; whoever
 * stores data that stands on this consent alone hears `consent.withdrawn`.
 *
 * @see clause P-2.1d
 */
export async function withdrawConsent(
  tx: Tx,
  caller: Caller & { loginId: Id },
  purpose: Purpose,
  values: ParameterValues,
): Promise<Result<WithdrawalPreview, WithdrawRefusal>> {
  const told = await previewWithdrawal(tx, caller.loginId, purpose, values);
  if (!told.ok) return told;
  const id = idAt(caller.now);
  await tx
    .tables<ConsentTables>()
    .insertInto('consent_withdrawal')
    .values({
      tenant_id: tx.tenantId,
      id,
      origin_tenant_id: tx.tenantId,
      login_id: caller.loginId,
      purpose,
      told: sql`${JSON.stringify(told.value)}::jsonb`,
      actor: caller.actor,
      actor_name: caller.name,
      at: caller.now,
    })
    .execute();
  await publish(tx, caller, 'consent.withdrawn', id, { loginId: caller.loginId, purpose });
  await queueProof(tx, 'consent_withdrawal', id);
  return told;
}
